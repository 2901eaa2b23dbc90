"""Units and officers, for administrators."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from casefile.lists.finding import Texts
from casefile.lists.pattern import EVERYTHING, Asked, Plan, Shown, by, equals, listed
from casefile.people import officers, units
from casefile.people.officers import OfficerView
from casefile.people.units import UnitView
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.storage.tables import ApiToken, Officer, OfficerRole, Unit
from casefile.vocabulary import SET_UP, Role


def listed_officers(session: Session, viewer: Viewer, asked: Asked = EVERYTHING) -> Shown[OfficerView]:
    """A page of the officers."""
    require(viewer, Permission.ADMINISTER)
    return listed(session, viewer, OFFICERS, asked)


def listed_units(session: Session, viewer: Viewer, asked: Asked = EVERYTHING) -> Shown[UnitView]:
    """A page of the units."""
    require(viewer, Permission.ADMINISTER)
    return listed(session, viewer, UNITS, asked)


def _officers(_viewer: Viewer) -> Select[str]:
    people = Officer.id.not_in(select(ApiToken.officer_id))  # a system's token acts through a row of its own
    return select(Officer.id).join(Unit, Unit.id == Officer.unit_id).where(people)


def _units(_viewer: Viewer) -> Select[str]:
    return select(Unit.id).where(units.of_people())


def _holds(_session: Session, _viewer: Viewer, value: str) -> ColumnElement[bool] | None:
    holders = select(OfficerRole.officer_id).where(OfficerRole.role == value)
    return Officer.id.in_(holders) if value in set(Role) else None


def _officer_state(_session: Session, _viewer: Viewer, value: str) -> ColumnElement[bool] | None:
    states = {
        "active": Officer.active & Officer.password_hash.is_not(None),
        "waits": Officer.active & Officer.password_hash.is_(None),
        "deactivated": ~Officer.active,
    }
    return states.get(value)


def _unit_state(_session: Session, _viewer: Viewer, value: str) -> ColumnElement[bool] | None:
    return {"open": Unit.closed_at.is_(None), "closed": Unit.closed_at.is_not(None)}.get(value)


def _officer_rows(session: Session, viewer: Viewer, ids: Sequence[str]) -> list[OfficerView]:
    every = {one.id: one for one in officers.officers_of(session, viewer)}
    return [every[id] for id in ids]


def _unit_rows(session: Session, _viewer: Viewer, ids: Sequence[str]) -> list[UnitView]:
    every = {one.id: one for one in units.units(session)}
    return [every[id] for id in ids]


def _officer_texts(session: Session, viewer: Viewer, ids: Sequence[str]) -> dict[str, Texts]:
    return {
        one.id: Texts((one.display_name,), (one.login, one.unit_code)) for one in _officer_rows(session, viewer, ids)
    }


def _unit_texts(session: Session, viewer: Viewer, ids: Sequence[str]) -> dict[str, Texts]:
    return {one.id: Texts((), (one.code, one.name, one.desk)) for one in _unit_rows(session, viewer, ids)}


OFFICERS: Final[Plan[OfficerView]] = Plan(
    permission=Permission.ADMINISTER,
    own=_officers,
    tie=Officer.id.expression,
    sorts={
        "unit": lambda _session, _viewer: (Unit.code, Officer.login), "login": by(Officer.login),
        "last": lambda _session, _viewer: (Officer.last_login_at.is_(None), Officer.last_login_at.desc()),
    },
    filters={"role": _holds, "state": _officer_state, "unit": equals(Officer.unit_id)},
    texts=_officer_texts,
    rows=_officer_rows,
)  # fmt: skip
UNITS: Final[Plan[UnitView]] = Plan(
    permission=Permission.ADMINISTER,
    own=_units,
    tie=Unit.id.expression,
    sorts={"code": by(Unit.code), "country": lambda _session, _viewer: (Unit.country, Unit.code)},
    filters={"kind": equals(Unit.kind, SET_UP), "state": _unit_state},
    texts=_unit_texts,
    rows=_unit_rows,
)
