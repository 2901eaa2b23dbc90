"""An exhibit comes in: begun, part by part as the line allows, looked into, taken or refused.

A broken line loses one part at most: whoever began goes on where it broke, from the same machine or another. Until
the last part is there the exhibit does not exist for anybody else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from casefile import audit, limits
from casefile.errors import MISSING, N_, BadInput, Conflict, NotThere
from casefile.exhibits import rows
from casefile.exhibits.content import Content, look_into
from casefile.hits import pointers
from casefile.policy import exhibits as law
from casefile.policy.permissions import Permission
from casefile.policy.retention import RETENTION
from casefile.policy.states import EXHIBIT, READABLE, ExhibitMove
from casefile.policy.viewer import Viewer, require
from casefile.records import cases
from casefile.storage import fresh, tables
from casefile.storage.tables import Exhibit, ExhibitPart, Record, new_id
from casefile.subjects.cleaning import one_line, plain_text
from casefile.vocabulary import CustodyAct, ExhibitState, Json

OUT_OF_PLACE = N_("This part does not follow what is here. Ask how much arrived, and go on from there.")


@dataclass(frozen=True, slots=True)
class ExhibitDraft:
    """What an officer states of a file before it comes: it belongs to a record, or else to a case."""

    name: str
    size: int
    description: str = ""
    kept_at: str = ""
    record_id: str = ""
    case_id: str = ""


@dataclass(frozen=True, slots=True)
class Arriving:
    """A file on its way in."""

    id: str
    name: str
    size: int
    received: int
    begun_at: datetime

    @property
    def whole(self) -> bool:
        return self.received == self.size


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found in a file that is whole."""

    sha256: str
    content: Content


def begin(session: Session, viewer: Viewer, draft: ExhibitDraft) -> str:
    """Announce a file for an own record or case. Returns its id, to which the parts are sent."""
    require(viewer, Permission.KEEP_EXHIBITS)
    name = one_line(draft.name, "file", limits.EXHIBIT_NAME)
    if not name:
        raise BadInput("Choose a file.", field="file")
    law.check_size(draft.size)
    case_id, record_id = _place(session, viewer, draft)
    open_now = select(func.count()).select_from(Exhibit).where(
        Exhibit.begun_by == viewer.officer_id, Exhibit.state == ExhibitState.RECEIVING.value
    )  # fmt: skip
    if session.scalars(open_now).one() >= law.OPEN_UPLOADS:
        raise BadInput("%(most)s files of yours are half-way in. Finish or drop one first.",
                       field="file", most=law.OPEN_UPLOADS)  # fmt: skip
    exhibit_id, moment = new_id(), tables.now()
    row = {
        "id": exhibit_id,
        "reference": f"E-{pointers.new_reference()}",
        "unit_id": viewer.unit_id,
        "case_id": case_id,
        "record_id": record_id,
        "state": ExhibitState.RECEIVING.value,
        "name": name,
        "description": plain_text(draft.description, "description", limits.EXHIBIT_DESCRIPTION),
        "kept_at": one_line(draft.kept_at, "kept_at", limits.EXHIBIT_PLACE),
        "size": draft.size,
        "begun_at": moment,
        "begun_by": viewer.officer_id,
        "holder_id": viewer.officer_id,
        "kept_until": None if record_id else moment + RETENTION,
    }
    session.connection().execute(insert(Exhibit), row)
    return exhibit_id


def arriving(session: Session, viewer: Viewer, exhibit_id: str) -> Arriving:
    """How much of a file that the viewer began is here."""
    require(viewer, Permission.KEEP_EXHIBITS)
    return _arriving(session, _begun(session, viewer, exhibit_id))


def unfinished(session: Session, viewer: Viewer) -> list[Arriving]:
    """The files that the viewer began and that are not whole, newest first."""
    require(viewer, Permission.KEEP_EXHIBITS)
    mine = (Exhibit.begun_by == viewer.officer_id, Exhibit.unit_id == viewer.unit_id)
    wanted = select(Exhibit).where(*mine, Exhibit.state == ExhibitState.RECEIVING.value)
    found = fresh.rows(session, wanted.order_by(Exhibit.begun_at.desc()))
    return [_arriving(session, row) for (row,) in found]


