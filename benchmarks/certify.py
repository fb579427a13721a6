#!/usr/bin/env python3
"""repfuse --prove beside onnxsim's certify: what each proves, skips and refutes, and in what time.

  benchmarks/certify.py <repfuse> <model.onnx>… > benchmarks/raw/certify.tsv

Each model gets a batch of 1, since certify asks for known extents. Three results of it are judged by both: onnxsim's,
repfuse's, and repfuse's with one weight changed by a thousandth of the largest. certify runs in this process with its
defaults, inputs between -3 and 3 (it needs bounds to call rounding harmless), a limit of 60 s and a deeper recursion
than Python allows by itself; repfuse runs as a whole process that also compares both models on samples. Needs onnx, onnxruntime, onnxsim and z3-solver.
"""
import collections
import contextlib
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import onnx
import onnxsim
from onnx import numpy_helper
from onnxsim.certify import certify

sys.setrecursionlimit(100_000)


def with_batch_of_one(path):
    """The model with its open extents set to 1."""
    model = onnx.load(path)
    for value in list(model.graph.input) + list(model.graph.output):
        for dim in value.type.tensor_type.shape.dim:
            if dim.dim_param:
                dim.dim_value = 1
    return onnx.shape_inference.infer_shapes(model)


def with_a_wrong_weight(model):
    """A copy in which the middle weight of the largest initializer is off."""
    wrong = onnx.ModelProto()
    wrong.CopyFrom(model)
    floats = [t for t in wrong.graph.initializer if t.data_type == onnx.TensorProto.FLOAT]
    tensor = max(floats, key=lambda t: np.prod(t.dims))
    numbers = numpy_helper.to_array(tensor).copy()
    numbers.reshape(-1)[numbers.size // 2] += np.abs(numbers).max() / 1000
    tensor.CopyFrom(numpy_helper.from_array(numbers, tensor.name))
    return wrong


def certified(original, result):
    start = time.perf_counter()
    try:
        ranges = {value.name: (-3.0, 3.0) for value in original.graph.input}
        shaped = onnx.shape_inference.infer_shapes(result)
        with contextlib.redirect_stdout(sys.stderr):
            report = certify(original, shaped, input_ranges=ranges, total_timeout_ms=60_000)
        windows = collections.Counter(window.status for window in report.windows)
        verdict = ", ".join(f"{n} {status}" for status, n in sorted(windows.items()))
        outputs = "/".join(sorted(set(report.outputs.values())))
    except Exception as failure:  # noqa: BLE001 - its own, of many kinds
        outputs, verdict = "failed", f"{type(failure).__name__}: {failure}"[:80]
    return time.perf_counter() - start, outputs, verdict


def proved(command, original, result):
    start = time.perf_counter()
    run = subprocess.run(
        [command, "verify", "--prove", "--json", str(original), str(result)], capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - start
    proof = json.loads(run.stdout)["proof"]
    return seconds, proof["verdict"], proof["words"]


def main():
    command = sys.argv[1]
    print("model\tresult\tchecker\tseconds\tverdict\tdetail", flush=True)
    for path in map(Path, sys.argv[2:]):
        with tempfile.TemporaryDirectory() as scratch:
            original, fused = Path(scratch) / "original.onnx", Path(scratch) / "fused.onnx"
            model = with_batch_of_one(path)
            onnx.save(model, original)
            subprocess.run([command, "-q", str(original), "-o", str(fused)], check=True)
            folded = onnx.load(fused)
            results = {
                "onnxsim's": onnxsim.simplify(model)[0],
                "repfuse's": folded,
                "with a wrong weight": with_a_wrong_weight(folded),
            }
            for name, result in results.items():
                other = Path(scratch) / "result.onnx"
                onnx.save(result, other)
                for checker, judged in (
                    ("certify", lambda: certified(model, result)),
                    ("--prove", lambda: proved(command, original, other)),
                ):
                    seconds, verdict, detail = judged()
                    print(f"{path.stem}\t{name}\t{checker}\t{seconds:.2f}\t{verdict}\t{detail}", flush=True)


main()
