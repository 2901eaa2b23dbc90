"""Two planned operations: when they are at one place and time; two that are always share a key, in either order."""

import random
from datetime import date, timedelta

import pytest

from casefile.matching.departures.keys import MOST_KEYS
from casefile.matching.departures.together import meet, operation_keys, read_planned
from casefile.names.entities.gazetteer import by_name

DAY = date(2026, 12, 12)


def planned(place="Mbour", km=10, first=0, days=0):
    found = read_planned(place, km, DAY + timedelta(days=first), DAY + timedelta(days=first + days))
    assert found is not None, place
    return found


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ({}, {}, True),
        ({}, {"place": "Plage de Mbour"}, True),
        ({}, {"first": 1}, True),  # the night between
        ({}, {"first": 2}, False),
        ({"first": -5, "days": 10}, {}, True),
        ({"place": "Nouadhibou"}, {"place": "نواذيبو"}, True),  # the same town in two scripts
        ({"place": "Nouadhibou"}, {}, False),
        ({"place": "Dakar", "km": 1}, {"km": 1}, False),  # some 70 km
        ({"place": "Dakar", "km": 40}, {"km": 40}, True),
    ],
)
def test_two_circles_that_touch_in_days_that_touch_meet(one, other, together):
    left, right = planned(**one), planned(**other)
    assert (meet(left, right) is not None) is together
    assert (meet(right, left) is not None) is together


def test_what_the_office_reads_is_how_near_they_are_and_on_which_days():
    met = meet(planned("Dakar", 40, days=5), planned(km=40, first=3, days=5))
    assert met is not None and (met.one, met.other) == ("Dakar", "Mbour")
    assert 50 < met.apart_km < 90 and (met.first, met.last) == (DAY + timedelta(days=3), DAY + timedelta(days=5))


def test_a_place_that_nobody_knows_is_none():
    assert read_planned("behind the old mill", 10, DAY, DAY) is None


def test_two_that_meet_always_share_a_key():
    """Places of the whole table near each other, every radius, spans of every length: none is lost."""
    chance = random.Random(43)
    places = sorted({one for found in by_name().values() for one in found}, key=lambda one: (one.name, one.country))
    met = 0
    for _ in range(6_000):
        near = chance.choice(places)
        around = [one for one in places if abs(one.latitude - near.latitude) < 1 > abs(one.longitude - near.longitude)]
        sides = [
            planned(name, chance.choice((1, 5, 10, 30, 50)), chance.randrange(12), chance.choice((0, 0, 1, 6, 30)))
            for name in (near.name, chance.choice(around).name)
        ]
        if meet(*sides) is not None:
            met += 1
            assert operation_keys(sides[0]) & operation_keys(sides[1]), sides
    assert met > 1_500, "so many of them meet"


def test_an_operation_has_few_keys():
    assert len(operation_keys(planned())) <= 8
    assert max(len(operation_keys(planned(name, 50, days=30))) for name in ("Tenerife", "Mbour")) <= MOST_KEYS
