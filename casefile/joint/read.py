"""Joint cases as their units read them: all that the own unit was asked into, and one opened by a member."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile import audit, records
from casefile.errors import MISSING, NotThere
from casefile.hits import pointers
from casefile.joint.contents import standing
from casefile.joint.ending import may_close
from casefile.joint.propose import allows_answer
from casefile.joint.seats import Seated, acting_members, seated, state_now
from casefile.policy.network import together
from casefile.policy.permissions import Permission
from casefile.policy.states import JOINT, JointMove, allows
from casefile.policy.viewer import Viewer, require
from casefile.records.views import RecordLine
from casefile.storage import fresh
from casefile.storage.tables import JointCase, JointMember, JointMinute, JointRecord, JointSeat, Officer, Pointer, Unit
from casefile.vocabulary import JointPart, JointState, SeatState


@dataclass(frozen=True, slots=True)
class JointLine:
    """A joint case in the list of a unit that has or had a seat in it."""

    id: str
    reference: str
    title: str
    state: JointState
    seat: SeatState
    ends_at: datetime
    member: bool
    to_answer: bool


@dataclass(frozen=True, slots=True)
class SeatLine:
    unit_id: str
    unit_name: str
    country: str
    state: SeatState
    lead: bool
    decided_at: datetime | None
    reason: str
    """Why it accepted, declined or left: its own words to the others."""


@dataclass(frozen=True, slots=True)
class MemberLine:
    officer_id: str
    name: str
    unit_name: str
    own_unit: bool
    part: JointPart


@dataclass(frozen=True, slots=True)
class MinuteLine:
    text: str
    author: str
    unit_name: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class May:
    """What this officer may do now."""

    answer: bool = False
    act: bool = False
    name: bool = False
    take_out: bool = False
    close: bool = False


@dataclass(frozen=True, slots=True)
class JointView:
    """A joint case opened. Members, records and minutes are empty for who is not a member."""

    id: str
    reference: str
    title: str
    purpose: str
    state: JointState
    seat: SeatState
    part: JointPart | None
    ends_at: datetime
    closed_at: datetime | None
    close_reason: str
    pointer_reference: str
    """The own unit's pointer it came of, while that stands."""
    seats: tuple[SeatLine, ...]
    may: May
    members: tuple[MemberLine, ...] = ()
    minutes: tuple[MinuteLine, ...] = ()
    records: tuple[RecordLine, ...] = ()
    extents: Mapping[str, str] = field(default_factory=dict)
    """*core* or *full*, by record, as its unit chose."""


def joint_cases_of(session: Session, viewer: Viewer, *, limit: int = 50, offset: int = 0) -> list[JointLine]:
    """The joint cases in which the own unit has or had a seat, newest first."""
    require(viewer, Permission.READ_JOINT)
    member = (
        select(JointMember.id)
        .where(
            JointMember.joint_id == JointCase.id,
            JointMember.officer_id == viewer.officer_id,
            JointMember.unit_id == viewer.unit_id,
            JointMember.removed_at.is_(None),
        )
        .exists()
    )
    rows = fresh.rows(
        session,
        select(JointCase, JointSeat.state, member)
        .join(JointSeat, JointSeat.joint_id == JointCase.id)
        .where(JointSeat.unit_id == viewer.unit_id)
        .order_by(JointCase.proposed_at.desc(), JointCase.id)
        .limit(limit)
        .offset(offset),
    )
    found = []
    for case, seat_word, is_member in rows:
        at = Seated(case, SeatState(seat_word), None, state_now(case))
        taken = at.seat is SeatState.TAKEN
        found.append(
            JointLine(
                case.id,
                case.reference,
                case.title,
                at.state,
                at.seat,
                case.ends_at,
                bool(is_member) and taken,
                _may_answer(viewer, at),
            )  # fmt: skip
        )
    return found


def open_joint(session: Session, viewer: Viewer, joint_id: str) -> JointView:
    """Open one; a member's look is written into the trail with the records it showed, so it needs a writing session."""
    require(viewer, Permission.READ_JOINT)
    at = seated(session, viewer, joint_id, lock=False)
    case, acting = at.case, at.part is JointPart.INVESTIGATOR and viewer.may(Permission.WORK_JOINT)
    alone = not acting_members(session, joint_id, viewer.unit_id)
    inside = at.part is not None
    put = standing(session, at) if inside else {}
    lines = records.lines_put_in(session, viewer, put) if put else {}
    if inside:
        audit.write(
            session, viewer, audit.Action.CONSULTATION, "joint", joint_id, case_ref=case.reference,
            detail={"records": sorted(lines)},
        )  # fmt: skip
    return JointView(
        case.id,
        case.reference,
        case.title,
        case.purpose,
        at.state,
        at.seat,
        at.part,
        case.ends_at,
        case.closed_at,
        case.close_reason,
        _pointer_reference(session, viewer, case),
        _seats(session, case),
        May(
            answer=_may_answer(viewer, at),
            act=acting and allows(JOINT, at.state, JointMove.WRITE),
            name=allows(JOINT, at.state, JointMove.NAME)
            and at.seat is SeatState.TAKEN
            and (acting or (alone and viewer.may(Permission.WORK_JOINT))),
            take_out=viewer.may(Permission.WORK_JOINT),
            close=acting and allows(JOINT, at.state, JointMove.CLOSE) and may_close(session, viewer, at),
        ),
        _members(session, viewer, joint_id) if inside else (),
        _minutes(session, joint_id) if inside else (),
        tuple(lines.values()),
        _extents(session, joint_id) if inside else {},
    )


