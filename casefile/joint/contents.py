"""What stands in a joint case: records that their units put in and may take out, and minutes that are only added."""

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from casefile import audit, records
from casefile.errors import MISSING, BadInput, NotAllowed, NotThere
from casefile.joint.seats import Seated, move, require_acting, seated, units_with
from casefile.policy.handling import record_facts
from casefile.policy.permissions import Permission
from casefile.policy.reasons import MAX_LENGTH
from casefile.policy.sharing import Access, PutIn
from casefile.policy.states import READABLE, JointMove
from casefile.policy.viewer import Viewer, require
from casefile.storage import fresh, tables
from casefile.storage.tables import JointMinute, JointRecord, JointSeat, Record, RecordVersion, new_id
from casefile.subjects.cleaning import plain_text
from casefile.vocabulary import JointState, SeatState

EXTENTS = (Access.CORE, Access.FULL)


def put_in(session: Session, viewer: Viewer, joint_id: str, record_id: str, extent: Access) -> None:
    """Let the members read a record of the own unit, its core or all of it; put in again, what was chosen changes.

    Never a protected one: what concerns a victim or a minor goes by the protection desk.
    """
    require(viewer, Permission.WORK_JOINT)
    at = seated(session, viewer, joint_id)
    require_acting(session, viewer, at, JointMove.PUT)
    move(session, viewer, at, JointMove.PUT)
    if extent not in EXTENTS:
        raise BadInput("Choose how much the members read: the core, or all of it.", field="extent")
    _check_own(session, viewer, at, record_id)
    values = {
        "unit_id": viewer.unit_id,
        "extent": extent.value,
        "put_at": tables.now(),
        "put_by": viewer.officer_id,
        "taken_at": None,
    }
    one = (JointRecord.joint_id == joint_id, JointRecord.record_id == record_id)
    if session.execute(select(JointRecord.id).where(*one)).first() is None:
        session.connection().execute(
            insert(JointRecord), {"id": new_id(), "joint_id": joint_id, "record_id": record_id, **values}
        )
    else:
        session.connection().execute(update(JointRecord).where(*one).values(**values))
    to = sorted(units_with(session, joint_id, {SeatState.TAKEN}) - {viewer.unit_id})
    detail = {"joint": joint_id, "extent": extent.value, "to": to}
    audit.write(session, viewer, audit.Action.DISCLOSURE, "record", record_id, detail=detail)


def take_out(session: Session, viewer: Viewer, joint_id: str, record_id: str) -> None:
    """Let the members read a record of the own unit no longer, from now on. Any investigator of the unit may."""
    require(viewer, Permission.WORK_JOINT)
    at = seated(session, viewer, joint_id)
    move(session, viewer, at, JointMove.TAKE_OUT)
    gone = session.connection().execute(
        update(JointRecord)
        .where(
            JointRecord.joint_id == joint_id,
            JointRecord.record_id == record_id,
            JointRecord.unit_id == viewer.unit_id,
            JointRecord.taken_at.is_(None),
        )
        .values(taken_at=tables.now())
    )
    if not gone.rowcount:
        raise NotThere(MISSING)
    audit.write(session, viewer, audit.Action.WITHDRAWAL, "record", record_id, detail={"joint": joint_id})


def write_minute(session: Session, viewer: Viewer, joint_id: str, text: str) -> str:
    """Add a text to the minutes; it is never changed. Returns its id."""
    require(viewer, Permission.WORK_JOINT)
    at = seated(session, viewer, joint_id)
    require_acting(session, viewer, at, JointMove.WRITE)
    move(session, viewer, at, JointMove.WRITE)
    text = plain_text(text, "text", MAX_LENGTH)
    if not text:
        raise BadInput("Write what was agreed or done.", field="text")
    minute_id = new_id()
    row = {
        "id": minute_id,
        "joint_id": joint_id,
        "unit_id": viewer.unit_id,
        "officer_id": viewer.officer_id,
        "text": text,
        "written_at": tables.now(),
    }
    session.connection().execute(insert(JointMinute), row)
    audit.write(session, viewer, audit.Action.COLLECTION, "joint", joint_id, detail={"minute": minute_id})
    return minute_id


def open_record(session: Session, viewer: Viewer, joint_id: str, record_id: str) -> records.RecordView:
    """One record of the joint case, as far as this member may read it there: never the case it stands in, its grounds
    and its history. The look is written into the trail."""
    require(viewer, Permission.READ_JOINT)
    at = seated(session, viewer, joint_id, lock=False)
    put = standing(session, at).get(record_id)
    if put is None or at.part is None:
        raise NotThere(MISSING)
    return records.read_put_in(session, viewer, record_id, put, case_ref=at.case.reference)


def standing(session: Session, at: Seated) -> dict[str, PutIn]:
    """What was put in and not taken out, by record: as this reader's seat reaches it. Nothing without membership."""
    rows = session.execute(
        select(JointRecord.record_id, JointRecord.extent, JointSeat.state)
        .join(
            JointSeat, (JointSeat.joint_id == JointRecord.joint_id) & (JointSeat.unit_id == JointRecord.unit_id)
        )
        .where(JointRecord.joint_id == at.case.id, JointRecord.taken_at.is_(None))
        .order_by(JointRecord.put_at, JointRecord.id)
    )  # fmt: skip
    open_here = at.state is JointState.OPEN and at.seat is SeatState.TAKEN
    return {
        record_id: PutIn(Access(extent), open_here and SeatState(seat) is SeatState.TAKEN, at.part)
        for record_id, extent, seat in rows
    }


def _check_own(session: Session, viewer: Viewer, at: Seated, record_id: str) -> None:
    statement = (
        select(Record, RecordVersion)
        .join(RecordVersion, (RecordVersion.record_id == Record.id) & (RecordVersion.version == Record.version))
        .where(Record.id == record_id, Record.owner_unit_id == viewer.unit_id)
    )
    for head, version in fresh.rows(session, statement):
        facts = record_facts(head, version)
        if facts.protected or facts.names_protected:
            error = NotAllowed("This concerns somebody who is protected. It goes through the protection desk only.")
            detail = {"joint": at.case.id, "move": JointMove.PUT.value}
            audit.refuse(session, viewer, error, "record", record_id, detail)
        if facts.state not in READABLE:
            raise BadInput("This record is not in force. Only what is in force is put in.", field="record")
        return
    raise NotThere(MISSING)
