#!/usr/bin/env python3
"""Where does a replacement stop to pay? Times both forms of a region in ONNX Runtime, beside the estimates.

  benchmarks/border.py [<target.json>] > benchmarks/raw/border.tsv

Regions that one convolution can replace with more multiply-accumulates, and convolutions of a Concat that a
sum can replace, on both sides of the border. Each region stands eight times in a chain, with a Relu behind each,
so that starting a session's run does not count. Both chains run in turn, with one thread, with the blocked layout
(highest level) and without it (extended); printed are the median ratio of a hundred rounds and the time after as a
share of the time before that the cost model (passes, dev.repfuse.pass.cost.Target) estimates for a target.
Needs onnx, onnxruntime and numpy.
"""
import json
import os
import sys
import time
from functools import partial

import numpy as np
import onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper

COPIES = 8
ROUNDS = int(os.environ.get("ROUNDS", "100"))
WIDE = 16
KEYS = (
    "denseMacsPerNanosecond",
    "narrowMacsPerNanosecond",
    "depthwiseMacsPerNanosecond",
    "bytesPerNanosecond",
    "launchNanoseconds",
)
TARGETS = {"generic": (20, 5, 2, 8, 2000), "x86-avx512": (56, 15, 30, 25, 500), "arm64": (16, 5, 2, 8, 1000)}


