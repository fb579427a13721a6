#!/usr/bin/env python3
"""Folds a model with gigabytes of external weights in a small heap.

  benchmarks/external.py <repfuse> [GiB] > benchmarks/raw/external.tsv

The model is a chain of Gemm and Relu with weights of 64 MiB each in one sparse file; every sixteenth Gemm
has a BatchNormalization behind it, so that its weight changes. It is written to a scratch folder, folded
with a heap of 1 GiB and without verification five times, and removed. For comparison, as many bytes as change are then read and
written by a plain loop. Needs onnx, numpy and GNU time.
"""
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from onnx import TensorProto, helper, save

SIDE = 4096
BYTES = 4 * SIDE * SIDE
EVERY = 16
TURNS = 5


def weight(name, offset):
    tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=[SIDE, SIDE])
    tensor.data_location = TensorProto.EXTERNAL
    for key, value in (("location", "w.bin"), ("offset", str(offset)), ("length", str(BYTES))):
        entry = tensor.external_data.add()
        entry.key, entry.value = key, value
    return tensor


def vector(name, low, high, seed):
    numbers = np.random.default_rng(seed).uniform(low, high, SIDE).astype(np.float32)
    return helper.make_tensor(name, TensorProto.FLOAT, [SIDE], numbers.tobytes(), raw=True)


def build(folder, layers):
    nodes, constants, value = [], [], "x"
    with open(folder / "w.bin", "wb") as data:
        for i in range(layers):
            data.seek(i * BYTES)
            data.write(np.random.default_rng(i).standard_normal(1024).astype(np.float32).tobytes())
            constants.append(weight(f"w{i}", i * BYTES))
            nodes.append(helper.make_node("Gemm", [value, f"w{i}"], [f"g{i}"], transB=1))
            value = f"g{i}"
            if i % EVERY == 0:
                constants += [vector(f"{p}{i}", *r, i) for p, r in
                              (("s", (0.5, 1.5)), ("b", (-1, 1)), ("m", (-1, 1)), ("v", (0.5, 2)))]
                nodes.append(helper.make_node("BatchNormalization", [value, f"s{i}", f"b{i}", f"m{i}", f"v{i}"], [f"n{i}"]))
                value = f"n{i}"
            nodes.append(helper.make_node("Relu", [value], [f"r{i}"]))
            value = f"r{i}"
        data.truncate(layers * BYTES)
    row = [1, SIDE]
    graph = helper.make_graph(
        nodes, "external", [helper.make_tensor_value_info("x", TensorProto.FLOAT, row)],
        [helper.make_tensor_value_info(value, TensorProto.FLOAT, row)], constants)
    save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), folder / "m.onnx")


def plain_copy(folder, layers):
    """Seconds that reading and writing the weights that change takes, flushed, as repfuse does it."""
    start = time.perf_counter()
    with open(folder / "w.bin", "rb") as data, open(folder / "copy.bin", "wb") as copy:
        for i in range(0, layers, EVERY):
            data.seek(i * BYTES)
            copy.write(data.read(BYTES))
        copy.flush()
        os.fsync(copy.fileno())
    return time.perf_counter() - start


def main():
    command, gib = sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 12
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        layers = round(gib * 2**30 / BYTES)
        build(folder, layers)
        print("turn\tlayers\tgib\tseconds\tuser\tsystem\tpeak_mib\tplain_copy\tresult_bytes\tdata_files", flush=True)
        for turn in range(TURNS):
            run = subprocess.run(
                ["/usr/bin/time", "-f", "%e\t%U\t%S\t%M", command, "-q", "--no-verify", "--overwrite", str(folder / "m.onnx")],
                env={**os.environ, "REPFUSE_JAVA_OPTS": "-Xmx1g"}, stderr=subprocess.PIPE, text=True, check=False)
            if run.returncode != 0:
                sys.exit(run.stderr)
            seconds, user, system, peak = run.stderr.strip().splitlines()[-1].split("\t")
            copy = plain_copy(folder, layers)
            made = [f for f in folder.iterdir() if "fused" in f.name]
            size = sum(f.stat().st_size for f in made)
            names = " ".join(sorted(f"{f.name}:{f.stat().st_size}" for f in made))
            print(f"{turn}\t{layers}\t{gib}\t{seconds}\t{user}\t{system}\t{int(peak) // 1024}\t{copy:.2f}\t{size}\t{names}", flush=True)


main()
