#!/usr/bin/env python3
"""What optimizers gave: nodes, largest error and latency of each result of one model.

  benchmarks/results.py <model.onnx> <folder with the results of peers.sh> > benchmarks/raw/<name>.results.tsv

The error is that against the original without any optimization of ONNX Runtime, on four inputs, relative to the
largest magnitude of an output. Latency is the ratio to the original as latency.py measures it, with its verdict.
Needs onnx, onnxruntime and numpy.
"""
import sys
from pathlib import Path

import numpy as np
import onnxruntime as ort

import latency


def plain(path):
    options = ort.SessionOptions()
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.log_severity_level = 4
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def error(original, result, inputs):
    """Largest deviation, relative to the scale of the output it is in."""
    worst = 0.0
    for seed in range(4):
        random = np.random.default_rng(seed)
        feed = {
            name: random.standard_normal(value.shape).astype(value.dtype) if value.dtype.kind == "f" else value
            for name, value in inputs.items()
        }
        for want, got in zip(original.run(None, feed), result.run(None, feed)):
            want, got = np.asarray(want, dtype=np.float64), np.asarray(got, dtype=np.float64)
            if want.shape != got.shape or (np.isnan(want) != np.isnan(got)).any():
                return float("inf")
            scale = max(np.abs(want).max(initial=0), 1e-30)
            worst = max(worst, np.abs(want - got).max(initial=0) / scale)
    return worst


def main():
    model, folder = Path(sys.argv[1]), Path(sys.argv[2])
    original = plain(model)
    inputs = latency.working(original, original)
    print("result\tnodes\tbytes\terror\tratio\tlow\thigh\tverdict", flush=True)
    print(f"original\t{latency.nodes(model)}\t{model.stat().st_size}\t0\t1\t1\t1\t", flush=True)
    for name in ("repfuse", "onnxslim", "onnxsim", "onnxoptimizer", "onnxscript"):
        result = folder / f"{name}.onnx"
        if not result.exists():
            print(f"{name}\tno result", flush=True)
            continue
        try:
            worst = error(original, plain(result), inputs)
            ms, ratios = latency.sessions(model, result, latency.PAIRS)
        except Exception as refused:  # noqa: BLE001 - the runtime's own, of many kinds
            print(f"{name}\t{latency.nodes(result)}\tdoes not run: {str(refused).splitlines()[0]}", flush=True)
            continue
        low, high = latency.interval(ratios)
        print(
            f"{name}\t{latency.nodes(result)}\t{result.stat().st_size}\t{worst:.1e}\t{np.median(ratios):.4f}"
            f"\t{low:.4f}\t{high:.4f}\t{latency.verdict(ms, low, high)}",
            flush=True,
        )


main()
