"""Officers: added with a one-time link, signed in by password, their sessions kept by the server.

Nobody but the officer ever knows the password: an administrator can only issue a link. What an officer may do is
read anew for every request, so a change of duties counts at once.
"""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import BadInput, Conflict, NotThere
from casefile.people.units import unit_by_code
from casefile.policy.permissions import Permission
from casefile.policy.sharing import Viewer, require
from casefile.settings import Settings
from casefile.storage import tables
from casefile.storage.tables import AccessLink, Officer, OfficerRole, PortalSession, Unit, new_id
from casefile.vocabulary import Role

MEMORY_KIB, PASSES, LANES = 19 * 1024, 2, 1  # OWASP's least for argon2id: 19 MiB, two passes, one lane
MIN_PASSWORD, MAX_PASSWORD = 15, 256
LINK_HOURS = 72
FREE_ATTEMPTS = 3  # mistyped passwords before each further one costs waiting
LONGEST_WAIT_S = 300  # a bound, so that nobody can lock a colleague out for a day
TOUCH_S = 60  # how exactly the last use of a session is kept; a write per page would be a write lock per page


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


def add_officer(session: Session, viewer: Viewer, login: str, *, unit: str, roles: Iterable[Role],
                display_name: str = "", locale: str | None = None) -> str | None:
    """Add an officer to the unit of this code; returns a one-time token, or None when a password is set already.

    The same twice is no error: roles are added, and a fresh link replaces one that was not used.
    """
    require(viewer, Permission.ADMINISTER)
    login = login.strip().lower()
    if not login or len(login) > 80 or not login.isascii() or not login.isprintable() or " " in login:
        raise BadInput("A login has 1 to 80 plain letters, digits or signs, without spaces.", field="login")
    unit_id = unit_by_code(session, unit).id
    connection = session.connection()
    known = connection.execute(
        select(Officer.id, Officer.unit_id, Officer.password_hash).where(Officer.login == login)).first()
    if known is not None and known.unit_id != unit_id:
        raise Conflict("The login %(login)s belongs to an officer of another unit. Choose another.", login=login)
    officer_id = known.id if known else new_id()
    if known is None:
        connection.execute(insert(Officer), {
            "id": officer_id, "login": login, "unit_id": unit_id, "display_name": display_name or login,
            "locale": locale, "active": True, "created_at": tables.now(), "failed_attempts": 0})
    has = set(connection.execute(select(OfficerRole.role).where(OfficerRole.officer_id == officer_id)).scalars())
    added = sorted({role.value for role in roles} - has)
    if added:
        connection.execute(insert(OfficerRole), [{"officer_id": officer_id, "role": role} for role in added])
    if known is None or added:
        audit.write(session, viewer, audit.Action.ADMINISTRATION, "officer", officer_id,
                    detail={"added": known is None, "roles": added})
    if known is not None and known.password_hash:
        return None
    return _new_link(session, viewer, officer_id)


def new_link(session: Session, viewer: Viewer, login: str) -> str:
    """A one-time token for an officer who forgot the password; the old one stays until the link is used."""
    require(viewer, Permission.ADMINISTER)
    return _new_link(session, viewer, _by_login(session, login))


def set_roles(session: Session, viewer: Viewer, login: str, roles: Iterable[Role]) -> None:
    """Give the officer exactly these roles; it counts from the next request on."""
    require(viewer, Permission.ADMINISTER)
    officer_id, wanted = _by_login(session, login), sorted({role.value for role in roles})
    session.connection().execute(delete(OfficerRole).where(OfficerRole.officer_id == officer_id))
    if wanted:
        session.connection().execute(insert(OfficerRole), [{"officer_id": officer_id, "role": r} for r in wanted])
    audit.write(session, viewer, audit.Action.ADMINISTRATION, "officer", officer_id, detail={"roles": wanted})


def deactivate(session: Session, viewer: Viewer, login: str, reason: str) -> None:
    """Shut an officer out at once: no sign-in, no open session, no unused link."""
    require(viewer, Permission.ADMINISTER)
    officer_id = _by_login(session, login)
    session.connection().execute(update(Officer).where(Officer.id == officer_id).values(active=False))
    session.connection().execute(delete(AccessLink).where(AccessLink.officer_id == officer_id))
    end_all(session, officer_id)
    audit.write(session, viewer, audit.Action.ADMINISTRATION, "officer", officer_id, reason=reason,
                detail={"active": False})


