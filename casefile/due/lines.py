"""What a source of due things answers: how many of each kind, how many of them press, and the lines to show."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from casefile.policy.oversight.due import ALWAYS, PRESSES, Urgency, urgency
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer
from casefile.vocabulary import Due

RECORD, WATCH = "record", "watch"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do. `id` names what it leads to; empty: the list of its kind, which holds `many` of them."""

    kind: Due
    id: str = ""
    many: int = 1
    own_kind: str = ""
    """*record* or *watch*: which of the own unit's it concerns."""
    own_id: str = ""
    caption: str = ""
    """The own subject's name, or the title of what the line leads to."""
    unit: str = ""
    """The other unit, where it may be named."""
    reference: str = ""
    since: datetime | None = None
    due_at: datetime | None = None
    urgency: Urgency = Urgency.CALM
    note: str = ""
    """Why, as somebody stated it."""
    done: int = 0
    total: int = 0
    """Of an import: how far it has come."""


@dataclass(frozen=True, slots=True)
class Found:
    """A source's answer. `lines` are the first to be done, as many as were asked for."""

    counts: Mapping[Due, int] = field(default_factory=dict)
    pressing: int = 0
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where kinds come from, and who is asked about them: holders of one of the permissions."""

    asks: frozenset[Permission]
    find: Callable[[Session, Viewer, int], Found]
    """The last value is how many lines are wanted; with 0 only counts are needed."""


def of_lines(lines: Iterable[Line], limit: int) -> Found:
    """An answer whose lines are all there."""
    every = tuple(lines)
    pressing = sum(line.urgency in PRESSES for line in every)
    return Found(Counter(line.kind for line in every), pressing, every[:limit])


def of_counts(counts: Mapping[Due, int], lines: Iterable[Line] = (), pressing: int = 0) -> Found:
    """An answer in numbers: a kind without lines of its own is one line, which leads to its list.

    `pressing`: of the kinds that do not press by themselves.
    """
    kept = {kind: many for kind, many in counts.items() if many}
    always = sum(many for kind, many in kept.items() if ALWAYS.get(kind) in PRESSES)
    return Found(kept, always + pressing, tuple(lines))


def gathered(kind: Due, many: int, now: datetime) -> Line:
    """The one line of a kind that has a list of its own."""
    return Line(kind, many=many, urgency=urgency(kind, None, now))
