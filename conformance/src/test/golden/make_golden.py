#!/usr/bin/env python3
"""The golden folder of GoldenTestTest: the squared error times a factor, once right and once wrong in one number. Needs NumPy."""

import json
import pathlib

import numpy as np

FOLDER = pathlib.Path(__file__).parent
FACTOR = 3.0

random = np.random.default_rng(7)
logits = random.normal(size=(3, 4))
target = random.uniform(size=(3, 4))
loss = FACTOR * (logits - target) ** 2
gradient = 2 * FACTOR * (logits - target)
wrong = gradient.copy()
wrong[1, 2] += 0.5


def case(name, **arrays):
    np.savez(FOLDER / f"{name}.npz", **arrays)
    return {
        "name": name,
        "kind": "score_loss",
        "file": f"{name}.npz",
        "arrays": {key: {"shape": list(value.shape), "dtype": str(value.dtype)} for key, value in arrays.items()},
        "loss": "squares",
        "params": {"factor": FACTOR},
        "tolerance": 1e-12,
    }


cases = [
    case("right", logits=logits, target=target, loss=loss, grad_logits=gradient),
    case("wrong", logits=logits, target=target, loss=loss, grad_logits=wrong),
]
text = json.dumps({"format": 1, "note": "computed with NumPy", "cases": cases}, indent=2)
(FOLDER / "manifest.json").write_text(text + "\n")
