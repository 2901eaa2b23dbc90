"""Which cells of which tables a record counts in: pure, one row of `COUNTED` for each table."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from casefile.matching.departures.means import read_means
from casefile.names.entities.gazetteer import places_in
from casefile.narrative.marks.when import sums
from casefile.policy.strategic.suppression import Key
from casefile.policy.strategic.tables import PictureTable, age_band, price_band
from casefile.subjects.identity import Identity
from casefile.vocabulary import DateKind, FactKind, OffenceKind, PlaceKind, RecordKind

COUNTRY = re.compile(r"[A-Z]{2}")
"""What officers wrote is never a row's title: countries, known places, currencies and means are words of lists."""


@dataclass(frozen=True, slots=True)
class Entered:
    """A record as far as the picture looks at it. `year`: of the month in which it was entered."""

    identity: Identity
    offences: tuple[OffenceKind, ...]
    year: int


def cells_of(entered: Entered) -> dict[PictureTable, set[Key]]:
    """The cells it counts in, once in each; a table whose answers it leaves open has none."""
    found = {table: set(cells(entered)) for table, cells in COUNTED.items()}
    return {table: cells for table, cells in found.items() if cells}


def _means(entered: Entered) -> Iterable[Key]:
    named = read_means(_fact(entered, FactKind.MEANS))
    return ((country, f"{one.way}:{one.make}") for country in _left_from(entered) for one in named)


def _places(entered: Entered) -> Iterable[Key]:
    """Known places of departure, where the text names one alone."""
    for place in entered.identity.places if entered.identity.kind is RecordKind.EVENT else ():
        named = {(one.country, one.name) for one in places_in(place.text) if place.country in (None, "", one.country)}
        if place.kind is PlaceKind.DEPARTURE and len(named) == 1:
            yield from named


def _prices(entered: Entered) -> Iterable[Key]:
    for one in sums(f"{_fact(entered, FactKind.PRICE)} {_fact(entered, FactKind.CURRENCY)}"):
        if band := price_band(int(float(one.amount))):
            yield one.currency, band


def _nationalities(entered: Entered) -> Iterable[Key]:
    if entered.identity.kind is RecordKind.PERSON:
        yield from ((one,) for one in entered.identity.nationalities if COUNTRY.fullmatch(one))


def _ages(entered: Entered) -> Iterable[Key]:
    """In the year of its entry, by the year of birth: of one birth only."""
    born = {date.value[:4] for date in entered.identity.dates if date.kind is DateKind.BIRTH}
    if entered.identity.kind is RecordKind.PERSON and len(born) == 1:
        band = age_band(entered.year - int(born.pop()))
        yield from ((band,),) if band else ()


def _offences(entered: Entered) -> Iterable[Key]:
    return ((one.value,) for one in entered.offences)


def _left_from(entered: Entered) -> set[str]:
    """The countries of its places of departure: as stated, else of the known place."""
    if entered.identity.kind is not RecordKind.EVENT:
        return set()
    places = [place for place in entered.identity.places if place.kind is PlaceKind.DEPARTURE]
    stated = {place.country for place in places if place.country and COUNTRY.fullmatch(place.country)}
    return stated | {country for country, _ in _places(entered)}


def _fact(entered: Entered, kind: FactKind) -> str:
    return next((fact.value for fact in entered.identity.facts if fact.kind is kind), "")


COUNTED: Final[Mapping[PictureTable, Callable[[Entered], Iterable[Key]]]] = {
    PictureTable.MEANS: _means,
    PictureTable.PLACES: _places,
    PictureTable.PRICES: _prices,
    PictureTable.NATIONALITIES: _nationalities,
    PictureTable.AGES: _ages,
    PictureTable.OFFENCES: _offences,
}
"""Hits and answers are counted from pointers (`counting`)."""
