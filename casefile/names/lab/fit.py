"""Refit the weights of whole-name comparison from labelled pairs.

Logistic regression, a report, and nothing changed by itself.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from pathlib import Path
from typing import Final

from casefile.errors import BadInput
from casefile.names.analyze import analyze
from casefile.names.data import fitted_weights
from casefile.names.lab.evaluate import Pair
from casefile.names.token_likeness import linear
from casefile.names.whole.answers import weighed
from casefile.names.whole.assignment import align

FOLDS: Final = 5
PENALTY: Final = 2.0  # pull towards the weights in use: a coordinator's fifty pairs must not overturn a thousand
LEAST: Final = 20  # pairs of each label; fewer teach nothing
FEATURES: Final = ("bias", "worst part", "other parts", "missing, one differs", "one full part only", "order changed",
                   "any left out", "parts left out", "the last left out", "left out, turned")  # fmt: skip

Vector = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class FitReport:
    """Weights in use and weights proposed, with the mean loss of both on pairs neither fold was fitted to."""

    pairs: int
    before: Vector
    after: Vector
    loss_before: float
    loss_after: float

    @property
    def better(self) -> bool:
        return self.loss_after < self.loss_before


def refit(pairs: Sequence[Pair]) -> FitReport:
    """Weights that explain the pairs best without leaving those in use further than the pairs justify."""
    rows = [(vector, pair.same) for pair in pairs if (vector := comparison_vector(pair.left, pair.right)) is not None]
    counts = [sum(same is label for _, same in rows) for label in (True, False)]
    if min(counts) < LEAST:
        raise BadInput(
            "Too few pairs to learn from: %(same)d the same and %(other)d not, of each at least %(least)d.",
            same=counts[0],
            other=counts[1],
            least=LEAST,
        )
    before = fitted_weights.NAME
    held_out = 0.0
    for fold in range(FOLDS):
        learnt = solve([row for i, row in enumerate(rows) if i % FOLDS != fold], before)
        held_out += sum(loss(learnt, row) for i, row in enumerate(rows) if i % FOLDS == fold)
    loss_before = sum(loss(before, row) for row in rows) / len(rows)
    return FitReport(len(rows), before, solve(rows, before), loss_before, held_out / len(rows))


def comparison_vector(left: str, right: str) -> Vector | None:
    """What the weights are applied to; None for pairs that a rule decides alone."""
    a, b = analyze(left), analyze(right)
    if not a.named or not b.named or a.text == b.text:
        return None
    if a.text > b.text:
        a, b = b, a
    vectors = [vector for x in a.parses for y in b.parses if (vector := weighed(align(x, y))) is not None]
    return max(vectors, key=lambda v: linear(fitted_weights.NAME, v), default=None)


def loss(weights: Vector, row: tuple[Vector, bool]) -> float:
    chance = 1.0 / (1.0 + exp(-linear(weights, row[0])))
    return -log(max(chance if row[1] else 1.0 - chance, 1e-9))


def solve(rows: Sequence[tuple[Vector, bool]], start: Vector) -> Vector:
    """Newton's method on the penalised likelihood; a handful of weights, so plain lists do."""
    n, weights = len(start), list(start)
    for _ in range(25):
        slope = [PENALTY * (w - s) for w, s in zip(weights, start, strict=True)]
        curve = [[PENALTY if i == j else 0.0 for j in range(n)] for i in range(n)]
        for vector, same in rows:
            chance = 1.0 / (1.0 + exp(-linear(tuple(weights), vector)))
            for i in range(n):
                slope[i] += (chance - same) * vector[i]
                for j in range(n):
                    curve[i][j] += chance * (1.0 - chance) * vector[i] * vector[j]
        step = _solved(curve, slope)
        weights = [w - s for w, s in zip(weights, step, strict=True)]
        if max(map(abs, step)) < 1e-6:
            break
    return tuple(weights)


def write_model(weights: Vector) -> None:
    """Put the weights into data/fitted_weights.py, in place of those in use."""
    path = Path(fitted_weights.__file__)
    line = f"NAME: Final = ({', '.join(f'{w:.3f}' for w in weights)})"
    path.write_text(re.sub(r"^NAME: Final = .*$", line, path.read_text("utf-8"), flags=re.M), "utf-8")


def _solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Gauss with pivoting; the matrix is positive definite by the penalty."""
    n = len(right)
    rows = [[*matrix[i], right[i]] for i in range(n)]
    for i in range(n):
        pivot = max(range(i, n), key=lambda k: abs(rows[k][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for k in range(i + 1, n):
            factor = rows[k][i] / rows[i][i]
            rows[k] = [a - factor * b for a, b in zip(rows[k], rows[i], strict=True)]
    out = [0.0] * n
    for i in reversed(range(n)):
        out[i] = (rows[i][n] - sum(rows[i][j] * out[j] for j in range(i + 1, n))) / rows[i][i]
    return out
