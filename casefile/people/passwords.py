"""Passwords: set by the officer alone, slow to guess, with a growing wait after failures."""

import secrets
from datetime import timedelta
from functools import lru_cache

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import BadInput, NotThere
from casefile.people.links import end_links, officer_of_link
from casefile.people.sessions import end_all
from casefile.people.tokens import digest
from casefile.storage import tables
from casefile.storage.tables import AccessLink, Officer, Unit

MEMORY_KIB, PASSES, LANES = 19 * 1024, 2, 1  # OWASP's least for argon2id: 19 MiB, two passes, one lane
MIN_PASSWORD, MAX_PASSWORD = 15, 256
MIN_DISTINCT = 5  # different characters: "aaaaaaaaaaaa" is no password
FREE_ATTEMPTS = 3  # mistyped passwords before each further one costs waiting
MAX_WAIT_S = 300  # a bound, so that nobody can lock a colleague out for a day


def set_password(session: Session, token: str, password: str) -> str:
    """Use a one-time link: set the password, end every session and other link. Returns the officer's id."""
    officer_id = officer_of_link(session, token)
    if officer_id is None:
        raise NotThere("This link has been used or has expired. Ask your administrator for a new one.")
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise BadInput(
            "A password has at least %(least)s characters. A sentence is best.", field="password", least=MIN_PASSWORD
        )
    if len(set(password)) < MIN_DISTINCT:
        raise BadInput("This password repeats too few characters. A sentence is best.", field="password")
    connection = session.connection()
    connection.execute(
        update(Officer)
        .where(Officer.id == officer_id)
        .values(password_hash=_hasher().hash(password), failed_attempts=0, locked_until=None)
    )
    connection.execute(update(AccessLink).where(AccessLink.token_hash == digest(token)).values(used_at=tables.now()))
    end_links(session, officer_id)
    end_all(session, officer_id)
    audit.write(session, None, audit.Action.ADMINISTRATION, "officer", officer_id, detail={"password": True})
    return officer_id


def authenticate(session: Session, login: str, password: str) -> str | None:
    """The officer's id when login and password are right, else None; one argon2 run in either case.

    Needs a writing session and returns instead of raising, so that a failed attempt is counted and kept.
    """
    row = (
        session.connection()
        .execute(
            select(
                Officer.id,
                Officer.password_hash,
                Officer.active,
                Officer.failed_attempts,
                Officer.locked_until,
                Unit.closed_at,
            )
            .join(Unit, Unit.id == Officer.unit_id)
            .where(Officer.login == login.strip().lower()[:80])
            .with_for_update(of=Officer)
        )
        .first()
    )
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
        wait = min(MAX_WAIT_S, 2 ** min(failed - FREE_ATTEMPTS, 12)) if failed > FREE_ATTEMPTS else 0
        session.connection().execute(
            update(Officer)
            .where(Officer.id == row.id)
            .values(failed_attempts=failed, locked_until=moment + timedelta(seconds=wait) if wait else None)
        )
    audit.write(session, None, audit.Action.SIGN_IN_REFUSED, "officer", row.id, detail={"waiting": waiting})
    return None


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
