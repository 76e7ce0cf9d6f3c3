#!/usr/bin/env python3
"""Writes the golden folder it lies in: generalised cross-entropy and its gradient, worked out by hand. Needs NumPy."""

import json
import pathlib

import numpy as np

FOLDER = pathlib.Path(__file__).parent


def case(q, seed):
    random = np.random.default_rng(seed)
    logits = random.normal(scale=3, size=(16, 5))
    target = np.where(random.uniform(size=(16, 5)) < 0.5, random.integers(0, 2, size=(16, 5)), random.uniform(size=(16, 5)))
    score = 1 / (1 + np.exp(-logits))
    p = target * score + (1 - target) * (1 - score)
    arrays = {
        "logits": logits,
        "target": target,
        "loss": (1 - p**q) / q,
        "grad_logits": -(p ** (q - 1)) * (2 * target - 1) * score * (1 - score),
    }
    name = f"gce_q{q}"
    np.savez(FOLDER / f"{name}.npz", **arrays)
    return {
        "name": name,
        "kind": "score_loss",
        "file": f"{name}.npz",
        "arrays": {key: {"shape": list(value.shape), "dtype": str(value.dtype)} for key, value in arrays.items()},
        "loss": "generalised_cross_entropy",
        "params": {"q": q},
        "tolerance": 1e-12,
    }


manifest = {"format": 1, "note": "computed with NumPy", "cases": [case(q, seed) for seed, q in enumerate([0.1, 0.7, 1.0])]}
(FOLDER / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
