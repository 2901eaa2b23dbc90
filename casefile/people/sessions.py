"""Sign-ins, kept by the server so that they end everywhere at once."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from casefile import audit
from casefile.people.tokens import digest
from casefile.people.viewers import viewer_of
from casefile.policy.viewer import Viewer
from casefile.settings import Settings
from casefile.storage import tables
from casefile.storage.tables import PortalSession

TOUCH_S = 60  # how exactly the last use of a session is kept; a write per page would be a write lock per page


def open_session(session: Session, officer_id: str) -> str:
    """Begin a sign-in and return its token, which only the officer's browser holds."""
    token, moment = secrets.token_urlsafe(32), tables.now()
    session.connection().execute(
        insert(PortalSession),
        {"token_hash": digest(token), "officer_id": officer_id, "created_at": moment, "last_seen_at": moment},
    )
    return token


@dataclass(frozen=True, slots=True)
class VerifiedSession:
    """A sign-in that holds. `stale`: its last use should be written down by `touch_session`."""

    viewer: Viewer
    stale: bool


_OPEN = select(PortalSession.__table__).where(
    PortalSession.token_hash == bindparam("token_hash"), PortalSession.ended_at.is_(None)
)


def verify_session(session: Session, token: str, settings: Settings) -> VerifiedSession | None:
    """Whose sign-in the token is; None when it was ended, idle or open for too long, or the officer shut out."""
    row = session.connection().execute(_OPEN, {"token_hash": digest(token)}).first()
    moment = tables.now()
    if (
        row is None
        or moment - row.last_seen_at > timedelta(minutes=settings.session_idle_min)
        or moment - row.created_at > timedelta(hours=settings.session_absolute_h)
    ):
        return None
    viewer = viewer_of(session, row.officer_id)
    return VerifiedSession(viewer, (moment - row.last_seen_at).total_seconds() > TOUCH_S) if viewer else None


def touch_session(session: Session, token: str, settings: Settings) -> Viewer | None:
    """`verify_session`, and note the use. Needs a writing session only when `verify_session(...).stale`."""
    holds = verify_session(session, token, settings)
    if holds is not None and holds.stale:
        session.connection().execute(
            update(PortalSession).where(PortalSession.token_hash == digest(token)).values(last_seen_at=tables.now())
        )
    return holds.viewer if holds else None


def end_session(session: Session, token: str) -> None:
    """Sign out: a copied cookie is worth nothing from now on."""
    officer_id = (
        session.connection()
        .execute(select(PortalSession.officer_id).where(PortalSession.token_hash == digest(token)))
        .scalar()
    )
    session.connection().execute(
        update(PortalSession)
        .where(PortalSession.token_hash == digest(token), PortalSession.ended_at.is_(None))
        .values(ended_at=tables.now())
    )
    if officer_id is not None:
        audit.write(session, None, audit.Action.SIGN_OUT, "officer", officer_id)


def end_all(session: Session, officer_id: str) -> None:
    """End every sign-in of an officer."""
    session.connection().execute(
        update(PortalSession)
        .where(PortalSession.officer_id == officer_id, PortalSession.ended_at.is_(None))
        .values(ended_at=tables.now())
    )
