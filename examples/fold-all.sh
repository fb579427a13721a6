#!/bin/sh
# Folds every model of a folder and lists what each one gained.
#   examples/fold-all.sh <folder>
# Needs jq for the figures. A model that fails is named with its exit code and does not stop the rest.
set -eu

repfuse=$(dirname "$0")/../repfuse

for model in "$1"/*.onnx; do
  case $model in *.fused.onnx) continue ;; esac
  if report=$("$repfuse" "$model" --json); then
    printf '%s\t' "$model"
    printf '%s\n' "$report" | jq -r '[.before.nodes, .after.nodes, .verification.words] | @tsv'
  else
    printf '%s\tfailed with exit code %d\n' "$model" "$?"
  fi
done
