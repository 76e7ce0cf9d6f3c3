#!/usr/bin/env python3
"""Golden cases from the formulas of papers, for losses of which no reference implementation is at hand.

    formulas.py my-formulas
    yolox4j verify golden my-formulas

Each loss is its formula, written from the paper and not from the library that is checked against it. Gradients are
exact: every number carries its derivatives (Dual), and detach() drops them. Nothing is guarded by an eps. The formulas
need Python 3 alone; the folder (docs/golden-format.md) is written by write_golden.py beside this file. The same numbers
come out on every run.

Symbols of box losses, p the predicted box, g its target:
    x, y, w, h      centre and size; dx = x_p - x_g, and so on
    I, U            areas of intersection and union; IoU = I / U
    cw, ch, C       sides and area of the smallest box around both; c^2 = cw^2 + ch^2
    rho             distance of the centres
    sg(.)           detached: a constant to the gradient
Symbols of score losses:
    z, s, t         logit, score s = sigmoid(z), target
    p_t             t s + (1 - t)(1 - s)

At a kink, where papers leave the derivative open: of two numbers that are equal, the maximum and the minimum have half
of each one's derivative; |x| at 0, and what is cut off at exactly its bound, has none.
"""
import argparse
import math
import random
import sys
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
from pathlib import Path

from write_golden import GoldenFolder

SOURCE = "examples/golden/formulas.py"
TOLERANCE = 1e-9


# ---- numbers with their derivatives


@dataclass(frozen=True)
class Dual:
    """A number and its derivatives by each input, all 0 of a constant and then left out."""

    value: float
    slopes: tuple = ()

    def __add__(self, other):
        other = dual(other)
        return combined(self.value + other.value, (1, self), (1, other))

    def __neg__(self):
        return combined(-self.value, (-1, self))

    def __sub__(self, other):
        return self + -dual(other)

    def __rsub__(self, other):
        return -self + other

    def __mul__(self, other):
        other = dual(other)
        return combined(self.value * other.value, (other.value, self), (self.value, other))

    def __truediv__(self, other):
        return self * dual(other) ** -1

    def __rtruediv__(self, other):
        return dual(other) / self

    def __pow__(self, exponent):
        """With a constant exponent. What does not change has a power that does not, even at 0."""
        if not any(self.slopes):
            return Dual(self.value**exponent)
        return combined(self.value**exponent, (exponent * self.value ** (exponent - 1), self))

    def __abs__(self):
        return maximum(self, -self)

    __radd__ = __add__
    __rmul__ = __mul__


def dual(x):
    return x if isinstance(x, Dual) else Dual(float(x))


def combined(value, *parts):
    """The chain rule: parts are (partial derivative, Dual)."""
    columns = zip_longest(*(x.slopes for _, x in parts), fillvalue=0.0)
    return Dual(value, tuple(sum(d * slope for (d, _), slope in zip(parts, column)) for column in columns))


def inputs(*values):
    """Numbers by which is differentiated."""
    return [Dual(float(v), tuple(float(i == j) for j in range(len(values)))) for i, v in enumerate(values)]


def detach(x):
    return Dual(x.value)


def exp(x):
    return combined(math.exp(x.value), (math.exp(x.value), x))


def log(x):
    return combined(math.log(x.value), (1 / x.value, x))


def atan(x):
    return combined(math.atan(x.value), (1 / (1 + x.value**2), x))


def maximum(a, b):
    if a.value == b.value:
        return combined(a.value, (0.5, a), (0.5, b))
    return a if a.value > b.value else b


def minimum(a, b):
    return -maximum(-a, -b)


def clamp(x, low, high):
    return x if low < x.value < high else Dual(min(max(x.value, low), high))


# ---- box losses


