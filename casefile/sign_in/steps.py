"""What stands between two pages of signing in: kept by the server, good once and for minutes."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from casefile.sign_in.tokens import digest
from casefile.storage import tables
from casefile.storage.tables import SignInStep

LIFE = timedelta(minutes=10)
"""Long enough to fetch the phone."""


class Purpose(StrEnum):
    SECOND = "second"
    """The password was right; `challenge` is the password's stamp."""
    APP = "app"
    """An authenticator app is being set up; `challenge` is the sealed secret."""
    NEW_KEY = "new_key"
    ASK_KEY = "ask_key"
    """A question put to a security key; `challenge` is the question."""


@dataclass(frozen=True, slots=True)
class Step:
    officer_id: str
    challenge: str


def begin(session: Session, officer_id: str, purpose: Purpose, challenge: str = "") -> str:
    """Returns the token that the browser brings back."""
    token, moment = secrets.token_urlsafe(32), tables.now()
    session.connection().execute(delete(SignInStep).where(SignInStep.expires_at < moment))
    row = {"token_hash": digest(token), "officer_id": officer_id, "purpose": purpose.value, "challenge": challenge,
           "expires_at": moment + LIFE}  # fmt: skip
    session.connection().execute(insert(SignInStep), row)
    return token


def look(session: Session, token: str, purpose: Purpose) -> Step | None:
    """The step, while it holds."""
    row = (
        session.connection()
        .execute(
            select(SignInStep.officer_id, SignInStep.challenge).where(
                SignInStep.token_hash == digest(token),
                SignInStep.purpose == purpose.value,
                SignInStep.expires_at > tables.now(),
            )
        )
        .first()
    )
    return Step(row.officer_id, row.challenge) if row else None


def take(session: Session, token: str, purpose: Purpose) -> Step | None:
    """The step, which is over with this; of two who take it at once one gets it."""
    found = look(session, token, purpose)
    done = session.connection().execute(delete(SignInStep).where(SignInStep.token_hash == digest(token)))
    return found if done.rowcount else None
