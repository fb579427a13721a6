#!/usr/bin/env python3
"""Prunes a ResNet-18 with Torch-Pruning in two steps and exports it before and after, with the history.

  benchmarks/torch_history.py <folder>
  repfuse prune <folder>/original.onnx --torch-history <folder>/history.json -o <folder>/ours.onnx
  repfuse verify <folder>/theirs.onnx <folder>/ours.onnx

Needs torch, torchvision, torch-pruning and onnx.
"""
import json
import sys
from pathlib import Path

import torch
import torch_pruning
import torchvision


def export(model, images, file):
    torch.onnx.export(
        model, images, str(file), dynamo=False, training=torch.onnx.TrainingMode.PRESERVE,
        do_constant_folding=False, opset_version=17, input_names=["x"], output_names=["y"])


def main():
    folder = Path(sys.argv[1])
    torch.manual_seed(0)
    model = torchvision.models.resnet18().eval()
    for norm in model.modules():
        if isinstance(norm, torch.nn.BatchNorm2d):
            norm.running_mean.normal_(0, 0.1)
            norm.running_var.uniform_(0.5, 1.5)
            norm.weight.data.uniform_(0.5, 1.5)
            norm.bias.data.normal_(0, 0.1)
    images = torch.randn(1, 3, 64, 64)
    export(model, images, folder / "original.onnx")
    pruner = torch_pruning.pruner.MagnitudePruner(
        model, images, importance=torch_pruning.importance.MagnitudeImportance(p=1), pruning_ratio=0.5,
        ignored_layers=[model.fc], iterative_steps=2)
    pruner.step()
    pruner.step()
    (folder / "history.json").write_text(json.dumps(pruner.pruning_history()))
    export(model, images, folder / "theirs.onnx")


main()
