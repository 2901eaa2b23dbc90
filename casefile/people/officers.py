"""Officers: added with a one-time link, given duties, moved, shut out; listed for administrators.

Nobody but the officer ever knows the password: an administrator can only issue a link. What an officer may do is
read again for every request, so a change of duties counts at once. What needs a second administrator is refused here
to the first one alone (Conflict) and asked for with `approvals.ask`; the home's own command line acts at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile import audit, sealing
from casefile.errors import MISSING, NotThere
from casefile.people import acts
from casefile.people.units import unit_by_code
from casefile.people.wishes import Wish
from casefile.policy.duties import APART
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.viewer import Viewer, require
from casefile.sign_in import totp
from casefile.storage.tables import ApiToken, Officer, OfficerRole, Unit
from casefile.vocabulary import Json, PeopleChange, Role


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

    @property
    def duties_collide(self) -> bool:
        """Whether duties meet that may not: given before the rule was there, to be taken away now."""
        return any(pair <= self.roles for pair in APART)


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
    unit_id = unit_by_code(session, unit).id
    wish = Wish(PeopleChange.ADDED, login, unit_id, frozenset(roles), display_name, locale)
    return acts.at_once(session, viewer, wish)


def set_roles(session: Session, viewer: Viewer, login: str, roles: Iterable[Role]) -> None:
    """Give the officer exactly these roles; it counts from the next request on."""
    require(viewer, Permission.ADMINISTER)
    acts.at_once(session, viewer, Wish(PeopleChange.DUTIES, login, roles=frozenset(roles)))


def move_officer(session: Session, viewer: Viewer, login: str, unit: str, roles: Iterable[Role], reason: str) -> None:
    """Move the officer to the unit of this code, with these duties and nothing of the old unit."""
    require(viewer, Permission.ADMINISTER)
    wish = Wish(PeopleChange.MOVED, login, unit_by_code(session, unit).id, frozenset(roles))
    acts.at_once(session, viewer, wish, reason=Reason.stated(reason).text)


def deactivate(session: Session, viewer: Viewer, login: str, reason: str) -> None:
    """Shut an officer out at once: no sign-in, no open session, no unused link."""
    require(viewer, Permission.ADMINISTER)
    acts.at_once(session, viewer, Wish(PeopleChange.SHUT_OUT, login), reason=Reason.stated(reason).text)


def reseal_factors(session: Session, viewer: Viewer) -> int:
    """Seal under the home's present key the second factors that a former one sealed, and lock the keys of searches
    again; how many second factors there were."""
    require(viewer, Permission.ADMINISTER)
    sealed = totp.reseal(session)
    detail: dict[str, Json] = {"resealed": sealed, "keys": sealing.lock_again(session)}
    audit.write(session, viewer, audit.Action.ADMINISTRATION, "key", "", detail=detail)
    return sealed


def officers_of(session: Session, viewer: Viewer, officer_id: str | None = None) -> list[OfficerView]:
    """All officers, by unit and login; the one of this id alone when it is given."""
    require(viewer, Permission.ADMINISTER)
    roles: dict[str, set[Role]] = {}
    one = [OfficerRole.officer_id == officer_id] if officer_id else []
    for holder, role in session.connection().execute(select(OfficerRole.officer_id, OfficerRole.role).where(*one)):
        roles.setdefault(holder, set()).add(Role(role))
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
        .where(Officer.id.not_in(select(ApiToken.officer_id)), *([Officer.id == officer_id] if officer_id else []))
        .order_by(Unit.code, Officer.login)
    )
    return [
        OfficerView(i, login, name, code, frozenset(roles.get(i, ())), active, bool(password), last)
        for i, login, name, code, active, password, last in rows
    ]


def officer(session: Session, viewer: Viewer, officer_id: str) -> OfficerView:
    """The officer of this id. Raises NotThere."""
    require(viewer, Permission.ADMINISTER)
    found = officers_of(session, viewer, officer_id)
    if not found:
        raise NotThere(MISSING)
    return found[0]