def add_part(session: Session, viewer: Viewer, exhibit_id: str, offset: int, content: bytes) -> Arriving:
    """Add the part that begins at `offset`. Raises Conflict where another one is due; nothing is kept of it then."""
    require(viewer, Permission.KEEP_EXHIBITS)
    row = _begun(session, viewer, exhibit_id)
    here = _arriving(session, row)
    due = min(law.PART_BYTES, row.size - here.received)
    if offset != here.received or len(content) != due or not due:
        raise Conflict(OUT_OF_PLACE)
    number = offset // law.PART_BYTES
    session.connection().execute(insert(ExhibitPart), {"exhibit_id": row.id, "number": number, "content": content})
    return Arriving(row.id, row.name, row.size, here.received + due, row.begun_at)


def examine(session: Session, viewer: Viewer, exhibit_id: str) -> Examined:
    """Look into a file that is whole: its hash, its type, a small picture. Raises BadInput when it is not taken.

    Reads only, since it takes seconds: nothing can change in a file that is whole.
    """
    require(viewer, Permission.KEEP_EXHIBITS)
    row = _begun(session, viewer, exhibit_id)
    if not _arriving(session, row).whole:
        raise Conflict("This file is not whole yet. Send the rest.")
    looked = look_into(session, row.id, row.name, row.size)
    return Examined(rows.hash_of(session, row.id, row.size), looked)


def complete(session: Session, viewer: Viewer, exhibit_id: str, found: Examined) -> None:
    """Take the file: from now on it is an exhibit, held by who brought it in."""
    require(viewer, Permission.KEEP_EXHIBITS)
    row = _begun(session, viewer, exhibit_id)
    to = audit.next_state(session, viewer, EXHIBIT, ExhibitState(row.state), ExhibitMove.COMPLETE, ("exhibit", row.id))
    values = {
        "state": to.value,
        "sha256": found.sha256,
        "media_type": found.content.media_type,
        "thumbnail": found.content.thumbnail,
        "preview": found.content.preview,
        "received_at": tables.now(),
    }
    session.connection().execute(update(Exhibit).where(Exhibit.id == row.id).values(**values))
    rows.add_line(session, row.id, CustodyAct.RECEIVED, viewer.officer_id)
    detail: dict[str, Json] = {
        "case": row.case_id,
        "record": row.record_id or "",
        "sha256": found.sha256,
        "bytes": row.size,
    }
    audit.write(session, viewer, audit.Action.COLLECTION, "exhibit", row.id, detail=detail)


def drop(session: Session, viewer: Viewer, exhibit_id: str) -> None:
    """Give up a file that is not an exhibit yet, or that was not taken: nothing of it stays."""
    require(viewer, Permission.KEEP_EXHIBITS)
    forget(session, [_begun(session, viewer, exhibit_id).id])


def forget(session: Session, ids: Sequence[str]) -> None:
    """Remove files that never became exhibits, without a trace."""
    connection = session.connection()
    connection.execute(delete(ExhibitPart).where(ExhibitPart.exhibit_id.in_(ids)))
    connection.execute(delete(Exhibit).where(Exhibit.id.in_(ids), Exhibit.state == ExhibitState.RECEIVING.value))


def _begun(session: Session, viewer: Viewer, exhibit_id: str) -> Exhibit:
    row = rows.of_unit(session, viewer, exhibit_id)
    if row.begun_by != viewer.officer_id or row.state != ExhibitState.RECEIVING.value:
        raise NotThere(MISSING)
    return row


def _arriving(session: Session, row: Exhibit) -> Arriving:
    counted = select(func.count()).select_from(ExhibitPart).where(ExhibitPart.exhibit_id == row.id)
    received = min(session.scalars(counted).one() * law.PART_BYTES, row.size)
    return Arriving(row.id, row.name, row.size, received, row.begun_at)


def _place(session: Session, viewer: Viewer, draft: ExhibitDraft) -> tuple[str, str | None]:
    """The open case of the own unit in which it comes to stand, and the record if it belongs to one."""
    case_id = draft.case_id
    if draft.record_id:
        wanted = select(Record.case_id).where(
            Record.id == draft.record_id, Record.owner_unit_id == viewer.unit_id,
            Record.state.in_([state.value for state in READABLE]),
        )  # fmt: skip
        found = session.execute(wanted).first()
        if found is None:
            raise NotThere(MISSING)
        case_id = found.case_id
    if cases.case_of(session, viewer, case_id).closed_at is not None:
        raise Conflict("This case is closed. Reopen it to add an exhibit.")
    return case_id, draft.record_id or None
