#!/usr/bin/env bash
# How well latency tables predict: benchmarks/predict.sh SECONDS MODEL.onnx ... writes, for each model and for what is
# left of it at several ratios, what its table predicts
# and what is measured; milliseconds.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
number() { tr -d ' \n' | sed -E "s/.*\"$1\":([0-9.Ee+-]*).*/\1/"; }
printf 'model\tratio\tpredicted\tmeasured\n'
for model in "$@"; do
  name=$(basename "$model" .onnx)
  ./repfuse measure "$model" -o "$work/$name.json" --seconds "$seconds" -q
  for ratio in 0 0.25 0.5 0.75; do
    ./repfuse prune "$model" --ratio "$ratio" --round 8 -o "$work/p.onnx" --overwrite --no-verify -q
    predicted=$(./repfuse predict "$work/p.onnx" --table "$work/$name.json" --json | number latency)
    measured=$(./repfuse benchmark "$work/p.onnx" --seconds 5 --json | number p50)
    awk -v n="$name" -v r="$ratio" -v p="$predicted" -v m="$measured" 'BEGIN { printf "%s\t%s\t%.3f\t%.3f\n", n, r, p * 1e3, m * 1e3 }'
  done
done
