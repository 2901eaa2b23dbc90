"""The register of training of the real network: who was trained in what, by whom and when; noted, read, withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import ColumnElement, and_, func, insert, select, true, update
from sqlalchemy.orm import Session, aliased

from casefile import audit, limits
from casefile.errors import MISSING, BadInput, Conflict, NotThere
from casefile.policy.network.training import check_day, notes_for, notes_for_all
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.viewer import Viewer, require
from casefile.storage import fresh, tables
from casefile.storage.in_list import among
from casefile.storage.tables import ApiToken, Officer, Training, Unit, new_id
from casefile.vocabulary import SET_UP, TrainingCourse

GONE = "This entry has been withdrawn already."
Noter, Withdrawer = aliased(Officer), aliased(Officer)


@dataclass(frozen=True, slots=True)
class TrainingDraft:
    """Whom, in what, on which day, by whom."""

    officer_id: str
    course: TrainingCourse
    day: date
    tutor: str


@dataclass(frozen=True, slots=True)
class TrainingView:
    """A line of the register."""

    id: str
    unit_code: str
    unit: str
    officer: str
    course: TrainingCourse
    day: date
    tutor: str
    noted_by: str
    noted_at: datetime
    withdrawn_at: datetime | None
    withdrawn_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Trained:
    """An officer of the own unit, and the newest day of each course that was noted."""

    officer: str
    courses: tuple[tuple[TrainingCourse, date], ...]


@dataclass(frozen=True, slots=True)
class Trainable:
    """Whom a training can be noted of."""

    id: str
    name: str
    unit: str


def note_training(session: Session, viewer: Viewer, draft: TrainingDraft) -> str:
    """Note it and return its id. Raises BadInput, naming the field."""
    require(viewer, Permission.TRAIN)
    tutor = draft.tutor.strip()
    if not tutor:
        raise BadInput("Name who taught it.", field="tutor")
    limits.check_length(tutor, limits.TUTOR, "tutor")
    check_day(draft.day, tables.now().date())
    whose = select(Officer.unit_id).where(Officer.id == draft.officer_id, _people())
    unit_id = session.scalars(whose).one_or_none()
    if unit_id is None or not notes_for(viewer, unit_id):
        raise BadInput("Choose an officer from the list.", field="officer")
    training_id = new_id()
    row = {
        "id": training_id,
        "unit_id": unit_id,
        "officer_id": draft.officer_id,
        "course": draft.course.value,
        "day": draft.day,
        "tutor": tutor,
        "noted_at": tables.now(),
        "noted_by": viewer.officer_id,
        "reason": "",
    }
    session.connection().execute(insert(Training), row)
    audit.write(session, viewer, audit.Action.ADMINISTRATION, "training", training_id,
                detail={"officer": draft.officer_id, "course": draft.course.value})  # fmt: skip
    return training_id


def withdraw_training(session: Session, viewer: Viewer, training_id: str, reason: str) -> None:
    """Take back what was noted wrongly; it stays to be read, with the reason. What is right is noted anew."""
    require(viewer, Permission.TRAIN)
    why = Reason.stated(reason)
    row = _of(session, viewer, training_id)
    done = session.connection().execute(
        update(Training)
        .where(Training.id == row.id, Training.withdrawn_at.is_(None))
        .values(withdrawn_at=tables.now(), withdrawn_by=viewer.officer_id, reason=why.text)
    )
    if not done.rowcount:
        raise Conflict(GONE)
    audit.write(session, viewer, audit.Action.WITHDRAWAL, "training", row.id, reason=why.text)


def open_training(session: Session, viewer: Viewer, training_id: str) -> TrainingView:
    """One line, of a unit whose register is the viewer's to read; the look is kept."""
    require(viewer, Permission.TRAIN)
    [view] = trainings_by_id(session, viewer, [_of(session, viewer, training_id).id])
    audit.write(session, viewer, audit.Action.CONSULTATION, "training", view.id)
    return view


def trainable(session: Session, viewer: Viewer) -> list[Trainable]:
    """The officers of whom the viewer may note a training, by unit and name."""
    require(viewer, Permission.TRAIN)
    own = true() if notes_for_all(viewer) else Officer.unit_id == viewer.unit_id
    rows = session.execute(
        select(Officer.id, Officer.display_name, Unit.name)
        .join(Unit, Unit.id == Officer.unit_id)
        .where(own, _people())
        .order_by(Unit.code, Officer.display_name, Officer.id)
    )
    return [Trainable(id, name, unit) for id, name, unit in rows]


def trained(session: Session, viewer: Viewer) -> list[Trained]:
    """The officers of the own unit by name, those without a training too; what was withdrawn is left out."""
    require(viewer, Permission.READ_UNIT_FIGURES)
    stands = and_(Training.officer_id == Officer.id, Training.withdrawn_at.is_(None))
    rows = session.execute(
        select(Officer.id, Officer.display_name, Training.course, func.max(Training.day))
        .outerjoin(Training, stands)
        .where(Officer.unit_id == viewer.unit_id, _people())
        .group_by(Officer.id, Officer.display_name, Training.course)
        .order_by(Officer.display_name, Officer.id, Training.course)
    )
    return [
        Trained(name, tuple((TrainingCourse(course), day) for _id, _name, course, day in lines if course))
        for (_officer, name), lines in groupby(rows, key=lambda row: (row[0], row[1]))
    ]


def in_register(viewer: Viewer) -> ColumnElement[bool]:
    """A condition: the lines that are the viewer's to read."""
    return true() if notes_for_all(viewer) else Training.unit_id == viewer.unit_id


def trainings_by_id(session: Session, viewer: Viewer, ids: Sequence[str]) -> list[TrainingView]:
    """The lines of these ids, in their order; others' are left out."""
    require(viewer, Permission.TRAIN)
    rows = fresh.rows(
        session,
        select(Training, Unit.code, Unit.name, Officer.display_name, Noter.display_name, Withdrawer.display_name)
        .join(Unit, Unit.id == Training.unit_id)
        .join(Officer, Officer.id == Training.officer_id)
        .join(Noter, Noter.id == Training.noted_by)
        .outerjoin(Withdrawer, Withdrawer.id == Training.withdrawn_by)
        .where(among(Training.id, ids), in_register(viewer)),
    )
    found = {
        row.id: TrainingView(
            row.id, code, unit, name, TrainingCourse(row.course), row.day, row.tutor, noter, row.noted_at,
            row.withdrawn_at, withdrawer or "", row.reason,
        )
        for row, code, unit, name, noter, withdrawer in rows
    }  # fmt: skip
    return [found[id] for id in ids if id in found]


def _of(session: Session, viewer: Viewer, training_id: str) -> Training:
    row = fresh.first(session, select(Training).where(Training.id == training_id, in_register(viewer)))
    if row is None:
        raise NotThere(MISSING)
    return row


def _people() -> ColumnElement[bool]:
    """Officers of units of people; a system's token acts through a row of its own."""
    of_people = select(Unit.id).where(Unit.kind.in_([kind.value for kind in SET_UP]))
    return Officer.active & Officer.id.not_in(select(ApiToken.officer_id)) & Officer.unit_id.in_(of_people)
