#!/usr/bin/env bash
# What folding gains: a Markdown table of networks in training form and of what repfuse makes of them.
#   benchmarks/speedups.sh [--seconds N] [NETWORK.onnx ...]
# Without names it takes *_keepbn.onnx of ../shared/models/nets. Numbers go to benchmarks/raw/speedups.tsv too. Needs jq.
set -euo pipefail

home=$(cd "$(dirname "$0")/.." && pwd)
seconds=20
if [ "${1:-}" = --seconds ]; then
  seconds=$2
  shift 2
fi
networks=("$@")
[ $# -gt 0 ] || networks=("$home"/../shared/models/nets/*_keepbn.onnx)
command -v jq > /dev/null || { echo "speedups.sh: jq is missing" >&2; exit 2; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
raw=$scratch/speedups.tsv

printf 'network\tnodes_before\tnodes_after\tmacs_before\tmacs_after\tp50_before_ms\tp50_after_ms\tratio\tlow\thigh\tverdict\trounds\n' > "$raw"
for network in "${networks[@]}"; do
  name=$(basename "$network" .onnx)
  folded=$scratch/folded.onnx
  "$home/repfuse" "$network" -q --overwrite -o "$folded"
  "$home/repfuse" inspect "$network" --json > "$scratch/before.json"
  "$home/repfuse" inspect "$folded" --json > "$scratch/after.json"
  "$home/repfuse" benchmark "$network" "$folded" --json --seconds "$seconds" > "$scratch/times.json"
  jq -rn --arg name "${name%_keepbn}" \
    --slurpfile b "$scratch/before.json" --slurpfile a "$scratch/after.json" --slurpfile t "$scratch/times.json" '
    $t[0].models as $m | $m[1].comparedWithFirst as $r
    | [$name, $b[0].statistics.nodes, $a[0].statistics.nodes, $b[0].statistics.macs, $a[0].statistics.macs,
       $m[0].p50 * 1e3, $m[1].p50 * 1e3, $r.ratio, $r.low, $r.high, $r.verdict, $t[0].rounds]
    | @tsv' >> "$raw"
  echo "$name done" >&2
done

cp "$raw" "$home/benchmarks/raw/speedups.tsv"
awk -F '\t' '
  function millions(macs) { return sprintf("%.1f M", macs / 1e6) }
  NR == 1 {
    print "| network | nodes | MACs | p50 before | p50 after | time after / before |"
    print "|---|---|---|---|---|---|"
    next
  }
  {
    printf "| %s | %d → %d | %s → %s | %.2f ms | %.2f ms | %.3f [%.3f, %.3f] |\n",
      $1, $2, $3, millions($4), millions($5), $6, $7, $8, $9, $10
  }' "$raw"
