"""Which cells a record counts in."""

import pytest

from casefile.picture.cells import Entered, cells_of
from casefile.policy.strategic.tables import PictureTable as T
from casefile.subjects.identity import Fact, Identity, PartialDate, Place
from casefile.vocabulary import DateKind, FactKind, OffenceKind, PlaceKind, RecordKind


def event(*places, **facts):
    return Identity(
        kind=RecordKind.EVENT,
        places=tuple(Place(kind, text, country) for kind, text, country in places),
        facts=tuple(Fact(FactKind(kind), value) for kind, value in facts.items()),
    )


def person(nationalities=(), *born):
    dates = tuple(PartialDate(DateKind.BIRTH, day) for day in born)
    return Identity(kind=RecordKind.PERSON, nationalities=nationalities, dates=dates)


LEFT, LANDED = PlaceKind.DEPARTURE, PlaceKind.LANDING


@pytest.mark.parametrize(
    ("identity", "cells"),
    [
        (event(), {}),
        (event((LEFT, "Mbour", "SN")), {T.PLACES: {("SN", "Mbour")}}),
        (event((LEFT, "Mbour", None), means="pirogue"),
         {T.PLACES: {("SN", "Mbour")}, T.MEANS: {("SN", "s:open boat")}}),
        (event((LEFT, "the house of Modou Jallow", "GM")), {}),  # no row is what somebody wrote
        (event((LEFT, "Mbour", "GM")), {}),
        (event((LEFT, "", "GM"), means="barque, camion"), {T.MEANS: {("GM", "s:open boat"), ("GM", "l:lorry")}}),
        (event((LANDED, "Mbour", "SN"), means="pirogue"), {}),
        (event(means="pirogue"), {}),
        (event(price="350 000", currency="FCFA"), {T.PRICES: {("XOF", "200000-499999")}}),
        (event(price="1500", currency="€"), {T.PRICES: {("EUR", "1000-1999")}}),
        (event(price="350 000"), {}),
        (event(price="350 000", currency="Modou Jallow"), {}),
        (event(price="0", currency="EUR"), {}),
        (person(("SN", "ML")), {T.NATIONALITIES: {("SN",), ("ML",)}}),
        (person((), "2009-03"), {T.AGES: {("0-17",)}}),
        (person((), "1984", "1985"), {}),
        (person((), "2031"), {}),
        (Identity(kind=RecordKind.REPORT, nationalities=("SN",)), {}),
        (Identity(kind=RecordKind.PLACE, places=(Place(LEFT, "Mbour", "SN"),)), {}),
    ],
)  # fmt: skip
def test_cells(identity, cells):
    assert cells_of(Entered(identity, (), 2026)) == cells


def test_offences():
    said = (OffenceKind.SMUGGLING, OffenceKind.ARMS)
    assert cells_of(Entered(event(), said, 2026)) == {T.OFFENCES: {("smuggling",), ("arms",)}}
