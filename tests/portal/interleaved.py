"""Two acts done in turn, in random order: whether the time that they take tells them apart."""

import random
import statistics
import time

MOST_T = 4.5
"""Welch's t of two samples; 4.5 is the bound of the leakage tests that the assurance design names."""
FIRST = 20
"""Tries of each that are not counted: caches fill."""


def welch_t(pairs, one, other, seed=20261126, before=lambda number: None):
    """Of the times of two functions of one argument, a number that counts up. `before` is called before each try with
    its number, and not timed."""
    draw = random.Random(seed)
    took = {one: [], other: []}
    for number in range(pairs + FIRST):
        for act in draw.sample(list(took), 2):
            before(number)
            began = time.perf_counter()
            act(number)
            took[act].append(time.perf_counter() - began)
    left, right = (_without_outliers(took[act][FIRST:]) for act in (one, other))
    spread = statistics.variance(left) / len(left) + statistics.variance(right) / len(right)
    t = (statistics.fmean(left) - statistics.fmean(right)) / spread**0.5
    print(f"|t| = {abs(t):.2f} of {pairs} pairs, medians {statistics.median(left) * 1e3:.2f} "
          f"and {statistics.median(right) * 1e3:.2f} ms")  # fmt: skip
    return t


def _without_outliers(seconds):
    """A busy machine stalls now and then for a second: the slowest twentieth of each says nothing of the act."""
    return sorted(seconds)[: len(seconds) * 19 // 20]
