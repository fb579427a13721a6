#!/bin/sh
# Folds every model of a folder into another folder and prints one line for each.
#   examples/fuse-all.sh <folder with models> <folder for results> [options of repfuse]
set -eu

from=$1 to=$2
shift 2
repfuse=$(dirname "$0")/../repfuse
mkdir -p "$to"
failed=0

# The numbers of a field, in the order of the report: that of `before`, then that of `after`.
numbers() {
  sed -n "s/^    \"$1\" : \([0-9]*\),*$/\1/p" "$report" | tr '\n' ' '
}

report=$(mktemp)
trap 'rm -f "$report"' EXIT
for model in "$from"/*.onnx; do
  [ -e "$model" ] || continue
  name=$(basename "$model")
  code=0
  "$repfuse" "$model" -o "$to/$name" --json "$@" >"$report" || code=$?
  if [ "$code" -eq 0 ]; then
    # shellcheck disable=SC2046 # two numbers, two arguments
    printf '%-40s %6d nodes -> %6d nodes\n' "$name" $(numbers nodes)
  else
    printf '%-40s failed with exit code %d\n' "$name" "$code"
    failed=1
  fi
done
exit "$failed"
