#!/usr/bin/env bash
# Evolution against as many random candidates:
# benchmarks/evolution.sh FOLDER SEEDS SUPERNET.onnx DATA.npz [OPTIONS of repfuse search]
# writes FOLDER/evolution.tsv, one line for each budget and seed: the best of the evolution, of as
# many random candidates, and the first of those by MACs alone. What is known of candidates is shared by all runs.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$1 seeds=$2 supernet=$3 data=$4
shift 4
mkdir -p "$folder"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf 'evaluations\tseed\tevolution\trandom\tby_macs\n' > "$folder/evolution.tsv"
for generations in 3 6 12; do
  for seed in $(seq "$seeds"); do
    ./repfuse search "$supernet" --data "$data" --population 10 --generations "$generations" \
      --seed "$seed" -o "$work" --cache "$folder/cache.sqlite" "$@" --json |
      jq -r "[(.evolution | length), $seed, .best.accuracy, .bestOfRandom.accuracy, .byMacsAlone.value] | @tsv" \
        >> "$folder/evolution.tsv"
  done
done
rm -f "$folder"/cache.sqlite*
awk -F '\t' 'NR > 1 { n[$1]++; e[$1] += $3; r[$1] += $4; m[$1] += $5; d = $3 - $4; sum[$1] += d; squares[$1] += d * d
    if (d > 0) win[$1]++; else if (d < 0) loss[$1]++; else tie[$1]++ }
  END { for (b in n) { mean = sum[b] / n[b]
    printf "%d evaluations: evolution %.4f, random %.4f, by MACs %.4f; %.4f better than random, standard error %.4f; %d wins, %d ties, %d losses\n",
    b, e[b] / n[b], r[b] / n[b], m[b] / n[b], mean, sqrt((squares[b] / n[b] - mean * mean) / (n[b] - 1)), win[b], tie[b], loss[b] } }' \
  "$folder/evolution.tsv" | sort -n
