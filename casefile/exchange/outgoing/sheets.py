"""Field sheets: the persons of what was taken out, under the names that another system's own form gives its fields.

One row of `SHEETS` for a form. A form is here only where its fields are published (docs/sources/forms.md); what a
record cannot say in a field stays empty, and nothing is made up to fill it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from casefile.exchange.outgoing.given import Given, Shared
from casefile.subjects.identity import Identity
from casefile.vocabulary import DateKind, NameKind, PlaceKind, RecordKind, Sex

Cell = Callable[[Identity], str]


@dataclass(frozen=True, slots=True)
class FieldSheet:
    """A form: which records it is of, and each of its fields with what of a record goes there."""

    kind: RecordKind
    fields: Mapping[str, Cell]


def _main_name(identity: Identity) -> str:
    return next((one.text for one in identity.names if one.kind is NameKind.MAIN), identity.caption)


def _born(identity: Identity) -> str:
    """As far as it is known, with slashes: 1984, 1984/03, 1984/03/12. A range has no place in the field."""
    known = [one for one in identity.dates if one.kind is DateKind.BIRTH and not one.until and not one.circa]
    return known[0].value.replace("-", "/") if known else ""


def _birth_place(identity: Identity) -> str:
    return next((one.text for one in identity.places if one.kind is PlaceKind.BIRTH), "")


def _birth_country(identity: Identity) -> str:
    return next((one.country or "" for one in identity.places if one.kind is PlaceKind.BIRTH), "")


SEXES: Final = {Sex.MALE: "M", Sex.FEMALE: "F"}
SHEETS: Final[Mapping[str, FieldSheet]] = {
    "interpol": FieldSheet(
        RecordKind.PERSON,
        {
            "name": _main_name,
            "date_of_birth": _born,
            "place_of_birth": _birth_place,
            "country_of_birth_id": _birth_country,
            "nationalities": lambda identity: ";".join(identity.nationalities),
            "sex_id": lambda identity: SEXES[identity.sex] if identity.sex else "",
        },
    ),
}
"""By the form's name."""
HANDLED: Final = ("griot_record", "griot_handling", "griot_handling_text")
"""Columns of our own behind the form's: a record never leaves without its handling codes."""


def rows_of(form: str, shared: Shared) -> Iterator[tuple[str, ...]]:
    """The titles, then a row for each record that the form is of."""
    sheet = SHEETS[form]
    yield (*sheet.fields, *HANDLED)
    for given in shared.records:
        if given.identity is not None and given.identity.kind is sheet.kind:
            yield (*(cell(given.identity) for cell in sheet.fields.values()), *_handled(given))


def _handled(given: Given) -> tuple[str, str, str]:
    codes = "; ".join(code.value for code, _ in given.handling)
    return given.id, codes, "; ".join(text for _, text in given.handling if text)