def joint_by_reference(session: Session, viewer: Viewer, reference: str) -> str:
    """The id of a joint case in which the own unit has or had a seat. Raises NotThere."""
    require(viewer, Permission.READ_JOINT)
    mine = (JointSeat.unit_id == viewer.unit_id, JointCase.reference == reference)
    statement = select(JointCase.id).join(JointSeat, JointSeat.joint_id == JointCase.id).where(*mine)
    if (joint_id := session.scalars(statement).first()) is None:
        raise NotThere(MISSING)
    return joint_id


def own_put_in(session: Session, viewer: Viewer, joint_id: str) -> list[str]:
    """Ids of the own unit's records that stand in it: they may be taken out at any time, by who is no member too."""
    require(viewer, Permission.READ_JOINT)
    at = seated(session, viewer, joint_id, lock=False)
    own = select(JointRecord.record_id).where(
        JointRecord.joint_id == at.case.id, JointRecord.unit_id == viewer.unit_id, JointRecord.taken_at.is_(None)
    )
    return list(session.scalars(own.order_by(JointRecord.put_at)))


def _may_answer(viewer: Viewer, at: Seated) -> bool:
    in_seat = together.may_answer_proposal(viewer.officer_id, at.case.proposed_by)
    return allows_answer(at) and in_seat and viewer.may(Permission.WORK_JOINT)


def _pointer_reference(session: Session, viewer: Viewer, case: JointCase) -> str:
    """Only who holds a pointer of the coincidence reads its reference; a third unit learns of none."""
    if case.hit_id is None or not viewer.may(Permission.READ_POINTER):
        return ""
    mine = select(Pointer.id).where(
        Pointer.hit_id == case.hit_id, Pointer.unit_id == viewer.unit_id, Pointer.sent_at.is_not(None)
    )
    pointer_id = session.scalars(mine).first()
    if pointer_id is None:
        return ""
    pointer = pointers.pointer_of(session, viewer, pointer_id)
    return "" if pointer.recalled else pointer.reference


def _seats(session: Session, case: JointCase) -> tuple[SeatLine, ...]:
    rows = fresh.rows(
        session,
        select(JointSeat, Unit)
        .join(Unit, Unit.id == JointSeat.unit_id)
        .where(JointSeat.joint_id == case.id)
        .order_by(Unit.name),
    )
    return tuple(
        SeatLine(
            unit.id,
            unit.name,
            unit.country,
            SeatState(seat.state),
            unit.id == case.lead_unit_id,
            seat.decided_at,
            seat.reason,
        )  # fmt: skip
        for seat, unit in rows
    )


def _members(session: Session, viewer: Viewer, joint_id: str) -> tuple[MemberLine, ...]:
    rows = session.execute(
        select(JointMember.officer_id, JointMember.part, Officer.display_name, Officer.login, Unit.id, Unit.name)
        .join(Officer, Officer.id == JointMember.officer_id)
        .join(Unit, Unit.id == JointMember.unit_id)
        .join(JointSeat, (JointSeat.joint_id == JointMember.joint_id) & (JointSeat.unit_id == JointMember.unit_id))
        .where(
            JointMember.joint_id == joint_id,
            JointMember.removed_at.is_(None),
            JointSeat.state == SeatState.TAKEN.value,
            Officer.active,
            Officer.unit_id == JointMember.unit_id,
        )
        .order_by(Unit.name, Officer.display_name)
    )
    return tuple(
        MemberLine(officer_id, name or login, unit_name, unit_id == viewer.unit_id, JointPart(part))
        for officer_id, part, name, login, unit_id, unit_name in rows
    )


def _minutes(session: Session, joint_id: str) -> tuple[MinuteLine, ...]:
    rows = session.execute(
        select(JointMinute.text, Officer.display_name, Unit.name, JointMinute.written_at)
        .join(Officer, Officer.id == JointMinute.officer_id)
        .join(Unit, Unit.id == JointMinute.unit_id)
        .where(JointMinute.joint_id == joint_id)
        .order_by(JointMinute.written_at.desc(), JointMinute.id)
    )
    return tuple(MinuteLine(*row) for row in rows)


def _extents(session: Session, joint_id: str) -> dict[str, str]:
    rows = session.execute(
        select(JointRecord.record_id, JointRecord.extent).where(
            JointRecord.joint_id == joint_id, JointRecord.taken_at.is_(None)
        )
    )
    return {row.record_id: row.extent for row in rows}
