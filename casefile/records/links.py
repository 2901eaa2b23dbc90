"""Links between records of one unit: the part a person or thing plays in an event, a report, another record."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from casefile import audit, limits
from casefile.errors import MISSING, BadInput, Conflict, NotThere
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.viewer import Viewer, require
from casefile.records import protection, protection_links
from casefile.storage import tables
from casefile.storage.in_list import among
from casefile.storage.tables import Record, RecordLink, new_id
from casefile.storage.versioned import RECORDS
from casefile.subjects.roles import Fit, fit
from casefile.vocabulary import LinkRole, RecordKind

TAKEN_BACK_WITHIN = timedelta(minutes=10)
"""How long a link that was just made is taken back without a reason of its own; after that it is withdrawn with one."""


@dataclass(frozen=True, slots=True)
class LinkDraft:
    """This record's part in another of the same unit, named by its id or by its id at the source; `inward` says that
    the other plays it in this one."""

    role: LinkRole
    to_record_id: str | None = None
    to_origin_ref: str | None = None
    note: str = ""
    inward: bool = False


@dataclass(frozen=True, slots=True)
class SourceLink:
    """A link as an import knows it: both ends by their id at the source."""

    from_origin_ref: str
    to_origin_ref: str
    role: LinkRole
    note: str = ""


def link(
    session: Session, viewer: Viewer, from_record_id: str, to_record_id: str, role: LinkRole, note: str = ""
) -> datetime:
    """State the part one own record plays in another. Stated already is no error. Returns the moment it was made."""
    require(viewer, Permission.ENTER_RECORD)
    return link_all(session, viewer, [(from_record_id, LinkDraft(role, to_record_id, note=note))])


def link_all(session: Session, viewer: Viewer, links: Sequence[tuple[str, LinkDraft]]) -> datetime:
    """State several at once, all or none; each is (the record that plays the part, in what). All are of one moment, by
    which `take_back` finds them."""
    require(viewer, Permission.ENTER_RECORD)
    moment = tables.now()
    if any(start == k.to_record_id for start, k in links):
        raise BadInput("A record cannot be linked to itself.", field="links")
    store_links(session, viewer, links, moment)
    lines = [
        audit.Entry(
            audit.Action.ALTERATION, "record", start, detail={"linked": k.to_record_id, "role": k.role.value}
        )
        for start, k in links
    ]  # fmt: skip
    audit.write_many(session, viewer, lines)
    return moment


def link_many(session: Session, viewer: Viewer, links: Sequence[SourceLink]) -> list[SourceLink]:
    """State links between records known by their source ids; returns those of which an end is not there.

    A source that has a link the wrong way round means the other end; a role that fits the two records neither way is
    kept as *other*, with the source's word as its note.
    """
    require(viewer, Permission.ENTER_RECORD)
    ids = _by_source(session, viewer, {ref for k in links for ref in (k.from_origin_ref, k.to_origin_ref)})
    kinds = _own(session, viewer, ids.values())
    made, missing = [], []
    for k in links:
        start, end = ids.get(k.from_origin_ref), ids.get(k.to_origin_ref)
        if start is None or end is None or start == end:
            missing.append(k)
        else:
            made.append(_fitted(start, LinkDraft(k.role, end, note=k.note), kinds[start], kinds[end]))
    stored = store_links(session, viewer, made)
    if stored:
        audit.write(session, viewer, audit.Action.ALTERATION, "unit", viewer.unit_id, detail={"links": stored})
    return missing


def linked_ids(session: Session, viewer: Viewer, record_id: str) -> set[str]:
    """The records that an own one is linked to, either way."""
    require(viewer, Permission.ENTER_RECORD)
    if record_id not in _own(session, viewer, [record_id]):
        raise NotThere(MISSING)
    return protection_links.linked_to(session, [record_id])


def withdraw_link(session: Session, viewer: Viewer, link_id: str, reason: str) -> None:
    """A link was wrong: it is no longer shown, and stays in the history."""
    require(viewer, Permission.ENTER_RECORD)
    why = Reason.stated(reason)
    done = (
        session.connection()
        .execute(
            update(RecordLink)
            .where(
                RecordLink.id == link_id, RecordLink.owner_unit_id == viewer.unit_id, RecordLink.withdrawn_at.is_(None)
            )
            .values(withdrawn_at=tables.now())
            .returning(RecordLink.from_record_id, RecordLink.to_record_id)
        )
        .first()
    )
    if done is None:
        raise NotThere(MISSING)
    protection_links.match_again(session, set(done))
    audit.write(session, viewer, audit.Action.ALTERATION, "link", link_id, reason=why.text)


def _fitted(start: str, k: LinkDraft, player: RecordKind, other: RecordKind) -> tuple[str, LinkDraft]:
    found = fit(player, other, k.role)
    if found is Fit.TURNED and k.to_record_id is not None:
        return k.to_record_id, replace(k, to_record_id=start)
    if found is Fit.NOT:
        note = f"{k.role.value}; {k.note}" if k.note else k.role.value
        return start, replace(k, role=LinkRole.OTHER, note=note[: limits.LINK_NOTE])
    return start, k


def take_back(session: Session, viewer: Viewer, moment: datetime, why: str) -> set[str]:
    """Take back the links that the own unit made at this moment, a few minutes ago at most.

    Returns the records at their ends. `why` stands in the trail. Raises Conflict when it is too late, or none stands.
    """
    require(viewer, Permission.ENTER_RECORD)
    if tables.now() - moment > TAKEN_BACK_WITHIN:
        raise Conflict("It was made a while ago. Withdraw it with a reason.")
    taken = update(RecordLink).where(
        RecordLink.owner_unit_id == viewer.unit_id,
        RecordLink.created_at == moment,
        RecordLink.withdrawn_at.is_(None),
    )
    returning = taken.values(withdrawn_at=tables.now()).returning(
        RecordLink.id, RecordLink.from_record_id, RecordLink.to_record_id
    )
    done = session.connection().execute(returning).all()
    if not done:
        raise Conflict("There is nothing left to take back.")
    ends = {id for _, start, end in done for id in (start, end)}
    protection_links.match_again(session, ends)
    lines = [audit.Entry(audit.Action.ALTERATION, "link", id, why) for id, _, _ in done]
    audit.write_many(session, viewer, lines)
    return ends


def store_links(
    session: Session, viewer: Viewer, links: Sequence[tuple[str, LinkDraft]], moment: datetime | None = None
) -> int:
    """Write links whose ends are the unit's own and whose role fits them; the rest of an action that has checked its
    permission."""
    if not links:
        return 0
    moment = moment or tables.now()
    by_ref = _by_source(session, viewer, {k.to_origin_ref for _, k in links if k.to_origin_ref is not None})
    ends = [_ends(start, k.to_record_id or by_ref.get(k.to_origin_ref or ""), k) for start, k in links]
    own = _own(session, viewer, {i for start, end, _ in ends for i in (start, end) if i})
    rows: dict[tuple[str, str, str], dict[str, object]] = {}
    for start, end, k in ends:
        if start is None or end is None or end not in own or start not in own:
            raise BadInput("A link leads to a record that your unit does not have.", field="links")
        if fit(own[start], own[end], k.role) is not Fit.AS_GIVEN:
            raise BadInput("This role does not fit these two records.", field="links")
        limits.check_length(k.note, limits.LINK_NOTE, "links")
        rows[start, end, k.role.value] = {
            "id": new_id(),
            "owner_unit_id": viewer.unit_id,
            "from_record_id": start,
            "to_record_id": end,
            "role": k.role.value,
            "note": k.note,
            "created_at": moment,
        }
    insert = tables.insert_for(session)(RecordLink.__table__)
    again = insert.on_conflict_do_update(  # one that was withdrawn and is stated again is shown again
        index_elements=["from_record_id", "to_record_id", "role"],
        set_={"withdrawn_at": None, "note": insert.excluded.note, "created_at": insert.excluded.created_at},
        where=RecordLink.withdrawn_at.is_not(None),
    )
    done = session.connection().execute(again.returning(RecordLink.id), list(rows.values())).all()
    if done:
        protection_links.match_again(session, {id for start, end, _ in rows for id in (start, end)})
    protection.work_out(session, protection_links.reached_by(session, list(rows)), viewer.officer_id or None)
    return len(done)


def _ends(start: str, end: str | None, k: LinkDraft) -> tuple[str | None, str | None, LinkDraft]:
    """Who plays the part, and in what."""
    return (end, start, k) if k.inward else (start, end, k)


def _by_source(session: Session, viewer: Viewer, refs: Iterable[str]) -> dict[str, str]:
    rows = session.connection().execute(
        select(Record.origin_ref, Record.id).where(
            Record.owner_unit_id == viewer.unit_id, among(Record.origin_ref, refs), _there()
        )
    )
    return {row.origin_ref: row.id for row in rows}


def _own(session: Session, viewer: Viewer, ids: Iterable[str]) -> dict[str, RecordKind]:
    rows = session.connection().execute(
        select(Record.id, Record.kind).where(Record.owner_unit_id == viewer.unit_id, among(Record.id, ids), _there())
    )
    return {row.id: RecordKind(row.kind) for row in rows}


def _there() -> ColumnElement[bool]:
    """Nothing is linked to what was destroyed."""
    return Record.state.not_in(RECORDS.gone)
