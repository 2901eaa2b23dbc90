"""Reading records: one with everything the reader may know of it, or many as lines of a list.

A record of another unit is seen when `sharing.readers` says so, and then without its case, its grounds and its
history. *Not yours* and *not there* are one and the same answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import MISSING, NotThere
from casefile.policy.handling import Rules, disclosure_facts, rules_of
from casefile.policy.permissions import Permission
from casefile.policy.sharing import may_read
from casefile.policy.viewer import Viewer, require
from casefile.storage.in_list import among
from casefile.storage.tables import Case, Record, RecordLink, RecordVersion, Unit
from casefile.subjects import identity_rows
from casefile.subjects.identity import Identity
from casefile.vocabulary import LinkRole, RecordKind, RecordState


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A record in a list. The case is told to its own unit only."""

    id: str
    unit_id: str
    unit_code: str
    unit_name: str
    country: str
    own: bool
    kind: RecordKind
    state: RecordState
    version: int
    identity: Identity
    entered_at: datetime
    case_id: str | None
    case_reference: str | None
    origin_ref: str | None

    @property
    def caption(self) -> str:
        return self.identity.caption


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link as seen from the record read; `outward` when that record is the one that plays the part."""

    id: str
    record_id: str
    caption: str
    kind: RecordKind
    role: LinkRole
    note: str
    outward: bool


@dataclass(frozen=True, slots=True)
class VersionLine:
    version: int
    entered_at: datetime
    entered_by: str | None
    state: RecordState
    change_note: str


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record opened. `rules`, note and history are empty for a reader of another unit."""

    line: RecordLine
    rules: Rules
    suspicion_note: str
    fact_or_opinion: str
    links: tuple[LinkView, ...]
    versions: tuple[VersionLine, ...]

    @property
    def id(self) -> str:
        return self.line.id

    @property
    def identity(self) -> Identity:
        return self.line.identity

    @property
    def own(self) -> bool:
        return self.line.own


def read(
    session: Session,
    viewer: Viewer,
    record_id: str,
    *,
    reason: str = "",
    case_ref: str = "",
    purpose: str = "",
    version: int | None = None,
) -> RecordView:
    """Open one record; the look is written into the trail with its reason, so it needs a writing session.

    `version` opens an older one, of the own unit only.
    """
    require(viewer, Permission.READ_RECORD)
    row = session.connection().execute(_select().where(Record.id == record_id)).first()
    if row is None or not _may(viewer, row):
        raise NotThere(MISSING)
    own = row.owner_unit_id == viewer.unit_id
    if version is not None and version != row.version:
        row = session.connection().execute(_select(version).where(Record.id == record_id)).first() if own else None
        if row is None:
            raise NotThere(MISSING)
    audit.write(
        session,
        viewer,
        audit.Action.CONSULTATION,
        "record",
        record_id,
        reason=reason,
        case_ref=case_ref,
        purpose=purpose,
        detail={"version": row.shown, "owner": row.owner_unit_id},
    )
    line = _lines(session, viewer, [row])[record_id]
    return RecordView(
        line=line,
        rules=rules_of(row) if own else Rules(handling=rules_of(row).handling, handling_text=row.handling_text),
        suspicion_note=row.suspicion_note if own else "",
        fact_or_opinion=row.fact_or_opinion,
        links=_links(session, viewer, record_id),
        versions=_versions(session, record_id) if own else (),
    )


def lines(session: Session, viewer: Viewer, record_ids: Iterable[str]) -> dict[str, RecordLine]:
    """Those of the records that the viewer may read, by id; the others are left out without a word.

    Not written into the trail one by one: the list they stand in is.
    """
    require(viewer, Permission.READ_RECORD)
    wanted = list(dict.fromkeys(record_ids))
    rows = session.connection().execute(_select().where(among(Record.id, wanted)))
    found = _lines(session, viewer, [row for row in rows if _may(viewer, row)])
    return {record_id: found[record_id] for record_id in wanted if record_id in found}