class Pair:
    """A predicted box, by which is differentiated, and its target; both centre and size."""

    def __init__(self, predicted, target):
        self.x, self.y, self.w, self.h = inputs(*predicted)
        self.xg, self.yg, self.wg, self.hg = map(Dual, target)
        self.dx, self.dy, self.dw, self.dh = self.x - self.xg, self.y - self.yg, self.w - self.wg, self.h - self.hg
        self.x1, self.x2 = self.x - self.w / 2, self.x + self.w / 2
        self.y1, self.y2 = self.y - self.h / 2, self.y + self.h / 2
        self.x1g, self.x2g = self.xg - self.wg / 2, self.xg + self.wg / 2
        self.y1g, self.y2g = self.yg - self.hg / 2, self.yg + self.hg / 2

        wide = minimum(self.x2, self.x2g) - maximum(self.x1, self.x1g)
        high = minimum(self.y2, self.y2g) - maximum(self.y1, self.y1g)
        intersection = clamp(wide, 0, math.inf) * clamp(high, 0, math.inf)
        self.union = self.w * self.h + self.wg * self.hg - intersection
        self.iou = intersection / self.union

        self.cw = maximum(self.x2, self.x2g) - minimum(self.x1, self.x1g)
        self.ch = maximum(self.y2, self.y2g) - minimum(self.y1, self.y1g)
        self.hull = self.cw * self.ch
        self.diagonal2 = self.cw**2 + self.ch**2
        self.rho2 = self.dx**2 + self.dy**2


def l1(b):
    """|dx| + |dy| + |dw| + |dh|. Ge et al., YOLOX, 2021, arXiv:2107.08430, there on the head's raw outputs"""
    return abs(b.dx) + abs(b.dy) + abs(b.dw) + abs(b.dh)


def smooth_l1(b, beta):
    """The sum over d = |dx|, |dy|, |dw|, |dh| of: d^2 / (2 beta) if d < beta, else d - beta / 2.

    Girshick 2015, arXiv:1504.08083, eq. 3, there with beta = 1.
    """
    distances = [abs(d) for d in (b.dx, b.dy, b.dw, b.dh)]
    return sum(d**2 / (2 * beta) if d.value < beta else d - beta / 2 for d in distances)


def iou(b):
    """1 - IoU"""
    return 1 - b.iou


def giou(b):
    """1 - IoU + (C - U) / C. Rezatofighi et al. 2019, arXiv:1902.09630"""
    return 1 - b.iou + (b.hull - b.union) / b.hull


def ciou(b):
    """1 - IoU + rho^2 / c^2 + sg(a) v, v = 4/pi^2 (atan wg/hg - atan w/h)^2, a = v / (1 - IoU + v).

    Zheng et al. 2020, arXiv:2005.03572. Identical boxes have v = 0, and no aspect to weigh.
    """
    v = 4 / math.pi**2 * (atan(b.wg / b.hg) - atan(b.w / b.h)) ** 2
    a = detach(v / (1 - b.iou + v)) if v.value > 0 else 0
    return 1 - b.iou + b.rho2 / b.diagonal2 + a * v


def eiou(b):
    """1 - IoU + rho^2 / c^2 + dw^2 / cw^2 + dh^2 / ch^2. Zhang et al. 2021, arXiv:2101.08158"""
    return 1 - b.iou + b.rho2 / b.diagonal2 + b.dw**2 / b.cw**2 + b.dh**2 / b.ch**2


def inverse_power_iou(b, alpha):
    """(1 - IoU)^alpha. No publication: what a copied snippet made of He et al. 2021, arXiv:2110.13675"""
    return (1 - b.iou) ** alpha


def edge_distance(b):
    """P = ((|dx1| + |dx2|) / wg + (|dy1| + |dy2|) / hg) / 4"""
    wide = abs(b.x1 - b.x1g) + abs(b.x2 - b.x2g)
    high = abs(b.y1 - b.y1g) + abs(b.y2 - b.y2g)
    return (wide / b.wg + high / b.hg) / 4


def piou(b):
    """1 - IoU + 1 - exp(-P^2). Liu et al. 2024, doi:10.1016/j.neunet.2023.11.041"""
    return 1 - b.iou + 1 - exp(-(edge_distance(b) ** 2))


def piou2(b, lambda_):
    """3 x exp(-x^2) PIoU, x = lambda exp(-sg(P)). Liu et al. 2024, whose code does not detach P"""
    x = lambda_ * exp(-detach(edge_distance(b)))
    return 3 * x * exp(-(x**2)) * piou(b)


