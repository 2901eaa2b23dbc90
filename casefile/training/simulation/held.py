"""What the database of a training space holds of a simulation, as values: the one input of the marking."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile.audit import Action
from casefile.storage.tables import (
    Audit,
    ContactLine,
    Handover,
    Hit,
    ProtectionSign,
    Record,
    RecordVersion,
    ReleasedField,
    Review,
    Unit,
    Watch,
    WatchVersion,
)
from casefile.subjects.identity_rows import identity_id, load_identities
from casefile.training.facts import facts_of
from casefile.vocabulary import ContactAct, HandoverState, Judgement, RecordKind, Sharing


@dataclass(frozen=True, slots=True)
class Version:
    """A record or watch as it stood from a moment on."""

    at: datetime
    facts: dict[str, tuple[str, ...]]
    text: str
    sharing: Sharing


@dataclass(frozen=True, slots=True)
class Subject:
    """A record or a watch of a unit (its code), with all its versions."""

    id: str
    unit: str
    country: str
    kind: RecordKind
    versions: tuple[Version, ...]
    protected: frozenset[str]
    """Whom the law protects in it, as it was worked out."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement of a hit."""

    record: str
    watch: str
    judgement: Judgement
    at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """What one desk wrote or did in the contact of a hit."""

    record: str
    watch: str
    unit: str
    act: ContactAct
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Given:
    """A value of a record or watch that was released to another unit."""

    subject: str
    to: str
    value: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Opened:
    """A record that an officer of another unit opened."""

    record: str
    unit: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Handed:
    """A case on its way to a magistrate."""

    from_unit: str
    to_unit: str
    at: datetime
    accepted_at: datetime | None
    records: frozenset[str]


@dataclass(frozen=True, slots=True)
class Held:
    """All that the marking looks at."""

    records: tuple[Subject, ...] = ()
    watches: tuple[Subject, ...] = ()
    judged: tuple[Judged, ...] = ()
    said: tuple[Said, ...] = ()
    given: tuple[Given, ...] = ()
    opened: tuple[Opened, ...] = ()
    handed: tuple[Handed, ...] = ()


_Codes = dict[str, tuple[str, str]]
"""Of each unit by its id the code and the country."""


def gather(session: Session, since: datetime, units: Iterable[str]) -> Held:
    """What these units (codes) have entered since then, and what became of it. Part of the marking: no right of its
    own."""
    codes = {row.id: (row.code, row.country) for row in session.execute(select(Unit.id, Unit.code, Unit.country))}
    mine = {id for id, (code, _) in codes.items() if code in set(units)}
    records = _subjects(session, Record, since, mine, codes)
    watches = _subjects(session, Watch, since, mine, codes)
    ids = {one.id for one in records} | {one.id for one in watches}
    hits = {
        row.id: (row.record_id, row.watch_id)
        for row in session.execute(select(Hit.id, Hit.record_id, Hit.watch_id).where(Hit.detected_at >= since))
        if {row.record_id, row.watch_id} <= ids
    }
    return Held(
        records,
        watches,
        _judged(session, hits),
        _said(session, hits, codes),
        _given(session, ids, codes),
        _opened(session, records, codes, since),
        _handed(session, codes, since),
    )


