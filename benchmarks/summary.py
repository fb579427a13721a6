#!/usr/bin/env python3
"""Medians and paired ratios of a peers.sh table: summary.py raw/<name>.tsv"""
import csv
import random
import statistics
import sys


def interval(ratios):
    """Bootstrap 95% interval of the median."""
    rng = random.Random(1)
    medians = sorted(
        statistics.median(rng.choices(ratios, k=len(ratios))) for _ in range(10_000)
    )
    return medians[250], medians[9749]


rows = [r for r in csv.DictReader(open(sys.argv[1]), delimiter="\t") if r["round"] != "0"]
seconds, memory = {}, {}
for row in rows:
    seconds.setdefault(row["command"], []).append(float(row["seconds"]))
    memory.setdefault(row["command"], []).append(int(row["peak_kib"]))

print("| command | median s | min–max s | peak MiB |")
print("|---|---|---|---|")
for command, times in seconds.items():
    print(
        f"| {command} | {statistics.median(times):.2f} | {min(times):.2f}–{max(times):.2f} "
        f"| {statistics.median(memory[command]) / 1024:.0f} |"
    )
print()
print("| ratio, round by round | median [95% interval] |")
print("|---|---|")
for ours in ("repfuse-no-verify", "repfuse"):
    for peer in ("onnxslim", "onnxsim", "onnxoptimizer", "onnxscript"):
        ratios = [a / b for a, b in zip(seconds[ours], seconds.get(peer, []))]
        if not ratios:
            continue
        low, high = interval(ratios)
        print(f"| {ours} / {peer} | {statistics.median(ratios):.2f} [{low:.2f}, {high:.2f}] |")
