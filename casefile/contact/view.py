"""A contact as one of its two units reads it: its own values, how to reach the other desk, what both have done.

Of the other side nothing is here but what its acts say: no value, no clock, no mark of having read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile.contact.clocks import Clocks, clocks
from casefile.contact.reach import opening_of
from casefile.contact.release import asked_rows, received_rows
from casefile.contact.stand import Stand, stand
from casefile.errors import MISSING, NotThere
from casefile.hits.pointers import PointerView, pointer_of
from casefile.hits.shown import released
from casefile.matching import LINKED, StoredEvidence
from casefile.people.profiles import names_of
from casefile.policy.contact import steps as law
from casefile.policy.contact.steps import ContactFacts
from casefile.policy.permissions import Permission
from casefile.policy.states import HitMove
from casefile.policy.viewer import Viewer, require
from casefile.storage import fresh, tables
from casefile.storage.tables import ContactLine, Pointer, ReleasedField, Unit
from casefile.subjects.fields import Field
from casefile.vocabulary import ContactAct, Handling


@dataclass(frozen=True, slots=True)
class Matched:
    """An own value that agreed. `what` is the kind of fact, as evidence names it."""

    what: str
    value: str


@dataclass(frozen=True, slots=True)
class OtherDesk:
    """How the other unit is reached."""

    unit: str
    country: str
    desk: str
    telephone: str
    hours: str
    timezone: str
    languages: tuple[str, ...]
    open_now: bool
    local_now: datetime


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """One act, as this side reads it. `officer` is named for the own unit alone."""

    side: Literal["own", "other", "office"]
    officer: str
    act: ContactAct
    word: str
    text: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class GivenField:
    """A value of the own side, released or waiting for a second officer. `field` is None once it was erased."""

    field: Field | None
    handling: Handling
    released_at: datetime | None
    stands: bool


@dataclass(frozen=True, slots=True)
class WaitingRelease:
    """Values that wait for a second officer of the own unit."""

    request_id: str
    asked_by: str
    asked_at: datetime
    reason: str
    fields: tuple[Field, ...]
    may_confirm: bool


@dataclass(frozen=True, slots=True)
class ContactView:
    """The page of a contact. Of one taken back only the reference, the own side and what to forget are left."""

    pointer: PointerView
    facts: ContactFacts | None = None
    other: OtherDesk | None = None
    clocks: Clocks = Clocks(None, None)
    matched: tuple[Matched, ...] = ()
    thread: tuple[ThreadLine, ...] = ()
    given: tuple[GivenField, ...] = ()
    waiting: tuple[WaitingRelease, ...] = ()
    received: int = 0
    recalled: int = 0
    """Values received that no longer stand and were not acknowledged yet."""
    recalled_of: tuple[datetime, ...] = ()
    """The days those were received."""
    moves: frozenset[HitMove] = field(default_factory=frozenset)
    now: datetime | None = None


def contact_by_reference(session: Session, viewer: Viewer, reference: str) -> str:
    """The id of the pointer that the own unit has under this reference. Raises NotThere."""
    require(viewer, Permission.READ_POINTER)
    own = (Pointer.unit_id == viewer.unit_id, Pointer.reference == reference.strip(), Pointer.sent_at.is_not(None))
    if (pointer_id := session.scalars(select(Pointer.id).where(*own)).first()) is None:
        raise NotThere(MISSING)
    return pointer_id


def contact_of(session: Session, viewer: Viewer, pointer_id: str) -> ContactView:
    """The contact as the viewer's unit may know of it now."""
    require(viewer, Permission.READ_POINTER)
    at = stand(session, viewer, pointer_id, lock=False)
    pointer = pointer_of(session, viewer, pointer_id)
    got = received_rows(session, at)
    fallen = _fallen(session, got)
    days = tuple(sorted({row.released_at for row in fallen if row.released_at}))
    if not at.held:
        return ContactView(pointer, recalled=len(fallen), recalled_of=days)
    units = select(Unit).where(Unit.id.in_([at.pointer.unit_id, at.pointer.about_unit_id]))
    by_id = {unit.id: unit for (unit,) in fresh.rows(session, units)}
    asked = asked_rows(session, at)
    texts = released.texts(session, asked)
    acts = viewer.may(Permission.CONTACT)
    return ContactView(
        pointer,
        facts=at.facts,
        other=_other(by_id[at.pointer.about_unit_id], at.pointer.desk),
        clocks=clocks(by_id[viewer.unit_id], at.state, at.facts.own, pointer.sent_at),
        matched=matched(at),
        thread=_thread(session, viewer, at.lines, at.pointer.unit_id),
        given=_given(session, asked, texts),
        waiting=_waiting(session, viewer, asked, texts) if acts else (),
        received=len(got),
        recalled=len(fallen),
        recalled_of=days,
        moves=frozenset(m for m in law.CONDITIONS if not law.refusal(at.facts, m)) if acts else frozenset(),
        now=tables.now(),
    )


