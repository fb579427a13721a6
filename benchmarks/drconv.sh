#!/usr/bin/env bash
# Dynamic region-aware convolutions before and after lowering: benchmarks/drconv.sh SECONDS [MACHINE] writes, for layers of
# ShuffleNet's sizes and larger ones (official form, 8 regions, 8 experts, one image, one thread), how long the dense form
# takes with a one-hot mask and with GatherElements, how long the lowered form does, and how many times as fast it is as the
# better dense form; microseconds.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=$1
machine=${2:-generic}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
medians() { tr -d ' \n' | grep -oE '"p50":[0-9.Ee+-]+' | cut -d: -f2 | paste -sd ' '; }
printf 'channels\tsize\tkernel\tonehot\tgather\tlowered\ttimes as fast\n'
while read -r channels size kernel; do
  for select in onehot gather; do
    ./repfuse generate drconv --channels "$channels,$channels" --resolution "$size" --kernel "$kernel" --batch 1 \
      --regions 8 --experts 8 --form official --select "$select" -o "$work/$select.onnx" --overwrite -q
  done
  ./repfuse "$work/gather.onnx" -o "$work/lowered.onnx" --overwrite --allow-growth --for "$machine" -q
  ./repfuse benchmark "$work/onehot.onnx" "$work/gather.onnx" "$work/lowered.onnx" --seconds "$seconds" --json > "$work/times.json"
  read -r onehot gather lowered < <(medians < "$work/times.json")
  awk -v c="$channels" -v s="$size" -v k="$kernel" -v o="$onehot" -v g="$gather" -v l="$lowered" 'BEGIN {
    best = o < g ? o : g
    printf "%s\t%s\t%s\t%.0f\t%.0f\t%.0f\t%.2f\n", c, s, k, o * 1e6, g * 1e6, l * 1e6, best / l
  }'
done << 'SIZES'
24 28 1
48 14 1
96 7 1
128 56 1
256 28 1
512 14 1
64 56 3
128 28 3
SIZES