def undetached_piou2(b, lambda_):
    """3 x exp(-x^2) PIoU, x = lambda exp(-P), nothing detached. Liu et al. 2024"""
    x = lambda_ * exp(-edge_distance(b))
    return 3 * x * exp(-(x**2)) * piou(b)


def wiou_v1(b):
    """exp(rho^2 / sg(c^2)) (1 - IoU). Tong et al. 2023, arXiv:2301.10051"""
    return exp(b.rho2 / detach(b.diagonal2)) * (1 - b.iou)


# Modifiers, around a loss L.


def undetached_focal(loss, b, gamma):
    """IoU^gamma L, nothing detached. Zhang et al. 2021, arXiv:2101.08158"""
    return b.iou**gamma * loss(b)


def focaler(loss, b, low, high):
    """L + IoU - clamp((IoU - low) / (high - low), 0, 1). Zhang & Zhang 2024, arXiv:2401.10525"""
    return loss(b) + b.iou - clamp((b.iou - low) / (high - low), 0, 1)


def wise_v2(loss, b, mean, gamma):
    """beta^gamma L, beta = sg(1 - IoU) / m. Tong et al. 2023, arXiv:2301.10051"""
    return (detach(1 - b.iou) / mean) ** gamma * loss(b)


def wise_v3(loss, b, mean, alpha, delta):
    """beta / (delta alpha^(beta - delta)) L, beta = sg(1 - IoU) / m. Tong et al. 2023, arXiv:2301.10051"""
    beta = detach(1 - b.iou).value / mean
    return beta / (delta * alpha ** (beta - delta)) * loss(b)


def running_mean(before, pairs, momentum=0.01):
    """m <- (1 - momentum) m + momentum mean(1 - IoU), which is then used; momentum as the authors have it."""
    return (1 - momentum) * before + momentum * sum(1 - b.iou.value for b in pairs) / len(pairs)


# ---- score losses


class Score:
    """A logit, by which is differentiated, and its target."""

    def __init__(self, z, t):
        (z,) = inputs(z)
        self.t = t
        self.s = 1 / (1 + exp(-z))
        self.not_s = 1 / (1 + exp(z))  # 1 - s, which would cancel
        self.missed = t * self.not_s + (1 - t) * self.s  # 1 - p_t, likewise
        self.shortfall = t * self.not_s - (1 - t) * self.s  # t - s, likewise


def bce(p):
    """-t ln s - (1 - t) ln(1 - s)"""
    return -p.t * log(p.s) - (1 - p.t) * log(p.not_s)


def focal(p, gamma, alpha):
    """(alpha t + (1 - alpha)(1 - t)) (1 - p_t)^gamma BCE. Lin et al. 2017, arXiv:1708.02002, eq. 5"""
    return (alpha * p.t + (1 - alpha) * (1 - p.t)) * p.missed**gamma * bce(p)


def quality_focal(p, gamma):
    """|t - s|^gamma BCE. Li et al. 2020, arXiv:2006.04388, eq. 2"""
    return abs(p.shortfall) ** gamma * bce(p)


def poly1(p, epsilon):
    """BCE + epsilon (1 - p_t). Leng et al. 2022, arXiv:2204.12511, there on a softmax"""
    return bce(p) + epsilon * p.missed


def poly1_focal(p, epsilon, gamma, alpha):
    """focal + epsilon (1 - p_t)^(gamma + 1). Leng et al. 2022, arXiv:2204.12511"""
    return focal(p, gamma, alpha) + epsilon * p.missed ** (gamma + 1)


# ---- cases


