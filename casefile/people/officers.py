"""Officers: added with a one-time link, signed in by password, their sessions kept by the server.

Nobody but the officer ever knows the password: an administrator can only issue a link. What an officer may do is
read again for every request, so a change of duties counts at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from casefile import audit, limits
from casefile.errors import BadInput, Conflict
from casefile.people.invitations import make_link
from casefile.people.sessions import end_all
from casefile.people.units import unit_by_code
from casefile.people.viewers import officer_id_of
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.viewer import Viewer, require
from casefile.storage import tables
from casefile.storage.tables import AccessLink, Officer, OfficerRole, Unit, new_id
from casefile.vocabulary import Role


@dataclass(frozen=True, slots=True)
class OfficerView:
    """An officer as the administrator sees one."""

    id: str
    login: str
    display_name: str
    unit_code: str
    roles: frozenset[Role]
    active: bool
    has_password: bool
    last_login_at: datetime | None


def add_officer(
    session: Session,
    viewer: Viewer,
    login: str,
    *,
    unit: str,
    roles: Iterable[Role],
    display_name: str = "",
    locale: str | None = None,
) -> str | None:
    """Add an officer to the unit of this code; returns a one-time token, or None when a password is set already.

    The same twice is no error: roles are added, and a fresh link replaces one that was not used.
    """
    require(viewer, Permission.ADMINISTER)
    login = login.strip().lower()
    if not login or len(login) > limits.LOGIN or not login.isascii() or not login.isprintable() or " " in login:
        raise BadInput("A login has 1 to 80 plain letters, digits or signs, without spaces.", field="login")
    unit_id = unit_by_code(session, unit).id
    connection = session.connection()
    known = connection.execute(
        select(Officer.id, Officer.unit_id, Officer.password_hash).where(Officer.login == login)
    ).first()
    if known is not None and known.unit_id != unit_id:
        raise Conflict("The login %(login)s belongs to an officer of another unit. Choose another.", login=login)
    officer_id = known.id if known else new_id()
    if known is None:
        connection.execute(
            insert(Officer),
            {
                "id": officer_id,
                "login": login,
                "unit_id": unit_id,
                "display_name": display_name or login,
                "locale": locale,
                "active": True,
                "created_at": tables.now(),
                "failed_attempts": 0,
            },
        )
    has = set(connection.execute(select(OfficerRole.role).where(OfficerRole.officer_id == officer_id)).scalars())
    added = sorted({role.value for role in roles} - has)
    if added:
        connection.execute(insert(OfficerRole), [{"officer_id": officer_id, "role": role} for role in added])
    if known is None or added:
        audit.write(
            session,
            viewer,
            audit.Action.ADMINISTRATION,
            "officer",
            officer_id,
            detail={"added": known is None, "roles": added},
        )
    if known is not None and known.password_hash:
        return None
    return make_link(session, viewer, officer_id)


def set_roles(session: Session, viewer: Viewer, login: str, roles: Iterable[Role]) -> None:
    """Give the officer exactly these roles; it counts from the next request on."""
    require(viewer, Permission.ADMINISTER)
    officer_id, wanted = officer_id_of(session, login), sorted({role.value for role in roles})
    session.connection().execute(delete(OfficerRole).where(OfficerRole.officer_id == officer_id))
    if wanted:
        session.connection().execute(insert(OfficerRole), [{"officer_id": officer_id, "role": r} for r in wanted])
    audit.write(session, viewer, audit.Action.ADMINISTRATION, "officer", officer_id, detail={"roles": wanted})


def deactivate(session: Session, viewer: Viewer, login: str, reason: str) -> None:
    """Shut an officer out at once: no sign-in, no open session, no unused link."""
    require(viewer, Permission.ADMINISTER)
    why = Reason.stated(reason)
    officer_id = officer_id_of(session, login)
    session.connection().execute(update(Officer).where(Officer.id == officer_id).values(active=False))
    session.connection().execute(delete(AccessLink).where(AccessLink.officer_id == officer_id))
    end_all(session, officer_id)
    audit.write(
        session, viewer, audit.Action.ADMINISTRATION, "officer", officer_id, reason=why.text, detail={"active": False}
    )


def officers_of(session: Session, viewer: Viewer) -> list[OfficerView]:
    """All officers, by unit and login."""
    require(viewer, Permission.ADMINISTER)
    roles: dict[str, set[Role]] = {}
    for officer_id, role in session.connection().execute(select(OfficerRole.officer_id, OfficerRole.role)):
        roles.setdefault(officer_id, set()).add(Role(role))
    rows = session.connection().execute(
        select(
            Officer.id,
            Officer.login,
            Officer.display_name,
            Unit.code,
            Officer.active,
            Officer.password_hash,
            Officer.last_login_at,
        )
        .join(Unit, Unit.id == Officer.unit_id)
        .order_by(Unit.code, Officer.login)
    )
    return [
        OfficerView(i, login, name, code, frozenset(roles.get(i, ())), active, bool(password), last)
        for i, login, name, code, active, password, last in rows
    ]
