#!/usr/bin/env bash
# Time and peak memory of a fold on one thread and on two, in turn, on generated models; nothing is
# left to be written to the disk when a run begins.
#   benchmarks/threads.sh [rounds] > benchmarks/raw/threads.tsv
set -euo pipefail

rounds=${1:-9}
home=$(cd "$(dirname "$0")/.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
java=${JAVA25:-java} # a JDK 25

"$home/repfuse" --version >&2
generate() {
  "$java" -cp "$home/tools/target/repfuse/lib/*" "$home/benchmarks/RepVgg.java" "$@"
}
generate 8 1024 0 "$scratch/added.onnx"
generate 2 512 512 "$scratch/composed.onnx"
generate 2 64 0 "$scratch/small.onnx"
printf 'round\tmodel\tthreads\tseconds\tuser\tsystem\tpeak_kib\n'
for round in $(seq 0 "$rounds"); do
  for model in added composed small; do
    if ((round % 2)); then order="1 2"; else order="2 1"; fi
    for threads in $order; do
      rm -f "$scratch/$threads.onnx"
      sync
      /usr/bin/time -o "$scratch/time" -f '%e	%U	%S	%M' "$home/repfuse" -q --overwrite --no-verify \
        --threads "$threads" -o "$scratch/$threads.onnx" "$scratch/$model.onnx"
      printf '%s\t%s\t%s\t%s\n' "$round" "$model" "$threads" "$(tail -n 1 "$scratch/time")"
    done
    cmp "$scratch/1.onnx" "$scratch/2.onnx" >&2
  done
done
