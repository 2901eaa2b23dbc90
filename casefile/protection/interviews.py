"""Interviews: which indicators of trafficking were ticked when a person was heard, by whom and on which day.

Written by the unit that holds the record, read by who reads a protected record: that unit, and the protection desk once
it is before it. Where the rule is met the record is protected and the desk asked in the same transaction.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import MISSING, N_, BadInput, NotThere
from casefile.policy.permissions import Permission
from casefile.policy.protection import Known, signs_of
from casefile.policy.states import RECORD, RecordMove, after
from casefile.policy.trafficking.indicators import raises_review, stated_indicators
from casefile.policy.viewer import Viewer, require
from casefile.protection.lowering import check_before_the_desk
from casefile.records import protection as of_records
from casefile.records.reviews import raise_reviews
from casefile.storage import tables
from casefile.storage.tables import Interview, Record, new_id
from casefile.storage.versioned import RECORDS
from casefile.subjects import identity_rows, protection_signs
from casefile.vocabulary import Indicator, Protection, RecordKind, RecordState, ReviewGround, SubjectCategory

PERSONS_ONLY = N_("Only a person is heard: open the record of the person.")


@dataclass(frozen=True, slots=True)
class InterviewDraft:
    """What the officer ticked. None ticked is worth keeping too: it was asked."""

    held_on: date
    indicators: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class InterviewView:
    """An interview as its readers have it."""

    id: str
    held_on: date
    indicators: tuple[Indicator, ...]
    noted_by: str | None
    noted_at: datetime


@dataclass(frozen=True, slots=True)
class Noted:
    """`raised`: the rule was met, and the protection desk has been asked."""

    id: str
    raised: bool


def note_interview(session: Session, viewer: Viewer, record_id: str, draft: InterviewDraft) -> Noted:
    """Keep what was ticked for a person of the own unit, and have the desk look where the rule says so.

    The same interview sent twice is kept once. Raises BadInput for a day ahead, a word on no list, a record that is of
    no person; Conflict for a record that is withdrawn.
    """
    require(viewer, Permission.ENTER_RECORD)
    head = RECORDS.own(session, viewer.unit_id, record_id)
    after(RECORD, RecordState(head.state), RecordMove.AMEND)
    if head.kind != RecordKind.PERSON.value:
        raise BadInput(PERSONS_ONLY, field="indicators")
    ticked = stated_indicators(draft.indicators)
    if draft.held_on > tables.now().date():
        raise BadInput("The day of the interview lies ahead.", field="held_on")
    known = _same(session, viewer, record_id, draft.held_on, ticked)
    if known is not None:
        return known
    interview_id = new_id()
    session.add(
        Interview(
            id=interview_id, record_id=record_id, held_on=draft.held_on.isoformat(),
            indicators=[one.value for one in ticked], noted_by=viewer.officer_id or None, noted_at=tables.now(),
        )
    )  # fmt: skip
    session.flush()
    audit.write(session, viewer, audit.Action.ALTERATION, "record", record_id, detail={"interview": interview_id})
    raised = raises_review(ticked, may_be_child=may_be_child(session, record_id))
    if raised:
        _protect(session, viewer, record_id, head.version, interview_id)
        raise_reviews(session, [record_id], ReviewGround.INTERVIEW, interview_id)
    return Noted(interview_id, raised)


def interviews_of(session: Session, viewer: Viewer, record_id: str) -> tuple[InterviewView, ...]:
    """The interviews of a record of the own unit, the newest first."""
    require(viewer, Permission.READ_RECORD)
    stands = Record.state != RecordState.TOMBSTONED.value
    owner = session.scalar(select(Record.owner_unit_id).where(Record.id == record_id, stands))
    if owner != viewer.unit_id:
        raise NotThere(MISSING)
    return _views(session, record_id)


def interviews_before_desk(session: Session, viewer: Viewer, record_id: str) -> tuple[InterviewView, ...]:
    """The same of a record before the protection desk, for who decides there."""
    require(viewer, Permission.LOWER_PROTECTION)
    check_before_the_desk(session, viewer, "record", record_id)
    return _views(session, record_id)


def _views(session: Session, record_id: str) -> tuple[InterviewView, ...]:
    rows = session.scalars(
        select(Interview)
        .where(Interview.record_id == record_id)
        .order_by(Interview.held_on.desc(), Interview.noted_at.desc(), Interview.id)
    )
    return tuple(
        InterviewView(
            one.id, date.fromisoformat(one.held_on), tuple(map(Indicator, one.indicators)), one.noted_by, one.noted_at
        )
        for one in rows
    )


def _same(
    session: Session, viewer: Viewer, record_id: str, held_on: date, ticked: tuple[Indicator, ...]
) -> Noted | None:
    by = Interview.noted_by == viewer.officer_id if viewer.officer_id else Interview.noted_by.is_(None)
    wanted = select(Interview).where(Interview.record_id == record_id, Interview.held_on == held_on.isoformat(), by)
    words = [one.value for one in ticked]
    for one in session.scalars(wanted):
        if list(one.indicators) == words:
            return Noted(one.id, raises_review(ticked, may_be_child=may_be_child(session, record_id)))
    return None


def may_be_child(session: Session, record_id: str) -> bool:
    """Whether a record may be of a child; what nobody has worked out counts as a child: fails closed."""
    protection = session.scalar(select(Record.protection).where(Record.id == record_id))
    return protection is None or Protection.MINOR.value in protection


def _protect(session: Session, viewer: Viewer, record_id: str, version: int, interview_id: str) -> None:
    """It is a victim's until the desk has looked; of no known age, a child's too, as everywhere."""
    key = identity_rows.identity_id(record_id, version)
    identity = identity_rows.load_identities(session, [key])[key]
    born = protection_signs.born_of(identity)
    known = Known(RecordKind.PERSON, SubjectCategory.NONE, born=born, interviews=(interview_id,))
    signs = signs_of(known, tables.now().date())
    by = viewer.officer_id or None
    protection_signs.add_signs(session, "record", {record_id: signs}, by)
    of_records.work_out(session, [record_id], by)