def matched(at: Stand) -> tuple[Matched, ...]:
    """The own values that agreed, strongest first, each once. What contradicted would tell of the other side, and what
    a linked record brings of how that side is connected."""
    terms = sorted(map(StoredEvidence.from_json, at.hit.evidence), key=lambda term: -term.bits)
    own = [
        (t.what, t.found if at.pointer.own_subject == "record" else t.wanted)
        for t in terms
        if t.bits > 0 and t.what != LINKED
    ]
    return tuple(Matched(what, value) for what, value in dict.fromkeys(own) if value)


def _fallen(session: Session, got: Sequence[ReleasedField]) -> list[ReleasedField]:
    stands = released.standing(session, got) if got else set()
    return [row for row in got if row.id not in stands and row.noted_at is None]


def _other(unit: Unit, desk: str) -> OtherDesk:
    opening, now = opening_of(unit), tables.now()
    return OtherDesk(
        unit=unit.name,
        country=unit.country,
        desk=desk,
        telephone=unit.telephone,
        hours=unit.hours,
        timezone=unit.timezone,
        languages=tuple(unit.languages),
        open_now=opening.is_open(now),
        local_now=opening.local(now),
    )


def _thread(session: Session, viewer: Viewer, lines: Iterable[ContactLine], own: str) -> tuple[ThreadLine, ...]:
    seen = [line for line in lines if line.only_unit_id in (None, own)]
    names = names_of(session, viewer, {line.officer_id for line in seen if line.unit_id == own and line.officer_id})
    found = []
    for line in seen:
        mine = line.unit_id == own
        side: Literal["own", "other", "office"] = "own" if mine else "office" if line.unit_id is None else "other"
        found.append(
            ThreadLine(
                side=side,
                officer=names.get(line.officer_id or "", "") if mine else "",
                act=ContactAct(line.act),
                word=line.word,
                text=line.text,
                reason=line.reason if mine else "",
                at=line.at,
            )
        )
    return tuple(found)


def _given(session: Session, rows: Sequence[ReleasedField], texts: dict[str, Field]) -> tuple[GivenField, ...]:
    out = [row for row in rows if row.released_at is not None]
    stands = released.standing(session, out) if out else set()
    return tuple(
        GivenField(texts.get(row.id), Handling(row.handling), row.released_at, row.id in stands) for row in out
    )


def _waiting(
    session: Session, viewer: Viewer, rows: Sequence[ReleasedField], texts: dict[str, Field]
) -> tuple[WaitingRelease, ...]:
    asked: dict[str, list[ReleasedField]] = {}
    for row in rows:
        if row.released_at is None:
            asked.setdefault(row.request_id, []).append(row)
    names = names_of(session, viewer, {some[0].asked_by for some in asked.values()})
    return tuple(
        WaitingRelease(
            request_id,
            names.get(some[0].asked_by, ""),
            some[0].asked_at,
            some[0].reason,
            tuple(texts[row.id] for row in some if row.id in texts),
            law.may_confirm_release(viewer.officer_id, some[0].asked_by),
        )
        for request_id, some in asked.items()
    )
