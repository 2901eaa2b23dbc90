"""Which part of one whole name stands for which of another: the best one-to-one assignment."""

from functools import cache
from itertools import permutations
from typing import Final, NamedTuple

from casefile.names.analyze import Token, joined
from casefile.names.token_likeness import Likeness, likeness

PART_AGREES: Final = 0.5
"""From this chance on two parts are rather one than not."""
PART_SURE: Final = 0.8
"""When every part has a partner this likely, joining neighbours could improve nothing and is not tried."""
JOINING_GAINS: Final = 0.2
"""Joined neighbours must lift the worst part by this much: two names that merely run on are no reason to join them."""
MISS_KEEPS: Final = 1e-4
"""Added to each chance of an assignment, so that a part without a partner does not make all the others equal."""


class Alignment(NamedTuple):
    """Which part of the left name stands for which of the right: (left place, right place, chance, rule)."""

    left: tuple[Token, ...]
    right: tuple[Token, ...]
    pairs: tuple[tuple[int, int, float, str], ...]

    @property
    def worst(self) -> float:
        return min((p[2] for p in self.pairs), default=0.0)

    @property
    def missing(self) -> int:
        """How many parts more one name has."""
        return abs(len(self.left) - len(self.right))


def align(left: tuple[Token, ...], right: tuple[Token, ...]) -> Alignment:
    """Best one-to-one assignment of the shorter name's parts; neighbours of the longer are joined where that helps."""
    best = _assign(left, right)
    chances = [pair[2] for pair in best.pairs]
    nothing_agrees = len(chances) > 1 and max(chances) < PART_AGREES
    if min(chances) >= PART_SURE or len(left) == len(right) or nothing_agrees:
        return best
    longer, shorter = (left, right) if len(left) > len(right) else (right, left)
    for place in range(len(longer) - 1):
        if longer[place].role != "name" or longer[place + 1].role != "name":
            continue
        both = joined(longer[place], longer[place + 1])
        least = best.worst + JOINING_GAINS
        if not any(likeness(part, both)[0] > least for part in shorter):  # then none would take it for its partner
            continue
        together = (*longer[:place], both, *longer[place + 2 :])
        other = _assign(together, right) if longer is left else _assign(left, together)
        if other.worst > least:
            best = other
    return best


def _assign(left: tuple[Token, ...], right: tuple[Token, ...]) -> Alignment:
    if len(left) <= len(right):
        table = [[likeness(a, b) for b in right] for a in left]
        picked = [(i, j, *table[i][j]) for i, j in enumerate(_likeliest(table))]
    else:
        table = [[likeness(a, b) for a in left] for b in right]
        picked = sorted((i, j, *table[j][i]) for j, i in enumerate(_likeliest(table)))
    return Alignment(left, right, tuple(picked))


def _likeliest(table: list[list[Likeness]]) -> tuple[int, ...]:
    """For each row a column of its own, the product of chances as great as can be; the given order wins a draw."""
    if len(table) <= 3 and len(table[0]) <= 5:
        best = -1.0
        best_places: tuple[int, ...] = ()
        for places in _places(len(table), len(table[0])):
            product = 1.0
            for row, place in zip(table, places, strict=True):
                product *= row[place][0] + MISS_KEEPS
            if product > best:
                best, best_places = product, places
        return best_places
    free, rows, chosen = set(range(len(table[0]))), set(range(len(table))), [0] * len(table)
    while rows:
        i, j = max(((i, j) for i in rows for j in free), key=lambda ij: (table[ij[0]][ij[1]][0], -ij[0], -ij[1]))
        chosen[i] = j
        rows.remove(i)
        free.remove(j)
    return tuple(chosen)


@cache
def _places(rows: int, columns: int) -> tuple[tuple[int, ...], ...]:
    return tuple(permutations(range(columns), rows))
