"""compare_entities(left, right): can two names be one company's, vessel's or institution's, with the words that say so.

The words of a name are paired one to one, by the distance that names of persons have, by meaning (bank, banque, بنك),
by initials (*BCEAO*) and joined with their neighbours (*East Gate*, *Eastgate*). What has found a partner speaks for,
what has not speaks against, each by its rarity in bits: *SARL* next to nothing, *Transport* a little, *Nantahala* much.
Numbers, countries and rare words that differ contradict, whatever else agrees.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from math import exp
from typing import Final

from casefile.names.compare import PartMatch
from casefile.names.data import fitted_weights
from casefile.names.entities.gazetteer import only_places
from casefile.names.entities.pairing import INITIALS_OF, MEANS_THE_SAME, Pairing, paired
from casefile.names.entities.reading import COUNTRY_BITS, LETTER_BITS, NUMBER_BITS, RARE_BITS, EntityName, read_entity
from casefile.names.whole.answers import Answer

SAME_THRESHOLD: Final = fitted_weights.SAME_THRESHOLD
"""That of names of persons: one threshold serves both."""
MISSING_TRADE, MISSING = 0.3, 0.5
"""Share of the bits of a word that counts against when one side has it and the other nothing instead: names are
shortened, by words of the trade first."""
DIFFERING: Final = 1.0
"""The same, of both words, where each side has one that the other has not."""
ONE_COUNTRY: Final = 0.5
"""Share of a country's bits that counts against when only one side names it: a seat is left out at will."""
OTHER_FORM: Final = 0.4
"""Bits against: two legal forms of different families. One undertaking changes its form, two rarely share a name."""
MIDDLE, STEEPNESS = 0.74, 12.0
"""Where the share of agreeing bits is worth 0.6, and how fast the score rises there; fitted by eye on pairs at hand."""
CONTRADICTED: Final = 0.04
RARE_DIFFERS: Final = 7.0
"""A word of at least so many bits on each side without a partner: the names differ, however many others agree."""
RARE_DIFFERS_SCORE: Final = 0.3
NUMBER_MISSING: Final = 2.5
"""Bits against a number on one side only: the second of a series is another company, but of a boat it is left out."""
NUMBERED_LOOSELY: Final = frozenset(("Vessel", "Vehicle", "Airplane", "Address"))


@dataclass(frozen=True, slots=True)
class EntityMatch:
    """Score from 0 to 1, the same whichever name comes first; the answer is SAME, COMPATIBLE or CONTRADICTING. `bits`
    is what the agreement is worth by the rarity of its words, before what speaks against."""

    score: float
    answer: Answer
    rule: str
    wanted: str
    found: str
    parts: tuple[PartMatch, ...]
    bits: float = 0.0

    @property
    def same(self) -> bool:
        """Whether they can be one bearer's: all that both sides state agrees."""
        return self.answer.one_person


def compare_entities(left: str, right: str, schema: str = "Organization") -> EntityMatch:
    """Compare two names of things; `schema` as FollowTheMoney names them (Company, Vessel, Address ...)."""
    return compare_read(read_entity(left), read_entity(right), schema)


def compare_read(left: EntityName, right: EntityName, schema: str = "Organization") -> EntityMatch:
    """The same of names already read."""
    if schema == "Address" and (places := _places(left, right)) is not None:
        return places
    loosely = schema in NUMBERED_LOOSELY
    found = _either_way(left, right, loosely)
    if not found.same and (left.plain or right.plain):  # an institution the tables know by this spelling only
        found = _either_way(left.plain or left, right.plain or right, loosely)
    if not found.same and _calls_itself(left, right):
        words = PartMatch(left.name, right.name, INITIALS_OF, "initials")
        bits = min(RARE_BITS, LETTER_BITS * len(left.short or right.short))
        return EntityMatch(INITIALS_OF, Answer.SAME, "initials", left.name, right.name, (words,), bits)
    return found


def _places(left: EntityName, right: EntityName) -> EntityMatch | None:
    """Two names that are nothing but known places: one under two names, or two."""
    a, b = only_places(left), only_places(right)
    if not a or not b:
        return None
    part = PartMatch(left.name, right.name, MEANS_THE_SAME, "one place")
    if a & b:
        return EntityMatch(MEANS_THE_SAME, Answer.SAME, "one place", left.name, right.name, (part,), RARE_BITS)
    return EntityMatch(CONTRADICTED, Answer.CONTRADICTING, "another place", left.name, right.name, ())


