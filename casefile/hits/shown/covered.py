"""What of a hit a reader may read.

Without the protection duty all but what is about protected persons; at the protection desk what agrees and why, with
names, numbers, places and texts masked until two persons have unmasked them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from casefile.matching import StoredEvidence
from casefile.narrative.protected import masked, read_protected
from casefile.policy.protection import MASK, Sign, SignSource, years_since
from casefile.storage import tables
from casefile.storage.tables import ProtectionRequest
from casefile.subjects import protection_signs
from casefile.subjects.identity import Identifier, Identity, Name, Place
from casefile.vocabulary import TITLED, TwoPersonAct


def covered(
    session: Session, record_id: str, identity: Identity, ground: str, country: str | None
) -> tuple[Identity, str]:
    """The identity and the ground of suspicion with every sentence about a protected person covered."""
    signs = protection_signs.kept(session, record_id)
    names = [one.sign.detail for one in signs if one.sign.source is SignSource.NAMED and one.sign.detail]
    title = identity.names if identity.kind not in TITLED else ()
    names_shown = title or tuple(replace(name, text=_cover(name.text, country, names)) for name in identity.names)
    facts = tuple(replace(fact, value=_cover(fact.value, country, names)) for fact in identity.facts)
    hidden = replace(identity, names=names_shown, narrative=_cover(identity.narrative, country, names), facts=facts)
    return hidden, _cover(ground, country, names)


def _cover(text: str, country: str | None, names: Sequence[str]) -> str:
    return masked(text, read_protected(text, country, tables.now().date(), names).spans) if text else text


# ---- the protection desk ---------------------------------------------------------------------------------------

UNMASKED = frozenset({"birth", "sex", "nationality", "founded"})
"""Kinds of evidence that name nobody: the desk needs the age to judge."""


@dataclass(frozen=True, slots=True)
class Shielded:
    """Why one side of a hit is protected, as far as it is known now."""

    signs: tuple[Sign, ...]
    """Those that nobody has lowered; what would name somebody is masked in them."""
    ages: tuple[tuple[int, int], ...]
    """Of each date of birth, the least and the most whole years it may mean today."""


def masked_identity(identity: Identity) -> Identity:
    """Kinds, dates, sex, nationality and countries; names, numbers and places as dots, the text not at all."""
    return Identity(
        kind=identity.kind,
        names=tuple(Name(MASK, name.kind) for name in identity.names),
        identifiers=tuple(Identifier(one.kind, MASK, one.country) for one in identity.identifiers),
        dates=identity.dates,
        places=tuple(Place(place.kind, MASK, place.country) for place in identity.places),
        sex=identity.sex,
        nationalities=identity.nationalities,
    )


def masked_evidence(evidence: Iterable[StoredEvidence]) -> tuple[StoredEvidence, ...]:
    """The kind, the rule and the strength of each term, without the values."""
    return tuple(term if term.what in UNMASKED else replace(term, wanted=MASK, found=MASK) for term in evidence)


def unmasked_until(session: Session, officer_id: str, subject_id: str) -> datetime | None:
    """Until when this officer, nobody else, reads the values of this hit, record or watch; None: they are masked."""
    mine = (ProtectionRequest.subject_id == subject_id, *_in_force(officer_id))
    return session.connection().execute(select(func.max(ProtectionRequest.good_until)).where(*mine)).scalar()


def unmasked_hits(session: Session, officer_id: str) -> frozenset[str]:
    """The hits whose values this officer, nobody else, reads now."""
    statement = select(ProtectionRequest.subject_id).where(*_in_force(officer_id))
    return frozenset(session.connection().execute(statement).scalars())


def _in_force(officer_id: str) -> tuple[ColumnElement[bool], ...]:
    """What two persons have unmasked for this officer, and whose time is not over."""
    return (
        ProtectionRequest.act == TwoPersonAct.UNMASK.value,
        ProtectionRequest.asked_by == officer_id,
        ProtectionRequest.outcome == "confirmed",
        ProtectionRequest.good_until > tables.now(),
    )


def shielded(signs: Iterable[Sign], identity: Identity, *, masked: bool) -> Shielded:
    """Why the subject is protected, from its standing signs and its dates of birth."""
    shown = (replace(one, detail=MASK) if masked and one.source is SignSource.NAMED else one for one in signs)
    today = tables.now().date()
    return Shielded(tuple(shown), tuple(_ages(identity, today)))


def _ages(identity: Identity, today: date) -> Iterable[tuple[int, int]]:
    for known, born in zip(identity.birth(), protection_signs.born_of(identity), strict=True):
        earliest = "-".join((*known.value.split("-"), "01", "01")[:3])
        yield max(0, years_since(born.latest, today)), max(0, years_since(earliest, today))
