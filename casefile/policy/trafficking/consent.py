"""What may be told of a victim, to whom, and until when: what the person has agreed to and nothing else. Pure.

Source: docs/sources/law.md, "Victims and children": privacy of victims (Palermo Protocol, Art. 6); of who may be a
child the guardian agrees.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from casefile.errors import BadInput, Conflict
from casefile.vocabulary import ConsentBy, Passed


@dataclass(frozen=True, slots=True)
class Consent:
    """Who agreed, on which day, and to what. `ended_on`: the day on which it was taken back."""

    by: ConsentBy
    given_on: date
    to: tuple[Passed, ...]
    ended_on: date | None = None


def read_consent(by: str, given_on: str, to: Collection[str], ended_on: str) -> Consent:
    """As it was kept: words, ISO days, empty for one that still stands."""
    ended = date.fromisoformat(ended_on) if ended_on else None
    return Consent(ConsentBy(by), date.fromisoformat(given_on), tuple(map(Passed, to)), ended)


def check_consent(consent: Consent, today: date, *, may_be_child: bool) -> None:
    """Raises BadInput, naming the field, where there is none that a referral could rest on."""
    if not consent.to:
        raise BadInput("Tick what the person agrees to. Without consent nothing is passed on.", field="passes")
    if consent.given_on > today:
        raise BadInput("The day of the consent lies ahead.", field="consented_on")
    if may_be_child and consent.by is not ConsentBy.GUARDIAN:
        raise BadInput("This may be a child: the guardian has to agree.", field="consent_by")


def may_leave(consent: Consent) -> tuple[Passed, ...]:
    """What may be passed on now. Raises Conflict once the consent was taken back: then nothing may."""
    if consent.ended_on is not None:
        raise Conflict("The consent was taken back. Nothing may be passed on any more.")
    return consent.to


def stated_passes(ticked: Collection[str]) -> tuple[Passed, ...]:
    """These words, each once and in the order of the list. Raises BadInput for any other."""
    if not set(ticked) <= set(Passed):
        raise BadInput("Choose from the list.", field="passes")
    return tuple(one for one in Passed if one.value in ticked)
