"""The network's protection officers, read in one statement: who keeps a side, who may be the second of two."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile.policy.viewer import Viewer
from casefile.storage.tables import Officer, OfficerRole, Unit
from casefile.vocabulary import Role, UnitKind


@dataclass(frozen=True, slots=True)
class Colleague:
    """A protection officer who may sign in: as the rules see one, and as colleagues call one."""

    viewer: Viewer
    name: str
    unit: str


def protection_officers(session: Session) -> tuple[Colleague, ...]:
    """All of them, by unit and name. An officer who was shut out, or whose unit is closed, is none."""
    statement = (
        select(Officer.id, Officer.login, Officer.display_name, Unit.id, Unit.code, Unit.name, Unit.kind)
        .join(OfficerRole, OfficerRole.officer_id == Officer.id)
        .join(Unit, Unit.id == Officer.unit_id)
        .where(OfficerRole.role == Role.PROTECTION.value, Officer.active, Unit.closed_at.is_(None))
        .order_by(Unit.code, Officer.login)
    )
    held = frozenset({Role.PROTECTION})
    return tuple(
        Colleague(Viewer(id, login, unit_id, code, held, UnitKind(kind)), name or login, unit)
        for id, login, name, unit_id, code, unit, kind in session.connection().execute(statement)
    )


def staffed(officers: Iterable[Colleague]) -> frozenset[str]:
    """The units that have a protection officer of their own."""
    return frozenset(one.viewer.unit_id for one in officers)
