"""Which of a desk's lists a hit stands in: what is put to a person, what waits for more evidence, what is decided.

A *possible* match is no question by itself. It is put to a person when somebody asked for it: a watch that a
coordinator approved as wide, or a reviewer who took it; until then it is listed, searchable, and weighed again whenever
either side changes. A judgement that a later fact contradicts stands, and is a question again.
"""

from dataclasses import dataclass

from casefile.policy.states import WAITING
from casefile.vocabulary import DeskList, HitState

HIT_GRADE = "hit"
"""How matching grades what it is sure of."""

LOOKED_AT = frozenset({HitState.IN_REVIEW, HitState.UNRESOLVED, HitState.ANSWER_DUE})
"""A person has had it in hand, or an owner was asked: it stays where it was left."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a hit decides on which list it stands."""

    state: HitState
    grade: str
    """*hit* or *possible*."""
    wide: bool = False
    """Its watch was approved as wide: its unit wants to be shown more than is likely."""
    common_value: bool = False
    """It rests on a number that many records hold: all of these are one line."""
    asked_again: bool = False
    """A fact contradicts the judgement."""
    held: bool = False
    """Judged a moment ago, and the judgement may still be undone."""


def list_of(hit: Standing) -> DeskList:
    """The list on which the hit stands, at whichever desk."""
    if hit.held:
        return DeskList.DECIDED
    if hit.asked_again:
        return DeskList.QUEUE
    if hit.state not in WAITING:
        return DeskList.DECIDED
    asked_for = hit.wide or hit.common_value or hit.state in LOOKED_AT
    return DeskList.QUEUE if asked_for or hit.grade == HIT_GRADE else DeskList.POSSIBLE


COMMON_FROM = 10
"""Records that hold one number, from which on its hits are one line. A family's telephone is on five; MISP stops
correlating at 100, when a desk has long ceased to read. Source: docs/sources/governance.md, "Side channels", row 16."""


def judged_together(*, common_value: bool, same: bool) -> bool:
    """Whether one judgement may answer all hits of a line: *the same* never for a number that many hold, where each
    of a hundred units would get a pointer."""
    return not (common_value and same)
