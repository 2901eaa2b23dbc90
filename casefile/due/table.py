"""The table of all that may be due, and the three questions asked of it: numbers, lines, about one subject."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile.due import contacts, desks, own
from casefile.due.lines import RECORD, WATCH, Found, Line, Source, gathered
from casefile.policy.oversight.due import ORDER, PRESSES
from casefile.policy.permissions import Permission as P
from casefile.policy.viewer import Viewer
from casefile.storage import tables
from casefile.storage.in_list import among
from casefile.storage.tables import Record, Watch
from casefile.subjects import identity_rows
from casefile.vocabulary import Due

SHOWN = 10
"""Lines of one source on the desk; the rest is said as one line, which leads to the list."""

SOURCES: tuple[Source, ...] = (
    Source(frozenset({P.CONTACT}), contacts.find),
    Source(frozenset({P.WATCH_SUBJECT}), own.of_watches),
    Source(frozenset({P.APPROVE_WATCH}), own.of_approvals),
    Source(frozenset({P.ENTER_RECORD}), own.of_records),
    Source(frozenset({P.ENTER_RECORD}), own.of_faults),
    Source(frozenset({P.ENTER_RECORD}), own.of_imports),
    Source(frozenset({P.ENTER_RECORD}), own.of_drafts),
    Source(frozenset({P.KEEP_EXHIBITS}), own.of_exhibits),
    Source(frozenset({P.WORK_JOINT}), own.of_joint_cases),
    Source(frozenset({P.PLAN_OPERATION}), own.of_operations),
    Source(frozenset({P.RECEIVE_CASE}), desks.of_magistrates),
    Source(frozenset({P.COORDINATE}), desks.of_coordination),
    Source(frozenset({P.REVIEW_HIT, P.REVIEW_PROTECTED_HIT}), desks.of_office),
    Source(frozenset({P.REVIEW_PROTECTED_HIT}), desks.of_protection),
    Source(frozenset({P.ADMINISTER}), desks.of_administrators),
    Source(frozenset({P.READ_BACKLOG}), desks.of_pipeline),
    Source(frozenset({P.READ_ALARMS}), desks.of_alarms),
    Source(frozenset({P.READ_AUDIT}), desks.of_auditors),
)
"""Where all that is due comes from."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many things are due, by kind, and how many of them press."""

    by_kind: Mapping[Due, int] = field(default_factory=dict)
    pressing: int = 0

    @property
    def total(self) -> int:
        return sum(self.by_kind.values())

    def of(self, kinds: Collection[Due]) -> int:
        return sum(self.by_kind.get(kind, 0) for kind in kinds)


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk: what presses, what comes, and the numbers of both. Built at `at`."""

    counts: Counts
    pressing: tuple[Line, ...]
    coming: tuple[Line, ...]
    at: datetime


def counts(session: Session, viewer: Viewer) -> Counts:
    """The numbers alone, for the menu, the bell and the digest."""
    return _counted(_asked(session, viewer, 0))


def desk(session: Session, viewer: Viewer) -> Desk:
    """All that is due, what presses first, each with the name of what it concerns."""
    found, now = _asked(session, viewer, SHOWN), tables.now()
    lines = sorted(_named(session, [line for one in found for line in _lines(one, now)]), key=_place)
    pressing = tuple(line for line in lines if line.urgency in PRESSES)
    return Desk(_counted(found), pressing, tuple(line for line in lines if line.urgency not in PRESSES), now)


def about(session: Session, viewer: Viewer, subject_id: str) -> tuple[Line, ...]:
    """What the own unit's contacts over one own record or watch want; another unit's has none."""
    if not viewer.may(P.CONTACT):
        return ()
    return contacts.find(session, viewer, SHOWN, subject_id=subject_id).lines


def _asked(session: Session, viewer: Viewer, limit: int) -> list[Found]:
    return [one.find(session, viewer, limit) for one in SOURCES if any(viewer.may(asks) for asks in one.asks)]


def _counted(found: Iterable[Found]) -> Counts:
    by_kind: Counter[Due] = Counter()
    pressing = 0
    for one in found:
        by_kind.update(one.counts)
        pressing += one.pressing
    return Counts({kind: by_kind[kind] for kind in Due if by_kind[kind]}, pressing)


def _lines(found: Found, now: datetime) -> Iterable[Line]:
    """The source's lines; of each kind that has more, one more line for the rest."""
    shown = Counter(line.kind for line in found.lines)
    yield from found.lines
    for kind, many in found.counts.items():
        if many > shown[kind]:
            yield gathered(kind, many - shown[kind], now)


def _place(line: Line) -> tuple[int, bool, datetime, int]:
    when = line.due_at or line.since
    return ORDER.index(line.urgency), when is None, when or tables.now(), list(Due).index(line.kind)


def _named(session: Session, lines: Sequence[Line]) -> list[Line]:
    """The lines with the names of the own records and watches they concern, in two statements."""
    keys: dict[str, str] = {}
    for kind, head in ((RECORD, Record), (WATCH, Watch)):
        ids = {line.own_id for line in lines if line.own_kind == kind and not line.caption}
        if ids:
            rows = session.connection().execute(select(head.id, head.version).where(among(head.id, ids)))
            keys |= {row.id: identity_rows.identity_id(row.id, row.version) for row in rows}
    known = identity_rows.load_identities(session, keys.values()) if keys else {}
    return [
        replace(line, caption=known[key].title)
        if (key := keys.get(line.own_id, "")) in known and not line.caption
        else line
        for line in lines
    ]
