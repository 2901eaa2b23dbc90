"""What was entered, held against what ought to have been, fact by fact, by the product's own reading of names and
numbers. Pure.

A fact is a word and its values as written: `name`, `birth`, `sex`, `nationality`, `category`, an `IdentifierKind`,
a `PlaceKind` or a `FactKind` by its value.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from casefile.names import Answer, compare
from casefile.subjects import identifiers
from casefile.subjects.identity import Identifier, Identity
from casefile.vocabulary import DateKind, IdentifierKind, PlaceKind

Facts = Mapping[str, Sequence[str]]
NAME, BIRTH, SEX, NATIONALITY, CATEGORY = "name", "birth", "sex", "nationality", "category"
NUMBERS: Mapping[str, IdentifierKind] = {kind.value: kind for kind in IdentifierKind}
PLACES = frozenset(kind.value for kind in PlaceKind if kind is not PlaceKind.BIRTH)


class Result(StrEnum):
    """How one fact compares with the model answer."""

    RIGHT = "right"
    SPELLING = "spelling"
    """Another spelling of the same name or place, which the product finds just as well. A name without one of its parts
    is wrong here, though it would be found: the text says it whole."""
    MISSING = "missing"
    WRONG = "wrong"
    EXTRA = "extra"
    """Entered, and not in the text."""


FINE = frozenset({Result.RIGHT, Result.SPELLING})


@dataclass(frozen=True, slots=True)
class Line:
    """One fact: what was wanted, what was entered, the result."""

    fact: str
    wanted: str
    entered: str
    result: Result


def facts_of(identity: Identity, category: str = "") -> dict[str, tuple[str, ...]]:
    """The facts that an identity states."""
    said: dict[str, list[str]] = {
        NAME: [one.text for one in identity.names],
        BIRTH: [one.value for one in identity.dates if one.kind is DateKind.BIRTH],
        SEX: [identity.sex.value] if identity.sex else [],
        NATIONALITY: list(identity.nationalities),
        CATEGORY: [category] if category else [],
    }
    for number in identity.identifiers:
        said.setdefault(number.kind.value, []).append(number.value)
    for place in identity.places:
        if place.kind is not PlaceKind.BIRTH:
            said.setdefault(place.kind.value, []).append(place.text)
    for fact in identity.facts:
        said.setdefault(fact.kind.value, []).append(fact.value)
    return {fact: tuple(values) for fact, values in said.items() if values}


def held_against(model: Facts, entered: Facts, country: str, *, extra: bool = False) -> tuple[Line, ...]:
    """Each fact of the model answer; with `extra`, what was entered besides too. `country`: of who entered it."""
    lines = []
    for fact, wanted in model.items():
        given = tuple(entered.get(fact, ()))
        for value in wanted:
            results = [(_result(fact, value, one, country), one) for one in given]
            best, what = min(results, key=lambda one: _ORDER.index(one[0]), default=(Result.MISSING, ""))
            lines.append(Line(fact, value, what, best))
    if extra:
        for fact, values in entered.items():
            asked = model.get(fact, ())
            for value in values:
                unknown = all(_result(fact, one, value, country) not in FINE for one in asked)
                if unknown and len(values) > len(asked):
                    lines.append(Line(fact, "", value, Result.EXTRA))
    return tuple(lines)


_ORDER = (Result.RIGHT, Result.SPELLING, Result.WRONG)


def is_named(text: str, name: str) -> bool:
    """Whether a text holds every word of a name, in whatever spelling of letters and accents."""
    words = set(_folded(text).split())
    return all(word in words for word in _folded(name).split())


def alike(model: Facts, entered: Facts, country: str) -> bool:
    """Whether what was entered is meant to be the model's: one name or one number agrees."""
    lines = held_against({fact: model[fact] for fact in model if fact == NAME or fact in NUMBERS}, entered, country)
    return any(line.result in FINE for line in lines)


def _result(fact: str, wanted: str, given: str, country: str) -> Result:
    if _folded(wanted) == _folded(given):
        return Result.RIGHT
    if fact == NAME:
        return Result.SPELLING if compare(wanted, given).answer is Answer.SAME else Result.WRONG
    if fact in NUMBERS:
        one, other = (identifiers.forms(Identifier(NUMBERS[fact], text), country) for text in (wanted, given))
        return Result.RIGHT if set(one) & set(other) else Result.WRONG
    if fact in PLACES and (_folded(wanted) in _folded(given) or _folded(given) in _folded(wanted)):
        return Result.SPELLING
    return Result.WRONG


def _folded(text: str) -> str:
    """Small letters and digits alone: no accents, no signs."""
    plain = (c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())
