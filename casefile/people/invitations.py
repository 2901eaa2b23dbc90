"""One-time links by which an officer sets the own password."""

import secrets
from datetime import timedelta

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from casefile import audit
from casefile.people.tokens import digest
from casefile.people.viewers import officer_id_of
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.storage import tables
from casefile.storage.tables import AccessLink, Officer

LINK_HOURS = 72


def new_link(session: Session, viewer: Viewer, login: str) -> str:
    """A one-time token for an officer who forgot the password; the old one stays until the link is used."""
    require(viewer, Permission.ADMINISTER)
    return make_link(session, viewer, officer_id_of(session, login))


def link_is_good(session: Session, token: str) -> bool:
    """Whether a one-time link may still be used. Tells nothing else."""
    return officer_of_link(session, token) is not None


def make_link(session: Session, viewer: Viewer, officer_id: str) -> str:
    token = secrets.token_urlsafe(32)
    session.connection().execute(
        delete(AccessLink).where(AccessLink.officer_id == officer_id, AccessLink.used_at.is_(None))
    )
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


def officer_of_link(session: Session, token: str) -> str | None:
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
        )
        .scalar()
    )
