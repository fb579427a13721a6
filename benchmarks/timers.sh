#!/usr/bin/env bash
# What several timers say of two models, each in its own way, one model after the other:
# benchmarks/timers.sh REPEATS A.onnx B.onnx
# needs polygraphy and onnxruntime_test on the PATH (pip install onnx onnxruntime polygraphy).
# Writes a line for each timer and repeat: milliseconds of A and of B, and the ratio of B to A.
set -euo pipefail
cd "$(dirname "$0")/.."
repeats=$1 a=$2 b=$3 runs=${RUNS:-600}

polygraphy_ms() {
  polygraphy run "$1" --onnxrt --iterations "$runs" --warm-up 20 --sequential-runners 2>&1 |
    sed -n 's/.*Average inference time: \([0-9.]*\) ms.*/\1/p'
}
onnxruntime_ms() {
  onnxruntime_test "$1" "$runs" | sed -n 's/avg latency: \([0-9.]*\) ms.*/\1/p'
}
alone_ms() {
  ./repfuse benchmark "$1" --seconds 5 --json | tr -d ' \n' |
    sed -E 's/.*"p50":([^,]*),.*/\1/' | awk '{ print $1 * 1000 }'
}
line() {
  awk -v t="$1" -v r="$2" -v a="$3" -v b="$4" 'BEGIN { printf "%s\t%s\t%s\t%s\t%.4f\n", t, r, a, b, b / a }'
}

printf 'timer\trepeat\ta_ms\tb_ms\tratio\n'
for repeat in $(seq "$repeats"); do
  line polygraphy "$repeat" "$(polygraphy_ms "$a")" "$(polygraphy_ms "$b")"
  line onnxruntime_test "$repeat" "$(onnxruntime_ms "$a")" "$(onnxruntime_ms "$b")"
  line "repfuse, one after the other" "$repeat" "$(alone_ms "$a")" "$(alone_ms "$b")"
  ./repfuse benchmark "$a" "$b" --seconds 10 --json | tr -d ' \n' |
    sed -E "s/.*\"p50\":([^,]*),.*\"p50\":([^,]*),.*\"ratio\":([^,]*),.*/\1 \2 \3/" |
    awk -v r="$repeat" '{ printf "repfuse, in turn\t%s\t%.4f\t%.4f\t%.4f\n", r, $1 * 1000, $2 * 1000, $3 }'
done
