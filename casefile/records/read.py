"""Reading records: one with everything the reader may know of it, or many as lines of a list.

How much of it is seen `sharing.access` says: of another unit's record never its case, its grounds and its history, and
of one shared to the core nothing but the core. *Not yours* and *not there* are one and the same answer.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from casefile import audit
from casefile.budgets import spend
from casefile.errors import MISSING, NotThere
from casefile.narrative import read_narrative
from casefile.policy.cases.offences import NO_OFFENCES, Offences
from casefile.policy.handling import Rules, record_facts, rules_of
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.sharing import Access, DisclosureFacts, PutIn, access, access_in_joint
from casefile.policy.viewer import Viewer, require
from casefile.records.views import LinkView, RecordLine, RecordView, Unread, VersionLine
from casefile.storage import fresh
from casefile.storage.in_list import among_given
from casefile.storage.tables import Case, Record, RecordLink, RecordVersion, Unit
from casefile.subjects import cleaning, identity_rows
from casefile.subjects.core import core_of
from casefile.subjects.identity import Identity
from casefile.subjects.offences import rows as offence_rows
from casefile.subjects.stop_values import no_names
from casefile.vocabulary import Act, Json, LinkRole, RecordKind, RecordState


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

    Another unit's record is opened with a stated reason only, and within the reader's budget (OverBudget).
    `version` opens an older one, of the own unit only.
    """
    require(viewer, Permission.READ_RECORD)
    row, seen = _find(session, viewer, record_id)
    own = seen is Access.OWN
    why = Reason.optional(reason) if own else Reason.stated(reason)
    if version is not None and version != row.record.version:
        if not own:
            raise NotThere(MISSING)
        row, _ = _find(session, viewer, record_id, version)
    if not own:
        spend.spend(session, viewer, Act.FOREIGN_READ, [record_id])
    audit.write(
        session,
        viewer,
        audit.Action.CONSULTATION,
        "record",
        record_id,
        reason=why.text if why else "",
        case_ref=cleaning.check_case_ref(case_ref),
        purpose=purpose,
        detail={"version": row.version.version, "owner": row.record.owner_unit_id},
    )
    line = _lines(session, viewer, [(row, seen)])[record_id]
    return RecordView(
        line=line,
        rules=_rules(row.version, own),
        suspicion_note=row.version.suspicion_note if own else "",
        fact_or_opinion="" if seen is Access.CORE else row.version.fact_or_opinion,
        links=() if seen is Access.CORE else _links(session, viewer, record_id),
        versions=_versions(session, record_id) if own else (),
        unread=_unread(line.identity, line.country) if own else None,
        no_names=no_names(line.identity) if own else (),
        offences=_offences(session, [(row, seen)])[record_id],
    )


def _offences(session: Session, found: Sequence[tuple["_Row", Access]]) -> dict[str, Offences]:
    """By record, what this version is about, for who reads more than the core."""
    keys = {
        row.record.id: identity_rows.identity_id(row.record.id, row.version.version)
        for row, seen in found
        if seen is not Access.CORE
    }
    said = offence_rows.load(session, keys.values())
    return {row.record.id: said.get(keys.get(row.record.id, ""), NO_OFFENCES) for row, _ in found}


SHORT = 4_000
"""Characters: a text of so many names neither 500 numbers nor 6,000 names, and is not read again to tell."""


def _unread(identity: Identity, country: str) -> Unread | None:
    """What the reader of reports left out, for its unit to know."""
    if len(identity.text) <= SHORT:
        return None
    read = read_narrative(identity.text, country)
    left = Unread(read.unread_names, read.unread_numbers, read.unread_characters)
    return left if left != Unread() else None


def _rules(version: RecordVersion, own: bool) -> Rules:
    """What the reader may know of them: all, or what the person is in the case and what may be done with it."""
    rules = rules_of(version)
    if own:
        return rules
    return Rules(subject_category=rules.subject_category, handling=rules.handling, handling_text=rules.handling_text)


