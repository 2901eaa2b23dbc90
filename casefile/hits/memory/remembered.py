"""A judgement is remembered with what it was made on: which later facts leave it standing, and which ask again. Pure.

| what changed since | judged the same | judged not the same |
|---|---|---|
| nothing, another way of writing, another weight | stands | stands |
| something more agrees, or more exactly | stands | asks again |
| something no longer agrees, and the rest would still be as good | stands | stands |
| something no longer agrees, and the rest is less than was judged | asks again | stands |
| a value contradicts that did not, or by more than it did | asks again | stands |
| what contradicted is gone or less, and the rest is a hit | stands | asks again |
| other names on both sides: it speaks of somebody else | asks again | asks again |
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from casefile.matching import StoredEvidence
from casefile.matching.rules import Rule
from casefile.policy.network.desk_lists import HIT_GRADE

DIFFERENCE: Mapping[Rule, int] = {
    Rule.BIRTH_DAY_AND_MONTH_EXCHANGED: 1,
    Rule.BIRTH_YEAR_AGREES_DAY_DIFFERS: 2,
    Rule.BIRTH_YEARS_ONE_APART: 2,
    Rule.BIRTH_YEARS_TWO_APART: 3,
    Rule.BIRTH_YEARS_THREE_TO_FIVE_APART: 4,
    Rule.BIRTH_YEARS_SIX_TO_TEN_APART: 5,
    Rule.BIRTH_YEARS_FAR_APART: 6,
}
"""Rules by which two values differ, whatever that is worth: two years one apart may speak for a pair, and still are not
what was judged when both said 1984. Greater is further apart. Any other rule differs by the bits it takes away."""

NO_DIFFERENCE = frozenset({Rule.NAME_PART_MISSING})
"""Costs bits, and contradicts nothing: one side states less."""

SERIOUS = 2.0
"""Bits that speak against, from which on an unlisted rule contradicts: a second nationality (1) is no contradiction."""

MORE_EXACT = 2.0
"""Bits by which one kind of fact has to be worth more before it counts as new: a new count of names moves half a bit,
and a day in place of a year seven."""

NUMBERLESS = frozenset({"name", "birth", "sex", "nationality", "place", "founded"})
"""Kinds of facts of which a pair has one term; of numbers it has one each."""

SHARED_BY_MANY = frozenset({"sex", "nationality", "place"})
"""Facts that many share: that one of these agrees since is no reason to ask again."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair's facts at one moment: how matching graded them, and its terms."""

    grade: str
    terms: tuple[StoredEvidence, ...]

    @classmethod
    def of(cls, grade: str, stored: Iterable[Mapping[str, object]]) -> "Judged":
        """As a hit's row holds them."""
        return cls(grade, tuple(StoredEvidence.from_json(term) for term in stored))


def asks_again(*, same: bool, then: Judged, now: Judged) -> bool:
    """Whether a judgement (*the same*, or *not the same*) made on `then` has to be looked at again, given `now`."""
    if _of_others(then.terms, now.terms):
        return True
    if same:
        return _contradicted(then.terms, now.terms) or (then.grade == HIT_GRADE and now.grade != HIT_GRADE)
    if _more_agrees(then.terms, now.terms):
        return True
    return now.grade == HIT_GRADE and _contradicted(now.terms, then.terms)


def _contradicted(then: Sequence[StoredEvidence], now: Sequence[StoredEvidence]) -> bool:
    """Whether anything differs that did not, or further than it did."""
    before = _differences(then)
    return any(worse > before.get(key, 0.0) for key, worse in _differences(now).items())


def _differences(terms: Iterable[StoredEvidence]) -> dict[str, float]:
    found: dict[str, float] = {}
    for term in terms:
        if term.rule in NO_DIFFERENCE:
            continue
        listed = DIFFERENCE.get(term.rule) if isinstance(term.rule, Rule) else None
        if listed is None and term.bits > -SERIOUS:
            continue
        found[term.what] = max(found.get(term.what, 0.0), float(listed) if listed is not None else 1.0)
    return found


def _more_agrees(then: Sequence[StoredEvidence], now: Sequence[StoredEvidence]) -> bool:
    before = _agreements(then)
    return any(bits >= before.get(key, 0.0) + MORE_EXACT for key, bits in _agreements(now).items())


def _agreements(terms: Iterable[StoredEvidence]) -> dict[str, float]:
    """What agrees, with its bits: of names and dates the kind, of numbers each one as it is written."""
    found: dict[str, float] = {}
    for term in terms:
        if term.bits <= 0 or term.what in SHARED_BY_MANY:
            continue
        key = term.what if term.what in NUMBERLESS else f"{term.what}:{_bare(term.wanted)}"
        found[key] = max(found.get(key, 0.0), term.bits)
    return found


def _of_others(then: Sequence[StoredEvidence], now: Sequence[StoredEvidence]) -> bool:
    """Whether no number was and is common, and the names that agree are others on both sides than those judged."""
    before, today = ({_names(t) for t in terms if t.what == "name" and t.bits > 0} for terms in (then, now))
    shared = set(_agreements(then)) & set(_agreements(now)) - NUMBERLESS
    if not before or not today or shared:
        return False
    return not ({w for w, _ in before} & {w for w, _ in today} or {f for _, f in before} & {f for _, f in today})


def _names(term: StoredEvidence) -> tuple[str, str]:
    return _bare(term.wanted), _bare(term.found)


def _bare(text: str) -> str:
    """Letters and digits alone: case, accents, spaces and punctuation are ways of writing."""
    parts = unicodedata.normalize("NFD", text.casefold())
    return "".join(c for c in parts if c.isalnum())
