"""Times training steps of the reference, YOLOX in PyTorch on the CPU: forward pass, SimOTA, loss, backward pass, SGD, moving average.

The counterpart of `yolox4j bench step`: images of noise, 6 objects in each, the same batch again and again. Prints one line of JSON.
"""

import argparse
import random
import time

import reference

OBJECTS = 6


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
    reference.add_options(parser)
    parser.add_argument("--steps", type=int, default=30)
    parser.add_argument("--compile", action="store_true", help="compile backbone and neck")
    options = parser.parse_args()

    reference.import_reference(options.yolox)
    import torch
    from yolox.utils import ModelEMA

    torch.manual_seed(1)
    torch.set_num_threads(options.threads)
    model = reference.network(torch, options.size).train()
    images = torch.randint(0, 256, (options.batch, 3, options.input, options.input)).float()
    if options.layout == "channels_last":
        model = model.to(memory_format=torch.channels_last)
        images = images.contiguous(memory_format=torch.channels_last)
    targets = labels(torch, options.input, options.input, options.batch)
    sgd = optimiser(torch, model)
    average = ModelEMA(model, 0.9998)
    if options.compile:  # in place: the average above holds a copy of what is not compiled
        model.backbone.compile()

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
    reference.report(torch, options, model, milliseconds)


if __name__ == "__main__":
    main()
