"""Times our training step and the reference's in PyTorch in alternation, and writes both and their ratio.

    python3 bench/compare_pytorch/compare.py --yolox PATH [--case SIZE:INPUT:BATCH ...] [--rounds N] [--output FILE]

Each round runs `yolox4j bench step`, then `reference_step.py`, each in a process of its own. Best is the best of all rounds, median the
median of the rounds' medians.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
DEFAULT_CASES = ["nano:320:4", "nano:416:8", "tiny:320:4", "tiny:416:8", "s:320:2"]


def ours(case, options):
    size, side, batch = case
    with tempfile.TemporaryDirectory() as folder:
        result = pathlib.Path(folder, "step.json")
        subprocess.run(
            [ROOT / "yolox4j", "bench", "step", "--size", size, "--input", side, "--batch", batch, "--engine", options.engine]
            + ["--threads", str(options.threads), "--warmup", str(options.warmup), "--steps", str(options.steps)]
            + ["--json", result],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        return json.loads(result.read_text())


def theirs(case, options):
    size, side, batch = case
    done = subprocess.run(
        [sys.executable, HERE / "reference_step.py", "--yolox", options.yolox, "--size", size, "--input", side, "--batch", batch]
        + ["--threads", str(options.threads), "--warmup", str(options.warmup), "--steps", str(options.steps)]
        + ["--layout", options.layout],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": str(options.threads)},
    )
    return json.loads(done.stdout.strip().splitlines()[-1])


def summary(runs):
    return {
        "best_ms": round(min(run["best_ms"] for run in runs), 1),
        "median_ms": round(statistics.median(run["median_ms"] for run in runs), 1),
        "p95_ms": round(statistics.median(run["p95_ms"] for run in runs), 1),
        "peak_rss_mb": max(run["peak_rss_mb"] for run in runs),
        "engine": runs[0]["engine"],
        "parameters": runs[0]["parameters"],
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--yolox", required=True, help="a clone of the reference's repository")
    parser.add_argument("--case", action="append", help="SIZE:INPUT:BATCH; may be given again (default: %s)" % " ".join(DEFAULT_CASES))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--warmup", type=int, default=10)
    parser.add_argument("--steps", type=int, default=30)
    parser.add_argument("--engine", default="onnxruntime")
    parser.add_argument("--layout", default="channels_last", choices=["channels_last", "contiguous"])
    parser.add_argument("--output", type=pathlib.Path, help="writes everything measured as JSON")
    options = parser.parse_args()

    everything = []
    print("| step | ours: best | median | MB | PyTorch: best | median | MB | median / median |")
    print("|---|---|---|---|---|---|---|---|")
    for text in options.case or DEFAULT_CASES:
        case = text.split(":")
        rounds = [(ours(case, options), theirs(case, options)) for _ in range(options.rounds)]
        mine, reference = (summary(side) for side in zip(*rounds))
        ratio = mine["median_ms"] / reference["median_ms"]
        size, side, batch = case
        print(
            f"| {size} {side} x {side}, batch {batch} | {mine['best_ms']} | {mine['median_ms']} | {mine['peak_rss_mb']} "
            f"| {reference['best_ms']} | {reference['median_ms']} | {reference['peak_rss_mb']} | {ratio:.2f} |",
            flush=True,
        )
        everything.append({"case": text, "ours": mine, "reference": reference, "ratio_of_medians": ratio, "rounds": rounds})
    if options.output:
        options.output.write_text(json.dumps(everything, indent=1))


if __name__ == "__main__":
    main()
