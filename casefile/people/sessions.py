"""Sign-ins, kept by the server so that they end everywhere at once."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy.orm import Session

from casefile import audit
from casefile.people.viewers import viewer_of
from casefile.policy.identity.factors import SECOND, Factor
from casefile.policy.viewer import Viewer
from casefile.settings import Settings
from casefile.sign_in.tokens import digest
from casefile.storage import tables
from casefile.storage.tables import PortalSession

AHEAD = timedelta(minutes=5)
"""A sign-in dated so much later than now was dated by a wrong clock: it would be open for as long as that was ahead."""
TOUCH_S = 60  # how exactly the last use of a session is kept; a write per page would be a write lock per page


@dataclass(frozen=True, slots=True)
class Opening:
    """How a sign-in begins: by what it was shown who it is, from where, and whether it opens more than set-up pages."""

    factor: Factor = Factor.PASSWORD
    network: str = ""
    agent: str = ""
    limited: bool = False


def open_session(session: Session, officer_id: str, opening: Opening | None = None) -> str:
    """Begin a sign-in and return its token, which only the officer's browser holds."""
    token, moment, how = secrets.token_urlsafe(32), tables.now(), opening or Opening()
    session.connection().execute(
        insert(PortalSession),
        {
            "token_hash": digest(token),
            "officer_id": officer_id,
            "created_at": moment,
            "last_seen_at": moment,
            "factor": how.factor.value,
            "factor_at": moment if how.factor in SECOND else None,
            "limited": how.limited,
            "network": how.network,
            "agent": how.agent,
        },
    )
    return token


@dataclass(frozen=True, slots=True)
class VerifiedSession:
    """A sign-in that holds. `stale`: its last use should be written down by `touch_session`."""

    viewer: Viewer
    stale: bool
    factor: str = ""
    factor_at: datetime | None = None
    limited: bool = False


_OPEN = select(PortalSession.__table__).where(
    PortalSession.token_hash == bindparam("token_hash"), PortalSession.ended_at.is_(None)
)


def is_open(row: Row[Any], moment: datetime, settings: Settings) -> bool:
    """Whether a sign-in, a row of `PortalSession`, was neither ended nor idle nor open for too long,
    nor dated by a clock that was ahead."""
    return (
        row.ended_at is None
        and -AHEAD <= moment - row.last_seen_at <= timedelta(minutes=settings.session_idle_min)
        and -AHEAD <= moment - row.created_at <= timedelta(hours=settings.session_absolute_h)
    )


def verify_session(session: Session, token: str, settings: Settings) -> VerifiedSession | None:
    """Whose sign-in the token is; None when it was ended, idle or open for too long, or the officer shut out."""
    row = session.connection().execute(_OPEN, {"token_hash": digest(token)}).first()
    moment = tables.now()
    if row is None or not is_open(row, moment, settings):
        return None
    viewer = viewer_of(session, row.officer_id)
    if viewer is None:
        return None
    stale = (moment - row.last_seen_at).total_seconds() > TOUCH_S
    return VerifiedSession(viewer, stale, row.factor, row.factor_at, row.limited)


def touch_session(session: Session, token: str, settings: Settings) -> Viewer | None:
    """`verify_session`, and note the use. Needs a writing session only when `verify_session(...).stale`."""
    holds = verify_session(session, token, settings)
    if holds is not None and holds.stale:
        session.connection().execute(
            update(PortalSession).where(PortalSession.token_hash == digest(token)).values(last_seen_at=tables.now())
        )
    return holds.viewer if holds else None


def show_factor(session: Session, token: str, factor: Factor, *, limited: bool = False) -> None:
    """Note that a second factor was just given in this sign-in; `limited`: whether something is still to be set up."""
    session.connection().execute(
        update(PortalSession)
        .where(PortalSession.token_hash == digest(token), PortalSession.ended_at.is_(None))
        .values(factor=factor.value, factor_at=tables.now(), limited=limited)
    )


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


def end_all(session: Session, officer_id: str, *, but: str = "") -> int:
    """End every sign-in of an officer, but for the one of this token where one is given; how many there were."""
    done = session.connection().execute(
        update(PortalSession)
        .where(
            PortalSession.officer_id == officer_id,
            PortalSession.ended_at.is_(None),
            PortalSession.token_hash != digest(but),
        )
        .values(ended_at=tables.now())
    )
    return done.rowcount
