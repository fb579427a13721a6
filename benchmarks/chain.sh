#!/usr/bin/env bash
# Time per node and peak memory on generated chains of Conv and BatchNormalization nodes.
#   benchmarks/chain.sh [rounds] > benchmarks/raw/chain.tsv
#   benchmarks/chain.sh <rounds> prune --ratio 0.5 > benchmarks/raw/chain_prune.tsv
set -euo pipefail

rounds=${1:-5}
command=("${@:2}") # of repfuse, with its options; folding without one
home=$(cd "$(dirname "$0")/.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
java=${JAVA25:-java} # a JDK 25

"$home/repfuse" --version >&2
for nodes in 2 1000 10000 100000; do
  "$java" -cp "$home/tools/target/repfuse/lib/*" "$home/benchmarks/Chain.java" "$nodes" \
    "$scratch/$nodes.onnx"
done
printf 'round\tnodes\tseconds\tpeak_kib\n'
for round in $(seq 1 "$rounds"); do
  for nodes in 2 1000 10000 100000; do
    /usr/bin/time -o "$scratch/time" -f '%e	%M' \
      "$home/repfuse" "${command[@]}" -q --overwrite --no-verify -o "$scratch/out.onnx" "$scratch/$nodes.onnx"
    printf '%s\t%s\t%s\n' "$round" "$nodes" "$(tail -n 1 "$scratch/time")"
  done
done
