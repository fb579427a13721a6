#!/usr/bin/env python3
"""Is a folded model faster where it runs? Times pairs of models in ONNX Runtime, in turn.

  benchmarks/latency.py [--control] <folder of models> <repfuse> > benchmarks/raw/latency.tsv
  benchmarks/latency.py --pairs <a.onnx> <b.onnx> [<a.onnx> <b.onnx> …]

Every model below the folder is folded by the command and verified; where that gives a new file, both run
with one thread at the highest optimization level, in rounds of original, folded, folded, original. Two sessions
of one and the same file differ by up to a percent for as long as they live (by where their memory lies), so
each model gets several pairs of fresh sessions. A pair's ratio is the median of its rounds; printed are the median of the pairs
and a bootstrap interval of 95% over pairs. Slower or faster means that the whole interval lies beyond 1%
(3% below 1 ms). What seems slower is measured once more with PAIRS times two pairs, and that counts.
With --control each file is also timed against itself, for contrast; these lines end in "(itself)".
With --pairs, nothing is folded: each b is timed against its a. Needs onnx, onnxruntime and numpy.
"""
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort

SECONDS = float(os.environ.get("SECONDS_PER_MODEL", "4"))
PAIRS = int(os.environ.get("PAIRS", "8"))
ROUNDS = (5, 100)


def session(path):
    options = ort.SessionOptions()
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_ALL
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


TYPES = {
    "tensor(float)": np.float32,
    "tensor(double)": np.float64,
    "tensor(float16)": np.float16,
    "tensor(int64)": np.int64,
    "tensor(int32)": np.int32,
    "tensor(uint8)": np.uint8,
    "tensor(int8)": np.int8,
    "tensor(bool)": np.bool_,
}


def feeds(runs, size):
    """Inputs of small integers or normal numbers; open dimensions after the batch get `size`."""
    random = np.random.default_rng(0)
    result = {}
    for value in runs.get_inputs():
        shape = [
            d if isinstance(d, int) and d > 0 else (1 if axis == 0 else size)
            for axis, d in enumerate(value.shape)
        ]
        kind = TYPES[value.type]
        numbers = random.standard_normal(shape) if np.dtype(kind).kind == "f" else random.integers(0, 2, shape)
        result[value.name] = np.asarray(numbers).astype(kind)
    return result


def working(a, b):
    """Both sessions with inputs that both take."""
    for size in (224, 1, 8, 32, 64, 128, 320, 416, 640):
        try:
            inputs = feeds(a, size)
            a.run(None, inputs)
            b.run(None, inputs)
            return inputs
        except KeyError:
            return None
        except Exception:  # noqa: BLE001 - the runtime's own, of many kinds
            continue
    return None


def interval(ratios):
    random = np.random.default_rng(1)
    picks = random.integers(0, len(ratios), (2000, len(ratios)))
    medians = np.median(np.asarray(ratios)[picks], axis=1)
    return np.percentile(medians, [2.5, 97.5])


def timed(runs, inputs, repeat):
    start = time.perf_counter()
    for _ in range(repeat):
        runs.run(None, inputs)
    return (time.perf_counter() - start) / repeat


def compare(a, b, inputs):
    """Median time of the original in ms, and the median ratio b / a of two sessions."""
    for _ in range(3):
        first = timed(a, inputs, 1)
        timed(b, inputs, 1)
    repeat = max(1, int(0.002 / first))
    ratios, times = [], []
    end = time.perf_counter() + SECONDS / PAIRS
    while len(ratios) < ROUNDS[1] and (time.perf_counter() < end or len(ratios) < ROUNDS[0]):
        a1, b1, b2, a2 = (timed(runs, inputs, repeat) for runs in (a, b, b, a))
        ratios.append((b1 + b2) / (a1 + a2))
        times.append((a1 + a2) / 2)
    return 1000 * float(np.median(times)), float(np.median(ratios))


def sessions(a, b, pairs):
    """Times and ratios of pairs of fresh sessions, of which either is made first in turn."""
    times, ratios = [], []
    inputs = None
    for pair in range(pairs):
        if pair % 2 == 0:
            first, second = session(a), session(b)
        else:
            second, first = session(b), session(a)
        if inputs is None:
            inputs = working(first, second)
            if inputs is None:
                return None
        ms, ratio = compare(first, second, inputs)
        times.append(ms)
        ratios.append(ratio)
    return float(np.median(times)), ratios


def verdict(ms, low, high):
    margin = 0.03 if ms < 1 else 0.01
    if low > 1 + margin:
        return "slower"
    return "faster" if high < 1 - margin else "no difference"


def line(name, before, after, a, b):
    """One line of the table, unless the runtime refuses a model or its inputs."""
    try:
        found = sessions(a, b, PAIRS)
        if found is None:
            print(f"{name}: no inputs that it takes", file=sys.stderr)
            return
        if verdict(found[0], *interval(found[1])) == "slower":
            found = sessions(a, b, 2 * PAIRS)
    except Exception:  # noqa: BLE001
        return
    ms, ratios = found
    low, high = interval(ratios)
    print(
        f"{name}\t{before}\t{after}\t{ms:.4f}\t{len(ratios)}\t{np.median(ratios):.4f}"
        f"\t{low:.4f}\t{high:.4f}\t{verdict(ms, low, high)}",
        flush=True,
    )


def folded(model, command, scratch):
    """The report of a fold that changed something and was verified."""
    result = Path(scratch) / "result.onnx"
    run = subprocess.run(
        [command, str(model), "--json", "-o", str(result)], capture_output=True, text=True, check=False
    )
    report = json.loads(run.stdout) if run.returncode == 0 else {"changed": False}
    return (report, result) if report["changed"] else None


def nodes(path):
    return len(onnx.load(path, load_external_data=False).graph.node)


def main():
    print("model\tnodes_before\tnodes_after\toriginal_ms\tpairs\tratio\tlow\thigh\tverdict", flush=True)
    arguments = sys.argv[1:]
    if arguments[0] == "--pairs":
        for a, b in zip(arguments[1::2], arguments[2::2]):
            line(f"{Path(b).name} / {Path(a).name}", nodes(a), nodes(b), a, b)
        return
    control = arguments[0] == "--control"
    folder, command = Path(arguments[-2]), arguments[-1]
    for model in sorted(folder.rglob("*.onnx")):
        with tempfile.TemporaryDirectory() as scratch:
            found = folded(model, command, scratch)
            if found:
                report, result = found
                before, after = report["before"]["nodes"], report["after"]["nodes"]
                line(model.relative_to(folder), before, after, model, result)
                if control:
                    line(f"{model.relative_to(folder)} (itself)", before, before, model, model)


if __name__ == "__main__":
    main()
