"""compare(wanted, found): can two whole names be one person's, with the parts that say so."""

from dataclasses import dataclass
from functools import cache
from itertools import permutations
from math import exp, log
from typing import Final

from casefile.names.analyze import NameKeys, Token, analyze, joined
from casefile.names.data import fitted_weights
from casefile.names.token_likeness import likeness, linear

SAME_THRESHOLD: Final = fitted_weights.SAME_THRESHOLD
Likeness = tuple[float, str]
CONTRADICTED: Final = 0.04
CERTAIN: Final = 0.9526
"""More certainty about one part makes up for nothing in another: a part that is missing stays missing."""
UNLIKELY: Final = 0.0025
"""Less likely than this no part counts: a comparison of words ends at 0.002, and what differs, differs."""
PART_AGREES: Final = 0.5
"""From this chance on two parts are rather one than not."""
PART_SURE: Final = 0.8
"""When every part has a partner this likely, joining neighbours could improve nothing and is not tried."""
JOINING_GAINS: Final = 0.2
"""Joined neighbours must lift the worst part by this much: two names that merely run on are no reason to join them."""
MISS_KEEPS: Final = 1e-4
"""Added to each chance of an assignment, so that a part without a partner does not make all the others equal."""
ROUNDING: Final = 1e-6
"""By so much a bound is set too low: it may let a name through that cannot reach the score, but gives up no other."""


@dataclass(frozen=True, slots=True)
class PartMatch:
    wanted: str
    found: str
    score: float
    rule: str


