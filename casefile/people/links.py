"""One-time links as they are kept: made, found again by their token, ended."""

import secrets
from datetime import timedelta

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from casefile import audit
from casefile.people.tokens import digest
from casefile.policy.viewer import Viewer
from casefile.storage import tables
from casefile.storage.tables import AccessLink, Officer

LINK_HOURS = 72


def make_link(session: Session, viewer: Viewer, officer_id: str) -> str:
    """A new token in place of those not yet used; only its digest is kept."""
    token = secrets.token_urlsafe(32)
    end_links(session, officer_id)
    session.connection().execute(
        insert(AccessLink),
        {
            "token_hash": digest(token),
            "officer_id": officer_id,
            "expires_at": tables.now() + timedelta(hours=LINK_HOURS),
        },
    )
    audit.write(session, viewer, audit.Action.ADMINISTRATION, "officer", officer_id, detail={"link": True})
    return token


def end_links(session: Session, officer_id: str) -> None:
    """No unused link of the officer is good any more."""
    session.connection().execute(
        delete(AccessLink).where(AccessLink.officer_id == officer_id, AccessLink.used_at.is_(None))
    )


def officer_of_link(session: Session, token: str) -> str | None:
    """Whose password the token may set; None when it was used, has run out, or the officer is shut out.

    In a session that writes, the link is held until the end: of two who use it at once the second finds it used.
    """
    return (
        session.connection()
        .execute(
            select(AccessLink.officer_id)
            .join(Officer, Officer.id == AccessLink.officer_id)
            .where(
                AccessLink.token_hash == digest(token),
                AccessLink.used_at.is_(None),
                AccessLink.expires_at > tables.now(),
                Officer.active,
            )
            .with_for_update(of=AccessLink)
        )
        .scalar()
    )
