"""The own unit's cases."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import ColumnElement, Select, Text, cast, func, select
from sqlalchemy.orm import Session

from casefile.lists.finding import Texts
from casefile.lists.pattern import EVERYTHING, Asked, Plan, Shown, by, listed, newest_first
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.records.cases import CaseView, cases_by_id
from casefile.storage.in_list import among
from casefile.storage.tables import Case, Record
from casefile.vocabulary import CaseState, Exploitation, OffenceKind

_RECORDS = select(func.count()).where(Record.case_id == Case.id).correlate(Case).scalar_subquery()
WITHOUT = "without"


def listed_cases(session: Session, viewer: Viewer, asked: Asked = EVERYTHING) -> Shown[CaseView]:
    """A page of the own unit's cases."""
    require(viewer, Permission.READ_RECORD)
    return listed(session, viewer, PLAN, asked)


def _own(viewer: Viewer) -> Select[str]:
    return select(Case.id).where(Case.unit_id == viewer.unit_id)


def _in_state(_session: Session, _viewer: Viewer, value: str) -> ColumnElement[bool] | None:
    states = {CaseState.OPEN.value: Case.closed_at.is_(None), CaseState.CLOSED.value: Case.closed_at.is_not(None)}
    return states.get(value)


def _basis(_session: Session, _viewer: Viewer, value: str) -> ColumnElement[bool] | None:
    return Case.legal_basis == "" if value == WITHOUT else None


def _offence(_session: Session, _viewer: Viewer, value: str) -> ColumnElement[bool] | None:
    """Own cases about this kind. The text of a list of words is the same in both databases."""
    if value == WITHOUT:
        return cast(Case.offences, Text) == "[]"
    known = value in {one.value for one in OffenceKind}
    return cast(Case.offences, Text).contains(f'"{value}"', autoescape=True) if known else None


def _exploitation(_session: Session, _viewer: Viewer, value: str) -> ColumnElement[bool] | None:
    known = value in {one.value for one in Exploitation}
    return cast(Case.exploitation, Text).contains(f'"{value}"', autoescape=True) if known else None


def _opened_by(_session: Session, viewer: Viewer, value: str) -> ColumnElement[bool] | None:
    return Case.opened_by == viewer.officer_id if value == "me" else None


def _texts(session: Session, _viewer: Viewer, ids: Sequence[str]) -> dict[str, Texts]:
    columns = select(Case.id, Case.reference, Case.title, Case.legal_basis).where(among(Case.id, ids))
    return {id: Texts(others=(reference, title, basis)) for id, reference, title, basis in session.execute(columns)}


PLAN: Final[Plan[CaseView]] = Plan(
    permission=Permission.READ_RECORD,
    own=_own,
    tie=Case.id.expression,
    sorts={
        "newest": newest_first(Case.opened_at), "oldest": by(Case.opened_at),
        "reference": by(func.lower(Case.reference)), "title": by(func.lower(Case.title)),
        "records": newest_first(_RECORDS),
    },
    filters={"state": _in_state, "basis": _basis, "opened": _opened_by, "offence": _offence, "form": _exploitation},
    texts=_texts,
    rows=cases_by_id,
)  # fmt: skip
