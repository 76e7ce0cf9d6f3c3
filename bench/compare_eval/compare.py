"""Times evaluation from the photographs to the twelve numbers: `yolox4j eval`, and Python with OpenCV, ONNX Runtime and pycocotools.

    python3 bench/compare_eval/compare.py --onnx FILE [--data DIR] [--images 1000] [--rounds 3]

FILE is exported with --form decoded; DIR holds COCO's instances.json and images/. The photographs are repeated until there are so
many. Both run in turn, each in a process of its own, and are timed from the process's start to its end. Python works as well as is
usual: images in batches of 8, OpenCV's own suppression, everything else in numpy.
"""

import argparse
import contextlib
import io
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve()
ROOT = HERE.parent.parent.parent
CONFIDENCE, IOU, BATCH = 0.01, 0.65, 8


def repeat(source, target, count):
    truth = json.loads((source / "instances.json").read_text())
    (target / "images").mkdir()
    by_image = {}
    for annotation in truth["annotations"]:
        by_image.setdefault(annotation["image_id"], []).append(annotation)
    images, annotations = [], []
    for number in range(1, count + 1):
        image = truth["images"][(number - 1) % len(truth["images"])]
        name = f"{number:06d}{pathlib.Path(image['file_name']).suffix}"
        os.symlink((source / "images" / image["file_name"]).resolve(), target / "images" / name)
        images.append({**image, "id": number, "file_name": name})
        for annotation in by_image.get(image["id"], []):
            annotations.append({**annotation, "id": len(annotations) + 1, "image_id": number})
    truth.update(images=images, annotations=annotations)
    (target / "instances.json").write_text(json.dumps(truth))


def python(onnx, data, threads):
    import cv2
    import numpy as np
    import onnxruntime
    from pycocotools.coco import COCO
    from pycocotools.cocoeval import COCOeval

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(str(onnx), options, providers=["CPUExecutionProvider"])
    given = session.get_inputs()[0]
    height, width = given.shape[2:]
    truth = COCO(str(data / "instances.json"))
    categories = sorted(truth.getCatIds())
    images = truth.loadImgs(sorted(truth.getImgIds()))
    results = []
    for start in range(0, len(images), BATCH):
        part = images[start : start + BATCH]
        batch = np.full((len(part), height, width, 3), 114, np.uint8)
        scales = []
        for slot, image in zip(batch, part):
            pixels = cv2.imread(str(data / "images" / image["file_name"]))
            scale = min(height / pixels.shape[0], width / pixels.shape[1])
            size = int(pixels.shape[1] * scale), int(pixels.shape[0] * scale)
            slot[: size[1], : size[0]] = cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR)
            scales.append(scale)
        rows = session.run(None, {given.name: np.ascontiguousarray(batch.transpose(0, 3, 1, 2), np.float32)})[0]
        classes = rows[:, :, 5:].argmax(2)
        scores = rows[:, :, 4] * rows[:, :, 5:].max(2)
        for i, image in enumerate(part):
            sure = scores[i] >= CONFIDENCE
            boxes = rows[i, sure, :4] / scales[i]
            boxes[:, :2] -= boxes[:, 2:] / 2
            kept_scores, kept_classes = scores[i, sure], classes[i, sure]
            kept = cv2.dnn.NMSBoxesBatched(boxes, kept_scores, kept_classes, CONFIDENCE, IOU)
            for k in np.asarray(kept, int):
                results.append(
                    {
                        "image_id": image["id"],
                        "category_id": categories[kept_classes[k]],
                        "bbox": boxes[k].tolist(),
                        "score": float(kept_scores[k]),
                    }
                )
    evaluation = COCOeval(truth, truth.loadRes(results), "bbox")
    evaluation.evaluate()
    evaluation.accumulate()
    evaluation.summarize()
    return evaluation.stats.tolist()


def timed(command):
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"{command} failed:\n{done.stderr}")
    return seconds, done.stdout


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--onnx", type=pathlib.Path, required=True)
    parser.add_argument("--data", type=pathlib.Path, default=ROOT.parent / "shared/data/coco_val_ccby")
    parser.add_argument("--images", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="of ONNX Runtime in Python; ours takes all cores")
    parser.add_argument("--python", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.python:
        with contextlib.redirect_stdout(io.StringIO()):
            numbers = python(options.onnx, options.data, options.threads)
        print(json.dumps(numbers))
        return

    seconds = {"ours": [], "python": []}
    with tempfile.TemporaryDirectory() as folder:
        data = pathlib.Path(folder, "data")
        data.mkdir()
        repeat(options.data, data, options.images)
        measured = pathlib.Path(folder, "ours.json")
        common = ["--onnx", options.onnx, "--data", data, "--threads", str(options.threads)]
        for _ in range(options.rounds):
            time_, _ = timed(
                [ROOT / "yolox4j", "eval", "--weights", options.onnx, "--data", data, "--format", "coco"]
                + ["--json", measured]
            )
            seconds["ours"].append(time_)
            time_, out = timed([sys.executable, HERE, "--python", *common])
            seconds["python"].append(time_)
        mine, theirs = list(json.loads(measured.read_text()).values()), json.loads(out.strip().splitlines()[-1])

    print(f"| {options.images} images | seconds: best | median | images/s, median | AP |\n|---|---|---|---|---|")
    for name, numbers in [("python", theirs), ("ours", mine)]:
        median = statistics.median(seconds[name])
        print(f"| {name} | {min(seconds[name]):.1f} | {median:.1f} | {options.images / median:.1f} | {numbers[0]:.4f} |")
    ratio = statistics.median(seconds["python"]) / statistics.median(seconds["ours"])
    print(f"\nOurs evaluates {ratio:.2f} times the images a second.")


if __name__ == "__main__":
    main()
