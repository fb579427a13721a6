#!/usr/bin/env bash
# Times repfuse prune against Torch-Pruning on a ResNet-50, in turn, whole processes that read a
# file, let half of the channels of each group go and write a file; neither verifies.
#   TORCH_PYTHON=/path/to/python benchmarks/prune.sh [rounds] > benchmarks/raw/prune.tsv
# That Python needs torch, torchvision and torch-pruning; GNU time is needed too.
set -euo pipefail

rounds=${1:-9}
home=$(cd "$(dirname "$0")/.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
python=${TORCH_PYTHON:-python3}

"$home/repfuse" generate resnet-50 -q -o "$scratch/resnet-50.onnx"
"$python" "$home/benchmarks/torch_prune.py" make "$scratch/resnet-50.pt"
"$python" -m pip list 2>/dev/null | grep -iE '^torch' >&2

once() { # label, command…: one line of round, label, seconds, peak KiB, seconds that it says itself
  local label=$1
  shift
  /usr/bin/time -o "$scratch/time" -f '%e	%M' "$@" 2>"$scratch/own"
  printf '%s\t%s\t%s\t%s\n' "$round" "$label" "$(tail -n 1 "$scratch/time")" "$(tail -n 1 "$scratch/own")"
}

printf 'round\tcommand\tseconds\tpeak_kib\town_seconds\n'
for round in $(seq 0 "$rounds"); do # round 0 warms up
  once repfuse "$home/repfuse" prune "$scratch/resnet-50.onnx" --ratio 0.5 --no-verify -q --overwrite \
    -o "$scratch/pruned.onnx"
  once torch-pruning "$python" "$home/benchmarks/torch_prune.py" prune "$scratch/resnet-50.pt" "$scratch/pruned.pt"
done
