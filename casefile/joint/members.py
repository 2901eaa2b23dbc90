"""Members of a joint case, by name: each unit names its own; mentors of a partnership read less and write nothing."""

from dataclasses import dataclass

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import BadInput
from casefile.joint.seats import MEMBERS_ONLY, acting_members, move, refuse, seated
from casefile.people.viewers import viewer_of
from casefile.policy.permissions import Permission, permissions_of
from casefile.policy.states import JointMove
from casefile.policy.viewer import Viewer, require
from casefile.storage import tables
from casefile.storage.tables import JointMember, Officer, OfficerRole, new_id
from casefile.vocabulary import JointPart, Role, SeatState


@dataclass(frozen=True, slots=True)
class Colleague:
    """An officer of the own unit who may be named."""

    officer_id: str
    name: str


def colleagues(session: Session, viewer: Viewer) -> list[Colleague]:
    """The officers of the own unit whose duties let them read a joint case, by name."""
    require(viewer, Permission.READ_JOINT)
    readers = [role.value for role in Role if Permission.READ_JOINT in permissions_of(frozenset({role}))]
    rows = session.execute(
        select(Officer.id, Officer.display_name)
        .join(OfficerRole, OfficerRole.officer_id == Officer.id)
        .where(Officer.unit_id == viewer.unit_id, Officer.active, OfficerRole.role.in_(readers))
        .distinct()
        .order_by(Officer.display_name)
    )
    return [Colleague(*row) for row in rows]


def name_member(session: Session, viewer: Viewer, joint_id: str, officer_id: str, part: JointPart) -> None:
    """Name an officer of the own unit, or change what one is in the case.

    By a member; by any investigator of the unit when none of its members serves there any more.
    """
    require(viewer, Permission.WORK_JOINT)
    _check_may_name(session, viewer, joint_id)
    officer = viewer_of(session, officer_id)
    if officer is None or officer.unit_id != viewer.unit_id or not officer.may(Permission.READ_JOINT):
        raise BadInput("Choose an officer of your unit who works on cases.", field="officer")
    if part is JointPart.MENTOR:
        _keep_acting(session, viewer, joint_id, officer_id)
    if part is JointPart.INVESTIGATOR and not officer.may(Permission.WORK_JOINT):
        raise BadInput("This officer’s duties only allow reading: choose mentor.", field="part")
    save_member(session, viewer, joint_id, officer_id, part)


def remove_member(session: Session, viewer: Viewer, joint_id: str, officer_id: str) -> None:
    """End the part of an officer whom the own unit named. The last one who may act stays, or the unit leaves."""
    require(viewer, Permission.WORK_JOINT)
    _check_may_name(session, viewer, joint_id)
    _keep_acting(session, viewer, joint_id, officer_id)
    gone = session.connection().execute(
        update(JointMember)
        .where(
            JointMember.joint_id == joint_id,
            JointMember.officer_id == officer_id,
            JointMember.unit_id == viewer.unit_id,
            JointMember.removed_at.is_(None),
        )
        .values(removed_at=tables.now())
    )
    if not gone.rowcount:
        raise BadInput("This officer is no member of it.", field="officer")
    audit.write(session, viewer, audit.Action.ALTERATION, "joint", joint_id, detail={"removed": officer_id})


def save_member(session: Session, viewer: Viewer, joint_id: str, officer_id: str, part: JointPart) -> None:
    """Write down that the officer is a member. Part of `name_member`, `propose` and `accept`."""
    values = {
        "unit_id": viewer.unit_id,
        "part": part.value,
        "named_at": tables.now(),
        "named_by": viewer.officer_id,
        "removed_at": None,
    }
    one = (JointMember.joint_id == joint_id, JointMember.officer_id == officer_id)
    if session.execute(select(JointMember.id).where(*one)).first() is None:
        session.connection().execute(
            insert(JointMember), {"id": new_id(), "joint_id": joint_id, "officer_id": officer_id, **values}
        )
    else:
        session.connection().execute(update(JointMember).where(*one).values(**values))
    audit.write(
        session, viewer, audit.Action.ALTERATION, "joint", joint_id, detail={"named": officer_id, "part": part.value}
    )


def _check_may_name(session: Session, viewer: Viewer, joint_id: str) -> None:
    at = seated(session, viewer, joint_id)
    move(session, viewer, at, JointMove.NAME)
    acting = acting_members(session, joint_id, viewer.unit_id)
    if at.seat is not SeatState.TAKEN or (acting and viewer.officer_id not in acting):
        refuse(session, viewer, at, JointMove.NAME, BadInput(MEMBERS_ONLY))


def _keep_acting(session: Session, viewer: Viewer, joint_id: str, officer_id: str) -> None:
    if acting_members(session, joint_id, viewer.unit_id) == {officer_id}:
        raise BadInput("Your unit would have nobody left who may act. Name another first, or leave.", field="officer")
