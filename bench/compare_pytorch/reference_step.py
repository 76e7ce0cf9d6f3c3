"""Times training steps of the reference, YOLOX in PyTorch on the CPU: forward pass, SimOTA, loss, backward pass, SGD, moving average.

The counterpart of `yolox4j bench step`: images of noise, 6 objects in each, the same batch again and again. Prints one line of JSON.
"""

import argparse
import json
import random
import resource
import sys
import time
import types
import warnings

OBJECTS = 6
SIZES = {"nano": (0.33, 0.25), "tiny": (0.33, 0.375), "s": (0.33, 0.5), "m": (0.67, 0.75), "l": (1.0, 1.0), "x": (1.33, 1.25)}
# What the reference imports and a training step does not use.
UNUSED = ["torchvision", "cv2", "loguru", "psutil", "tabulate", "tqdm", "pycocotools", "pycocotools.mask", "pycocotools.coco"]


class Unused(types.ModuleType):
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Unused(name)

    def __call__(self, *_, **__):
        return self


def import_reference(clone):
    sys.path.insert(0, clone)
    for name in UNUSED:
        try:
            __import__(name)
        except Exception:  # missing, or built for another PyTorch
            sys.modules[name] = Unused(name)


def network(torch, size):
    from yolox.models import YOLOFPN, YOLOX, YOLOPAFPN, YOLOXHead

    if size == "yolov3":
        model = YOLOX(YOLOFPN(), YOLOXHead(80, 1.0, in_channels=[128, 256, 512], act="lrelu"))
    else:
        depth, width = SIZES[size]
        depthwise = size == "nano"
        channels = [256, 512, 1024]
        model = YOLOX(
            YOLOPAFPN(depth, width, in_channels=channels, depthwise=depthwise),
            YOLOXHead(80, width, in_channels=channels, depthwise=depthwise),
        )
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.eps = 1e-3
            module.momentum = 0.03
    model.head.initialize_biases(1e-2)
    return model.train()


def optimiser(torch, model):
    normed, weights, biases = [], [], []
    for module in model.modules():
        if getattr(module, "bias", None) is not None and isinstance(module.bias, torch.nn.Parameter):
            biases.append(module.bias)
        if isinstance(module, torch.nn.BatchNorm2d):
            normed.append(module.weight)
        elif getattr(module, "weight", None) is not None and isinstance(module.weight, torch.nn.Parameter):
            weights.append(module.weight)
    sgd = torch.optim.SGD(normed, lr=1e-6, momentum=0.9, nesterov=True)
    sgd.add_param_group({"params": weights, "weight_decay": 5e-4})
    sgd.add_param_group({"params": biases})
    return sgd


def labels(torch, height, width, batch):
    draw = random.Random(1)
    rows = [
        [
            [
                draw.randrange(80),
                draw.random() * width,
                draw.random() * height,
                width * (0.05 + 0.4 * draw.random()),
                height * (0.05 + 0.4 * draw.random()),
            ]
            for _ in range(OBJECTS)
        ]
        for _ in range(batch)
    ]
    return torch.tensor(rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--yolox", required=True, help="a clone of the reference's repository")
    parser.add_argument("--size", default="nano", choices=[*SIZES, "yolov3"])
    parser.add_argument("--input", type=int, default=320)
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--warmup", type=int, default=10)
    parser.add_argument("--steps", type=int, default=30)
    parser.add_argument("--layout", default="channels_last", choices=["channels_last", "contiguous"])
    options = parser.parse_args()

    warnings.filterwarnings("ignore")
    import_reference(options.yolox)
    import torch
    from yolox.utils import ModelEMA

    torch.manual_seed(1)
    torch.set_num_threads(options.threads)
    model = network(torch, options.size)
    images = torch.randint(0, 256, (options.batch, 3, options.input, options.input)).float()
    if options.layout == "channels_last":
        model = model.to(memory_format=torch.channels_last)
        images = images.contiguous(memory_format=torch.channels_last)
    targets = labels(torch, options.input, options.input, options.batch)
    sgd = optimiser(torch, model)
    average = ModelEMA(model, 0.9998)

    milliseconds = []
    for step in range(-options.warmup, options.steps):
        start = time.perf_counter()
        loss = model(images, targets)["total_loss"]
        sgd.zero_grad()
        loss.backward()
        sgd.step()
        average.update(model)
        if step >= 0:
            milliseconds.append(1000 * (time.perf_counter() - start))
    milliseconds.sort()
    print(
        json.dumps(
            {
                "best_ms": milliseconds[0],
                "median_ms": milliseconds[len(milliseconds) // 2],
                "p95_ms": milliseconds[min(len(milliseconds) - 1, int(0.95 * len(milliseconds)))],
                "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                "threads": options.threads,
                "engine": f"pytorch {torch.__version__} {options.layout}",
                "device": "cpu",
                "size": options.size,
                "input": [options.input, options.input],
                "batch": options.batch,
                "steps": options.steps,
                "parameters": sum(p.numel() for p in model.parameters()),
            }
        )
    )


if __name__ == "__main__":
    main()
