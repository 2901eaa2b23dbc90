"""Second factors together: what an officer has, and whether what was shown is one of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from casefile import audit
from casefile.policy.identity.factors import Factor, Held, accepted
from casefile.policy.identity.waiting import Counted
from casefile.sign_in import recovery, security_keys, throttle, totp
from casefile.sign_in.security_keys import Site
from casefile.sign_in.throttle import Place
from casefile.storage.tables import RecoveryCode, SecondFactor, SecurityKey
from casefile.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Shown:
    """What was shown: a code as typed, or a security key's answer with the token of its question; and from where."""

    code: str = ""
    answer: str = ""
    token: str = ""
    site: Site = Site("", "")
    device: str = ""


def held_by(session: Session, officer_id: str) -> Held:
    """What the officer has set up, in one statement."""
    app = select(func.count()).select_from(SecondFactor).where(SecondFactor.officer_id == officer_id)
    keys = select(func.count()).select_from(SecurityKey).where(SecurityKey.officer_id == officer_id)
    codes = (
        select(func.count())
        .select_from(RecoveryCode)
        .where(RecoveryCode.officer_id == officer_id, RecoveryCode.used_at.is_(None))
    )
    row = session.connection().execute(select(*(one.scalar_subquery() for one in (app, keys, codes)))).one()
    return Held(totp=bool(row[0]), keys=row[1], recovery=row[2])


def check(session: Session, officer_id: str, roles: Iterable[Role], shown: Shown) -> Factor | None:
    """Which factor was shown; None, and counted, when it was none that is taken of this officer.

    Needs a writing session, and returns instead of raising, so that the count is kept.
    """
    place = _place(officer_id, shown.device)
    if throttle.waits(session, [place]):
        return None
    found = _which(session, officer_id, accepted(roles, held_by(session, officer_id)), shown)
    if found is None:
        throttle.count(session, [place])
        detail = {"factor": "wrong"}
        audit.write(session, None, audit.Action.SIGN_IN_REFUSED, "officer", officer_id, detail=detail)
    else:
        throttle.clear(session, [place])
    return found


def _which(session: Session, officer_id: str, ways: frozenset[Factor], shown: Shown) -> Factor | None:
    if shown.answer:
        good = Factor.KEY in ways and security_keys.is_right(session, officer_id, shown.token, shown.answer, shown.site)
        return Factor.KEY if good else None
    if Factor.TOTP in ways and totp.is_right(session, officer_id, shown.code):
        return Factor.TOTP
    if Factor.RECOVERY in ways and recovery.use(session, officer_id, shown.code):
        return Factor.RECOVERY
    return None


def remove_all(session: Session, officer_id: str) -> None:
    """The officer has no second factor any more: part of an administrator's act, after its checks."""
    for table in (SecondFactor, SecurityKey, RecoveryCode):
        session.connection().execute(delete(table).where(table.officer_id == officer_id))


def _place(officer_id: str, device: str) -> Place:
    """A known device has a count of its own: who has the password elsewhere does not make its officer wait."""
    return throttle.place(Counted.FACTOR, officer_id, device)