def officers_of(session: Session, viewer: Viewer) -> list[OfficerView]:
    """All officers, by unit and login."""
    require(viewer, Permission.ADMINISTER)
    roles: dict[str, set[Role]] = {}
    for officer_id, role in session.connection().execute(select(OfficerRole.officer_id, OfficerRole.role)):
        roles.setdefault(officer_id, set()).add(Role(role))
    rows = session.connection().execute(
        select(Officer.id, Officer.login, Officer.display_name, Unit.code, Officer.active, Officer.password_hash,
               Officer.last_login_at).join(Unit, Unit.id == Officer.unit_id).order_by(Unit.code, Officer.login))
    return [OfficerView(i, login, name, code, frozenset(roles.get(i, ())), active, bool(password), last)
            for i, login, name, code, active, password, last in rows]


def link_is_good(session: Session, token: str) -> bool:
    """Whether a one-time link may still be used. Tells nothing else."""
    return _link(session, token) is not None


def set_password(session: Session, token: str, password: str) -> str:
    """Use a one-time link: set the password, end every session and other link. Returns the officer's id."""
    officer_id = _link(session, token)
    if officer_id is None:
        raise NotThere("This link has been used or has run out. Ask your administrator for a new one.")
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise BadInput("A password has at least %(least)s characters. A sentence is best.", field="password",
                       least=MIN_PASSWORD)
    if len(set(password)) < 5:
        raise BadInput("This password repeats too few characters. A sentence is best.", field="password")
    connection = session.connection()
    connection.execute(update(Officer).where(Officer.id == officer_id).values(
        password_hash=_hasher().hash(password), failed_attempts=0, locked_until=None))
    connection.execute(update(AccessLink).where(AccessLink.token_hash == _digest(token)).values(used_at=tables.now()))
    connection.execute(delete(AccessLink).where(AccessLink.officer_id == officer_id, AccessLink.used_at.is_(None)))
    end_all(session, officer_id)
    audit.write(session, None, audit.Action.ADMINISTRATION, "officer", officer_id, detail={"password": True})
    return officer_id


def authenticate(session: Session, login: str, password: str) -> str | None:
    """The officer's id when login and password are right, else None; one argon2 run in either case.

    Needs a writing session and returns instead of raising, so that a failed attempt is counted and kept.
    """
    row = session.connection().execute(
        select(Officer.id, Officer.password_hash, Officer.active, Officer.failed_attempts, Officer.locked_until,
               Unit.closed_at).join(Unit, Unit.id == Officer.unit_id)
        .where(Officer.login == login.strip().lower()[:80]).with_for_update(of=Officer)).first()
    right = _verify(row.password_hash if row and row.password_hash else _decoy(), password[:MAX_PASSWORD])
    moment = tables.now()
    if row is None:
        audit.write(session, None, audit.Action.SIGN_IN_REFUSED, "officer", "")
        return None
    waiting = row.locked_until is not None and row.locked_until > moment
    if right and row.password_hash and row.active and row.closed_at is None and not waiting:
        values: dict[str, object] = {"failed_attempts": 0, "locked_until": None, "last_login_at": moment}
        if _hasher().check_needs_rehash(row.password_hash):
            values["password_hash"] = _hasher().hash(password)
        session.connection().execute(update(Officer).where(Officer.id == row.id).values(**values))
        audit.write(session, None, audit.Action.SIGN_IN, "officer", row.id)
        return str(row.id)
    if not waiting:
        failed = row.failed_attempts + 1
        wait = min(LONGEST_WAIT_S, 2 ** min(failed - FREE_ATTEMPTS, 12)) if failed > FREE_ATTEMPTS else 0
        session.connection().execute(update(Officer).where(Officer.id == row.id).values(
            failed_attempts=failed, locked_until=moment + timedelta(seconds=wait) if wait else None))
    audit.write(session, None, audit.Action.SIGN_IN_REFUSED, "officer", row.id, detail={"waiting": waiting})
    return None


def viewer_of(session: Session, officer_id: str) -> Viewer | None:
    """The officer as the rules see one, right now; None when shut out or the unit is closed."""
    row = session.connection().execute(
        select(Officer.id, Officer.login, Officer.unit_id, Unit.code).join(Unit, Unit.id == Officer.unit_id)
        .where(Officer.id == officer_id, Officer.active, Unit.closed_at.is_(None))).first()
    if row is None:
        return None
    roles = session.connection().execute(select(OfficerRole.role).where(OfficerRole.officer_id == officer_id))
    return Viewer(row.id, row.login, row.unit_id, row.code, frozenset(Role(r) for r in roles.scalars()))


def viewer_by_login(session: Session, login: str) -> Viewer:
    """The same for the command line's `--as LOGIN`. Raises NotThere."""
    viewer = viewer_of(session, _by_login(session, login))
    if viewer is None:
        raise NotThere("There is no officer %(login)s who may sign in.", login=login)
    return viewer


