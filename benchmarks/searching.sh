#!/usr/bin/env bash
# How many candidates a second repfuse search evaluates, in this process and by workers:
# benchmarks/searching.sh FOLDER SUPERNET.onnx DATA.npz [OPTIONS of repfuse search]
# writes FOLDER/searching.tsv: where, candidates evaluated, seconds, candidates a second; and
# FOLDER/memory.tsv, the resident memory of a search of 1,000 evaluations (and as many random ones) every 5 s.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$1 supernet=$2 data=$3
shift 3
mkdir -p "$folder"
work=$(mktemp -d)
trap 'rm -rf "$work"; kill $(jobs -p) 2>/dev/null || true' EXIT
at=127.0.0.1:5811

search() { # where, population, generations, more options
  local where=$1 population=$2 generations=$3
  shift 3
  ./repfuse search "$supernet" --data "$data" --population "$population" --generations "$generations" \
    -o "$work/$where" "$@" --json |
    jq -r "[\"$where\", .evaluated, .seconds, .evaluated / .seconds] | @tsv" >> "$folder/searching.tsv"
}

printf 'where\tevaluated\tseconds\tcandidates_a_second\n' > "$folder/searching.tsv"
for threads in 1 2; do
  search "$threads-threads" 20 6 --threads "$threads" "$@"
done
for workers in 1 2; do
  search "$workers-workers" 20 6 --listen "$at" "$@" &
  running=$!
  until (exec 3<> "/dev/tcp/${at%:*}/${at#*:}") 2> /dev/null; do sleep 0.2; done
  for _ in $(seq "$workers"); do
    ./repfuse worker "$at" --threads 1 -q &
  done
  wait "$running"
  wait
done

printf 'seconds\tMiB\n' > "$folder/memory.tsv"
search 1000 50 20 --threads 2 "$@" &
running=$!
begun=$(date +%s)
while kill -0 "$running" 2> /dev/null; do
  sleep 5
  pid=$(pgrep -f "repfuse.jar search" | head -n 1 || true)
  [[ -z $pid ]] || printf '%s\t%s\n' "$(($(date +%s) - begun))" \
    "$(awk '/VmRSS/ { print int($2 / 1024) }' "/proc/$pid/status" 2> /dev/null)" >> "$folder/memory.tsv"
done
column -t "$folder/searching.tsv"
