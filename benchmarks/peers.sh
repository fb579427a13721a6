#!/usr/bin/env bash
# Times repfuse against other optimizers on one model, in turn, whole processes.
#   benchmarks/peers.sh <model.onnx> [rounds] [folder for the results] > benchmarks/raw/<name>.tsv
# Needs GNU time and Python 3 with venv; the peers are installed with pip into a scratch folder, or
# taken from the virtual environment PEERS_VENV. A peer that fails, or takes longer than LIMIT
# seconds (600), has no line. REPFUSE_OPTIONS holds further options of repfuse.
set -euo pipefail

model=$(readlink -f "$1")
rounds=${2:-15}
home=$(cd "$(dirname "$0")/.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
results=${3:-$scratch}
mkdir -p "$results"

read -ra options <<<"${REPFUSE_OPTIONS:-}"

venv=${PEERS_VENV:-$scratch/venv}
if [ ! -x "$venv/bin/onnxslim" ]; then
  python3 -m venv "$venv"
  "$venv/bin/pip" -q install onnx onnxslim onnxsim onnxoptimizer onnxscript onnxruntime >&2
fi
"$venv/bin/pip" list 2>/dev/null | grep -iE '^onnx' >&2

once() { # label, command…: one line of round, label, seconds, peak KiB
  local label=$1
  shift
  if timeout "${LIMIT:-600}" /usr/bin/time -o "$scratch/time" -f '%e	%M' "$@" >"$scratch/out" 2>&1; then
    printf '%s\t%s\t%s\n' "$round" "$label" "$(tail -n 1 "$scratch/time")"
  else
    echo "$label failed: $(tail -n 1 "$scratch/out")" >&2
  fi
}

script='import sys, onnx, onnxscript.optimizer as o; onnx.save(o.optimize(onnx.load(sys.argv[1])), sys.argv[2])'
"$home/repfuse" --version >&2
printf 'round\tcommand\tseconds\tpeak_kib\n'
for round in $(seq 0 "$rounds"); do # round 0 warms up
  once repfuse-no-verify "$home/repfuse" -q --overwrite "${options[@]}" --no-verify -o "$results/unverified.onnx" "$model"
  once onnxslim "$venv/bin/onnxslim" "$model" "$results/onnxslim.onnx"
  once repfuse "$home/repfuse" -q --overwrite "${options[@]}" -o "$results/repfuse.onnx" "$model"
  once onnxsim "$venv/bin/onnxsim" "$model" "$results/onnxsim.onnx"
  once onnxoptimizer "$venv/bin/python" -m onnxoptimizer "$model" "$results/onnxoptimizer.onnx"
  once onnxscript "$venv/bin/python" -c "$script" "$model" "$results/onnxscript.onnx"
done