def _either_way(left: EntityName, right: EntityName, loosely: bool) -> EntityMatch:
    """Compared in one order, whichever is asked for."""
    if left.text <= right.text:
        return _compared(left, right, loosely)
    turned = _compared(right, left, loosely)
    parts = tuple(PartMatch(p.found, p.wanted, p.score, p.rule) for p in turned.parts)
    return replace(turned, wanted=turned.found, found=turned.wanted, parts=parts)


def _calls_itself(left: EntityName, right: EntityName) -> bool:
    """Whether one side is nothing but the initials that the other gives of itself."""
    return (left.short or " ") == right.squashed or (right.short or " ") == left.squashed


@lru_cache(maxsize=65536)
def _compared(a: EntityName, b: EntityName, loosely: bool) -> EntityMatch:
    if not (a.own or a.countries or a.numbers) or not (b.own or b.countries or b.numbers):
        return EntityMatch(0.0, Answer.CONTRADICTING, "nothing to compare", a.name, b.name, ())
    pairing = paired(a, b)
    parts = tuple(PartMatch(x.text, y.text, round(chance, 4), rule) for x, y, chance, rule in pairing.pairs)
    bits = _agreeing(pairing, a, b)

    def answer(score: float, rule: str, said: Answer) -> EntityMatch:
        return EntityMatch(round(score, 4), said, rule, a.name, b.name, parts, round(bits, 2))

    if against := _contradiction(a, b):
        return answer(CONTRADICTED, against, Answer.CONTRADICTING)
    for_, missing, differing = _weighed(pairing, a, b, loosely)
    score = 1.0 / (1.0 + exp(-STEEPNESS * (for_ / (for_ + missing + differing) - MIDDLE) - 0.405)) if for_ else 0.0
    rarest = min(max((w.bits for w in side), default=0.0) for side in (pairing.left, pairing.right))
    if rarest >= RARE_DIFFERS:
        return answer(min(score, RARE_DIFFERS_SCORE), "a rare word differs", Answer.CONTRADICTING)
    if score < SAME_THRESHOLD:
        rule = "a word differs" if pairing.left and pairing.right else "too little agrees"
        return answer(score, rule, Answer.CONTRADICTING)
    if pairing.left or pairing.right or missing > OTHER_FORM:
        return answer(score, "a word is missing", Answer.COMPATIBLE)
    worst = min(pairing.pairs, key=lambda p: p[2], default=None)
    return answer(score, worst[3] if worst else "written alike", Answer.SAME)


def _contradiction(a: EntityName, b: EntityName) -> str:
    if a.countries - b.countries and b.countries - a.countries:
        return "another country"
    ours, theirs = set(a.numbers), set(b.numbers)
    if ours - theirs and theirs - ours:
        return "another number"
    return ""


def _agreeing(pairing: Pairing, a: EntityName, b: EntityName) -> float:
    """Bits of what agrees: rarity, less where the likeness is less than sure."""
    shared = COUNTRY_BITS * len(a.countries & b.countries) + NUMBER_BITS * len(set(a.numbers) & set(b.numbers))
    return shared + sum(min(x.bits, y.bits) * (2.0 * chance - 1.0) for x, y, chance, _ in pairing.pairs)


def _weighed(pairing: Pairing, a: EntityName, b: EntityName, loosely: bool) -> tuple[float, float, float]:
    """Bits for; bits against what one side leaves out; bits against what each side has instead."""
    agreeing = COUNTRY_BITS * len(a.countries & b.countries) + 1.0 * len(set(a.numbers) & set(b.numbers))
    doubt = 0.0
    for x, y, chance, _ in pairing.pairs:
        bits = (x.bits + y.bits) / 2.0
        agreeing += bits * chance
        doubt += bits * (1.0 - chance)
    alone_left = sum(w.bits for w in pairing.left)
    alone_right = sum(w.bits for w in pairing.right)
    differing = doubt + DIFFERING * 2.0 * min(alone_left, alone_right)
    over = pairing.left if alone_left > alone_right else pairing.right
    keep = MISSING_TRADE if all(w.kind == "trade" for w in over) else MISSING
    missing = keep * abs(alone_left - alone_right)
    if a.countries ^ b.countries and not any(pair[3] == "initials" for pair in pairing.pairs):
        missing += ONE_COUNTRY * COUNTRY_BITS
    missing += NUMBER_MISSING * (0.4 if loosely else 1.0) * bool((set(a.numbers) ^ set(b.numbers)) - {"1"})
    if a.forms and b.forms and not a.forms & b.forms:
        missing += OTHER_FORM
    return agreeing, missing, differing
