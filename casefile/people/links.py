"""One-time codes as they are kept: made, found again, ended. The same code stands in a link, or is read out."""

from datetime import timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import N_, NotThere
from casefile.policy.viewer import Viewer
from casefile.sign_in.codes import clean_code, new_code
from casefile.sign_in.tokens import digest
from casefile.storage import tables
from casefile.storage.tables import AccessLink, Officer

LINK_HOURS = 72
USED = N_("This link has been used or has expired. Ask your administrator for a new one.")


def make_link(session: Session, viewer: Viewer, officer_id: str) -> str:
    """A new code in place of those not yet used; only its digest is kept."""
    token = new_code()
    end_links(session, officer_id)
    session.connection().execute(
        insert(AccessLink),
        {
            "token_hash": _hash(token),
            "officer_id": officer_id,
            "expires_at": tables.now() + timedelta(hours=LINK_HOURS),
            "made_at": tables.now(),
            "made_by": viewer.officer_id or None,
        },
    )
    audit.write(session, viewer, audit.Action.ADMINISTRATION, "officer", officer_id, detail={"link": True})
    return token


def end_links(session: Session, officer_id: str) -> None:
    """No unused link of the officer is good any more."""
    session.connection().execute(
        delete(AccessLink).where(AccessLink.officer_id == officer_id, AccessLink.used_at.is_(None))
    )


def use_link(session: Session, token: str) -> None:
    """The code is used up. Raises NotThere when somebody else was first."""
    done = session.connection().execute(
        update(AccessLink)
        .where(AccessLink.token_hash == _hash(token), AccessLink.used_at.is_(None))
        .values(used_at=tables.now())
    )
    if not done.rowcount:
        raise NotThere(USED)


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
                AccessLink.token_hash == _hash(token),
                AccessLink.used_at.is_(None),
                AccessLink.expires_at > tables.now(),
                Officer.active,
            )
            .with_for_update(of=AccessLink)
        )
        .scalar()
    )


def _hash(token: str) -> str:
    return digest(clean_code(token))
