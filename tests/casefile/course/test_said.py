"""What a record says of when and where: as exactly as it says it, and nothing that it does not say."""

from datetime import date

import pytest

from casefile.course.said import About, dated_of, located_of, ways_of
from casefile.subjects.identity import Fact, Identity, Name, PartialDate, Place
from casefile.vocabulary import DateKind, FactKind, PlaceKind, RecordKind

ENTERED = date(2026, 11, 27)
EVENT, PERSON, PLACE = RecordKind.EVENT, RecordKind.PERSON, RecordKind.PLACE
DEPARTURE, LANDING, INTERCEPTION = PlaceKind.DEPARTURE, PlaceKind.LANDING, PlaceKind.INTERCEPTION


def about(kind=EVENT):
    return About("r1", kind, "Departure of a boat")


def places(*stated):
    return tuple(Place(kind, text, country) for kind, text, country in stated)


@pytest.mark.parametrize(
    ("value", "until", "first", "last"),
    [
        ("2026-09-12", None, "2026-09-12", "2026-09-12"), ("2026-09", None, "2026-09-01", "2026-09-30"),
        ("2026", None, "2026-01-01", "2026-12-31"), ("2024-02", None, "2024-02-01", "2024-02-29"),
        ("2026-12", None, "2026-12-01", "2026-12-31"), ("2026-08", "2026-09-03", "2026-08-01", "2026-09-03"),
    ],
)  # fmt: skip
def test_a_date_has_the_days_it_leaves_open(value, until, first, last):
    stated = PartialDate(DateKind.EVENT, value, until, circa=True)
    event, entry = dated_of(about(), Identity(EVENT, dates=(stated,)), ENTERED)
    assert (event.first, event.last) == (date.fromisoformat(first), date.fromisoformat(last))
    assert (event.what, event.when) == (DateKind.EVENT, stated)
    assert (entry.what, entry.first, entry.last) == (None, ENTERED, ENTERED)


def test_what_somebody_is_does_not_happen_in_the_case():
    dates = tuple(PartialDate(kind, "2020") for kind in DateKind)
    kept = {one.what for one in dated_of(about(PERSON), Identity(PERSON, dates=dates), ENTERED)}
    assert kept == {DateKind.EVENT, DateKind.DEATH, DateKind.ISSUED, DateKind.LISTED, None}


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("12 septembre 2026 vers 23h", ("2026-09-12", None)), ("١٢/٠٩/٢٠٢٦", ("2026-09-12", None)),
        ("du 12 septembre 2026 au 14 septembre 2026", ("2026-09-12", "2026-09-14")), ("23h00", None), ("2026", None),
    ],
)  # fmt: skip
def test_a_time_of_departure_is_a_date_where_it_names_a_day(text, when):
    identity = Identity(EVENT, facts=(Fact(FactKind.DEPARTED_AT, text), Fact(FactKind.MEANS, "12 mai 2026")))
    found = [one for one in dated_of(about(), identity, ENTERED) if one.what]
    assert [(one.what, one.when.value, one.when.until) for one in found] == (
        [(FactKind.DEPARTED_AT, *when)] if when else []
    )


def test_of_one_day_the_departure_stands_before_the_landing_and_the_entry_last():
    facts = (Fact(FactKind.ARRIVED_AT, "12 mai 2026"), Fact(FactKind.DEPARTED_AT, "12 mai 2026"))
    dates = (PartialDate(DateKind.EVENT, "2026-05-12"), PartialDate(DateKind.EVENT, "2026-05"))
    found = sorted(dated_of(about(), Identity(EVENT, dates=dates, facts=facts), date(2026, 5, 12)),
                   key=lambda one: one.order)  # fmt: skip
    assert [one.when.value for one in found] == ["2026-05", *["2026-05-12"] * 4]
    assert [one.what for one in found[1:]] == [FactKind.DEPARTED_AT, DateKind.EVENT, FactKind.ARRIVED_AT, None]


@pytest.mark.parametrize(
    ("role", "text", "country", "known", "approximate"),
    [
        (DEPARTURE, "Plage de Mbour", None, ["Mbour"], False), (LANDING, "El Hierro", "ES", ["El Hierro"], True),
        (INTERCEPTION, "au large de Nouadhibou", None, ["Nouadhibou"], True),
        (PlaceKind.ADDRESS, "entre Mbour et Dakar", None, ["Dakar", "Mbour"], True),
        (LANDING, "El Hierro, La Restinga", "ES", ["La Restinga"], False),
        (LANDING, "Los Cristianos (Tenerife)", None, ["Los Cristianos"], False),
        (PlaceKind.SEEN, "Saly, Mbour", None, ["Saly"], False),
        (PlaceKind.SEEN, "entre Mbour et Popenguine", None, ["Popenguine"], True),
        (PlaceKind.SEEN, "Ville Inconnue", None, [], False), (LANDING, "Mbour", "ES", [], False),
    ],
)  # fmt: skip
def test_a_place_is_known_or_not_and_says_when_its_point_is_only_about_there(role, text, country, known, approximate):
    (found,) = located_of(about(), Identity(EVENT, places=places((role, text, country))))
    assert ([one.name for one in found.known], found.approximate, found.role) == (known, approximate, role)


def test_the_record_of_a_place_is_one():
    found = list(located_of(about(PLACE), Identity(PLACE, names=(Name("Plage de Kayar"), Name("Kayar")))))
    assert [(one.role, one.text, [place.name for place in one.known]) for one in found] == [
        (None, "Plage de Kayar", ["Kayar"])
    ]


@pytest.mark.parametrize(
    ("stated", "ways"),
    [
        (((DEPARTURE, "Mbour", "SN"), (LANDING, "El Hierro", "ES")), [("Mbour", "El Hierro")]),
        (((DEPARTURE, "Mbour", "SN"), (INTERCEPTION, "Dakhla", None)), [("Mbour", "Dakhla")]),
        (((DEPARTURE, "Mbour", "SN"), (LANDING, "El Hierro, La Restinga", "ES")), [("Mbour", "La Restinga")]),
        (((DEPARTURE, "Mbour", "SN"),), []),
        (((LANDING, "El Hierro", "ES"), (PlaceKind.SEEN, "Mbour", "SN")), []),
        (((DEPARTURE, "Mbour ou Kayar", None), (LANDING, "El Hierro", "ES")), []),
        (((DEPARTURE, "Mbour", "SN"), (LANDING, "Mbour", "SN")), []),
        (((DEPARTURE, "Mbour", "SN"), (DEPARTURE, "Plage de Mbour", "SN"), (LANDING, "El Hierro", "ES")),
         [("Mbour", "El Hierro")]),
    ],
)  # fmt: skip
def test_a_way_is_drawn_where_both_ends_are_stated_and_known(stated, ways):
    found = ways_of(about(), Identity(EVENT, places=places(*stated)))
    assert [(one.start.name, one.end.name) for one in found] == ways
    assert list(ways_of(about(PERSON), Identity(PERSON, places=places(*stated)))) == []
