#!/usr/bin/env python3
"""Writes a golden folder (docs/golden-format.md), so that your own reference can be compared. Needs NumPy and nothing else.

Two tensors of yours, compared as they are:

    write_golden.py my-golden --name softmax --actual mine.npy --expected reference.npy --tolerance 1e-6
    yolox4j verify golden my-golden

Numbers of yours that the library shall compute, here a loss and its gradient:

    write_golden.py my-golden --name my-bce --kind score_loss --fact loss='"bce"' --tolerance 1e-9 \\
        --array logits=logits.npy --array target=target.npy --array loss=loss.npy --array grad_logits=gradient.npy

A tensor is a .npy file, or an array of an .npz file as FILE.npz:NAME. A folder that exists gets one case more. In Python:

    folder = GoldenFolder("my-golden")
    folder.add("softmax", "tensor_pair", {"actual": mine, "expected": reference}, tolerance=1e-6)
    folder.write()
"""
import argparse
import json
import os
import re
import sys
import zipfile
from pathlib import Path

import numpy as np

DTYPES = ("float64", "float32", "int64", "int32", "uint8")
MOST_NUMBERS = 1 << 25


class GoldenFolder:
    """A folder of cases; nothing is written before write()."""

    def __init__(self, path):
        self.path = Path(path)
        self.manifest = {"format": 1, "cases": []}
        self.files = {}
        manifest = self.path / "manifest.json"
        if manifest.exists():
            self.manifest = json.loads(manifest.read_text(encoding="utf-8"))
            if self.manifest.get("format", 1) != 1:
                raise ValueError(f"{manifest}: format must be 1, is {self.manifest['format']}")

    def add(self, name, kind, arrays, **facts):
        """Adds a case: its arrays by name, and what else its kind asks for."""
        if any(case["name"] == name for case in self.manifest["cases"]):
            raise ValueError(f"there is a case '{name}' already")
        file = re.sub(r"[^A-Za-z0-9._-]", "_", name).lstrip(".") + ".npz"
        if file in self.files or (self.path / file).exists():
            raise ValueError(f"the file of case '{name}', {file}, is there already")
        if "file" in arrays:
            raise ValueError("no array can be named 'file', which numpy.savez keeps for itself")
        stored = {key: storable(key, array) for key, array in arrays.items()}
        numbers = sum(array.size for array in stored.values())
        if numbers > MOST_NUMBERS:
            raise ValueError(f"case '{name}' has {numbers} numbers, more than {MOST_NUMBERS}")
        declared = {key: {"shape": list(array.shape), "dtype": array.dtype.name} for key, array in stored.items()}
        self.files[file] = stored
        self.manifest["cases"].append({"name": name, "kind": kind, "file": file, "arrays": declared, **facts})

    def write(self):
        """Writes the arrays, then the manifest that names them; each file appears whole or not at all."""
        self.path.mkdir(parents=True, exist_ok=True)
        for file, arrays in self.files.items():
            self._write(file, lambda out, arrays=arrays: np.savez(out, **arrays))
        text = json.dumps(self.manifest, indent=1, allow_nan=False) + "\n"
        self._write("manifest.json", lambda out: out.write(text.encode("utf-8")))
        self.files = {}

    def _write(self, file, content):
        draft = self.path / ("." + file + ".part")
        with open(draft, "wb") as out:
            content(out)
        os.replace(draft, self.path / file)


def storable(key, array):
    """The array as golden folders store it: little-endian, in C order, of a type they know."""
    array = np.asarray(array)
    if array.dtype == bool:
        array = array.astype(np.uint8)
    if array.dtype.name not in DTYPES:
        raise ValueError(f"array '{key}' is of type {array.dtype}; convert it to one of {', '.join(DTYPES)}")
    if not np.isfinite(array).all():
        raise ValueError(f"array '{key}' holds NaN or infinity, which agree with nothing")
    return np.asarray(array, dtype=array.dtype.newbyteorder("<"), order="C")


def tensor(place):
    """Reads FILE.npy or FILE.npz:NAME; nothing in it is executed."""
    file, separator, name = place.rpartition(".npz:")
    if not separator:
        array = np.load(place, allow_pickle=False)
        if not isinstance(array, np.ndarray):
            raise ValueError(f"{place} holds several arrays {array.files}; name one as FILE.npz:NAME")
        return array
    with np.load(file + ".npz", allow_pickle=False) as archive:
        if name not in archive:
            raise ValueError(f"{file}.npz has no array '{name}', only {archive.files}")
        return archive[name]


def pair(text):
    """KEY=VALUE."""
    key, separator, value = text.partition("=")
    if not separator or not key:
        raise ValueError(f"need KEY=VALUE, got '{text}'")
    return key, value


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", help="the golden folder; made if it is missing")
    parser.add_argument("--name", required=True, help="of the case")
    parser.add_argument("--kind", default="tensor_pair", help="of the case (default: tensor_pair)")
    parser.add_argument("--actual", metavar="TENSOR", help="what was computed")
    parser.add_argument("--expected", metavar="TENSOR", help="what it should be")
    parser.add_argument("--array", metavar="NAME=TENSOR", action="append", default=[], help="an array of another kind")
    parser.add_argument("--fact", metavar="KEY=JSON", action="append", default=[], help="what else the kind asks for")
    parser.add_argument("--measure", choices=("number", "row", "array"), help="by what a difference is measured")
    parser.add_argument("--tolerance", type=float, help="the most a difference may be (default: that of the kind)")
    parser.add_argument("--source", metavar="TEXT", help="who computed the expected numbers")
    return parser.parse_args()


def main():
    given = arguments()
    places = dict(pair(text) for text in given.array)
    for name in ("actual", "expected"):
        if getattr(given, name):
            places[name] = getattr(given, name)
    if not places:
        raise ValueError("no tensors: need --actual and --expected, or --array")
    facts = {key: json.loads(value) for key, value in map(pair, given.fact)}
    if given.measure:
        facts["measure"] = given.measure
    if given.tolerance is not None:
        facts["tolerance"] = given.tolerance
    if given.source:
        facts["source"] = {"repo": given.source}
    folder = GoldenFolder(given.folder)
    folder.add(given.name, given.kind, {name: tensor(place) for name, place in places.items()}, **facts)
    folder.write()
    print(f"{given.folder}: {len(folder.manifest['cases'])} cases")


if __name__ == "__main__":
    try:
        main()
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        print(f"write_golden: {error}", file=sys.stderr)
        sys.exit(2)
