"""Makes first-iterations.csv: the mean error of the experiment's first 20 iterations, for centres 12 to 15 of the list (from 0).

Gradients jump where an edge of the box passes one of the target. For most centres GIoU brings some box so close to such a place that
the last bit of its numbers decides; for these four it does not, so that two programs can agree to nine digits.

    pip install numpy && python make.py

Written apart from the Java code: true gradients come from dual numbers (a value and its four partial derivatives), those of the
authors from their corners one by one. Each loss has the eps of its default policy.
"""

import pathlib

import numpy as np

HERE = pathlib.Path(__file__).parent
LIST = HERE.parents[6] / "main/resources/io/github/yolox4j/bench/simulation/centres-120.csv"
CENTRES, ITERATIONS = slice(12, 16), 20
RATIOS = [1 / 4, 1 / 3, 1 / 2, 1, 2, 3, 4]
AREAS = [0.5, 0.67, 0.75, 1, 1.33, 1.5, 2]


class Dual:
    """A number v for each case and its derivatives d, [4, cases]."""

    __array_ufunc__ = None  # arrays leave arithmetic to this class

    def __init__(self, v, d=0.0):
        self.v, self.d = v, d + np.zeros((4, 1))

    def __add__(self, o):
        o = dual(o)
        return Dual(self.v + o.v, self.d + o.d)

    def __mul__(self, o):
        o = dual(o)
        return Dual(self.v * o.v, self.d * o.v + o.d * self.v)

    def __truediv__(self, o):
        o = dual(o)
        return Dual(self.v / o.v, (self.d * o.v - o.d * self.v) / o.v**2)

    def __neg__(self):
        return Dual(-self.v, -self.d)

    def __sub__(self, o):
        return self + -dual(o)

    def __rsub__(self, o):
        return dual(o) - self

    def __pow__(self, n):
        return Dual(self.v**n, n * self.v ** (n - 1) * self.d)

    __radd__, __rmul__ = __add__, __mul__


def dual(x):
    return x if isinstance(x, Dual) else Dual(np.asarray(x, dtype=float))


def choose(condition, a, b):
    return Dual(np.where(condition, a.v, b.v), np.where(condition, a.d, b.d))


def maximum(a, b):
    a, b = dual(a), dual(b)
    larger = choose(a.v > b.v, a, b)
    return choose(a.v == b.v, Dual(larger.v, (a.d + b.d) / 2), larger)


def minimum(a, b):
    return -maximum(-dual(a), -dual(b))


def absolute(a):
    return Dual(abs(a.v), np.sign(a.v) * a.d)


def exp(a):
    return Dual(np.exp(a.v), np.exp(a.v) * a.d)


def arctan(a):
    return Dual(np.arctan(a.v), a.d / (1 + a.v**2))


class Pair:
    """Everything a loss needs, as dual numbers in the box's cx, cy, w, h."""

    def __init__(self, box, target):
        x, y, w, h = (Dual(box[i], np.eye(4)[:, i : i + 1]) for i in range(4))
        gx, gy, gw, gh = target
        self.w, self.h, self.gw, self.gh = w, h, gw, gh
        self.dx, self.dy = x - gx, y - gy
        left, right, up, down = x - w / 2, x + w / 2, y - h / 2, y + h / 2
        gleft, gright, gup, gdown = gx - gw / 2, gx + gw / 2, gy - gh / 2, gy + gh / 2
        self.iw = minimum(right, gright) - maximum(left, gleft)
        self.ih = minimum(down, gdown) - maximum(up, gup)
        self.cw = maximum(right, gright) - minimum(left, gleft)
        self.ch = maximum(down, gdown) - minimum(up, gup)
        self.over = (self.iw.v > 0) & (self.ih.v > 0)
        self.out_x = (right.v > gright) + 1 * (left.v < gleft)  # ends of the box past the target's
        self.out_y = (down.v > gdown) + 1 * (up.v < gup)
        self.areas = w * h + gw * gh
        self.inter = choose(self.over, self.iw * self.ih, dual(np.zeros_like(box[0])))
        self.union = self.areas - self.inter

    def iou(self, eps=0.0):
        return self.inter / (self.union + eps)

    def centre_distance(self, eps):
        return (self.dx**2 + self.dy**2) / (self.cw**2 + self.ch**2 + eps)


def iou(p):
    return 1 - p.iou(1e-7)


def squared_iou(p):
    return 1 - p.iou(1e-16) ** 2


def giou(p):
    hull = p.cw * p.ch
    return iou(p) + (hull - p.union) / (hull + 1e-7)


def diou(p):
    return iou(p) + p.centre_distance(1e-7)


