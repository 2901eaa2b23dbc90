"""The register of training: the own unit's, for the coordination office everybody's."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from casefile.lists.finding import Texts
from casefile.lists.pattern import EVERYTHING, Asked, Plan, Shown, by, equals, listed, newest_first
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.storage.tables import Officer, Training, Unit
from casefile.training.register import TrainingView, in_register, trainings_by_id
from casefile.vocabulary import TrainingCourse

VALID, WITHDRAWN = "valid", "withdrawn"


def listed_trainings(session: Session, viewer: Viewer, asked: Asked = EVERYTHING) -> Shown[TrainingView]:
    """A page of the register."""
    require(viewer, Permission.TRAIN)
    return listed(session, viewer, PLAN, asked)


def _own(viewer: Viewer) -> Select[str]:
    return (
        select(Training.id)
        .join(Unit, Unit.id == Training.unit_id)
        .join(Officer, Officer.id == Training.officer_id)
        .where(in_register(viewer))
    )


def _state(_session: Session, _viewer: Viewer, value: str) -> ColumnElement[bool] | None:
    return {VALID: Training.withdrawn_at.is_(None), WITHDRAWN: Training.withdrawn_at.is_not(None)}.get(value)


def _texts(session: Session, viewer: Viewer, ids: Sequence[str]) -> dict[str, Texts]:
    return {
        one.id: Texts((one.officer, one.tutor), (one.unit_code, one.unit))
        for one in trainings_by_id(session, viewer, ids)
    }


PLAN: Final[Plan[TrainingView]] = Plan(
    permission=Permission.TRAIN,
    own=_own,
    tie=Training.id.expression,
    sorts={
        "newest": newest_first(Training.day), "unit": lambda _session, _viewer: (Unit.code, Officer.display_name),
        "name": by(Officer.display_name),
    },
    filters={
        "unit": equals(Training.unit_id), "course": equals(Training.course, tuple(TrainingCourse)), "state": _state,
    },
    texts=_texts,
    rows=trainings_by_id,
)  # fmt: skip
