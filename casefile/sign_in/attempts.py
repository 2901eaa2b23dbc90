"""An attempt to sign in: the password checked outside any lock, the tries counted, nothing said of who exists.

Every attempt takes the same statements and one argon2 run, whoever's login was typed. Only a right password writes:
a wrong one adds to counts. What must wait is refused before the run, with the same words; that it waits depends on
where it comes from and on what was typed before, not on whether there is such an officer.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from casefile import audit
from casefile.policy.identity.factors import Factor
from casefile.policy.identity.waiting import Counted
from casefile.sign_in import devices, hashing, steps, throttle
from casefile.sign_in.steps import Purpose
from casefile.sign_in.throttle import Place
from casefile.sign_in.tokens import digest
from casefile.storage import tables
from casefile.storage.store import Store
from casefile.storage.tables import Officer, Unit
from casefile.vocabulary import Json

LONGEST_LOGIN = 80


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was typed, and where from. `device`: the token of the browser's cookie, empty where it has none."""

    login: str
    password: str
    network: str = "unknown"
    device: str = ""

    @property
    def typed(self) -> str:
        """The login as it would be kept."""
        return self.login.strip().lower()[:LONGEST_LOGIN].replace("\0", "\ufffd")  # PostgreSQL takes no NUL


@dataclass(frozen=True, slots=True)
class Passed:
    """A right password: whose, by what, and the places whose counts begin again once the sign-in is whole."""

    officer_id: str
    login: str
    stamp: str
    """Digest of the password's hash: another password, another stamp."""
    known_device: bool
    places: tuple[Place, ...]


def check_password(store: Store, attempt: Attempt) -> Passed | None:
    """Who it is when login and password are right, else None; a wrong try is counted."""
    login = attempt.typed
    with store.reading() as session:
        known = devices.is_known(session, attempt.device, login)
        places = _places(attempt, known=known)
        waiting = throttle.waits(session, places)
        row = _officer(session, login)
    if waiting:
        throttle.note_unread(store, places)
        return None
    right = hashing.is_right(row.password_hash if row else None, attempt.password)
    if row is None or not right or not row.active or row.closed_at is not None:
        with store.writing() as session:
            throttle.count(session, places)
            if known and row is not None:  # somebody at a colleague's own machine
                audit.write(session, None, audit.Action.SIGN_IN_REFUSED, "officer", row.id, detail={"device": "known"})
        return None
    kept = row.password_hash
    if hashing.is_outdated(kept):
        kept = _rehash(store, row.id, kept, attempt.password)
    return Passed(row.id, login, digest(kept), known, tuple(places))


def complete(session: Session, passed: Passed, factor: Factor) -> bool:
    """The sign-in is whole: note it and clear its counts. False when the officer or the password changed meanwhile."""
    row = _officer(session, passed.login)
    if row is None or digest(row.password_hash or "") != passed.stamp or not row.active or row.closed_at is not None:
        return False
    session.connection().execute(update(Officer).where(Officer.id == row.id).values(last_login_at=tables.now()))
    refused = throttle.take_unreported(session, digest(passed.login))
    throttle.clear(session, passed.places)
    detail: dict[str, Json] = {"factor": factor.value, "device": "known" if passed.known_device else "new"}
    if refused:
        detail["refused_before"] = refused
    audit.write(session, None, audit.Action.SIGN_IN, "officer", row.id, detail=detail)
    return True


def pause(session: Session, passed: Passed) -> str:
    """Keep what has been shown until the second factor is; the token that the browser brings back."""
    kept = {"login": passed.login, "stamp": passed.stamp, "known": passed.known_device}
    return steps.begin(session, passed.officer_id, Purpose.SECOND, json.dumps(kept))


def resume(session: Session, token: str, network: str, device: str) -> Passed | None:
    """What was shown before, while it holds."""
    step = steps.look(session, token, Purpose.SECOND)
    if step is None:
        return None
    kept = json.loads(step.challenge)
    places = _places(Attempt(kept["login"], "", network, device), known=kept["known"])
    return Passed(step.officer_id, kept["login"], kept["stamp"], kept["known"], tuple(places))


def _places(attempt: Attempt, *, known: bool) -> Sequence[Place]:
    login, account = attempt.typed, digest(attempt.typed)
    if known:
        return [throttle.place(Counted.DEVICE, login, attempt.device, account=account)]
    return [
        throttle.place(Counted.ACCOUNT, login, attempt.network, account=account),
        throttle.place(Counted.NETWORK, attempt.network, network=attempt.network),
    ]


def _officer(session: Session, login: str) -> Row[str, str | None, bool, datetime | None] | None:
    return (
        session.connection()
        .execute(
            select(Officer.id, Officer.password_hash, Officer.active, Unit.closed_at)
            .join(Unit, Unit.id == Officer.unit_id)
            .where(Officer.login == login)
        )
        .first()
    )


def _rehash(store: Store, officer_id: str, old: str, password: str) -> str:
    """Keep the password under today's figures; what is kept afterwards."""
    new = hashing.hashed(password)
    with store.writing() as session:
        done = session.connection().execute(
            update(Officer).where(Officer.id == officer_id, Officer.password_hash == old).values(password_hash=new)
        )
    return new if done.rowcount else old