def ciou(p):
    v = (np.arctan(p.gw / p.gh) - arctan(p.w / p.h)) ** 2 * (4 / np.pi**2)
    alpha = v.v / (1 - p.iou(1e-7).v + v.v + 1e-7)
    return diou(p) + v * alpha


def eiou(p):
    return diou(p) + (p.w - p.gw) ** 2 / (p.cw**2 + 1e-7) + (p.h - p.gh) ** 2 / (p.ch**2 + 1e-7)


def siou(p):
    h, gh = p.h + 1e-7, p.gh + 1e-7  # YOLOv6, whose boxes are given by corners
    overlap = p.inter / (p.w * h + p.gw * gh - p.inter + 1e-7)
    x, y = 1e-7 - p.dx, 1e-7 - p.dy
    gamma = 2 - absolute(x * y) * 2 / (x**2 + y**2 + 1e-16)
    distance = 2 - exp(-(gamma * (x / p.cw) ** 2)) - exp(-(gamma * (y / p.ch) ** 2))
    shape = sum((1 - exp(-(absolute(a - b) / maximum(a, b)))) ** 4 for a, b in ((p.w, p.gw), (h, gh)))
    return 1 - overlap + (distance + shape) / 2


def true(loss):
    return lambda p: loss(p).d


SIZES_DOUBLED = np.array([[1.0], [1.0], [2.0], [2.0]])


def author_iou(p):
    return -p.iou().d * SIZES_DOUBLED


def author_giou(p):
    union = p.areas - p.iw * p.ih  # not clamped
    ascent = (union / (p.cw * p.ch)).d
    return -(np.where(p.over, p.iou().d, 0) + ascent) * SIZES_DOUBLED


def author_penalty(p):
    c2 = (p.cw**2 + p.ch**2).v
    distance = (p.dx**2 + p.dy**2).v
    cw, ch = p.cw.v, p.ch.v
    by_x, by_y = 2 * (cw + ch) * p.cw.d[0], 2 * (cw + ch) * p.ch.d[1]
    by_w = np.where(p.out_x == 2, 2 * (ch - cw), 2 * (cw + ch) * p.cw.d[2])
    by_h = np.where(p.out_y == 2, 2 * (cw - ch), 2 * (cw + ch) * p.ch.d[3])
    of_distance = np.stack([2 * p.dx.v, 2 * p.dy.v, 0 * cw, 0 * cw])
    return of_distance / c2 - distance / c2**2 * np.stack([-by_x, -by_y, by_w, by_h])


def author_diou(p):
    return author_iou(p) + author_penalty(p)


def author_ciou(p):
    angle = np.arctan(p.gw / p.gh) - np.arctan(p.w.v / p.h.v)
    v = 4 / np.pi**2 * angle**2
    alpha = np.divide(v, 1 - p.iou().v + v, out=np.zeros_like(v), where=v > 0)
    zero = np.zeros_like(v)
    return author_diou(p) + alpha * 8 / np.pi**2 * angle * np.stack([zero, zero, -p.h.v, p.w.v])


RUNS = {
    "author:iou": author_iou,
    "author:giou": author_giou,
    "author:diou": author_diou,
    "author:ciou": author_ciou,
    "autodiff:iou": true(iou),
    "autodiff:squared_iou": true(squared_iou),
    "autodiff:giou": true(giou),
    "autodiff:diou": true(diou),
    "autodiff:ciou": true(ciou),
    "autodiff:eiou": true(eiou),
    "autodiff:siou": true(siou),
}


def cases():
    centres = np.loadtxt(LIST, delimiter=",", skiprows=1)[CENTRES]
    rows = [
        (10 + x, 10 + y, np.sqrt(a * r), np.sqrt(a / r), 10, 10, np.sqrt(t), np.sqrt(1 / t))
        for x, y in centres
        for a in AREAS
        for r in RATIOS
        for t in RATIOS
    ]
    table = np.array(rows).T
    return table[:4], table[4:]


def descend(gradient):
    box, target = cases()
    errors = [abs(box - target).sum(0).mean()]
    for _ in range(ITERATIONS):  # all with the first step size
        p = Pair(box, target)
        box = box - 0.1 * (2 - p.iou().v) * gradient(p)
        errors.append(abs(box - target).sum(0).mean())
    return errors


if __name__ == "__main__":
    columns = [descend(gradient) for gradient in RUNS.values()]
    lines = ["iteration," + ",".join(RUNS)]
    lines += [f"{k}," + ",".join(repr(float(e)) for e in row) for k, row in enumerate(zip(*columns))]
    (HERE / "first-iterations.csv").write_text("\n".join(lines) + "\n")
    print(f"numpy {np.__version__}: {len(RUNS)} runs, {cases()[0].shape[1]} cases")