def _subjects(
    session: Session,
    head: type[Record] | type[Watch],
    since: datetime,
    mine: set[str],
    codes: _Codes,
) -> tuple[Subject, ...]:
    version: Any = RecordVersion if head is Record else WatchVersion
    key = RecordVersion.record_id if head is Record else WatchVersion.watch_id
    rows: list[Any] = [
        row
        for row in session.execute(
            select(head.id, head.owner_unit_id, head.kind, head.protection, version)
            .join(version, key == head.id)
            .where(head.created_at >= since)
            .order_by(head.created_at, head.id, version.version)
        )
        if row.owner_unit_id in mine
    ]
    identities = load_identities(session, [identity_id(row.id, row[4].version) for row in rows])
    versions: dict[str, list[Version]] = defaultdict(list)
    for row in rows:
        stood = row[4]
        identity = identities.get(identity_id(row.id, stood.version))
        if identity is None:
            continue
        text = "\n".join((identity.text, stood.suspicion_note if head is Record else stood.ground))
        facts = facts_of(identity, stood.subject_category)
        versions[row.id].append(Version(stood.entered_at, facts, text, Sharing(stood.sharing)))
    signs = _signs(session, set(versions))
    heads = {row.id: row for row in rows if row.id in versions}
    return tuple(
        Subject(
            id,
            *codes[row.owner_unit_id],
            RecordKind(row.kind),
            tuple(versions[id]),
            frozenset(row.protection or ()) | signs[id],
        )
        for id, row in heads.items()
    )


def _signs(session: Session, ids: set[str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    rows = session.execute(
        select(ProtectionSign.subject_id, ProtectionSign.protection).where(ProtectionSign.lowered_at.is_(None))
    )
    for subject, protection in rows:
        found[subject].add(protection)
    return {id: frozenset(found[id]) for id in ids}


def _judged(session: Session, hits: dict[str, tuple[str, str]]) -> tuple[Judged, ...]:
    rows = session.execute(select(Review.hit_id, Review.judgement, Review.decided_at).order_by(Review.decided_at))
    known = {one.value for one in Judgement}
    return tuple(
        Judged(*hits[hit], Judgement(word), at) for hit, word, at in rows if hit in hits and word in known
    )  # fmt: skip


def _said(session: Session, hits: dict[str, tuple[str, str]], codes: _Codes) -> tuple[Said, ...]:
    rows = session.execute(
        select(ContactLine.hit_id, ContactLine.unit_id, ContactLine.act, ContactLine.text, ContactLine.at)
        .where(ContactLine.unit_id.is_not(None))
        .order_by(ContactLine.at, ContactLine.number)
    )
    return tuple(
        Said(*hits[row.hit_id], codes[row.unit_id][0], ContactAct(row.act), row.text, row.at)
        for row in rows
        if row.hit_id in hits
    )


def _given(session: Session, ids: set[str], codes: _Codes) -> tuple[Given, ...]:
    rows = session.scalars(select(ReleasedField).where(ReleasedField.released_at.is_not(None))).all()
    rows = [row for row in rows if row.subject_id in ids]
    identities = load_identities(session, [identity_id(row.subject_id, row.version) for row in rows])
    found = []
    for row in rows:
        identity = identities[identity_id(row.subject_id, row.version)]
        value = identity.narrative[row.position : row.until] if row.until else "\n".join(n.text for n in identity.names)
        if row.released_at is not None:
            found.append(Given(row.subject_id, codes[row.to_unit_id][0], value, row.released_at))
    return tuple(found)


def _opened(session: Session, records: tuple[Subject, ...], codes: _Codes, since: datetime) -> tuple[Opened, ...]:
    owners = {one.id: one.unit for one in records}
    rows = session.execute(
        select(Audit.subject_id, Audit.unit_id, Audit.at).where(
            Audit.action == Action.CONSULTATION.value, Audit.subject_kind == "record", Audit.at >= since
        )
    )
    return tuple(
        Opened(record, codes[unit][0], at)
        for record, unit, at in rows
        if record in owners and unit in codes and codes[unit][0] != owners[record]
    )


def _handed(session: Session, codes: _Codes, since: datetime) -> tuple[Handed, ...]:
    rows = session.scalars(select(Handover).where(Handover.handed_at >= since).order_by(Handover.handed_at))
    return tuple(
        Handed(
            codes[row.from_unit_id][0],
            codes[row.to_unit_id][0],
            row.handed_at,
            row.decided_at if row.state == HandoverState.ACCEPTED.value else None,
            frozenset(str(item["record"]) for item in row.items),
        )
        for row in rows
        if row.state != HandoverState.TAKEN_BACK.value
    )
