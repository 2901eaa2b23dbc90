"""The order of what was found, worked out from the records themselves and the question alone. Pure.

A number that agrees, then the same spelling, the same letters in another script or without marks, names known as one,
names that sound alike, part of a name or of a text; within each the newest first.
"""

from collections.abc import Iterable, Sequence
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from casefile.matching.entity_evidence import SCHEMAS
from casefile.names import SAME_THRESHOLD, NameKeys, NameMatch, analyze, compare
from casefile.names.compare import compare_from
from casefile.names.entities import compare_entities
from casefile.names.entities.compare import EntityMatch
from casefile.vocabulary import RecordKind


class Tier(IntEnum):
    """How a record answers; the lower the better."""

    NUMBER = 0
    EXACT = 1
    SCRIPT = 2
    KNOWN = 3
    SOUND = 4
    PART = 5


NEVER = float("-inf")


class Place(NamedTuple):
    """Where a result stands: compared from left to right, the smaller first."""

    number: bool
    """Whether no number agrees."""
    tier: Tier
    part: float
    """Of what agrees in part only: how much does not, in the constants of `scoring`."""
    age: float
    """Seconds, less for what is newer; infinite when its date is not for the reader."""
    record_id: str


def place(tier: Tier, *, agrees: bool, score: float, entered_at: float, record_id: str) -> Place:
    """`agrees`: a number does. `entered_at` in seconds of the clock, `NEVER` when the reader may not know."""
    return Place(not agrees, tier, -score if tier is Tier.PART else 0.0, -entered_at, record_id)


Compared = NameMatch | EntityMatch
"""Two names compared as what bears them: a person, or a company, a vessel, a place."""


def tier_of(text: str, names: Iterable[str], kind: str = RecordKind.PERSON.value) -> Tier:
    """How well the best of a record's names answers the name that was typed; `kind` is the record's."""
    wanted, schema = analyze(text), SCHEMAS.get(kind, "")
    return min((_tier(wanted, analyze(name), schema) for name in names), default=Tier.PART)


def best_match(text: str, names: Sequence[str], kind: str = RecordKind.PERSON.value) -> Compared | None:
    """The comparison to show: with the name that answers best."""
    wanted, best, schema = analyze(text), tier_of(text, names, kind), SCHEMAS.get(kind, "")
    matches: list[Compared] = [
        compare_entities(text, name, schema) if schema else compare(text, name)
        for name in names
        if _tier(wanted, analyze(name), schema) is best
    ]
    return max(matches, key=lambda match: match.score, default=None)


@lru_cache(maxsize=8192)  # for the match shown, for the next page, and for names that many have
def _tier(wanted: NameKeys, found: NameKeys, schema: str) -> Tier:
    if _spelling(wanted) == _spelling(found):
        return Tier.EXACT
    if set(wanted.written) == set(found.written) or set(wanted.latin) == set(found.latin):
        return Tier.SCRIPT
    if _is_known(wanted, found, schema):
        return Tier.KNOWN
    return Tier.SOUND if _sounds_alike(wanted, found) else Tier.PART


def _is_known(wanted: NameKeys, found: NameKeys, schema: str) -> bool:
    if schema:
        return compare_entities(wanted.name, found.name, schema).same
    match = compare_from(SAME_THRESHOLD, wanted, found)
    return match is not None and match.same


def _spelling(keys: NameKeys) -> list[str]:
    """Its words with their marks, in whatever order."""
    return sorted(keys.text.replace("-", " ").split())


def _sounds_alike(wanted: NameKeys, found: NameKeys) -> bool:
    """Whether every part that was typed sounds like one of the name's."""
    parts = [token for token in wanted.named if token.sounds]
    return bool(parts) and all(not set(found.sounds).isdisjoint(token.sounds) for token in parts)
