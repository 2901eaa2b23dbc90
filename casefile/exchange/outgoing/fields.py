"""What of a record a template may put into a column: by the field's name, its values in their order."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from casefile.exchange.outgoing.given import Given
from casefile.subjects.identity import Identity, PartialDate
from casefile.vocabulary import (
    DateKind,
    FactKind,
    Handling,
    IdentifierKind,
    InfoGrade,
    NameKind,
    PlaceKind,
    RecordKind,
    Sex,
    SourceGrade,
    SubjectCategory,
)

Values = list[str]
Read = Callable[[Identity], Values]
DATE: Final = re.compile(r"(YYYY|MM|DD)([-/. ]?)(YYYY|MM|DD)\2(YYYY|MM|DD)|YYYY")
"""How a date may be asked for: year, month and day once each, one sign between them or none; or the year alone."""
PARTS: Final = {"YYYY": 0, "MM": 1, "DD": 2}


def is_date_format(text: str) -> bool:
    found = DATE.fullmatch(text)
    return found is not None and (text == "YYYY" or len({found[1], found[3], found[4]}) == 3)


def as_date(date: PartialDate, form: str) -> str:
    """No more exact than known: of *DD/MM/YYYY* a month leaves *03/1984*, a year *1984*."""
    known = date.value.split("-")
    found = DATE.fullmatch(form)
    if form == "YYYY" or found is None:
        return known[0]
    asked = [PARTS[part] for part in (found[1], found[3], found[4])]
    return found[2].join(known[part] for part in asked if part < len(known))


def _main_name(identity: Identity) -> Values:
    return [next((one.text for one in identity.names if one.kind is NameKind.MAIN), identity.caption)]


def _dates(kind: DateKind) -> Callable[[Identity], list[PartialDate]]:
    """Those that are said as one: a range or *about* has no place in another system's field."""
    return lambda identity: [one for one in identity.dates if one.kind is kind and not one.until and not one.circa]


def _names(kind: NameKind) -> Read:
    return lambda one: [name.text for name in one.names if name.kind is kind]


def _numbers(kind: IdentifierKind) -> Read:
    return lambda one: [number.value for number in one.identifiers if number.kind is kind]


def _issuers(kind: IdentifierKind) -> Read:
    return lambda one: [n.country for n in one.identifiers if n.kind is kind and n.country]


def _places(kind: PlaceKind) -> Read:
    return lambda one: [place.text for place in one.places if place.kind is kind]


def _countries(kind: PlaceKind) -> Read:
    return lambda one: [place.country for place in one.places if place.kind is kind and place.country]


def _facts(kind: FactKind) -> Read:
    return lambda one: [fact.value for fact in one.facts if fact.kind is kind]


def _said(name: str) -> Callable[[Given], Values]:
    return lambda given: [given.said[name]] if given.said.get(name) else []


OF_IDENTITY: Final[Mapping[str, Read]] = {
    "name": _main_name,
    "kind": lambda one: [one.kind.value],
    "sex": lambda one: [one.sex.value] if one.sex else [],
    "nationality": lambda one: list(one.nationalities),
    "text": lambda one: [one.narrative] if one.narrative else [],
    **{f"name:{kind}": _names(kind) for kind in NameKind},
    **{f"number:{kind}": _numbers(kind) for kind in IdentifierKind},
    **{f"number_country:{kind}": _issuers(kind) for kind in IdentifierKind},
    **{f"place:{kind}": _places(kind) for kind in PlaceKind},
    **{f"country:{kind}": _countries(kind) for kind in PlaceKind},
    **{f"fact:{kind}": _facts(kind) for kind in FactKind},
}
DATES: Final = {f"date:{kind}": _dates(kind) for kind in DateKind}
SAID: Final = ("case", "category", "source_grade", "info_grade", "ground", "legal_basis", "protection")
OF_GIVEN: Final[Mapping[str, Callable[[Given], Values]]] = {
    "record": lambda given: [given.id],
    "unit": lambda given: [given.source.code],
    "handling": lambda given: [code.value for code, _ in given.handling],
    "handling_text": lambda given: [text for _, text in given.handling if text],
    **{name: _said(name) for name in SAID},
}
CLOSED: Final[Mapping[str, type[StrEnum]]] = {
    "sex": Sex, "kind": RecordKind, "category": SubjectCategory, "source_grade": SourceGrade, "info_grade": InfoGrade,
    "handling": Handling,
}  # fmt: skip
"""Fields whose values are a closed list: a template that names another value is wrong."""
OF_RECORDS: Final = frozenset({*OF_IDENTITY, *DATES, *OF_GIVEN})
OF_ENTITIES: Final = frozenset({
    "id", "label", "kind", "case", "born", "nationality", "category", "source_grade", "info_grade", "handling",
    "handling_text", "protection",
})  # fmt: skip
OF_LINKS: Final = frozenset({"id", "role", "from", "to", "note"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a template: what heads it, what it holds, and how that is written."""

    heading: str
    field: str
    """One of the names above, or `=` and a text that stands in every line."""
    form: str = ""
    """Of a date how it is written; else *first*, or all values with a semicolon between."""
    words: Mapping[str, str] | None = None
    """The other system's word for each of ours; `*` for any other, the empty one where nothing is said."""


def cell(column: Column, given: Given) -> str:
    """What stands in it for this record."""
    if column.field.startswith("="):
        return column.field[1:]
    if column.field in OF_GIVEN:
        values = OF_GIVEN[column.field](given)
    elif given.identity is None:
        values = []
    elif column.field in DATES:
        values = [as_date(one, column.form) for one in DATES[column.field](given.identity)[:1]]
    else:
        values = OF_IDENTITY[column.field](given.identity)
    return in_words(column, values[:1] if column.form == "first" else values)


def in_words(column: Column, values: Collection[str]) -> str:
    """The values as the template words them, with a semicolon between."""
    words = column.words or {}
    if not values:
        return words.get("", "")
    return ";".join(words.get(one, words.get("*", one)) for one in values)
