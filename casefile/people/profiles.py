"""How officers are shown to themselves and to colleagues of the own unit: names, languages, the sign-in before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from casefile.policy.viewer import Viewer
from casefile.storage import tables
from casefile.storage.tables import Officer, PortalSession, TourSeen, Unit


@dataclass(frozen=True, slots=True)
class Profile:
    """An officer as the own pages show one."""

    name: str
    locale: str | None
    unit_name: str
    unit_locale: str
    timezone: str
    signed_in_before: datetime | None


_PROFILE = (
    select(Officer.display_name, Officer.locale, Unit.name, Unit.locale, Unit.timezone)
    .join(Unit, Unit.id == Officer.unit_id)
    .where(Officer.id == bindparam("officer_id"))
)
_BEFORE = (
    select(PortalSession.created_at)
    .where(PortalSession.officer_id == bindparam("officer_id"))
    .order_by(PortalSession.created_at.desc())
    .offset(1)
    .limit(1)
)


def profile_of(session: Session, viewer: Viewer) -> Profile:
    """The viewer's own profile. `signed_in_before` lets an officer notice a sign-in that was not the own."""
    own = {"officer_id": viewer.officer_id}
    row = session.connection().execute(_PROFILE, own).one()
    before = session.connection().execute(_BEFORE, own).scalar()
    return Profile(row[0] or viewer.login, row[1], row[2], row[3], row[4], before)


def names_of(session: Session, viewer: Viewer, officer_ids: Iterable[str]) -> dict[str, str]:
    """The names of officers of the viewer's own unit, by id; others are left out."""
    wanted = sorted(set(officer_ids))
    rows = session.connection().execute(
        select(Officer.id, Officer.display_name, Officer.login).where(
            Officer.unit_id == viewer.unit_id, Officer.id.in_(wanted)
        )
    )
    return {officer_id: name or login for officer_id, name, login in rows}


def set_locale(session: Session, viewer: Viewer, locale: str) -> None:
    """Keep the viewer's own choice of language."""
    session.connection().execute(update(Officer).where(Officer.id == viewer.officer_id).values(locale=locale[:10]))


def tour_is_open(session: Session, viewer: Viewer) -> bool:
    """Whether the viewer's desk still offers the tour of the first day."""
    seen = select(TourSeen.officer_id).where(TourSeen.officer_id == viewer.officer_id)
    return session.execute(seen).first() is None


def put_tour_away(session: Session, viewer: Viewer) -> None:
    """Offer it no more, for good. Twice is harmless."""
    row = {"officer_id": viewer.officer_id, "seen_at": tables.now()}
    session.execute(tables.insert_for(session)(TourSeen.__table__).on_conflict_do_nothing(), row)
