"""In which language those read who run the installation: by their own settings."""

from collections import Counter

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casefile.storage.tables import Officer, OfficerRole, Unit
from casefile.vocabulary import Role


def administrators_language(session: Session) -> str:
    """What most administrators have chosen for themselves, else what their unit reads; empty where there is none."""
    chosen = session.connection().execute(
        select(func.coalesce(Officer.locale, Unit.locale))
        .join(OfficerRole, OfficerRole.officer_id == Officer.id)
        .join(Unit, Unit.id == Officer.unit_id)
        .where(OfficerRole.role == Role.ADMINISTRATOR.value, Officer.active)
        .order_by(Officer.created_at, Officer.id)  # of two that are as many, the one that was there first
    )
    counted = Counter(chosen.scalars())
    return counted.most_common(1)[0][0] if counted else ""
