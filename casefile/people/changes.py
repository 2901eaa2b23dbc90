"""What changed in a unit's people, for everybody of the unit to see: nobody is added, raised or moved in secret."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, select
from sqlalchemy.orm import Session, aliased

from casefile.policy.viewer import Viewer
from casefile.storage import tables
from casefile.storage.tables import Officer, PeopleChanged, new_id
from casefile.vocabulary import PeopleChange, Role

SHOWN = timedelta(days=30)
MOST = 200
"""Lines of the whole list: a unit whose people change more often has other worries than the oldest line."""
Whom, By, Second = aliased(Officer), aliased(Officer), aliased(Officer)


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One change. `name` is the display name of a present colleague; of who has left, the login alone is shown."""

    at: datetime
    change: PeopleChange
    login: str
    name: str
    roles: tuple[Role, ...]
    by: str
    """Login of the administrator; empty: the command line."""
    confirmed_by: str
    oneself: bool


def changes_of(session: Session, viewer: Viewer, limit: int = MOST) -> list[ChangeView]:
    """The last thirty days in the viewer's own unit, newest first."""
    rows = session.connection().execute(
        select(
            PeopleChanged.at, PeopleChanged.change, PeopleChanged.roles, PeopleChanged.officer_id,
            Whom.login.label("login"), Whom.display_name, Whom.unit_id, By.login.label("by"),
            Second.login.label("second"),
        )
        .join(Whom, Whom.id == PeopleChanged.officer_id)
        .join(By, By.id == PeopleChanged.by_id, isouter=True)
        .join(Second, Second.id == PeopleChanged.confirmed_by, isouter=True)
        .where(PeopleChanged.unit_id == viewer.unit_id, PeopleChanged.at > tables.now() - SHOWN)
        .order_by(PeopleChanged.at.desc(), PeopleChanged.id)
        .limit(limit)
    )  # fmt: skip
    return [
        ChangeView(
            row.at,
            PeopleChange(row.change),
            row.login,
            row.display_name if row.unit_id == viewer.unit_id else "",
            tuple(sorted(Role(role) for role in row.roles)),
            row.by or "",
            row.second or "",
            row.officer_id == viewer.officer_id,
        )
        for row in rows
    ]


def note(
    session: Session,
    change: PeopleChange,
    officer_id: str,
    unit_id: str,
    roles: Iterable[Role],
    *,
    by_id: str | None,
    confirmed_by: str | None,
) -> None:
    """Show the unit a change in its people."""
    session.connection().execute(
        insert(PeopleChanged),
        {
            "id": new_id(),
            "unit_id": unit_id,
            "officer_id": officer_id,
            "change": change.value,
            "roles": sorted(role.value for role in roles),
            "by_id": by_id,
            "confirmed_by": confirmed_by,
            "at": tables.now(),
        },
    )
