"""Tokens by which machines ask in the name of a unit: made, listed, revoked; and whose a token is.

A token is made by the home's own command line alone: who could make one at a page could read a unit's records by it,
and no administrator may. It acts through an officer row of its own that is shut out from the day it is made, so that
nobody can sign in as it, it is a colleague of nobody, and trail, budgets and searches have one who asks.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import MISSING, BadInput, Conflict, NotAllowed, NotThere
from casefile.people import changes
from casefile.people.units import UnitView, unit_by_code
from casefile.policy.identity import scopes as rules
from casefile.policy.logins import clean_login
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.viewer import Viewer, require
from casefile.sign_in.tokens import digest
from casefile.storage import tables
from casefile.storage.tables import ApiToken, Officer, Unit, new_id
from casefile.vocabulary import Json, PeopleChange, TokenScope, UnitKind

PREFIX = "griot_"
"""What a token begins with, so that a scanner of leaked secrets knows one."""
DAYS, MOST_DAYS = 365, 731
"""How long a token is good unless said otherwise, and at most."""
TOUCH = timedelta(hours=1)
"""How exactly the last use is kept: a write for each question would be a write lock for each."""
REASON = "Questions of the system “%s” of the unit"
NOT_HERE = "A token is made on the command line: griot token add."


@dataclass(frozen=True, slots=True)
class TokenView:
    """A token as the administrator sees it; the token itself nobody sees again."""

    id: str
    name: str
    unit_code: str
    scopes: tuple[TokenScope, ...]
    reason: str
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None

    @property
    def in_force(self) -> bool:
        return self.revoked_at is None and self.expires_at > tables.now()


@dataclass(frozen=True, slots=True)
class Made:
    """What is given once. `address` is the word in the address for tools that send no header; empty without scope."""

    view: TokenView
    token: str
    address: str


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose token was shown: `viewer` is what the rules see. `stale`: its use should be noted by `touch`."""

    token_id: str
    viewer: Viewer
    scopes: frozenset[TokenScope]
    reason: str
    country: str
    stale: bool


def add_token(
    session: Session,
    viewer: Viewer,
    name: str,
    *,
    unit: str,
    scopes: Iterable[TokenScope],
    days: int = DAYS,
    reason: str = "",
) -> Made:
    """Make a token for a system of the unit of this code. Raises BadInput, Conflict, NotAllowed, NotThere."""
    require(viewer, Permission.ADMINISTER)
    if viewer.officer_id:
        raise NotAllowed(NOT_HERE)
    name, held = clean_login(name), _held(session, unit)
    wanted = tuple(sorted(set(scopes)))
    if not wanted:
        raise BadInput("Name at least one scope.", field="scopes")
    if not 0 < days <= MOST_DAYS:
        raise BadInput("A token is good for 1 to %(most)s days.", field="days", most=MOST_DAYS)
    why = Reason.stated(reason or REASON % name)
    audit.one_at_a_time(session)
    _refuse_twice(session, name)
    token, address = PREFIX + secrets.token_urlsafe(32), _address(wanted)
    token_id, moment = new_id(), tables.now()
    officer_id = _shadow(session, name, held.id, moment)
    row: dict[str, object] = {
        "id": token_id, "officer_id": officer_id, "unit_id": held.id, "name": name, "reason": why.text,
        "scopes": [scope.value for scope in wanted], "token_hash": digest(token),
        "address_hash": digest(address) if address else None, "made_at": moment,
        "expires_at": moment + timedelta(days=days),
    }  # fmt: skip
    session.connection().execute(insert(ApiToken), row)
    detail: dict[str, Json] = {"added": True, "unit": held.id, "scopes": [*row["scopes"]], "days": days}  # type: ignore[misc]
    audit.write(session, viewer, audit.Action.ADMINISTRATION, "api_token", token_id, reason=why.text, detail=detail)
    changes.note(session, PeopleChange.SYSTEM_LET_IN, officer_id, held.id, (), by_id=None, confirmed_by=None)
    return Made(_views(session, ApiToken.id == token_id)[0], token, address)


def tokens_of(session: Session, viewer: Viewer) -> list[TokenView]:
    """All tokens, those in force first, then by unit and name."""
    require(viewer, Permission.ADMINISTER)
    return sorted(_views(session), key=lambda one: (not one.in_force, one.unit_code, one.name, one.id))


