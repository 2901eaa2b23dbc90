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
    if min(chances) >= PART_SURE or nothing_agrees:
        return best
    if len(left) != len(right):
        longer_is_left = len(left) > len(right)
        longer, shorter = (left, right) if longer_is_left else (right, left)
        best = _with_neighbours_joined(best, longer, shorter, longer_is_left, best.worst + JOINING_GAINS)
    if best.worst < PART_AGREES and len(left) > 1 and len(right) > 1:
        best = _with_a_word_mended(best, left, right)
    return best


def _with_neighbours_joined(
    best: Alignment, longer: tuple[Token, ...], shorter: tuple[Token, ...], longer_is_left: bool, least: float
) -> Alignment:
    for place in range(len(longer) - 1):
        if longer[place].role != "name" or longer[place + 1].role != "name":
            continue
        both = joined(longer[place], longer[place + 1])
        if not any(likeness(part, both)[0] > least for part in shorter):  # then none would take it for its partner
            continue
        together = (*longer[:place], both, *longer[place + 2 :])
        other = _assign(together, shorter) if longer_is_left else _assign(shorter, together)
        if other.worst > least:
            best, least = other, other.worst + JOINING_GAINS
    return best


def _with_a_word_mended(best: Alignment, left: tuple[Token, ...], right: tuple[Token, ...]) -> Alignment:
    """A word that a line's end or a scanner has cut in two (Patr ushev), in the name that is no longer than the other.

    The two halves must make a word of the other name to the letter, for a part of that name is left over then.
    """
    for broken, whole, turned in ((left, right, False), (right, left, True)):
        if not 2 < len(broken) <= len(whole):
            continue
        words = {part.latin: part for part in whole if part.role == "name"}
        for place in range(len(broken) - 1):
            a, b = broken[place], broken[place + 1]
            if a.role == b.role == "name" and not a.word.arabic and a.latin + b.latin in words:
                together = (*broken[:place], joined(a, b), *broken[place + 2 :])
                other = _assign(whole, together) if turned else _assign(together, whole)
                if other.worst >= PART_AGREES:
                    return other
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
