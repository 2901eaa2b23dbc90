"""The authenticator app: six digits that change every 30 seconds (RFC 6238), each taken once."""

import hmac
import logging
import re

import pyotp
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import SetupError
from casefile.sign_in import steps
from casefile.sign_in.sealed import seal, unseal
from casefile.sign_in.steps import Purpose
from casefile.storage import tables
from casefile.storage.tables import SecondFactor, insert_for

log = logging.getLogger("casefile.sign_in.totp")

STEP_S = 30
DRIFT = 1  # steps that a phone's clock may be off, either way
AHEAD = 10
"""A code taken so many steps later than now was taken by a clock that was ahead; else none were good until that day."""
ISSUER = "Griot"


def uri(secret: str, login: str) -> str:
    """What the QR code says to the app."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)


def begin(session: Session, officer_id: str) -> tuple[str, str]:
    """A new secret to be shown, and the token with which its first code is brought back."""
    secret = pyotp.random_base32()  # 160 random bits
    return secret, steps.begin(session, officer_id, Purpose.APP, seal(session, secret))


def pending(session: Session, officer_id: str, token: str) -> str | None:
    """The secret that is being set up, to be shown again."""
    step = steps.look(session, token, Purpose.APP)
    return unseal(session, step.challenge)[0] if step and step.officer_id == officer_id else None


def confirm(session: Session, officer_id: str, token: str, code: str) -> bool:
    """Set the app up when the code is its own: in place of a former one."""
    secret = pending(session, officer_id, token)
    at = _step_of(secret, code, after=0) if secret else None
    if secret is None or at is None or steps.take(session, token, Purpose.APP) is None:
        return False
    row = {"secret": seal(session, secret), "made_at": tables.now(), "last_step": at}
    session.connection().execute(
        insert_for(session)(SecondFactor)
        .values(officer_id=officer_id, **row)
        .on_conflict_do_update(index_elements=["officer_id"], set_=row)
    )
    audit.write(session, None, audit.Action.ADMINISTRATION, "officer", officer_id, detail={"second_factor": "totp"})
    return True


def is_right(session: Session, officer_id: str, code: str) -> bool:
    """Whether it is a code of now that was not taken yet; it is taken with this, in every worker."""
    held = session.connection().execute(
        select(SecondFactor.secret, SecondFactor.last_step).where(SecondFactor.officer_id == officer_id)
    )
    row = held.first()
    if row is None:
        return False
    try:
        secret, outdated = unseal(session, row.secret)
    except SetupError:
        log.exception("second_factor_sealed_under_another_key")  # recovery codes and security keys still work
        return False
    ahead = row.last_step > _present() + DRIFT + AHEAD
    at = _step_of(secret, code, after=0 if ahead else row.last_step)
    if at is None:
        return False
    kept = {"secret": seal(session, secret)} if outdated else {}
    done = session.connection().execute(
        update(SecondFactor)
        .where(SecondFactor.officer_id == officer_id, SecondFactor.last_step == row.last_step)
        .values(last_step=at, **kept)
    )
    return bool(done.rowcount)


def reseal(session: Session) -> int:
    """Seal under the present key what a former one sealed; how many there were. Afterwards the former can go."""
    rows = session.connection().execute(select(SecondFactor.officer_id, SecondFactor.secret)).all()
    opened = [(row.officer_id, *unseal(session, row.secret)) for row in rows]
    for officer_id, secret, outdated in opened:
        if outdated:
            session.connection().execute(
                update(SecondFactor).where(SecondFactor.officer_id == officer_id).values(secret=seal(session, secret))
            )
    return sum(outdated for _, _, outdated in opened)


def _step_of(secret: str, code: str, *, after: int) -> int | None:
    """The time step whose code this is, if it is about now and later than `after`."""
    typed = re.sub(r"\s", "", code)
    if not re.fullmatch(r"[0-9]{6}", typed):
        return None
    app, present = pyotp.TOTP(secret, interval=STEP_S), _present()
    for step in range(max(present - DRIFT, after + 1), present + DRIFT + 1):
        if hmac.compare_digest(app.generate_otp(step), typed):
            return step
    return None


def _present() -> int:
    return int(tables.now().timestamp()) // STEP_S
