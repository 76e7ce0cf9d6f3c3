"""Times COCO's metrics in pycocotools and in ours on the same detections, in turn, and compares the twelve numbers.

    python3 bench/compare_coco/compare.py [--images 5000] [--detections 100] [--rounds 3] [--json FILE]

Draws objects and detections: some 7 objects an image in 80 categories, a hundredth of them crowds; six of ten detections lie near an
object. Reading the files is timed on neither side. Ours runs twice in a process: the first time of a JVM that has just started, and
the second. Needs pycocotools, numpy, and the built bench module (bench/README.md).
"""

import argparse
import contextlib
import io
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

import numpy

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CATEGORIES = 80
SIDE = 640
MAIN = "io.github.yolox4j.bench.CocoMetricsTiming"


def boxes(random, count):
    sides = numpy.exp(random.uniform(numpy.log(8), numpy.log(400), (count, 2)))
    corners = random.uniform(0, 1, (count, 2)) * (SIDE - sides)
    return numpy.hstack([corners, sides])


def draw(images, detections):
    random = numpy.random.default_rng(1)
    annotations, results = [], []
    for image in range(1, images + 1):
        objects = boxes(random, random.poisson(7))
        classes = random.integers(1, CATEGORIES + 1, len(objects))
        for box, category in zip(objects, classes):
            annotations.append(
                {
                    "id": len(annotations) + 1,
                    "image_id": image,
                    "category_id": int(category),
                    "bbox": box.tolist(),
                    "area": float(box[2] * box[3] * random.uniform(0.5, 1)),
                    "iscrowd": int(random.random() < 0.01),
                }
            )
        found = boxes(random, detections)
        categories = random.integers(1, CATEGORIES + 1, detections)
        scores = random.uniform(0, 1, detections)
        for i in range(detections):
            if len(objects) and random.random() < 0.6:
                near = random.integers(len(objects))
                found[i] = objects[near] * numpy.exp(random.normal(0, 0.08, 4))
                categories[i] = classes[near]
            results.append(
                {"image_id": image, "category_id": int(categories[i]), "bbox": found[i].tolist(), "score": float(scores[i])}
            )
    truth = {
        "info": {},
        "images": [{"id": i, "width": SIDE, "height": SIDE, "file_name": f"{i}.jpg"} for i in range(1, images + 1)],
        "categories": [{"id": i, "name": str(i)} for i in range(1, CATEGORIES + 1)],
        "annotations": annotations,
    }
    return truth, results


def theirs(annotations, results):
    from pycocotools.coco import COCO
    from pycocotools.cocoeval import COCOeval

    with contextlib.redirect_stdout(io.StringIO()):
        truth = COCO(str(annotations))
        detections = json.loads(results.read_text())
        start = time.perf_counter()
        evaluation = COCOeval(truth, truth.loadRes(detections), "bbox")
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
        seconds = time.perf_counter() - start
    return {
        "seconds": [seconds],
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "numbers": evaluation.stats.tolist(),
    }


def ours(annotations, results):
    classpath = f"{next(ROOT.glob('bench/target/yolox4j-bench-*.jar'))}:{(ROOT / 'bench/target/classpath.txt').read_text().strip()}"
    command = ["java", "-Xmx2g", "-cp", classpath, MAIN, annotations, results, "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        printed = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return {**json.loads(printed.strip().splitlines()[-1]), "peak_rss_mb": used.ru_maxrss // 1024}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--images", type=int, default=5000)
    parser.add_argument("--detections", type=int, default=100, help="an image")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=pathlib.Path, help="writes everything measured to this file")
    parser.add_argument("--reference", nargs=2, type=pathlib.Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.reference:
        print(json.dumps(theirs(*options.reference)))
        return

    rounds = []
    with tempfile.TemporaryDirectory() as folder:
        files = [pathlib.Path(folder, name) for name in ["annotations.json", "results.json"]]
        for file, content in zip(files, draw(options.images, options.detections)):
            file.write_text(json.dumps(content))
        for _ in range(options.rounds):
            reference = subprocess.run(
                [sys.executable, __file__, "--reference", *files], check=True, capture_output=True, text=True
            ).stdout
            rounds.append({"pycocotools": json.loads(reference), "ours": ours(*files)})

    def best(side, run):
        return min(r[side]["seconds"][run] for r in rounds)

    last = rounds[-1]
    mine = list(last["ours"]["numbers"].values())
    farthest = max(abs(a - b) for a, b in zip(mine, last["pycocotools"]["numbers"], strict=True))
    reference = best("pycocotools", 0)
    print("| | seconds | of pycocotools' | peak MB |\n|---|---|---|---|")
    print(f"| pycocotools | {reference:.2f} | 1 | {max(r['pycocotools']['peak_rss_mb'] for r in rounds)} |")
    for run, name in enumerate(["ours, in a JVM that has just started", "ours, the second time"]):
        memory = max(r["ours"]["peak_rss_mb"] for r in rounds)
        print(f"| {name} | {best('ours', run):.2f} | {best('ours', run) / reference:.2f} | {memory} |")
    print(f"\nThe twelve numbers differ by at most {farthest:.1e}; AP {mine[0]:.6f}.")
    if farthest > 1e-9:
        raise SystemExit("the numbers are not the same")
    if options.json:
        options.json.write_text(json.dumps(rounds, indent=1))


if __name__ == "__main__":
    main()