BOX_CASES = [
    ("l1", l1, {}),
    ("smooth_l1", smooth_l1, {"beta": 1}),
    ("smooth_l1", smooth_l1, {"beta": 8}),
    ("inverse_power_iou", inverse_power_iou, {"alpha": 3}),
    ("inverse_power_iou", inverse_power_iou, {"alpha": 2}),
    ("piou2", piou2, {"lambda_": 1.3}),
    ("undetached_piou2", undetached_piou2, {"lambda_": 1.3}),
    ("undetached_focal_eiou", partial(undetached_focal, eiou), {"gamma": 0.5}),
    ("undetached_focal_ciou", partial(undetached_focal, ciou), {"gamma": 2}),
    ("focaler_iou", partial(focaler, iou), {"low": 0.25, "high": 0.75}),
    ("focaler_giou", partial(focaler, giou), {"low": 0, "high": 0.95}),
    ("focaler_ciou", partial(focaler, ciou), {"low": 0, "high": 0.95}),
    ("wiou_v2", partial(wise_v2, wiou_v1), {"gamma": 0.5, "iou_mean_before": 1}),
    ("wiou_v2", partial(wise_v2, wiou_v1), {"gamma": 0.5, "iou_mean_before": 0.25}),
    ("wiou_v3", partial(wise_v3, wiou_v1), {"alpha": 1.7, "delta": 2.7, "iou_mean_before": 1}),
    ("wiou_v3", partial(wise_v3, wiou_v1), {"alpha": 1.9, "delta": 3, "iou_mean_before": 0.25}),
    ("wise_v2_ciou", partial(wise_v2, ciou), {"gamma": 0.5, "iou_mean_before": 0.5}),
    ("wise_v2_eiou", partial(wise_v2, eiou), {"gamma": 2, "iou_mean_before": 0.5}),
    ("wise_v3_ciou", partial(wise_v3, ciou), {"alpha": 1.7, "delta": 2.7, "iou_mean_before": 0.5}),
    ("wise_v3_giou", partial(wise_v3, giou), {"alpha": 1.9, "delta": 3, "iou_mean_before": 0.5}),
]

SCORE_CASES = [
    ("quality_focal:gfl", quality_focal, {"gamma": 2}),
    ("poly1", poly1, {"epsilon": 1}),
    ("poly1", poly1, {"epsilon": -0.5}),
    ("poly1_focal", poly1_focal, {"epsilon": 1, "gamma": 2, "alpha": 0.25}),
    ("poly1_focal", poly1_focal, {"epsilon": -0.5, "gamma": 1.5, "alpha": 0.5}),
    ("class_weighted_bce", bce, {"weights": [1, 2, 0, 0.25]}),
    ("class_weighted_focal", focal, {"gamma": 1.5, "alpha": 0.25, "weights": [1, 2, 0, 0.25]}),
]


KINKS = [  # predicted, target
    ((50, 50, 20, 20), (50, 50, 20, 20)),  # identical
    ((30, 70, 48, 12), (30, 70, 48, 12)),
    ((50, 50, 40, 40), (50, 50, 20, 20)),  # the same centre, twice the size
    ((50, 50, 40, 10), (50, 50, 10, 40)),  # a cross
    ((45, 50, 10, 20), (50, 50, 20, 20)),  # inside, along three edges
    ((44, 46, 8, 12), (50, 50, 20, 20)),  # inside, in a corner
    ((54, 50, 20, 20), (50, 50, 20, 20)),  # moved along one axis
    ((70, 54, 20, 20), (50, 50, 20, 20)),  # touching along an edge
    ((70, 70, 20, 20), (50, 50, 20, 20)),  # touching in a corner
    ((90, 50, 20, 40), (50, 50, 20, 40)),  # apart along one axis
]


def drawn(seed, n, image, sizes, shift, scale):
    """Pairs (predicted, target): targets in an image of that side, predicted boxes moved and scaled within bounds."""
    uniform = random.Random(seed).uniform
    for _ in range(n):
        x, y, w, h = uniform(0, image), uniform(0, image), uniform(*sizes), uniform(*sizes)
        dx, dy = (uniform(*shift) * (1 if uniform(-1, 1) > 0 else -1) for _ in range(2))
        yield (x + dx * w, y + dy * h, w * uniform(*scale), h * uniform(*scale)), (x, y, w, h)


