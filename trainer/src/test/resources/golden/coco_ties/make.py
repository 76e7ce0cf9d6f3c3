"""Makes this folder: boxes on a coarse raster and few distinct scores, so that ties decide, scored by pycocotools.

    pip install numpy pycocotools && python make.py

The draws are seeded; the file records the versions it was made with.
"""

import contextlib
import importlib.metadata
import io
import json

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

NAMES = "AP AP50 AP75 APsmall APmedium APlarge AR1 AR10 AR100 ARsmall ARmedium ARlarge".split()


def draw(seed, images, raster, levels):
    r = np.random.default_rng(seed)
    image_ids = [int(i) for i in r.choice(10000, images, replace=False)]
    categories = int(r.integers(3, 6))  # two of them without objects
    annotations, detections = [], []
    for image in image_ids:
        for _ in range(int(r.integers(0, 16))):
            x, y = (r.uniform(0, 300, 2) // raster * raster).tolist()
            w, h = (np.exp(r.uniform(1, 5.3, 2)) // raster * raster + raster).tolist()
            category = int(r.integers(1, categories - 1))
            annotations.append({
                "id": len(annotations) + 1, "image_id": image, "category_id": category, "bbox": [x, y, w, h],
                "area": w * h * (0.5 if r.random() < 0.3 else 1), "iscrowd": int(r.random() < 0.1)})
            for _ in range(int(r.integers(0, 4))):
                dx, dy, dw, dh = (raster * r.integers(-1, 2, 4)).tolist()
                detections.append({
                    "image_id": image, "category_id": category if r.random() < 0.8 else int(r.integers(1, categories + 1)),
                    "bbox": [x + dx, y + dy, max(raster, w + dw), max(raster, h + dh)],
                    "score": int(r.integers(1, levels + 1)) / levels})
    r.shuffle(detections)
    ground_truth = {
        "images": [{"id": i} for i in image_ids], "annotations": annotations,
        "categories": [{"id": c} for c in range(1, categories + 1)]}
    return ground_truth, detections


def evaluate(ground_truth, detections):
    coco = COCO()
    coco.dataset = json.loads(json.dumps(ground_truth))
    coco.createIndex()
    e = COCOeval(coco, coco.loadRes([dict(d) for d in detections]), "bbox")
    e.evaluate()
    e.accumulate()
    e.summarize()
    per_class = {}
    for k, category in enumerate(e.params.catIds):
        p = e.eval["precision"][:, :, k, 0, 2]
        per_class[str(category)] = float(p[p > -1].mean()) if (p > -1).any() else None
    return {name: float(v) for name, v in zip(NAMES, e.stats)}, per_class


def main():
    cases = []
    for seed, images, raster, levels in [(1, 20, 16, 3), (2, 20, 4, 3), (3, 12, 16, 1)]:
        name = f"raster{raster}_scores{levels}"
        ground_truth, detections = draw(seed, images, raster, levels)
        with contextlib.redirect_stdout(io.StringIO()):
            expected, per_class = evaluate(ground_truth, detections)
        with open(f"{name}.json", "w") as f:
            json.dump({"source": "pycocotools COCOeval(bbox)", "ground_truth": ground_truth, "detections": detections,
                       "expected": expected, "per_class_AP": per_class}, f)
        cases.append({"name": name, "kind": "coco_metrics", "file": f"{name}.json", "tolerance": 1e-9})
    versions = {p: importlib.metadata.version(p) for p in ("numpy", "pycocotools")}
    with open("manifest.json", "w") as f:
        json.dump({"format": 1, "note": "made by make.py", "versions": versions, "cases": cases}, f, indent=1)
        f.write("\n")


main()
