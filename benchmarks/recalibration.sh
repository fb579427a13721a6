#!/usr/bin/env bash
# What statistics of their own are worth to the networks of a supernet:
# benchmarks/recalibration.sh FOLDER SUPERNET.onnx DATA.npz [OPTIONS of repfuse search]
# writes FOLDER/recalibration.tsv, one line for each of 100 random networks: its architecture, its
# accuracy with the supernet's statistics and with its own. Prints the mean gain and its standard error.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$1 supernet=$2 data=$3
shift 3
mkdir -p "$folder"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for kind in kept own; do
  options=("$@")
  [[ $kind == own ]] || options+=(--keep-statistics)
  ./repfuse search "$supernet" --data "$data" --population 50 --generations 1 --seed 1 \
    -o "$work/$kind" "${options[@]}" -q
  tail -n +2 "$work/$kind/candidates.csv" | awk -F, '{ print $4 "\t" $5 }' | sort -u > "$work/$kind.tsv"
done
{
  printf 'architecture\tkept\town\n'
  join -t $'\t' "$work/kept.tsv" "$work/own.tsv"
} > "$folder/recalibration.tsv"
awk -F '\t' 'NR > 1 { n++; kept += $2; own += $3; d = $3 - $2; sum += d; squares += d * d; if (d > 0) up++ }
  END { mean = sum / n; sd = sqrt((squares - n * mean * mean) / (n - 1))
    printf "%d networks: %.4f with the supernet'\''s statistics, %.4f with their own; gain %.4f, standard error %.4f; %d gain\n", n, kept / n, own / n, mean, sd / sqrt(n), up }' \
  "$folder/recalibration.tsv"
