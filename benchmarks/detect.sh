#!/usr/bin/env bash
# How often repfuse benchmark sees a difference, where there is none and where there is one:
# benchmarks/detect.sh RUNS SECONDS A.onnx B.onnx [PERCENT]
# writes one line for each run: the ratio of B to A, its 95% interval, the verdict, and the
# seconds that it took. With PERCENT a run ends as soon as its interval is that narrow to each side.
set -euo pipefail
cd "$(dirname "$0")/.."
runs=$1 seconds=$2 a=$3 b=$4
until=(${5:+--until "$5"})
printf 'run\tratio\tlow\thigh\tverdict\tseconds\n'
for run in $(seq "$runs"); do
  begun=$(date +%s)
  figures=$(./repfuse benchmark "$a" "$b" --seconds "$seconds" "${until[@]}" --json |
    tr -d ' \n' |
    sed -E "s/.*\"ratio\":([^,]*),\"low\":([^,]*),\"high\":([^,]*),\"verdict\":\"([a-z_]*)\".*/$run\t\1\t\2\t\3\t\4/")
  printf '%s\t%s\n' "$figures" "$(($(date +%s) - begun))"
done
