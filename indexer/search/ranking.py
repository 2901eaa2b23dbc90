"""The order of what was found, worked out from the records themselves and the question alone. Pure.

All parts before some; a number that agrees; then the same spelling, the same letters in another script or without
marks, a name known as one or heard alike, a part of a name, a text; what is only near last. Among equals the closest
comes first, then the newest.
"""

from typing import NamedTuple

from indexer.search.agreements import Way
from indexer.search.answers import Answer

NEVER = float("-inf")

STEPS: dict[Way, int] = {
    Way.NUMBER: 0,
    Way.EXACT: 1,
    Way.SCRIPT: 2,
    Way.KNOWN: 3,
    Way.SOUND: 3,  # one name in other letters, whether a list knows it or the ear: the closer first
    Way.PART: 4,
    Way.TEXT: 5,
    Way.NEAR: 6,
}


class Place(NamedTuple):
    """Where a result stands: compared from left to right, the smaller first."""

    partly: bool
    """Whether it lacks a part of the question."""
    number: bool
    """Whether no number agrees."""
    missing: int
    """Parts of the question that it does not have."""
    step: int
    apart: float
    """1 less its closeness."""
    age: float
    """Seconds, less for what is newer; infinite when its date is not for the reader."""
    record_id: str


def place(answer: Answer | None, *, agrees: bool, entered_at: float, record_id: str) -> Place:
    """`agrees`: a number does. `entered_at` in seconds of the clock, `NEVER` when the reader may not know."""
    if answer is None:
        return Place(False, not agrees, 0, 0, 0.0, -entered_at, record_id)
    apart = round(1.0 - answer.closeness, 2)
    missing = len(answer.missing)
    return Place(missing > 0, not agrees, missing, STEPS[answer.way], apart, -entered_at, record_id)