@dataclass(frozen=True, slots=True)
class NameMatch:
    score: float
    same: bool
    rule: str
    wanted: str
    found: str
    parts: tuple[PartMatch, ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which part of the left name stands for which of the right: (left place, right place, chance, rule)."""

    left: tuple[Token, ...]
    right: tuple[Token, ...]
    pairs: tuple[tuple[int, int, float, str], ...]

    @property
    def worst(self) -> float:
        return min((p[2] for p in self.pairs), default=0.0)


def compare(wanted: str, found: str) -> NameMatch:
    """Score from 0 to 1, the same whichever name comes first."""
    match = compare_from(0.0, analyze(wanted), analyze(found))
    assert match is not None  # noqa: S101  (no score is below 0)
    return match


def compare_from(least: float, left: NameKeys, right: NameKeys) -> NameMatch | None:
    """The same, or None when the score is below `least`.

    Six of ten candidates' names are, and three of four of those are seen to be before their parts are aligned.
    """
    wanted, found = left.name, right.name
    if not left.named or not right.named:
        return NameMatch(0.0, False, "nothing to compare", wanted, found, ()) if least <= 0.0 else None
    if left.text == right.text:
        parts = tuple(PartMatch(t.text, t.text, 1.0, "written alike") for t in left.named)
        return NameMatch(1.0, True, "written alike", wanted, found, parts)
    turned = left.text > right.text
    a, b = (right, left) if turned else (left, right)
    best, best_score, best_rule = None, -1.0, ""
    for x in a.parses:
        for y in b.parses:
            if least > CONTRADICTED and out_of_reach(least, x, y):
                continue
            alignment = align(x, y)
            score, rule = judge(alignment)
            if score > best_score:
                best, best_score, best_rule = alignment, score, rule
    if best is None or best_score < least:
        return None
    parts = tuple([_part(best, pair, turned) for pair in best.pairs])
    return NameMatch(best_score, best_score >= SAME_THRESHOLD, best_rule, wanted, found, parts)


def out_of_reach(least: float, left: tuple[Token, ...], right: tuple[Token, ...]) -> bool:
    """Whether some part has no partner good enough for a score of `least`, even if all else were certain."""
    shorter, longer = (left, right) if len(left) <= len(right) else (right, left)
    missing = len(longer) - len(shorter)
    spared = missing > 0 and any(t.other for t in longer)
    needed = _worst_needed(least, max(0, missing - spared))
    if all(any(likeness(part, other)[0] >= needed for other in longer) for part in shorter):
        return False
    if not missing:
        return True
    needed = _worst_needed(least, max(0, missing - 1 - spared))
    partners = [{j for j, other in enumerate(longer) if likeness(part, other)[0] >= needed} for part in shorter]
    # Two neighbours joined are one part's partner, and nobody else's.
    return all(sum(places <= {i, i + 1} for places in partners) > 1 for i in range(len(longer) - 1))


@cache
def _worst_needed(least: float, missing: int) -> float:
    """The chance that the worst part must have for a score of `least`; 2 where no chance would do.

    The other features only ever lower a score, which the tests hold the fitted numbers to.
    """
    bias, worst, rest, a_missing, *_ = fitted_weights.NAME
    others = bias + rest * _logit(CERTAIN) + a_missing * missing
    logit = (log(least / (1.0 - least)) - others) / worst - ROUNDING
    if logit > _logit(CERTAIN):
        return 2.0
    return 1.0 / (1.0 + exp(-logit)) if logit > _logit(0.0) else 0.0


def _part(alignment: Alignment, pair: tuple[int, int, float, str], turned: bool) -> PartMatch:
    a, b = alignment.left[pair[0]].text, alignment.right[pair[1]].text
    return PartMatch(b if turned else a, a if turned else b, round(pair[2], 4), pair[3])


def align(left: tuple[Token, ...], right: tuple[Token, ...]) -> Alignment:
    """Best one-to-one assignment of the shorter name's parts; neighbours of the longer are joined where that helps."""
    best = _assign(left, right)
    chances = [pair[2] for pair in best.pairs]
    nothing_agrees = len(chances) > 1 and max(chances) < PART_AGREES
    if min(chances) >= PART_SURE or len(left) == len(right) or nothing_agrees:
        return best
    for x, y in _with_neighbours_joined(left, right):
        other = _assign(x, y)
        if other.worst > best.worst + JOINING_GAINS:
            best = other
    return best


def _with_neighbours_joined(
    left: tuple[Token, ...], right: tuple[Token, ...]
) -> list[tuple[tuple[Token, ...], tuple[Token, ...]]]:
    found = []
    if len(left) > len(right):
        found += [(t, right) for t in _joins(left)]
    elif len(right) > len(left):
        found += [(left, t) for t in _joins(right)]
    return found


def _joins(tokens: tuple[Token, ...]) -> list[tuple[Token, ...]]:
    return [
        (*tokens[:i], joined(tokens[i], tokens[i + 1]), *tokens[i + 2 :])
        for i in range(len(tokens) - 1)
        if tokens[i].role == tokens[i + 1].role == "name"
    ]


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


def judge(alignment: Alignment) -> tuple[float, str]:
    """The score of an alignment and the rule that decided it."""
    if against := contradiction(alignment):
        return CONTRADICTED, against
    score = 1.0 / (1.0 + exp(-linear(fitted_weights.NAME, features(alignment))))
    worst = min(alignment.pairs, key=lambda p: p[2])
    if worst[2] < PART_AGREES:
        return score, "a part differs" if worst[3] != "other initial" else "other initial"
    missing = abs(len(alignment.left) - len(alignment.right))
    if missing:
        return score, "a part is missing"
    return score, "order changed, " + worst[3] if _reordered(alignment) else worst[3]


def features(alignment: Alignment) -> tuple[float, ...]:
    logits = sorted(_logit(p[2]) for p in alignment.pairs)
    full = [p for p in alignment.pairs if "initial" not in (alignment.left[p[0]].role, alignment.right[p[1]].role)]
    longer = max(alignment.left, alignment.right, key=len)
    missing = abs(len(alignment.left) - len(alignment.right))
    if missing and any(t.other for t in longer):
        missing -= 1
    alone = 1.0 if len(full) < 2 and len(longer) > 1 else 0.0
    rest = sum(logits[1:]) / len(logits[1:]) if logits[1:] else logits[0]
    return (1.0, logits[0], rest, float(missing), alone, float(_reordered(alignment)))


def _logit(chance: float) -> float:
    chance = min(max(chance, UNLIKELY), CERTAIN)
    return log(chance / (1.0 - chance))


def _reordered(alignment: Alignment) -> bool:
    """Neither the order written nor the family name put first."""
    order = [j for _, j, _, _ in alignment.pairs]
    straight = sorted(order)
    if order == straight:
        return False
    turns = [straight[k:] + straight[:k] for k in range(1, len(straight))]
    return order not in (turns[0], turns[-1])


def contradiction(alignment: Alignment) -> str:
    """X son of Y is not Y son of X, and a son is not a daughter."""
    left, right = alignment.left, alignment.right
    if not any(t.link for t in left) or not any(t.link for t in right):
        return ""
    genders = [{t.link for t in side if t.link} for side in (left[:2], right[:2])]
    if genders[0] and genders[1] and not genders[0] & genders[1]:
        return "son and daughter"
    to = {i: j for i, j, _, _ in alignment.pairs}
    for i in range(1, len(left)):
        if not left[i].link or i not in to or i - 1 not in to:
            continue
        child, parent = to[i - 1], to[i]
        if parent < child and any(right[k].link for k in range(parent + 1, child + 1)):
            return "father and son exchanged"
    return ""
