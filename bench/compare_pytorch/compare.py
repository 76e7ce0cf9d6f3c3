"""Times ours and the reference in PyTorch in alternation, and writes both and their ratio.

    python3 bench/compare_pytorch/compare.py step  --yolox PATH [--case SIZE:INPUT:BATCH ...] [--rounds N] [--output FILE]
    python3 bench/compare_pytorch/compare.py infer --yolox PATH [...]
    python3 bench/compare_pytorch/compare.py busy  --yolox PATH [...]
    python3 bench/compare_pytorch/compare.py forms --yolox PATH [...]

busy times steps alone, and again beside another process that never rests, and says how many times as long a step takes then.
forms times our step and that of the reference in each of its forms: channels last, PyTorch's own layout, and channels last with
backbone and neck compiled by torch.compile, which cannot take the assignment of labels.
Each round runs `yolox4j bench step` (or `infer`, with ONNX Runtime and with OpenCV) and then the reference, each in a process of its
own. Best is the best of all rounds, median the median of the rounds' medians. Of inference the network alone is compared; ours says
what letterbox and suppression take besides.
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
CASES = {
    "step": ["nano:320:4", "nano:416:8", "tiny:320:4", "tiny:416:8", "s:320:2"],
    "busy": ["nano:320:4", "tiny:320:4"],
    "forms": ["nano:320:4", "tiny:320:4", "s:320:2"],
    "infer": ["nano:416:1", "nano:416:8", "tiny:416:1", "tiny:416:8", "s:640:1", "s:640:8"],
}


def ours(what, case, engine, options, threads=None):
    size, side, batch = case
    with tempfile.TemporaryDirectory() as folder:
        result = pathlib.Path(folder, "result.json")
        subprocess.run(
            [ROOT / "yolox4j", "bench", what, "--size", size, "--input", side, "--batch", batch, "--engine", engine]
            + ["--threads", str(options.threads if threads is None else threads), "--warmup", str(options.warmup)]
            + ["--steps" if what == "step" else "--runs", str(options.runs), "--json", result],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        return json.loads(result.read_text())


def theirs(what, case, options, form=()):
    size, side, batch = case
    done = subprocess.run(
        [sys.executable, HERE / f"reference_{what}.py", "--yolox", options.yolox, "--size", size, "--input", side, "--batch", batch]
        + ["--threads", str(options.threads), "--warmup", str(options.warmup), "--layout", options.layout]
        + ["--steps" if what == "step" else "--runs", str(options.runs), *form],
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
        "peak_rss_mb": max(run["peak_rss_mb"] for run in runs),
    }


def phase(runs, name):
    return [{**run, **run[name]} for run in runs]


def compare_steps(case, options):
    rounds = [(ours("step", case, options.engine, options), theirs("step", case, options)) for _ in range(options.rounds)]
    mine, reference = (summary(side) for side in zip(*rounds))
    row = [mine["best_ms"], mine["median_ms"], mine["peak_rss_mb"]]
    row += [reference["best_ms"], reference["median_ms"], reference["peak_rss_mb"]]
    return rounds, row + [f"{mine['median_ms'] / reference['median_ms']:.2f}"]


def compare_forms(case, options):
    forms = [("--layout", "channels_last"), ("--layout", "contiguous"), ("--layout", "channels_last", "--compile")]
    rounds = [
        [ours("step", case, options.engine, options), *(theirs("step", case, options, form) for form in forms)]
        for _ in range(options.rounds)
    ]
    medians = [summary(side)["median_ms"] for side in zip(*rounds)]
    return rounds, [medians[0], *(f"{median} ({medians[0] / median:.2f})" for median in medians[1:])]


def beside_a_busy_process(measure):
    busy = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        return measure()
    finally:
        busy.kill()
        busy.wait()


def compare_contended(case, options):
    by_itself = 0  # as by default: whoever asks for a number of threads gets it on a busy machine too
    sides = [lambda: ours("step", case, options.engine, options, by_itself), lambda: theirs("step", case, options)]
    rounds = [[[side(), beside_a_busy_process(side)] for side in sides] for _ in range(options.rounds)]
    row = []
    for runs in zip(*rounds):
        alone, beside = (summary(side)["median_ms"] for side in zip(*runs))
        row += [alone, beside, f"{beside / alone:.2f}"]
    return rounds, row


def compare_inference(case, options):
    rounds = [
        [ours("infer", case, "onnxruntime", options), ours("infer", case, "opencv", options), theirs("infer", case, options)]
        for _ in range(options.rounds)
    ]
    ort, opencv, reference = zip(*rounds)
    mine, other, theirs_ = summary(phase(ort, "network")), summary(phase(opencv, "network")), summary(reference)
    row = [summary(phase(ort, "preprocessing"))["median_ms"], mine["best_ms"], mine["median_ms"]]
    row += [summary(phase(ort, "postprocessing"))["median_ms"], other["median_ms"], theirs_["best_ms"], theirs_["median_ms"]]
    return rounds, row + [f"{mine['median_ms'] / theirs_['median_ms']:.2f}"]


HEADS = {
    "busy": ["step", "ours: alone", "beside a busy process", "times", "PyTorch: alone", "beside a busy process", "times"],
    "forms": ["step", "ours", "channels last (ratio)", "PyTorch's own layout (ratio)", "torch.compile (ratio)"],
    "step": ["step", "ours: best", "median", "MB", "PyTorch: best", "median", "MB", "median / median"],
    "infer": ["ms", "letterbox", "ONNX Runtime: best", "median", "suppression", "OpenCV: median", "PyTorch: best", "median", "median / median"],
}


COMPARISONS = {"step": compare_steps, "infer": compare_inference, "busy": compare_contended, "forms": compare_forms}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=CASES)
    parser.add_argument("--yolox", required=True, help="a clone of the reference's repository")
    parser.add_argument("--case", action="append", help="SIZE:INPUT:BATCH; may be given again")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--warmup", type=int, default=10)
    parser.add_argument("--runs", type=int, default=30, help="steps or runs that are timed")
    parser.add_argument("--engine", default="auto", help="of training steps")
    parser.add_argument("--layout", default="channels_last", choices=["channels_last", "contiguous"])
    parser.add_argument("--output", type=pathlib.Path, help="writes everything measured as JSON")
    options = parser.parse_args()

    everything = {}
    print("| " + " | ".join(HEADS[options.what]) + " |")
    print("|" + "---|" * len(HEADS[options.what]))
    for text in options.case or CASES[options.what]:
        size, side, batch = case = text.split(":")
        everything[text], row = COMPARISONS[options.what](case, options)
        print(f"| {size} {side} x {side}, batch {batch} | " + " | ".join(map(str, row)) + " |", flush=True)
    if options.output:
        options.output.parent.mkdir(parents=True, exist_ok=True)
        options.output.write_text(json.dumps(everything, indent=1))


if __name__ == "__main__":
    main()
