"""The protection that came with an import: which signs it brought, and which of them go when it is taken back."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casefile.policy.protection import Sign, SignSource, goes_with
from casefile.records.protection import ROUNDS
from casefile.records.protection_links import linked_to
from casefile.storage.in_list import among
from casefile.storage.tables import Hit, ProtectionContact, ProtectionReview
from casefile.subjects import protection_signs
from casefile.vocabulary import Json, Protection, ReviewOutcome

Came = Mapping[str, Sequence[Sign]]
"""By subject, the signs that something brought: to itself, and to what it is linked to."""


def came(session: Session, subject_ids: Collection[str], since: datetime) -> dict[str, Came]:
    """Of those of these records or watches that got any sign in the transaction that began at `since`: what they, and
    what their protection reaches along links, got."""
    own = protection_signs.seen_since(session, subject_ids, since)
    return {id: _around(session, id, signs, since) for id, signs in own.items()}


def _around(session: Session, subject_id: str, signs: Sequence[Sign], since: datetime) -> Came:
    found = {subject_id: tuple(signs)}
    reached = {subject_id}
    for _ in range(ROUNDS):
        near = linked_to(session, reached) - reached
        if not near:
            break
        found |= protection_signs.seen_since(session, near, since)
        reached |= near
    return found


def as_json(found: Came) -> dict[str, Json]:
    """As `table_row` keeps it."""
    return {id: [[one.protection.value, one.source.value, one.detail] for one in signs] for id, signs in found.items()}


def from_json(kept: object) -> Came:
    """Nothing where an older Griot kept nothing: then all protection stays."""
    said = kept if isinstance(kept, dict) else {}
    return {
        id: [Sign(Protection(protection), SignSource(source), detail) for protection, source, detail in signs]
        for id, signs in said.items()
    }


def take_away(session: Session, subject_id: str, brought: Came) -> tuple[list[str], list[str]]:
    """Take away what it brought, the subject's own part and what it lent to others. Returns whose signs went, and the
    protections that went of its own.

    Where somebody decided on the subject all of it stays; where on another one, that one's. Whoever calls works out
    again whose signs went, so that what is known otherwise protects as ever.
    """
    settled = _decided(session, list(brought))
    if subject_id in settled:
        return [], []
    standing = protection_signs.standing(session, list(brought))
    touched: list[str] = []
    own: list[str] = []
    for id, signs in brought.items():
        gone = goes_with(signs, standing.get(id, ()), decided=id in settled)
        protection_signs.take_away(session, id, gone)
        touched += [id] if gone else []
        own += sorted({sign.protection.value for sign in gone}) if id == subject_id else []
    return touched, own


def still_standing(session: Session, brought: Mapping[str, Came]) -> set[str]:
    """Those subjects of which any sign that came to themselves still stands."""
    standing = protection_signs.standing(session, list(brought))
    return {id for id, came in brought.items() if {*came.get(id, ())} & {*standing.get(id, ())}}


def _decided(session: Session, ids: Collection[str]) -> set[str]:
    """Those whose protection is, or is about to be, in a protection officer's hand: a review that did not end with *not
    needed*, or two officers brought together over a hit on it."""
    of_review = select(ProtectionReview.record_id).where(
        among(ProtectionReview.record_id, ids), ProtectionReview.outcome != ReviewOutcome.NOT_NEEDED.value
    )
    of_contact = (
        select(Hit.record_id, Hit.watch_id)
        .join(ProtectionContact, ProtectionContact.hit_id == Hit.id)
        .where(or_(among(Hit.record_id, ids), among(Hit.watch_id, ids)))
    )
    both = {id for row in session.connection().execute(of_contact) for id in row}
    return (set(session.connection().execute(of_review).scalars()) | both) & set(ids)
