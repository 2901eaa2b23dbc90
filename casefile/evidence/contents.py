"""What a dossier says, as plain values: gathered once, then written as files and as a page to read."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from casefile.policy.contact.dossier import Shown
from casefile.policy.handling import Rules
from casefile.subjects.fields import Field
from casefile.vocabulary import ContactAct, Handling, HitState, RecordKind

View = Literal["coordination", "protection", "unit"]
"""As whose eyes read it: a desk that sees both sides, or one of the two units."""


@dataclass(frozen=True, slots=True)
class ShownField:
    """One value, under the code it is held by. `released_at`: when the other unit released it; None of an own value."""

    field: Field
    handling: Handling
    handling_text: str = ""
    released_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """The record or the watch, as far as its reader may know it.

    `whole`: all of the version that was compared, with grounds and rules. Otherwise only values that were released, or
    that the reader may read anyway; then nothing says which version was compared, or how much there is besides.
    """

    subject: Literal["record", "watch"]
    unit: str
    country: str
    whole: bool
    fields: tuple[ShownField, ...]
    withheld: int = 0
    """Values left out because their code is H1 and no permission is recorded."""
    kind: RecordKind | None = None
    id: str = ""
    version: int | None = None
    current: bool = True
    """Whether that version is the newest one."""
    ground: str = ""
    """Of a watch why it was registered, of a record why the person is suspected; as it was worded."""
    rules: Rules | None = None
    content_hash: str = ""
    entered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Weight:
    """One term of the match. `sentence` is the rule in words (a gettext key); what the reader may not know is empty."""

    what: str
    shown: Shown
    rule: str = ""
    sentence: str = ""
    wanted: str = ""
    found: str = ""
    bits: float | None = None


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A judgement on the hit: who, what, why, and what it led to."""

    at: datetime
    judgement: str
    officer: str
    reason: str
    to: HitState


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """One act between the two desks. `who` is a unit's name, empty for the coordination office."""

    at: datetime
    who: str
    officer: str
    act: ContactAct
    word: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class CustodyLine:
    """One line of the trail: who did what to which thing, when. No content, no reason. `seq` is its number there for a
    desk; a unit's own lines are counted from 1."""

    seq: int
    at: datetime
    action: str
    subject: str
    unit: str
    officer: str
    """Login; empty for the machine, and for officers of another unit."""


@dataclass(frozen=True, slots=True)
class Versions:
    """By which rules it was found, and what this installation runs now."""

    matched_by: str
    """The matching model's version at that time."""
    matching: str
    program: str
    analysis: str
    """SHA-256 over the program's files that analyse names."""
    rules: str
    """The same over those that match and that decide who may know what."""
    frequencies: int | None
    """Newest version of the counts of how common each name is."""


@dataclass(frozen=True, slots=True)
class Order:
    """For whom, by whom and why a dossier is made."""

    reference: str
    at: datetime
    made_for: str
    """A unit, a desk, or the installation."""
    made_by: str
    reason: str
    permission: str = ""
    """Of the source, for what bears H1: who gave it, when."""
    addressed_to: str = ""


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything in it."""

    order: Order
    hit_id: str = field(repr=False)
    """For the trail. A unit is not shown it: the ids of hits that were raised together begin alike."""
    state: HitState
    view: View
    detected_at: datetime | None
    score: float | None
    """Bits; only a desk is shown the sum, since a unit could work out from it what it is not shown."""
    grade: str
    pointer_reference: str
    sides: tuple[Side, Side]
    """The record's, then the watch's."""
    weights: tuple[Weight, ...]
    decisions: tuple[DecisionLine, ...]
    thread: tuple[ThreadLine, ...]
    custody: tuple[CustodyLine, ...]
    versions: Versions
    released_ids: tuple[str, ...] = ()
    """Rows of what the other unit released into it."""

    @property
    def withheld(self) -> int:
        return sum(side.withheld for side in self.sides)
