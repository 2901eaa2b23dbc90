"""One-time links by which an officer sets the own password: a new one for who forgot it, and whether one is good."""

from sqlalchemy.orm import Session

from casefile.people import acts
from casefile.people.links import officer_of_link
from casefile.people.wishes import Wish
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.vocabulary import PeopleChange


def new_link(session: Session, viewer: Viewer, login: str) -> str:
    """A one-time token for an officer who forgot the password; the old one stays until the link is used.

    Where a password is in use a second administrator must confirm: `approvals.ask`.
    """
    require(viewer, Permission.ADMINISTER)
    return acts.at_once(session, viewer, Wish(PeopleChange.RESET, login)) or ""


def link_is_good(session: Session, token: str) -> bool:
    """Whether a one-time link may still be used. Tells nothing else."""
    return officer_of_link(session, token) is not None