def box_sets():
    """Pairs of boxes by how they lie, each box centre and size."""
    return {
        "near": list(drawn(1, 12, image=640, sizes=(8, 200), shift=(0, 0.4), scale=(0.6, 1.6))),
        "apart": list(drawn(2, 8, image=640, sizes=(8, 100), shift=(1.5, 4), scale=(0.6, 1.4))),
        "nested": list(drawn(3, 8, image=640, sizes=(8, 200), shift=(0, 0.2), scale=(0.2, 0.5))),
        "tiny": list(drawn(4, 8, image=1, sizes=(0.005, 0.02), shift=(0, 0.3), scale=(0.7, 1.4))),
        "huge": list(drawn(5, 8, image=1e5, sizes=(1e3, 1e5), shift=(0, 0.3), scale=(0.7, 1.4))),
        "kinks": KINKS,
    }


def score_sets():
    """Logits and targets of four classes, both [n][4]."""
    uniform = random.Random(6).uniform
    logits = [[uniform(-6, 6) for _ in range(4)] for _ in range(10)]
    saturated = [[-30.0, -12.0, 12.0, 30.0], [30.0, 12.0, -12.0, -30.0]]
    zero = [[0.0] * 4]
    hard = [[float(uniform(0, 1) < 0.4) for _ in range(4)] for _ in range(12)]
    soft = [[uniform(0, 1) for _ in range(4)] for _ in range(10)] + [[0.5, 0.25, 0.5, 1.0]]
    return {"hard": (logits + saturated, hard), "soft": (logits + zero, soft)}


def box_case(formula, params, rows):
    """Arrays of kind box_loss."""
    pairs = [Pair(predicted, target) for predicted, target in rows]
    own = dict(params)
    if "iou_mean_before" in own:
        own["mean"] = running_mean(own.pop("iou_mean_before"), pairs)
    losses = [formula(b, **own) for b in pairs]
    return {
        "pred": [[float(number) for number in predicted] for predicted, _ in rows],
        "target": [[float(number) for number in target] for _, target in rows],
        "loss": [loss.value for loss in losses],
        "grad_pred": [loss.slopes or (0.0,) * 4 for loss in losses],
    }


def score_case(formula, params, logits, targets):
    """Arrays of kind score_loss. Class weights, common practice: w_c L, c the class, which is the column."""
    own = dict(params)
    weights = own.pop("weights", [1] * len(logits[0]))
    losses = [
        [w * formula(Score(z, t), **own) for w, z, t in zip(weights, row, wanted)]
        for row, wanted in zip(logits, targets)
    ]
    values = [[loss.value for loss in row] for row in losses]
    total = math.fsum(value for row in values for value in row)
    return {
        "logits": logits,
        "target": targets,
        "loss": values,
        "grad_logits": [[loss.slopes[0] for loss in row] for row in losses],
        "sum": [total],
        "mean": [total / sum(map(len, values))],
    }


def write(path):
    """Writes the folder; the number of its cases."""
    if Path(path).exists():
        raise ValueError(f"{path} is there already")
    folder = GoldenFolder(path)
    folder.manifest["note"] = f"values and exact gradients of formulas, by {SOURCE}, which says what holds at kinks"
    for loss, formula, params in BOX_CASES:
        for rows, pairs in box_sets().items():
            add(folder, "box", "box_loss", rows, box_case(formula, params, pairs), loss, formula, params)
    for loss, formula, params in SCORE_CASES:
        for rows, scores in score_sets().items():
            add(folder, "score", "score_loss", rows, score_case(formula, params, *scores), loss, formula, params)
    folder.write()
    return len(folder.manifest["cases"])


def add(folder, group, kind, rows, arrays, loss, formula, params):
    """Adds a case by a name such as box/smooth_l1_beta1__near."""
    settings = "".join(f"_{key.rstrip('_')}{value}" for key, value in params.items() if not isinstance(value, list))
    parts = [formula.func, *formula.args] if isinstance(formula, partial) else [formula]
    source = {"repo": SOURCE, "symbol": " of ".join(part.__name__ for part in parts)}
    facts = {"loss": loss, "params": params, "source": source, "tolerance": TOLERANCE}
    folder.add(f"{group}/{loss.replace(':', '_')}{settings}__{rows}", kind, arrays, **facts)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", help="the golden folder to write; must not be there yet")
    given = parser.parse_args()
    try:
        print(f"{given.folder}: {write(given.folder)} cases")
    except (OSError, ValueError) as error:
        print(f"formulas: {error}", file=sys.stderr)
        sys.exit(2)