def locale_of(session: Session, officer_id: str) -> str:
    """The language the officer chose, else that of the unit."""
    row = session.connection().execute(
        select(Officer.locale, Unit.locale).join(Unit, Unit.id == Officer.unit_id).where(Officer.id == officer_id)
    ).first()
    return str(row[0] or row[1]) if row else "fr"


def set_locale(session: Session, viewer: Viewer, locale: str) -> None:
    """Keep the viewer's own choice of language."""
    session.connection().execute(update(Officer).where(Officer.id == viewer.officer_id).values(locale=locale[:10]))


def open_session(session: Session, officer_id: str) -> str:
    """Begin a sign-in and return its token, which only the officer's browser holds."""
    token, moment = secrets.token_urlsafe(32), tables.now()
    session.connection().execute(insert(PortalSession), {
        "token_hash": _digest(token), "officer_id": officer_id, "created_at": moment, "last_seen_at": moment})
    return token


@dataclass(frozen=True, slots=True)
class Seen:
    """A sign-in that holds. `stale`: its last use should be written down by `touch_session`."""

    viewer: Viewer
    stale: bool


def seen(session: Session, token: str, settings: Settings) -> Seen | None:
    """Whose sign-in the token is; None when it was ended, idle or open for too long, or the officer shut out."""
    row = session.connection().execute(select(PortalSession.__table__).where(
        PortalSession.token_hash == _digest(token), PortalSession.ended_at.is_(None))).first()
    moment = tables.now()
    if (row is None or moment - row.last_seen_at > timedelta(minutes=settings.session_idle_min)
            or moment - row.created_at > timedelta(hours=settings.session_absolute_h)):
        return None
    viewer = viewer_of(session, row.officer_id)
    return Seen(viewer, (moment - row.last_seen_at).total_seconds() > TOUCH_S) if viewer else None


def touch_session(session: Session, token: str, settings: Settings) -> Viewer | None:
    """`seen`, and note the use. Needs a writing session only when `seen(...).stale`."""
    holds = seen(session, token, settings)
    if holds is not None and holds.stale:
        session.connection().execute(update(PortalSession).where(PortalSession.token_hash == _digest(token))
                                     .values(last_seen_at=tables.now()))
    return holds.viewer if holds else None


def end_session(session: Session, token: str) -> None:
    """Sign out: a copied cookie is worth nothing from now on."""
    officer_id = session.connection().execute(
        select(PortalSession.officer_id).where(PortalSession.token_hash == _digest(token))).scalar()
    session.connection().execute(update(PortalSession).where(
        PortalSession.token_hash == _digest(token), PortalSession.ended_at.is_(None)).values(ended_at=tables.now()))
    if officer_id is not None:
        audit.write(session, None, audit.Action.SIGN_OUT, "officer", officer_id)


def end_all(session: Session, officer_id: str) -> None:
    """End every sign-in of an officer."""
    session.connection().execute(update(PortalSession).where(
        PortalSession.officer_id == officer_id, PortalSession.ended_at.is_(None)).values(ended_at=tables.now()))


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES, type=Type.ID)


@lru_cache(maxsize=1)
def _decoy() -> str:
    """A hash nobody has the password of, to be verified when there is no officer: the time must not tell."""
    return _hasher().hash(secrets.token_urlsafe(32))


def _verify(password_hash: str, password: str) -> bool:
    _decoy()  # made at the first sign-in of the process, whoever it is
    try:
        return _hasher().verify(password_hash, password)
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False


def _new_link(session: Session, viewer: Viewer, officer_id: str) -> str:
    token = secrets.token_urlsafe(32)
    session.connection().execute(
        delete(AccessLink).where(AccessLink.officer_id == officer_id, AccessLink.used_at.is_(None)))
    session.connection().execute(insert(AccessLink), {
        "token_hash": _digest(token), "officer_id": officer_id,
        "expires_at": tables.now() + timedelta(hours=LINK_HOURS)})
    audit.write(session, viewer, audit.Action.ADMINISTRATION, "officer", officer_id, detail={"link": True})
    return token


def _link(session: Session, token: str) -> str | None:
    return session.connection().execute(
        select(AccessLink.officer_id).join(Officer, Officer.id == AccessLink.officer_id).where(
            AccessLink.token_hash == _digest(token), AccessLink.used_at.is_(None),
            AccessLink.expires_at > tables.now(), Officer.active)).scalar()


def _by_login(session: Session, login: str) -> str:
    officer_id = session.connection().execute(
        select(Officer.id).where(Officer.login == login.strip().lower())).scalar()
    if officer_id is None:
        raise NotThere("There is no officer %(login)s.", login=login)
    return officer_id


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
