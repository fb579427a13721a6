#!/usr/bin/env bash
# How often repfuse benchmark sees a difference, where there is none and where there is one:
# benchmarks/detect.sh RUNS SECONDS A.onnx B.onnx
# writes one line for each run: the ratio of B to A, its 95% interval, the verdict.
set -euo pipefail
cd "$(dirname "$0")/.."
runs=$1 seconds=$2 a=$3 b=$4
printf 'run\tratio\tlow\thigh\tverdict\n'
for run in $(seq "$runs"); do
  ./repfuse benchmark "$a" "$b" --seconds "$seconds" --json |
    tr -d ' \n' |
    sed -E "s/.*\"ratio\":([^,]*),\"low\":([^,]*),\"high\":([^,]*),\"verdict\":\"([a-z_]*)\".*/$run\t\1\t\2\t\3\t\4\n/"
done
