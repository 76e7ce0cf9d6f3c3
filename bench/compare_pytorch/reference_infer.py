"""Times the reference's network on the CPU as its demo runs it: batch-norm fused, without gradients, outputs not yet decoded.

The counterpart of the phase "network" of `yolox4j bench infer`. Prints one line of JSON.
"""

import argparse
import time

import reference


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    reference.add_options(parser)
    parser.add_argument("--runs", type=int, default=30)
    options = parser.parse_args()

    reference.import_reference(options.yolox)
    import torch
    from yolox.utils import fuse_model

    torch.manual_seed(1)
    torch.set_num_threads(options.threads)
    model = fuse_model(reference.network(torch, options.size).eval())
    model.head.decode_in_inference = False
    images = torch.randint(0, 256, (options.batch, 3, options.input, options.input)).float()
    if options.layout == "channels_last":
        model = model.to(memory_format=torch.channels_last)
        images = images.contiguous(memory_format=torch.channels_last)

    milliseconds = []
    with torch.no_grad():
        for run in range(-options.warmup, options.runs):
            start = time.perf_counter()
            model(images)
            if run >= 0:
                milliseconds.append(1000 * (time.perf_counter() - start))
    reference.report(torch, options, model, milliseconds)


if __name__ == "__main__":
    main()