def revoke(session: Session, viewer: Viewer, token_id: str) -> TokenView:
    """End a token at once; ended already is no error. Raises NotThere."""
    require(viewer, Permission.ADMINISTER)
    found = _views(session, ApiToken.id == token_id)
    if not found:
        raise NotThere(MISSING)
    if found[0].revoked_at is None:
        session.connection().execute(update(ApiToken).where(ApiToken.id == token_id).values(revoked_at=tables.now()))
        row = session.connection().execute(select(ApiToken.officer_id, ApiToken.unit_id).where(ApiToken.id == token_id))
        officer_id, unit_id = row.one()
        audit.write(session, viewer, audit.Action.ADMINISTRATION, "api_token", token_id, detail={"revoked": True})
        by_id = viewer.officer_id or None
        changes.note(session, PeopleChange.SYSTEM_ENDED, officer_id, unit_id, (), by_id=by_id, confirmed_by=None)
    return _views(session, ApiToken.id == token_id)[0]


def token_named(session: Session, viewer: Viewer, name: str) -> TokenView:
    """The token of this name that is in force. Raises NotThere."""
    require(viewer, Permission.ADMINISTER)
    found = [one for one in _views(session, ApiToken.name == name.strip().lower()) if one.in_force]
    if not found:
        raise NotThere("There is no token %(name)s in force.", name=name)
    return found[0]


_CALLER = (
    select(
        ApiToken.id, ApiToken.scopes, ApiToken.reason, ApiToken.expires_at, ApiToken.last_used_at, ApiToken.officer_id,
        Officer.login, Unit.id.label("unit_id"), Unit.code, Unit.kind, Unit.country,
    )
    .join(Officer, Officer.id == ApiToken.officer_id)
    .join(Unit, Unit.id == ApiToken.unit_id)
    .where(ApiToken.revoked_at.is_(None), Unit.closed_at.is_(None))
)  # fmt: skip
_BY_TOKEN = _CALLER.where(ApiToken.token_hash == bindparam("hash"))
_BY_ADDRESS = _CALLER.where(ApiToken.address_hash == bindparam("hash"))


def caller_of(session: Session, shown: str, *, by_address: bool = False) -> Caller | None:
    """Whose token it is; None for one that is not known, expired, revoked, or of a unit that has left the network.

    `by_address`: what was shown is the word in an address, which opens reconciliation alone.
    """
    row = session.connection().execute(_BY_ADDRESS if by_address else _BY_TOKEN, {"hash": digest(shown)}).first()
    moment = tables.now()
    if row is None or row.expires_at <= moment:
        return None
    held = frozenset(TokenScope(word) for word in row.scopes)
    if by_address:
        held &= {TokenScope.RECONCILE}
    viewer = Viewer(
        row.officer_id, row.login, row.unit_id, row.code, rules.ROLES, UnitKind(row.kind), rules.opened_by(held)
    )
    stale = row.last_used_at is None or moment - row.last_used_at > TOUCH
    return Caller(row.id, viewer, held, row.reason, row.country, stale)


def touch(session: Session, token_id: str) -> None:
    """Note that the token was used."""
    session.connection().execute(update(ApiToken).where(ApiToken.id == token_id).values(last_used_at=tables.now()))


def _held(session: Session, code: str) -> UnitView:
    """The unit of this code, open and with officers of its own."""
    unit = unit_by_code(session, code)
    if not unit.open or unit.kind is UnitKind.SOURCE:
        raise Conflict("This unit has no officers, or has left the network: it cannot be given a token.")
    return unit


def _refuse_twice(session: Session, name: str) -> None:
    if any(one.in_force for one in _views(session, ApiToken.name == name)):
        raise Conflict("There is a token of this name in force. Revoke it first, or choose another name.")


def _address(scopes: Iterable[TokenScope]) -> str:
    return secrets.token_urlsafe(32) if TokenScope.RECONCILE in set(scopes) else ""


def _shadow(session: Session, name: str, unit_id: str, moment: datetime) -> str:
    """The officer row a token asks as: without a password, shut out, with a login that nobody can type."""
    before = session.connection().execute(select(func.count()).where(ApiToken.name == name)).scalar_one()
    officer_id = new_id()
    login = f"api:{name}" if not before else f"api:{name}:{before + 1}"
    row = {"id": officer_id, "login": login, "unit_id": unit_id, "display_name": name, "active": False,
           "created_at": moment}  # fmt: skip
    session.connection().execute(insert(Officer), row)
    return officer_id


def _views(session: Session, *where: ColumnElement[bool]) -> list[TokenView]:
    rows = session.connection().execute(
        select(ApiToken.__table__, Unit.code).join(Unit, Unit.id == ApiToken.unit_id).where(*where)
    )
    return [
        TokenView(
            row.id, row.name, row.code, tuple(TokenScope(word) for word in row.scopes), row.reason, row.made_at,
            row.expires_at, row.revoked_at, row.last_used_at,
        )
        for row in rows
    ]  # fmt: skip
