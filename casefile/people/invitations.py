"""One-time codes by which an officer sets the own password: a new one for who forgot it, whether one is good, and which
were given out by whom."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from casefile.people import acts
from casefile.people.changes import MOST, SHOWN
from casefile.people.links import officer_of_link
from casefile.people.wishes import Wish
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.storage import tables
from casefile.storage.tables import AccessLink, Officer
from casefile.vocabulary import PeopleChange


def new_link(session: Session, viewer: Viewer, login: str) -> str:
    """A one-time token for an officer who forgot the password; the old one stays until the link is used.

    Where a password is in use a second administrator must confirm: `approvals.ask`.
    """
    require(viewer, Permission.ADMINISTER)
    return acts.at_once(session, viewer, Wish(PeopleChange.RESET, login)) or ""


def renew_factor(session: Session, viewer: Viewer, login: str) -> str:
    """Take the second factor of an officer away who lost it; a one-time token to set up another.

    Two administrators do it: `approvals.ask`.
    """
    require(viewer, Permission.ADMINISTER)
    return acts.at_once(session, viewer, Wish(PeopleChange.FACTORS, login)) or ""


@dataclass(frozen=True, slots=True)
class GivenOut:
    """A one-time code as other administrators see it: whose, by whom, until when. Never the code."""

    login: str
    made_at: datetime
    made_by: str
    """Login of the administrator by whom it came into force; empty: the command line."""
    expires_at: datetime
    used_at: datetime | None


def given_out(session: Session, viewer: Viewer) -> list[GivenOut]:
    """The codes of the last thirty days, newest first: none is given out in secret."""
    require(viewer, Permission.ADMINISTER)
    whom, by = aliased(Officer), aliased(Officer)
    rows = session.connection().execute(
        select(whom.login, AccessLink.made_at, by.login, AccessLink.expires_at, AccessLink.used_at)
        .join(whom, whom.id == AccessLink.officer_id)
        .join(by, by.id == AccessLink.made_by, isouter=True)
        .where(AccessLink.made_at > tables.now() - SHOWN)
        .order_by(AccessLink.made_at.desc(), AccessLink.token_hash)
        .limit(MOST)
    )
    return [GivenOut(login, made or until, by or "", until, used) for login, made, by, until, used in rows]


def link_is_good(session: Session, token: str) -> bool:
    """Whether a one-time link may still be used. Tells nothing else."""
    return officer_of_link(session, token) is not None
