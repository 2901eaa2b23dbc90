"""Who administers, right now: the last one stays."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile.errors import Conflict
from casefile.policy import duties
from casefile.storage.tables import Officer, OfficerRole, Unit
from casefile.vocabulary import Role


def administrators(session: Session) -> dict[str, bool]:
    """Every administrator who is not shut out and whose unit is open, by id: whether a password is set."""
    rows = session.connection().execute(
        select(Officer.id, Officer.password_hash)
        .join(OfficerRole, OfficerRole.officer_id == Officer.id)
        .join(Unit, Unit.id == Officer.unit_id)
        .where(OfficerRole.role == Role.ADMINISTRATOR.value, Officer.active, Unit.closed_at.is_(None))
    )
    return {officer_id: bool(password) for officer_id, password in rows}


def keep_one(session: Session, removed: Collection[str]) -> None:
    """Raises Conflict when nobody could administer once these officers no longer do. Ask under `one_at_a_time`."""
    there = administrators(session)
    going = [there[one] for one in removed if one in there]
    left = [can_sign_in for one, can_sign_in in there.items() if one not in removed]
    if going and duties.leaves_nobody(any(going), left):
        raise Conflict("The last administrator cannot be removed. Name another one first.")
