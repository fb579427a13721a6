#!/usr/bin/env bash
# Times repfuse against other optimizers on one model, in turn, whole processes.
#   benchmarks/peers.sh <model.onnx> [rounds] > benchmarks/raw/<name>.tsv
# Needs GNU time and Python 3 with venv; the peers are installed with pip into a scratch folder.
set -euo pipefail

model=$(readlink -f "$1")
rounds=${2:-15}
home=$(cd "$(dirname "$0")/.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

venv=${PEERS_VENV:-$scratch/venv}
if [ ! -x "$venv/bin/onnxslim" ]; then
  python3 -m venv "$venv"
  "$venv/bin/pip" -q install onnx onnxslim onnxsim onnxruntime >&2
fi
"$venv/bin/pip" list 2>/dev/null | grep -iE '^onnx' >&2

once() { # label, command…: one line of label, seconds, peak KiB
  local label=$1
  shift
  /usr/bin/time -o "$scratch/time" -f '%e	%M' "$@" >"$scratch/out" 2>&1 || {
    echo "$label failed:" >&2
    cat "$scratch/out" >&2
    exit 1
  }
  printf '%s\t%s\t%s\n' "$round" "$label" "$(tail -n 1 "$scratch/time")"
}

"$home/repfuse" --version >&2
printf 'round\tcommand\tseconds\tpeak_kib\n'
for round in $(seq 0 "$rounds"); do # round 0 warms up
  once repfuse-no-verify "$home/repfuse" -q --overwrite --no-verify -o "$scratch/a.onnx" "$model"
  once onnxslim "$venv/bin/onnxslim" "$model" "$scratch/b.onnx"
  once repfuse "$home/repfuse" -q --overwrite -o "$scratch/c.onnx" "$model"
  once onnxsim "$venv/bin/onnxsim" "$model" "$scratch/d.onnx"
done
