"""What waits at the protection desk for one officer, in five counts."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from casefile import hits
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.protection import contacts, lowering, reviews, two_persons
from casefile.vocabulary import Desk

MOST = 1000
"""Requests that are counted; no desk has as many."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many of each kind wait for this officer."""

    hits: int
    contacts: int
    to_confirm: int
    """Requests of another officer, which this one may confirm."""
    to_lower: int
    reviews: int
    """Raised by a rule."""


def waiting(session: Session, viewer: Viewer) -> Waiting:
    """What waits for this officer: only what the officer may open."""
    require(viewer, Permission.REVIEW_PROTECTED_HIT)
    return Waiting(
        hits=hits.waiting(session, viewer, Desk.PROTECTION),
        contacts=len(contacts.contacts_of(session, viewer)),
        to_confirm=sum(one.may_confirm for one in two_persons.waiting(session, viewer)),
        to_lower=len(lowering.requests(session, viewer, limit=MOST)),
        reviews=len(reviews.waiting_reviews(session, viewer, limit=MOST)),
    )
