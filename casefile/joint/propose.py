"""A joint case begins: one unit proposes it, the others accept or decline, each by an officer of its own."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from casefile import audit, limits
from casefile.contact.acts import opened_joint_case
from casefile.contact.view import contact_of
from casefile.errors import BadInput, NotAllowed
from casefile.hits import pointers
from casefile.joint.members import save_member
from casefile.joint.seats import Seated, move, refuse, seat_after, seated, units_with
from casefile.people import units
from casefile.policy.network import together
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.states import SEAT, HitMove, JointMove, SeatMove, allows
from casefile.policy.viewer import Viewer, require
from casefile.storage import tables
from casefile.storage.tables import JointCase, JointSeat, Pointer, new_id
from casefile.vocabulary import JointPart, JointState, SeatState

NOT_NOTIFIED = "The other unit has not been notified of this coincidence. Answer the pointer first, or wait for it."


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed, to which units, until when; of which pointer of the own unit, if of one."""

    title: str
    purpose: str
    unit_ids: tuple[str, ...]
    ends_at: datetime
    pointer_id: str = ""


def propose(session: Session, viewer: Viewer, proposal: Proposal) -> str:
    """Propose a joint case and return its id. Nobody but the units named learns of it.

    The other unit of a pointer is asked by itself; raises BadInput while that unit knows nothing of the coincidence.
    """
    require(viewer, Permission.WORK_JOINT)
    title = proposal.title.strip()
    if not title:
        raise BadInput("Give the joint case a title.", field="title")
    limits.check_length(title, limits.CASE_TITLE, "title")
    purpose = _purpose(proposal.purpose)
    moment = tables.now()
    together.check_end(proposal.ends_at, moment)
    hit_id, about = _of_pointer(session, viewer, proposal.pointer_id)
    asked = _units(session, viewer, {*proposal.unit_ids, *about})
    joint_id = new_id()
    session.connection().execute(
        insert(JointCase),
        {
            "id": joint_id,
            "reference": pointers.new_reference(),
            "title": title,
            "purpose": purpose,
            "lead_unit_id": viewer.unit_id,
            "proposed_by": viewer.officer_id,
            "proposed_at": moment,
            "hit_id": hit_id,
            "state": JointState.PROPOSED.value,
            "ends_at": proposal.ends_at,
            "close_reason": "",
        },
    )
    _seat(session, joint_id, [viewer.unit_id], SeatState.TAKEN, viewer.officer_id)
    _seat(session, joint_id, asked, SeatState.ASKED, None)
    save_member(session, viewer, joint_id, viewer.officer_id, JointPart.INVESTIGATOR)
    audit.write(
        session, viewer, audit.Action.DISCLOSURE, "joint", joint_id, reason=purpose,
        detail={"asked": asked, "hit": hit_id},
    )  # fmt: skip
    return joint_id


def accept(session: Session, viewer: Viewer, joint_id: str, reason: str) -> JointState:
    """Take the own unit's seat; who accepts is its first member. Returns the state the case comes to."""
    require(viewer, Permission.WORK_JOINT)
    why = Reason.stated(reason)
    at = _at_answer(session, viewer, joint_id, SeatMove.ACCEPT)
    to = move(session, viewer, at, JointMove.OPEN)
    _answer(session, viewer, at, SeatMove.ACCEPT, why)
    save_member(session, viewer, joint_id, viewer.officer_id, JointPart.INVESTIGATOR)
    _note_in_contact(session, viewer, at)
    return to


def _note_in_contact(session: Session, viewer: Viewer, at: Seated) -> None:
    """Where it came of a contact that has come so far, both desks read in its thread that the case is open."""
    mine = select(Pointer.id).where(Pointer.hit_id == at.case.hit_id, Pointer.unit_id == viewer.unit_id)
    pointer_id = session.scalars(mine.where(Pointer.sent_at.is_not(None))).first() if at.case.hit_id else None
    if pointer_id and HitMove.OPEN_JOINT_CASE in contact_of(session, viewer, pointer_id).moves:
        opened_joint_case(session, viewer, pointer_id, at.case.id)


