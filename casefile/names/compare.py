"""compare(wanted, found): can two whole names be one person's, with the parts that say so."""

from functools import cache
from math import exp, log
from typing import Final, NamedTuple

from casefile.names.analyze import NameKeys, Token, analyze
from casefile.names.data import fitted_weights
from casefile.names.token_likeness import likeness
from casefile.names.whole.answers import (
    A_PART_DIFFERS,
    CERTAIN,
    CONTRADICTED,
    MOST_OMITTED,
    Answer,
    Judgement,
    judge,
    logit,
)
from casefile.names.whole.assignment import PART_AGREES, Alignment, align

SAME_THRESHOLD: Final = fitted_weights.SAME_THRESHOLD
ROUNDING: Final = 1e-6
"""By so much a bound is set too low: it may let a name through that cannot reach the score, but gives up no other."""


class PartMatch(NamedTuple):
    """Two parts that stand for each other. A tuple: every comparison makes some, and a dataclass takes longer."""

    wanted: str
    found: str
    score: float
    rule: str


class NameMatch(NamedTuple):
    """Scores are from 0 to 1; `agreeing` is the score of what both names state, without what one leaves out."""

    score: float
    answer: Answer
    rule: str
    wanted: str
    found: str
    parts: tuple[PartMatch, ...]
    agreeing: float

    @property
    def same(self) -> bool:
        """Whether they can be one person's name: the same, or compatible."""
        return self.answer.one_person


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
        nothing = NameMatch(0.0, Answer.CONTRADICTING, "nothing to compare", wanted, found, (), 0.0)
        return nothing if least <= 0.0 else None
    if left.text == right.text:
        parts = tuple(PartMatch(t.text, t.text, 1.0, "written alike") for t in left.named)
        return NameMatch(1.0, Answer.SAME, "written alike", wanted, found, parts, 1.0)
    turned = left.text > right.text
    a, b = (right, left) if turned else (left, right)
    best = _best(least, a.parses, b.parses)
    if (a.untitled or b.untitled) and (best is None or best[0].rule == A_PART_DIFFERS):
        untitled = _best(max(least, SAME_THRESHOLD), a.untitled or a.parses, b.untitled or b.parses)
        best = untitled if untitled and untitled[0].answer.one_person else best
    if best is None or best[0].score < least:
        return None
    (score, answer, rule, agreeing), alignment = best
    ours, theirs, _ = alignment
    if turned:
        pairs = [PartMatch(theirs[j].text, ours[i].text, round(c, 4), why) for i, j, c, why in alignment.pairs]
    else:
        pairs = [PartMatch(ours[i].text, theirs[j].text, round(c, 4), why) for i, j, c, why in alignment.pairs]
    parts = tuple(pairs)
    return NameMatch(score, answer, rule, wanted, found, parts, agreeing)


def _best(
    least: float, ours: tuple[tuple[Token, ...], ...], theirs: tuple[tuple[Token, ...], ...]
) -> tuple[Judgement, Alignment] | None:
    """The likeliest of the ways to read both names."""
    best: tuple[Judgement, Alignment] | None = None
    for x in ours:
        for y in theirs:
            if least > CONTRADICTED and out_of_reach(least, x, y):
                continue
            alignment = align(x, y)
            judged = judge(alignment)
            if best is None or judged.score > best[0].score:
                best = judged, alignment
    return best


def out_of_reach(least: float, left: tuple[Token, ...], right: tuple[Token, ...]) -> bool:
    """Whether some part has no partner good enough for a score of `least`, even if all else were certain."""
    shorter, longer = (left, right) if len(left) <= len(right) else (right, left)
    missing = len(longer) - len(shorter)
    needed = _needed(least, missing, longer)
    if all(any(likeness(part, other)[0] >= needed for other in longer) for part in shorter):
        return False
    if not missing:
        return True
    needed = _needed(least, missing - 1, longer)
    partners = [{j for j, other in enumerate(longer) if likeness(part, other)[0] >= needed} for part in shorter]
    # Two neighbours joined are one part's partner, and nobody else's.
    return all(sum(places <= {i, i + 1} for places in partners) > 1 for i in range(len(longer) - 1))


def _needed(least: float, missing: int, longer: tuple[Token, ...]) -> float:
    if not missing:
        return _worst_needed(least, 0, 0)
    other = free = 0
    for part in longer:
        if part.other:
            other, free = 1, free + 1
        elif part.light:
            free += 1
    return _worst_needed(least, missing - other, max(0, missing - free))


@cache
def _worst_needed(least: float, missing: int, left_out: int) -> float:
    """The chance that the worst part must have for a score of `least`; 2 where no chance would do.

    The other features only ever lower a score, which the tests hold the fitted numbers to. A missing part costs less
    where all others agree than where one differs, so there are two bounds, and between them agreeing is what it takes.
    """
    _, _, _, while_one_differs, _, _, any_left_out, each_left_out, *_ = fitted_weights.NAME
    omitted = any_left_out * (left_out > 0) + each_left_out * min(left_out, MOST_OMITTED)
    where_all_agree = _chance_for(least, omitted)
    if where_all_agree >= PART_AGREES:
        return where_all_agree
    return min(PART_AGREES, _chance_for(least, while_one_differs * missing))


def _chance_for(least: float, lowered: float) -> float:
    bias, worst, rest, *_ = fitted_weights.NAME
    needed = (log(least / (1.0 - least)) - bias - rest * logit(CERTAIN) - lowered) / worst - ROUNDING
    if needed > logit(CERTAIN):
        return 2.0
    return 1.0 / (1.0 + exp(-needed)) if needed > logit(0.0) else 0.0