def records_of(
    session: Session,
    viewer: Viewer,
    *,
    case_id: str | None = None,
    kind: RecordKind | None = None,
    limit: int = 50,
    offset: int = 0,
) -> list[RecordLine]:
    """The own unit's records, newest first; of one case when `case_id` is given."""
    require(viewer, Permission.READ_RECORD)
    wanted = _select().where(Record.owner_unit_id == viewer.unit_id, Record.state != RecordState.TOMBSTONED.value)
    if case_id is not None:
        wanted = wanted.where(Record.case_id == case_id)
    if kind is not None:
        wanted = wanted.where(Record.kind == kind.value)
    wanted = wanted.order_by(Record.created_at.desc(), Record.id).limit(limit).offset(offset)
    rows = session.connection().execute(wanted)
    return list(_lines(session, viewer, rows.all()).values())


def _may(viewer: Viewer, row: Any) -> bool:
    return may_read(viewer, disclosure_facts(row, row.owner_unit_id, RecordState(row.state)))


def _select(version: int | None = None) -> Any:
    """The record beside its current version (or the one asked for), its unit and case."""
    shown = Record.version if version is None else version
    return (
        select(
            Record.id,
            Record.owner_unit_id,
            Record.kind,
            Record.state,
            Record.version,
            Record.origin_ref,
            Record.case_id,
            RecordVersion.version.label("shown"),
            RecordVersion.sharing,
            RecordVersion.sharing_units,
            RecordVersion.protection,
            RecordVersion.subject_category,
            RecordVersion.purpose,
            RecordVersion.legal_basis,
            RecordVersion.source_grade,
            RecordVersion.info_grade,
            RecordVersion.handling,
            RecordVersion.handling_text,
            RecordVersion.notify,
            RecordVersion.review_at,
            RecordVersion.retain_until,
            RecordVersion.suspicion_note,
            RecordVersion.fact_or_opinion,
            RecordVersion.entered_at,
            Unit.code,
            Unit.name,
            Unit.country,
            Case.reference,
        )
        .join(RecordVersion, and_(RecordVersion.record_id == Record.id, RecordVersion.version == shown))
        .join(Unit, Unit.id == Record.owner_unit_id)
        .join(Case, Case.id == Record.case_id)
    )


def _lines(session: Session, viewer: Viewer, rows: Iterable[Any]) -> dict[str, RecordLine]:
    rows = list(rows)
    known = identity_rows.load_identities(session, [identity_rows.identity_id(r.id, r.shown) for r in rows])
    found = {}
    for r in rows:
        own = r.owner_unit_id == viewer.unit_id
        found[r.id] = RecordLine(
            r.id,
            r.owner_unit_id,
            r.code,
            r.name,
            r.country,
            own,
            RecordKind(r.kind),
            RecordState(r.state),
            r.shown,
            known[identity_rows.identity_id(r.id, r.shown)],
            r.entered_at,
            r.case_id if own else None,
            r.reference if own else None,
            r.origin_ref if own else None,
        )
    return found


def _links(session: Session, viewer: Viewer, record_id: str) -> tuple[LinkView, ...]:
    rows = (
        session.connection()
        .execute(
            select(RecordLink.id, RecordLink.from_record_id, RecordLink.to_record_id, RecordLink.role, RecordLink.note)
            .where(
                or_(RecordLink.from_record_id == record_id, RecordLink.to_record_id == record_id),
                RecordLink.withdrawn_at.is_(None),
            )
            .order_by(RecordLink.created_at, RecordLink.id)
        )
        .all()
    )
    others = lines(
        session, viewer, [r.to_record_id if r.from_record_id == record_id else r.from_record_id for r in rows]
    )
    found = []
    for r in rows:
        outward = r.from_record_id == record_id
        other = others.get(r.to_record_id if outward else r.from_record_id)
        if other is not None:
            found.append(
                LinkView(
                    r.id, other.id, other.caption, other.kind, LinkRole(r.role), r.note if other.own else "", outward
                )
            )
    return tuple(found)


def _versions(session: Session, record_id: str) -> tuple[VersionLine, ...]:
    rows = session.connection().execute(
        select(
            RecordVersion.version,
            RecordVersion.entered_at,
            RecordVersion.entered_by,
            RecordVersion.state,
            RecordVersion.change_note,
        )
        .where(RecordVersion.record_id == record_id)
        .order_by(RecordVersion.version.desc())
    )
    return tuple(VersionLine(v, at, by, RecordState(s), note) for v, at, by, s, note in rows)
