#!/usr/bin/env python3
"""Prunes a ResNet-50 with Torch-Pruning: half of the channels of each group, by magnitude.

  benchmarks/torch_prune.py make <file>             writes the network
  benchmarks/torch_prune.py prune <file> <result>   prunes it; prints the seconds without imports, load and save

Needs torch, torchvision and torch-pruning.
"""
import sys
import time

import torch
import torch_pruning
import torchvision


def main():
    what, file = sys.argv[1], sys.argv[2]
    if what == "make":
        torch.save(torchvision.models.resnet50(), file)
        return
    model = torch.load(file, weights_only=False).eval()
    start = time.perf_counter()
    pruner = torch_pruning.pruner.MagnitudePruner(
        model,
        torch.randn(1, 3, 224, 224),
        importance=torch_pruning.importance.MagnitudeImportance(p=1),
        pruning_ratio=0.5,
        ignored_layers=[model.fc],
    )
    pruner.step()
    print(f"{time.perf_counter() - start:.3f}", file=sys.stderr)
    torch.save(model, sys.argv[3])


main()
