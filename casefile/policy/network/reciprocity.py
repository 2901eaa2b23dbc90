"""Reciprocity: what counts as an answer in time, and what of the figures leaves the coordination office.

No figure under 10 leaves it, and none can be worked out from those that do. What a unit is shown is its own rows, for
months that were counted once; it knows by itself how many pointers it has, so every rule here holds for a reader who
knows the total. A part of a total and its remainder are shown together or not at all; where one of the two is small,
the other is a span of ten values. Source: docs/sources/governance.md, side channel 17 (at least 10 per cell).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from casefile.policy.contact.clock import ACK_HOURS
from casefile.policy.disclosure import ANSWER_WITHIN
from casefile.policy.strategic.suppression import LEAST
from casefile.vocabulary import HitState, Outcome

WITHIN = {True: ANSWER_WITHIN, False: timedelta(hours=ACK_HOURS)}
"""How long a unit may take to answer a pointer that asks, and to note one that asks nothing. The same for every unit,
whatever its own clock: figures are compared. Governance, "After the hit"."""

AGREED = frozenset({HitState.CONSENTED, HitState.DISCLOSED})
"""Hits of which nobody has stated an outcome yet, while the two share or meet."""


@dataclass(frozen=True, slots=True)
class SentPointer:
    """A pointer as far as reciprocity looks at it."""

    sent_at: datetime
    read_at: datetime | None
    asks: bool
    answered_at: datetime | None


def due_at(pointer: SentPointer) -> datetime:
    """Until when an answer is in time."""
    return pointer.sent_at + WITHIN[pointer.asks]


def answered(pointer: SentPointer) -> datetime | None:
    """When the unit answered: agreed or refused where it was asked, else noted the pointer; None: not yet."""
    return pointer.answered_at if pointer.asks else pointer.read_at


def in_time(pointer: SentPointer) -> bool:
    """Whether it was answered before its time was over."""
    at = answered(pointer)
    return at is not None and at <= due_at(pointer)


def waits(pointer: SentPointer, moment: datetime) -> bool:
    """Whether nobody answered it and there is time left to."""
    return answered(pointer) is None and moment <= due_at(pointer)


def is_late(pointer: SentPointer, moment: datetime) -> bool:
    """Whether it was answered too late, or its time is over without an answer."""
    return not in_time(pointer) and moment > due_at(pointer)


def useful(state: HitState, outcomes: Collection[Outcome]) -> bool:
    """Whether something came of a hit: as the two sides stated it, and before they did, that they go on together."""
    if outcomes:
        return any(one is not Outcome.NOT_USEFUL for one in outcomes)
    return state in AGREED


@dataclass(frozen=True, slots=True)
class Counts:
    """A month of one unit in one direction. What was not in time was late, but for what still waits in time."""

    total: int
    in_time: int
    useful: int
    waiting: int = 0
    """Not answered, and their time is not over: none in a month that is kept, which ended weeks before."""

    @property
    def late(self) -> int:
        return self.total - self.in_time - self.waiting


@dataclass(frozen=True, slots=True)
class Span:
    """A figure as shown: `least` to `most`. Exact when both are equal; None: under 10, or not shown at all."""

    least: int
    most: int

    @property
    def exact(self) -> bool:
        return self.least == self.most

    @property
    def small(self) -> bool:
        """Under 10, and that is all that is said."""
        return (self.least, self.most) == (0, LEAST - 1)


@dataclass(frozen=True, slots=True)
class Shown:
    """The same month as its unit is shown it; None: not shown."""

    total: Span
    in_time: Span | None
    late: Span | None
    useful: Span | None


UNDER = Span(0, LEAST - 1)


def shown(counts: Counts) -> Shown:
    """What of the figures a unit may see."""
    if counts.total < LEAST:
        return Shown(UNDER, None, None, None)
    in_time, late = _parted(counts.total, counts.in_time)
    useful, _ = _parted(counts.total, counts.useful)
    return Shown(Span(counts.total, counts.total), in_time, late, useful)


def _parted(total: int, part: int) -> tuple[Span | None, Span | None]:
    """A part of the total and what remains of it.

    Under twice 10 one of them is always small: saying which would tell the other, and *not even 10 of 10* tells all.
    """
    rest = total - part
    if total < 2 * LEAST:
        return None, None
    if part < LEAST:
        return UNDER, Span(total - UNDER.most, total)
    if rest < LEAST:
        return Span(total - UNDER.most, total), UNDER
    return Span(part, part), Span(rest, rest)
