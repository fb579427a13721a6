#!/usr/bin/env python3
"""Medians and paired ratios of a threads.sh table, without its warm-up round: threads.py <table>"""
import csv
import statistics
import sys

times = {}
for row in csv.DictReader(open(sys.argv[1]), delimiter="\t"):
    if row["round"] != "0":
        times.setdefault(row["model"], {}).setdefault(row["threads"], []).append(row)

print("| model | 1 thread, s | 2 threads, s | 2 / 1, round by round | peak MiB |")
print("|---|---|---|---|---|")
for model, runs in times.items():
    one, two = ([float(row["seconds"]) for row in runs[threads]] for threads in ("1", "2"))
    ratios = sorted(b / a for a, b in zip(one, two))
    peak = max(int(row["peak_kib"]) for rows in runs.values() for row in rows) / 1024
    print(
        f"| {model} | {statistics.median(one):.2f} | {statistics.median(two):.2f} "
        f"| {statistics.median(ratios):.2f} [{ratios[0]:.2f}, {ratios[-1]:.2f}] | {peak:.0f} |"
    )
