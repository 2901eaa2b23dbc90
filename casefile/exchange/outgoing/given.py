"""What goes into a file, whoever gives it: a unit of its own records, or a reader of what others let it read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from casefile.subjects.identity import Identity
from casefile.vocabulary import Handling, OffenceKind

OWN, CORE, RELEASED = "own", "core", "released"
"""How much of a record is given: all of it; its core; values released one by one. A part has an id of its own: a
program that gets both keeps both, and takes none for a newer state of the other."""


@dataclass(frozen=True, slots=True)
class Source:
    """The unit that a record is of."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Given:
    """One record as its reader has it. `said`: grades, category and the like, empty ones left out."""

    id: str
    source: Source
    identity: Identity | None
    """None: values of a subject whose kind the reader was not told."""
    created: datetime
    modified: datetime
    handling: tuple[tuple[Handling, str], ...]
    """Each code that holds for it, with its text."""
    extent: str = OWN
    protected: bool = False
    said: Mapping[str, str] = field(default_factory=dict)
    values: tuple[Mapping[str, str], ...] = ()
    """For values released one by one: `part`, what each is, `value`, what it says, and what else is known of it."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A record's part in another one; both by the ids of `Given`."""

    start: str
    end: str
    role: str
    note: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Shared:
    """The whole of what leaves, as `source`, the reader's unit, has it. `reference`: by which the trail has it (32 hex
    digits). `id` is that of the case, joint case or contact."""

    reference: str
    source: Source
    id: str
    name: str
    about: str
    records: tuple[Given, ...]
    links: tuple[Joined, ...] = ()
    legal_basis: str = ""
    offences: tuple[OffenceKind, ...] = ()
    """Of an own case alone."""
