#!/usr/bin/env python3
"""Accuracy of a classifier of digits when channels go: by criterion and share, as pruned, with statistics taken anew, and with weights fitted anew.

  benchmarks/accuracy.py <repfuse> <net.onnx> <digits.npz> > benchmarks/raw/accuracy.tsv

The data hold 'images' (bytes, 28 by 28), 'labels', and row numbers 'train' and 'test'. Pixels become
(value / 255 - 0.1307) / 0.3081; statistics and weights come of the first 5,000 training images; accuracy is that of the
test images in ONNX Runtime. Needs onnxruntime and numpy.
"""
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnxruntime as ort

CRITERIA = ("l1", "l2", "batch_norm", "geometric_median", "random")
RATIOS = (0.25, 0.5, 0.75)
MEAN, STD = 0.1307, 0.3081


def accuracy(model, images, labels):
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = ort.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    right = 0
    for first in range(0, len(images), 100):
        logits = session.run(None, {name: images[first : first + 100]})[0]
        right += int((logits.argmax(1) == labels[first : first + 100]).sum())
    return right / len(images)


def main():
    command, net, digits = sys.argv[1:4]
    data = np.load(digits)
    rows = data["test"]
    images = ((data["images"][rows] / 255 - MEAN) / STD).astype(np.float32)[:, None]
    labels = data["labels"][rows]
    print("criterion\tratio\tseed\tas_pruned\tcalibrated\trecovered", flush=True)
    print(f"none\t0\t0\t{accuracy(net, images, labels):.4f}\t\t", flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        pruned, calibrated, recovered = (Path(scratch) / f"{name}.onnx" for name in ("pruned", "calibrated", "recovered"))
        for criterion in CRITERIA:
            for ratio in RATIOS:
                for seed in range(5 if criterion == "random" else 1):
                    samples = ["--array", "images", "--rows", "train", "--limit", "5000", "--batch", "500"]
                    samples += ["--mean", str(MEAN), "--std", str(STD)]
                    prune = [command, "prune", net, "-q", "--overwrite", "--ratio", str(ratio)]
                    prune += ["--criterion", criterion, "--seed", str(seed)]
                    calibrate = [command, "calibrate", str(pruned), "-q", "--overwrite", "--data", digits]
                    subprocess.run([*prune, "-o", str(pruned)], check=True)
                    subprocess.run([*calibrate, *samples, "-o", str(calibrated)], check=True)
                    subprocess.run([*prune, "--recover", digits, *samples, "-o", str(recovered)], check=True)
                    rates = [accuracy(model, images, labels) for model in (pruned, calibrated, recovered)]
                    print(f"{criterion}\t{ratio}\t{seed}\t" + "\t".join(f"{rate:.4f}" for rate in rates), flush=True)


main()
