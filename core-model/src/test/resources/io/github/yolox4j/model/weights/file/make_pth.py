"""Makes tiny.pth and malicious.pth, with PyTorch 2.13.0: python make_pth.py"""

import os
from collections import OrderedDict

import torch
from torch import nn


class Tiny(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(2, 3, 1, bias=False)
        self.bn = nn.BatchNorm2d(3)


class RunsACommand:
    def __reduce__(self):
        return os.system, ("touch executed-by-unpickling",)


tiny = Tiny()
tiny.conv.weight.data = torch.arange(6.0).reshape(3, 2, 1, 1)
state = tiny.state_dict()
matrix = torch.arange(6.0).reshape(2, 3)
state["half"] = torch.tensor([1.5, -0.25, 65504, 2.0**-24], dtype=torch.float16)
state["bfloat16"] = torch.tensor([1.5, -0.25, 2.0**100], dtype=torch.bfloat16)
state["double"] = torch.tensor([0.1, -0.2], dtype=torch.float64)
state["transposed"] = matrix.t()
state["tail"] = torch.arange(6.0)[4:]
state["parameter"] = nn.Parameter(torch.tensor([7.0]))
optimizer = torch.optim.SGD(tiny.parameters(), lr=0.1, momentum=0.9)
tiny.bn(tiny.conv(torch.ones(2, 2, 2, 2))).sum().backward()
optimizer.step()
tiny.bn.weight.data.fill_(1)
state["conv.weight"] = torch.arange(6.0).reshape(3, 2, 1, 1)
torch.save({"start_epoch": 1, "model": state, "optimizer": optimizer.state_dict()}, "tiny.pth")

torch.save({"model": OrderedDict(), "hook": RunsACommand()}, "malicious.pth")