class Form:
    """A region's nodes, and what the cost model says that they need."""

    def __init__(self, builder, size):
        self.builder, self.size, self.costs = builder, size, []

    def conv(self, x, cin, out, k, dilation=1, group=1):
        kernel = k if isinstance(k, tuple) else (k, k)
        pads = [dilation * (n // 2) for n in kernel] * 2
        weights = out * (cin // group) * kernel[0] * kernel[1]
        positions = self.size**2
        kind = 2 if cin <= group and out <= group else 1 if out < WIDE * group else 0
        self.costs.append((kind, weights * positions, 4 * ((cin + out) * positions + weights)))
        w = self.builder.constant((out, cin // group, *kernel))
        return self.builder.node("Conv", [x, w], pads=pads, dilations=[dilation] * 2, group=group)

    def add(self, a, b, channels):
        self.costs.append((0, 0, 12 * channels * self.size**2))
        return self.builder.node("Add", [a, b])

    def concat(self, parts, channels):
        self.costs.append((0, 0, 8 * channels * self.size**2))
        return self.builder.node("Concat", parts, axis=1)

    def constant(self, channels):
        return self.builder.constant((1, channels, self.size, self.size))

    def free(self, kind, x):
        """A node that both forms have."""
        return self.builder.node(kind, [x])

    def macs(self):
        return sum(cost[1] for cost in self.costs)

    def nanoseconds(self, target, least=0):
        """With rates of at least `least`."""
        *rates, bandwidth, launch = target
        return sum(
            launch + max(macs / max(rates[kind], least), moved / bandwidth) for kind, macs, moved in self.costs
        )

    def share(self, before, target):
        """Of the time before; where it needs more arithmetic, that of before counts as just as fast."""
        least = target[self.costs[0][0]] if self.macs() > before.macs() else 0
        return self.nanoseconds(target) / before.nanoseconds(target, least)


class Chain:
    """A model of copies of a region."""

    def __init__(self, region, channels, size):
        self.random = np.random.default_rng(0)
        self.nodes, self.constants = [], []
        x = "x"
        for _ in range(COPIES):
            self.form = Form(self, size)
            x = self.node("Relu", [region(self.form, x)])
        shape = [1, channels, size, size]
        graph = helper.make_graph(
            self.nodes,
            "chain",
            [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
            [helper.make_tensor_value_info(x, TensorProto.FLOAT, None)],
            self.constants,
        )
        self.model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        self.inputs = {"x": self.random.standard_normal(shape).astype(np.float32)}

    def node(self, kind, inputs, **attributes):
        name = f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    def constant(self, shape):
        name = f"c{len(self.constants)}"
        numbers = (0.05 * self.random.standard_normal(shape)).astype(np.float32)
        self.constants.append(numpy_helper.from_array(numbers, name))
        return name

    def session(self, level):
        options = ort.SessionOptions()
        options.graph_optimization_level = level
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 4
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        return ort.InferenceSession(
            self.model.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )


def dilated(f, x, c, g, fold):
    if fold:
        return f.conv(x, c, c, 5, group=g)
    return f.add(f.conv(x, c, c, 3, group=g), f.conv(x, c, c, 3, dilation=2, group=g), c)


def crossed(f, x, c, k, fold):
    return f.conv(x, c, c, k) if fold else f.add(f.conv(x, c, c, (1, k)), f.conv(x, c, c, (k, 1)), c)


def bottleneck(f, x, c, middle, fold):
    return f.conv(x, c, c, 3) if fold else f.conv(f.conv(x, c, middle, 1), middle, c, 3)


def depthwise_pointwise(f, x, c, fold):
    return f.conv(x, c, c, 3) if fold else f.conv(f.conv(x, c, c, 3, group=c), c, c, 1)


def stacked(f, x, c, fold):
    h = c // 2
    return f.conv(x, c, c, 3) if fold else f.concat([f.conv(x, c, h, 1), f.conv(x, c, c - h, 3)], c)


def narrowed(f, x, c, out, k, fold):
    """Two values of c channels; a 1×1 convolution that both forms have leads back to c."""
    r = f.free("Sigmoid", x)
    if fold:
        y = f.add(f.conv(x, c, out, k), f.conv(r, c, out, k), out)
    else:
        y = f.conv(f.concat([x, r], 2 * c), 2 * c, out, k)
    costs = list(f.costs)
    y = f.conv(y, out, c, 1)
    f.costs = costs
    return y


def part_folds(f, x, c, middle, k, fold):
    r = f.free("Sigmoid", x)
    if fold:
        return f.add(f.conv(x, c, c, k), f.conv(r, c, c, k), c)
    return f.conv(f.concat([f.conv(x, c, middle, 1), r], middle + c), middle + c, c, k)


def constant_part(f, x, c, more, k, fold):
    if fold:
        y = f.conv(x, c, c, k)
        return f.add(y, f.constant(c), c) if k > 1 else y
    return f.conv(f.concat([x, f.constant(more)], c + more), c + more, c, k)


def cases():
    for size in (4, 7, 14, 28):
        for c in (4, 8, 16, 32):
            yield f"dilated 3x3 pair, {c} channels", partial(dilated, c=c, g=1), c, size
        for c in (8, 24, 64):
            yield f"dilated 3x3 pair, depthwise {c}", partial(dilated, c=c, g=c), c, size
    for size in (4, 7, 14):
        for c in (4, 16, 32):
            for k in (3, 5):
                yield f"1x{k} and {k}x1, {c} channels", partial(crossed, c=c, k=k), c, size
        for c in (8, 16, 32):
            yield f"1x1 beside 3x3, {c} channels", partial(stacked, c=c), c, size
    for size in (1, 2, 4, 7):
        for c, middle in ((16, 2), (16, 4), (64, 8)):
            yield f"1x1 {c}-{middle}, 3x3 {middle}-{c}", partial(bottleneck, c=c, middle=middle), c, size
        for c in (4, 8, 16, 32):
            yield f"depthwise, pointwise {c}", partial(depthwise_pointwise, c=c), c, size
    for size in (7, 28, 56):
        for c, out, k in ((64, 4, 1), (64, 16, 1), (64, 64, 1), (64, 16, 3), (8, 4, 1), (16, 4, 1)):
            yield f"Concat {c}+{c} to {out}, k{k}", partial(narrowed, c=c, out=out, k=k), c, size
    for size in (7, 28):
        for c, middle, k in ((16, 16, 1), (16, 64, 1), (32, 64, 1), (16, 16, 3), (16, 64, 3)):
            name = f"Concat of 1x1 {c}-{middle} and {c}, k{k}"
            yield name, partial(part_folds, c=c, middle=middle, k=k), c, size
        for c, more, k in ((32, 2, 1), (64, 2, 1), (16, 16, 1), (64, 2, 3), (16, 16, 3)):
            name = f"Concat of {c} and constant {more}, k{k}"
            yield name, partial(constant_part, c=c, more=more, k=k), c, size


def ratio(a, b, inputs):
    """Median of b / a over rounds of a, b, b, a."""

    def once(session, repeat):
        start = time.perf_counter()
        for _ in range(repeat):
            session.run(None, inputs)
        return time.perf_counter() - start

    first = min(once(a, 1) for _ in range(5))
    once(b, 5)
    repeat = max(1, int(0.0005 / first))
    ratios = []
    for _ in range(ROUNDS):
        a1, b1, b2, a2 = (once(s, repeat) for s in (a, b, b, a))
        ratios.append((b1 + b2) / (a1 + a2))
    return first, float(np.median(ratios))


def main():
    targets = dict(TARGETS)
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
        targets[document["name"]] = tuple(document[key] for key in KEYS)
    levels = {
        "blocked": ort.GraphOptimizationLevel.ORT_ENABLE_ALL,
        "rows": ort.GraphOptimizationLevel.ORT_ENABLE_EXTENDED,
    }
    print("region\tsize\tmacs\tlayout\tmicroseconds\tratio", *targets, sep="\t")
    for name, region, channels, size in cases():
        before = Chain(partial(region, fold=False), channels, size)
        after = Chain(partial(region, fold=True), channels, size)
        estimates = [after.form.share(before.form, target) for target in targets.values()]
        macs = after.form.macs() / before.form.macs()
        for layout, level in levels.items():
            seconds, measured = ratio(before.session(level), after.session(level), before.inputs)
            print(
                f"{name}\t{size}\t{macs:.2f}\t{layout}\t{1e6 * seconds / COPIES:.2f}\t{measured:.3f}",
                *(f"{estimate:.2f}" for estimate in estimates),
                sep="\t",
                flush=True,
            )


if __name__ == "__main__":
    main()
