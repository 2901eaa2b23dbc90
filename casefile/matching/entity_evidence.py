"""Names of companies, vessels, vehicles and places that agree, in bits by the rarity of their words."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from casefile.matching import weights as w
from casefile.matching.evidence import Evidence
from casefile.matching.prepared import PreparedName
from casefile.names.entities import SAME_THRESHOLD, EntityName, compare_read
from casefile.vocabulary import RecordKind

SCHEMAS: Final[dict[str, str]] = {
    RecordKind.ORGANISATION.value: "Organization",
    RecordKind.VESSEL.value: "Vessel",
    RecordKind.VEHICLE.value: "Vehicle",
    RecordKind.PLACE.value: "Address",
}
"""What FollowTheMoney calls a kind of record."""

ALL_SURE: Final = 0.95
"""A score that names reach of which every word agrees."""


def entity_evidence(
    what: str, wanted: Iterable[PreparedName], found: Iterable[PreparedName], *, in_text: bool
) -> list[Evidence]:
    """Names that agree, the best first; `what` is the kind of record."""
    found = list(found)
    out = [e for a in wanted for b in found if (e := _agreement(what, a, b, in_text)) is not None]
    return sorted(out, key=lambda e: (-e.bits, e.fact))


def _agreement(what: str, a: PreparedName, b: PreparedName, in_text: bool) -> Evidence | None:
    bits = _bits(a.entity, b.entity, SCHEMAS.get(what, "Organization"))
    if not bits:
        return None
    if a.weak or b.weak:
        bits *= w.WEAK_ALIAS
    rule = w.ENTITY_IN_TEXT if in_text else w.ENTITY_SAME
    return Evidence(what, rule, a.text, b.text, bits, (_fact(a.entity), _fact(b.entity)))


@lru_cache(maxsize=65536)
def _bits(a: EntityName, b: EntityName, schema: str) -> float:
    """Rarity of what agrees, less where the comparison is less sure; nothing when the names are two."""
    match = compare_read(a, b, schema)
    if not match.same:
        return 0.0
    sure = min(1.0, (match.score - SAME_THRESHOLD) / (ALL_SURE - SAME_THRESHOLD))
    bits = match.bits * (w.NAME_AT_THRESHOLD + (1.0 - w.NAME_AT_THRESHOLD) * sure)
    alike = a.squashed == b.squashed
    if alike:
        bits += w.ENTITY_SPELT
    if alike or (match.answer == "same" and len(match.parts) > 1 and any(word.kind != "trade" for word in a.own)):
        bits = max(bits, w.ENTITY_WHOLE)
    return max(0.0, min(bits, w.ENTITY_MAX))


def _fact(name: EntityName) -> str:
    """The words that tell it apart: what agreed, however the words of the trade and the form are written."""
    own = [word.text for word in name.own if word.kind != "trade"] or [word.text for word in name.own]
    return " ".join([*own, *name.numbers, *sorted(name.countries)])