def decline(session: Session, viewer: Viewer, joint_id: str, reason: str) -> JointState:
    """Leave the own unit's seat empty. When nobody is left who could accept, the case is declined."""
    require(viewer, Permission.WORK_JOINT)
    why = Reason.stated(reason)
    at = _at_answer(session, viewer, joint_id, SeatMove.DECLINE)
    _answer(session, viewer, at, SeatMove.DECLINE, why)
    if at.state is JointState.PROPOSED and not units_with(session, joint_id, {SeatState.ASKED}):
        return move(session, viewer, at, JointMove.DECLINE)
    return at.state


def _at_answer(session: Session, viewer: Viewer, joint_id: str, step: SeatMove) -> Seated:
    at = seated(session, viewer, joint_id)
    seat_after(session, viewer, at, step)
    if not allows_answer(at):
        move(session, viewer, at, JointMove.OPEN)  # refused, in the words of the table
    if not together.may_answer_proposal(viewer.officer_id, at.case.proposed_by):
        refuse(session, viewer, at, step, NotAllowed(together.OWN_PROPOSAL))
    return at


def allows_answer(at: Seated) -> bool:
    """Whether the own unit may still accept or decline."""
    return at.state in (JointState.PROPOSED, JointState.OPEN) and allows(SEAT, at.seat, SeatMove.ACCEPT)


def _answer(session: Session, viewer: Viewer, at: Seated, step: SeatMove, why: Reason) -> None:
    values = {
        "state": seat_after(session, viewer, at, step).value,
        "decided_at": tables.now(),
        "decided_by": viewer.officer_id,
        "reason": why.text,
    }
    mine = (JointSeat.joint_id == at.case.id, JointSeat.unit_id == viewer.unit_id)
    session.connection().execute(update(JointSeat).where(*mine).values(**values))
    audit.write(
        session, viewer, audit.Action.DECISION, "joint", at.case.id, reason=why.text, detail={"answer": step.value}
    )


def _purpose(text: str) -> str:
    try:
        return Reason.stated(text).text
    except BadInput as error:
        raise BadInput(error.message, field="purpose", **error.values) from error


def _of_pointer(session: Session, viewer: Viewer, pointer_id: str) -> tuple[str | None, tuple[str, ...]]:
    """The hit and the other unit of an own pointer that stands; that unit must have been notified itself."""
    if not pointer_id:
        return None, ()
    if pointers.pointer_of(session, viewer, pointer_id).recalled:
        raise BadInput(NOT_NOTIFIED, field="units")
    own = session.execute(select(Pointer.hit_id, Pointer.about_unit_id).where(Pointer.id == pointer_id)).one()
    theirs = select(Pointer.id).where(
        Pointer.hit_id == own.hit_id,
        Pointer.unit_id == own.about_unit_id,
        Pointer.sent_at.is_not(None),
        Pointer.withdrawn_at.is_(None),
    )
    if session.execute(theirs).first() is None:
        raise BadInput(NOT_NOTIFIED, field="units")
    return own.hit_id, (own.about_unit_id,)


def _units(session: Session, viewer: Viewer, unit_ids: set[str]) -> list[str]:
    wanted = sorted(unit_ids - {viewer.unit_id})
    if not wanted:
        raise BadInput("Choose at least one other unit.", field="units")
    if not set(wanted) <= {one.id for one in units.investigating(session)}:
        raise BadInput("One of these units takes no part in joint cases. Choose from the list.", field="units")
    return wanted


def _seat(session: Session, joint_id: str, unit_ids: list[str], state: SeatState, by: str | None) -> None:
    moment = tables.now()
    session.connection().execute(
        insert(JointSeat),
        [
            {
                "joint_id": joint_id,
                "unit_id": unit_id,
                "state": state.value,
                "asked_at": moment,
                "decided_at": moment if by else None,
                "decided_by": by,
                "reason": "",
            }
            for unit_id in unit_ids
        ],
    )
