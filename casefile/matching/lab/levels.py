"""The levels of each comparison, and at which level a pair stands. Names are no level: their weight is their rarity."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from casefile.matching import other_evidence
from casefile.matching import weights as w
from casefile.matching.birth_evidence import birth_evidence
from casefile.matching.name_evidence import agreements
from casefile.matching.name_kinds import PERSON
from casefile.matching.prepared import Prepared
from casefile.matching.rules import Rule
from casefile.matching.weights import Weight
from casefile.names.frequency import TermFrequencies

LADDERS: Final[Mapping[str, tuple[Weight, ...]]] = {
    "two dates of birth": (
        w.BIRTH_DAY, w.BIRTH_SWAPPED, w.BIRTH_DAY_AND_MONTH, w.BIRTH_TWO_PARTS, w.BIRTH_YEAR_DAY_DIFFERS,
        w.BIRTH_DATES_1, w.BIRTH_DATES_2, w.BIRTH_DATES_5,
    ),
    "a year of birth": (
        w.BIRTH_MONTH, w.BIRTH_YEAR, w.BIRTH_NEAR_1, w.BIRTH_NEAR_2, w.BIRTH_OFF_5, w.BIRTH_OFF_10, w.BIRTH_FAR,
    ),
    "about a year of birth": (w.BIRTH_ABOUT, w.BIRTH_ABOUT_1, w.BIRTH_ABOUT_2),
    "sex": (w.SEX_AGREES, w.SEX_DIFFERS),
    "nationality": (w.NATIONALITY_FAR, w.NATIONALITY_NEAR, w.NATIONALITY_DIFFERS),
}  # fmt: skip
"""From the strongest level to the weakest; no weight may stand above the one before it."""
LEVELS: Final[Mapping[Rule, Weight]] = {weight.rule: weight for ladder in LADDERS.values() for weight in ladder}
COMPARED: Final[Mapping[Rule, str]] = {
    weight.rule: "birth" if "birth" in name else name for name, ladder in LADDERS.items() for weight in ladder
}
"""What a level is a level of: the shares of one comparison's levels add up to 1."""


@dataclass(frozen=True, slots=True)
class Observed:
    """A pair: its levels, and the bits of all that has no levels (name, numbers)."""

    levels: tuple[Rule, ...]
    other_bits: float


def observe(record: Prepared, watch: Prepared, common: TermFrequencies) -> Observed | None:
    """Two persons whose names may be one or who share a number, whatever else agrees; None for strangers."""
    if not record.letter == watch.letter == PERSON:
        return None
    numbers = sum(term.bits for term in other_evidence.identifier_evidence(record, watch, common))
    places = [(i, j) for i in range(len(watch.names)) for j in range(len(record.names))]
    named = agreements(watch.names, record.names, places, common, in_text=False)
    if not named and not numbers:
        return None
    name = max((one.evidence.bits for one in named), default=w.NAME_DIFFERS.bits)
    return Observed(levels_of(record, watch), numbers + name)


def levels_of(record: Prepared, watch: Prepared) -> tuple[Rule, ...]:
    """At which level two persons stand, of every comparison for which both sides state something."""
    found = []
    if watch.births and record.births and (birth := birth_evidence(watch.births, record.births)) is not None:
        found.append(birth.rule)
    if watch.sex and record.sex:
        found.append(other_evidence.sex_evidence(watch.sex, record.sex).rule)
    nation = other_evidence.nationality_evidence(record.identity, watch.identity)
    if nation is not None:
        found.append(nation.rule)
    return tuple(rule for rule in found if rule in LEVELS)