def read_put_in(session: Session, viewer: Viewer, record_id: str, put: PutIn, *, case_ref: str) -> RecordView:
    """Open a record on the page of a joint case; the case is the reason. Else as `read`: trail, budget, NotThere."""
    require(viewer, Permission.READ_JOINT)
    found = _put_in(session, viewer, {record_id: put})
    if not found:
        raise NotThere(MISSING)
    ((row, seen),) = found
    _spend_put_in(session, viewer, found)
    detail: dict[str, Json] = {"version": row.version.version, "owner": row.record.owner_unit_id}
    audit.write(
        session, viewer, audit.Action.CONSULTATION, "record", record_id, reason=case_ref, case_ref=case_ref,
        detail=detail,
    )  # fmt: skip
    said = _offences(session, found)
    return _view_put_in(_lines(session, viewer, found)[record_id], row, seen, said[record_id])


def views_put_in(session: Session, viewer: Viewer, put: Mapping[str, PutIn]) -> list[RecordView]:
    """The same of all that this reader may read there, in the order of `put`; each counts as opened (OverBudget). Who
    asks writes what was shown into the trail, in one line."""
    require(viewer, Permission.READ_JOINT)
    found = _put_in(session, viewer, put)
    _spend_put_in(session, viewer, found)
    known, said = _lines(session, viewer, found), _offences(session, found)
    views = {row.record.id: _view_put_in(known[row.record.id], row, seen, said[row.record.id]) for row, seen in found}
    return [views[id] for id in put if id in views]


def _spend_put_in(session: Session, viewer: Viewer, found: Sequence[tuple["_Row", Access]]) -> None:
    spend.spend(session, viewer, Act.FOREIGN_READ, [row.record.id for row, seen in found if seen is not Access.OWN])


def _view_put_in(line: RecordLine, row: "_Row", seen: Access, offences: Offences) -> RecordView:
    return RecordView(
        line=line,
        rules=_rules(row.version, seen is Access.OWN),
        suspicion_note="",
        fact_or_opinion="" if seen is Access.CORE else row.version.fact_or_opinion,
        links=(),
        versions=(),
        offences=offences,
    )


def lines_put_in(session: Session, viewer: Viewer, put: Mapping[str, PutIn]) -> dict[str, RecordLine]:
    """Those records of a joint case that this reader may read there, by id; the others are left out without a word."""
    require(viewer, Permission.READ_JOINT)
    return _lines(session, viewer, _put_in(session, viewer, put))


def _put_in(session: Session, viewer: Viewer, put: Mapping[str, PutIn]) -> list[tuple["_Row", Access]]:
    rows = map(_Row._make, fresh.rows(session, _by_id(), {"ids": list(put)}))
    return [
        (row, seen)
        for row in rows
        if (seen := access_in_joint(viewer, _facts(row), put[row.record.id])) is not None
    ]  # fmt: skip


def lines(session: Session, viewer: Viewer, record_ids: Iterable[str]) -> dict[str, RecordLine]:
    """Those of the records that the viewer may read, by id; the others are left out without a word.

    Not written into the trail one by one: the list they stand in is.
    """
    require(viewer, Permission.READ_RECORD)
    wanted = list(dict.fromkeys(record_ids))
    rows = map(_Row._make, fresh.rows(session, _by_id(), {"ids": wanted}))
    found = _lines(session, viewer, [(row, seen) for row in rows if (seen := _access(viewer, row)) is not None])
    return {record_id: found[record_id] for record_id in wanted if record_id in found}


def own_line(session: Session, viewer: Viewer, record_id: str) -> RecordLine:
    """One of the own unit's records, as a line. Raises NotThere."""
    require(viewer, Permission.READ_RECORD)
    line = lines(session, viewer, [record_id]).get(record_id)
    if line is None or not line.own:
        raise NotThere(MISSING)
    return line


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
    return list(_lines(session, viewer, [(_Row(*row), Access.OWN) for row in fresh.rows(session, wanted)]).values())


