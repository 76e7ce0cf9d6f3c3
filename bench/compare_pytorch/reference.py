"""The reference, YOLOX in PyTorch, imported from a clone that the user names."""

import json
import resource
import sys
import types
import warnings

SIZES = {"nano": (0.33, 0.25), "tiny": (0.33, 0.375), "s": (0.33, 0.5), "m": (0.67, 0.75), "l": (1.0, 1.0), "x": (1.33, 1.25)}
# What the reference imports and the network does not use.
UNUSED = ["torchvision", "cv2", "loguru", "psutil", "tabulate", "tqdm", "pycocotools", "pycocotools.mask", "pycocotools.coco"]


class Unused(types.ModuleType):
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Unused(name)

    def __call__(self, *_, **__):
        return self


def import_reference(clone):
    warnings.filterwarnings("ignore")
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
    return model


def add_options(parser):
    parser.add_argument("--yolox", required=True, help="a clone of the reference's repository")
    parser.add_argument("--size", default="nano", choices=[*SIZES, "yolov3"])
    parser.add_argument("--input", type=int, default=320)
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--warmup", type=int, default=10)
    parser.add_argument("--layout", default="channels_last", choices=["channels_last", "contiguous"])


def report(torch, options, model, milliseconds):
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
                "parameters": sum(p.numel() for p in model.parameters()),
            }
        )
    )
