"""Searches kept to be asked again: an officer's own, or the whole unit's. Asked again, each is a new look with its own
reason; nothing is asked by itself, that is what a watch is for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from casefile import audit, sealing
from casefile.errors import MISSING, BadInput, Conflict, NotThere
from casefile.limits import check_length
from casefile.people import profiles
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.storage import fresh, tables
from casefile.storage.tables import KeptQuestion, new_id

MOST, MOST_SHARED = 50, 100
"""Of an officer's own, and of a unit's: a list that is read, not searched."""
LONGEST_TITLE = 80
_TITLE = "title"


@dataclass(frozen=True, slots=True)
class Question:
    """A kept search. `form` holds its fields as they were typed."""

    id: str
    title: str
    form: dict[str, str]
    shared: bool
    own: bool
    officer: str
    made_at: datetime
    used_at: datetime


def keep_question(
    session: Session, viewer: Viewer, form: Mapping[str, str], title: str = "", *, shared: bool = False
) -> str:
    """Keep a search under a title; without one it is called by what it asks. Returns its opaque id."""
    require(viewer, Permission.SEARCH)
    title = " ".join(title.split())
    check_length(title, LONGEST_TITLE, _TITLE)
    if not any(str(value).strip() for value in form.values()):
        raise BadInput("Enter a name, a number or some words to search for.", field="text")
    whose = KeptQuestion.shared if shared else ~KeptQuestion.shared & (KeptQuestion.officer_id == viewer.officer_id)
    many = select(func.count()).select_from(KeptQuestion).where(KeptQuestion.unit_id == viewer.unit_id, whose)
    if session.connection().execute(many).scalar_one() >= (MOST_SHARED if shared else MOST):
        raise Conflict("There are many kept searches already. Remove one that is not needed any more.")
    question_id = new_id()
    content = {**{name: str(value) for name, value in form.items() if value}, _TITLE: title}
    session.connection().execute(
        insert(KeptQuestion),
        {
            "id": question_id,
            "unit_id": viewer.unit_id,
            "officer_id": viewer.officer_id,
            "shared": shared,
            "locked": sealing.keep(session, viewer.unit_id, question_id, content),
            "made_at": tables.now(),
            "used_at": tables.now(),
        },
    )
    audit.write(session, viewer, audit.Action.COLLECTION, "kept_question", question_id, detail={"shared": shared})
    return question_id


def kept_questions(session: Session, viewer: Viewer) -> list[Question]:
    """The officer's own and the unit's, the last used first."""
    require(viewer, Permission.SEARCH)
    statement = select(KeptQuestion).where(*_seen(viewer)).order_by(KeptQuestion.used_at.desc(), KeptQuestion.id)
    rows = [row for (row,) in fresh.rows(session, statement)]
    names = profiles.names_of(session, viewer, [row.officer_id for row in rows])
    found = (_question(session, viewer, row, names) for row in rows)
    return [one for one in found if one is not None]


def use_question(session: Session, viewer: Viewer, question_id: str) -> Question:
    """One of them, to be asked now."""
    require(viewer, Permission.SEARCH)
    row = fresh.first(session, select(KeptQuestion).where(KeptQuestion.id == question_id, *_seen(viewer)))
    found = _question(session, viewer, row, {}) if row is not None else None
    if found is None:
        raise NotThere(MISSING)
    moved = update(KeptQuestion).where(KeptQuestion.id == question_id).values(used_at=tables.now())
    session.connection().execute(moved)
    return found


def forget_question(session: Session, viewer: Viewer, question_id: str) -> None:
    """Remove one that the officer kept, for whomever it was."""
    require(viewer, Permission.SEARCH)
    mine = (KeptQuestion.officer_id == viewer.officer_id, KeptQuestion.unit_id == viewer.unit_id)
    gone = session.connection().execute(delete(KeptQuestion).where(KeptQuestion.id == question_id, *mine))
    if not gone.rowcount:
        raise NotThere(MISSING)
    audit.write(session, viewer, audit.Action.ERASURE, "kept_question", question_id)


def _seen(viewer: Viewer) -> tuple[ColumnElement[bool], ...]:
    return (
        KeptQuestion.unit_id == viewer.unit_id,
        or_(KeptQuestion.shared, KeptQuestion.officer_id == viewer.officer_id),
    )


def _question(session: Session, viewer: Viewer, row: KeptQuestion, names: Mapping[str, str]) -> Question | None:
    """None where its unit's key was lost: it does not open any more."""
    opened = sealing.kept(session, row.unit_id, row.id, row.locked, None)
    if opened is None:
        return None
    form = {name: value for name, value in opened.items() if isinstance(value, str)}
    title = form.pop(_TITLE, "")
    own = row.officer_id == viewer.officer_id
    officer = names.get(row.officer_id, "")
    return Question(row.id, title, form, row.shared, own, officer, row.made_at, row.used_at)