class _Row(NamedTuple):
    """A record with its current version (or the one asked for), its unit and its case's reference."""

    record: Record
    version: RecordVersion
    unit: Unit
    case_reference: str

    @property
    def identity_id(self) -> str:
        return identity_rows.identity_id(self.record.id, self.version.version)


def _select(version: int | None = None) -> Select[Record, RecordVersion, Unit, str]:
    shown = Record.version if version is None else version
    return (
        select(Record, RecordVersion, Unit, Case.reference)
        .join(RecordVersion, and_(RecordVersion.record_id == Record.id, RecordVersion.version == shown))
        .join(Unit, Unit.id == Record.owner_unit_id)
        .join(Case, Case.id == Record.case_id)
    )


@cache
def _by_id() -> Select[Record, RecordVersion, Unit, str]:
    return _select().where(among_given(Record.id, "ids"))


def _find(session: Session, viewer: Viewer, record_id: str, version: int | None = None) -> tuple[_Row, Access]:
    """Raises NotThere for what is not there and for what the viewer may not read, alike."""
    for row in map(_Row._make, fresh.rows(session, _select(version).where(Record.id == record_id))):
        if (seen := _access(viewer, row)) is not None:
            return row, seen
    raise NotThere(MISSING)


def _access(viewer: Viewer, row: _Row) -> Access | None:
    return access(viewer, _facts(row))


def _facts(row: _Row) -> DisclosureFacts:
    return record_facts(row.record, row.version, owner_open=row.unit.closed_at is None)


def _lines(session: Session, viewer: Viewer, rows: Sequence[tuple[_Row, Access]]) -> dict[str, RecordLine]:
    known = identity_rows.load_identities(session, [row.identity_id for row, _ in rows])
    return {row.record.id: _line(row, seen, known[row.identity_id]) for row, seen in rows}


def _line(row: _Row, seen: Access, identity: Identity) -> RecordLine:
    record, own, core = row.record, seen is Access.OWN, seen is Access.CORE
    return RecordLine(
        id=record.id,
        unit_id=record.owner_unit_id,
        unit_code=row.unit.code,
        unit_name=row.unit.name,
        country=row.unit.country,
        access=seen,
        kind=RecordKind(record.kind),
        state=RecordState.ACTIVE if core else RecordState(record.state),
        version=0 if core else row.version.version,
        identity=core_of(identity) if core else identity,
        entered_at=None if core else row.version.entered_at,
        case_id=record.case_id if own else None,
        case_reference=row.case_reference if own else None,
        origin_ref=record.origin_ref if own else None,
    )


def _links(session: Session, viewer: Viewer, record_id: str) -> tuple[LinkView, ...]:
    statement = (
        select(RecordLink)
        .where(
            or_(RecordLink.from_record_id == record_id, RecordLink.to_record_id == record_id),
            RecordLink.withdrawn_at.is_(None),
        )
        .order_by(RecordLink.created_at, RecordLink.id)
    )
    rows = [link for (link,) in fresh.rows(session, statement)]
    ends = {r.id: r.to_record_id if r.from_record_id == record_id else r.from_record_id for r in rows}
    others = lines(session, viewer, ends.values())
    return tuple(
        LinkView(
            id=r.id,
            record_id=other.id,
            caption=other.identity.title if other.own else other.caption,
            kind=other.kind,
            role=LinkRole(r.role),
            note=r.note if other.own else "",
            outward=r.from_record_id == record_id,
            identity=other.identity,
        )
        for r in rows
        if (other := others.get(ends[r.id])) is not None and not other.core  # a core has no links, from either side
    )


def _versions(session: Session, record_id: str) -> tuple[VersionLine, ...]:
    statement = select(RecordVersion).where(RecordVersion.record_id == record_id).order_by(RecordVersion.version.desc())
    return tuple(
        VersionLine(v.version, v.entered_at, v.entered_by, RecordState(v.state), v.change_note)
        for (v,) in fresh.rows(session, statement)
    )
