"""When an operation lies within what a watch on a departure covers; the two then share a key, whatever their widths."""

import random
from datetime import date, timedelta

import pytest

from casefile.matching.departures.covering import (
    covered_keys,
    covers,
    first_covered,
    happens,
    last_covered,
    stated,
    stated_keys,
)
from casefile.matching.departures.keys import MAX_RADIUS, MOST_DAYS
from casefile.matching.departures.reading import read_event
from casefile.matching.departures.together import operation_keys, read_planned
from casefile.names.entities.gazetteer import by_name
from casefile.subjects.identity import Fact, Place
from casefile.vocabulary import FactKind, PlaceKind
from tests.network import make

DAY = date(2026, 12, 12)
LONG_AGO = DAY - timedelta(days=400)


def on(days):
    return DAY + timedelta(days=days)


def planned(place="Mbour", km=10, first=0, days=0):
    found = read_planned(place, km, on(first), on(first + days))
    assert found is not None, place
    return found


def watched(place="Mbour", km=10, first=0, days=0, landing="", **more):
    seen = make.departure(place, on(first), on(first + days) if days else None, km=km, **more)
    places = (*seen.places, Place(PlaceKind.LANDING, landing)) if landing else seen.places
    return read_event(type(seen)(seen.kind, dates=seen.dates, places=places, facts=seen.facts))


CASES = {
    "the same night": ({}, {}, True),
    "near, the circles touch": ({"place": "Saly"}, {}, True),
    "far": ({"place": "Nouadhibou"}, {}, False),
    "far, and the watch is wide": ({"place": "Dakar"}, {"km": 90}, True),
    "far, and the operation is wide": ({"place": "Dakar", "km": 50}, {}, True),
    "the day before": ({"first": -1}, {}, True),
    "the day after": ({"first": 1}, {}, True),
    "two days before": ({"first": -2}, {}, False),
    "two days after": ({"first": 2}, {}, False),
    "within a month": ({"first": 20}, {"days": 30}, True),
    "an operation of a week, begun before": ({"first": -5, "days": 6}, {}, True),
    "by lorry": ({}, {"means": "camion"}, True),
    "where they land, days later": ({"place": "El Hierro", "first": 7}, {"landing": "El Hierro"}, True),
    "where they land, a month later": ({"place": "El Hierro", "first": 31}, {"landing": "El Hierro"}, False),
}


@pytest.mark.parametrize(("operation", "watch", "meets"), CASES.values(), ids=CASES)
def test_an_operation_meets_what_a_watch_covers_and_then_they_share_a_key(operation, watch, meets):
    one, seen = planned(**operation), watched(**watch)
    assert (covers(seen, one) is not None) is meets
    assert not meets or covered_keys(seen, LONG_AGO) & operation_keys(one)


def test_what_the_office_reads_is_the_operations_place_first_how_near_and_on_which_days():
    met = covers(watched("Dakar", 80, days=5), planned(first=3, days=5))
    assert met is not None and (met.one, met.other, met.first, met.last) == ("Mbour", "Dakar", on(3), on(5))
    seen = watched(first=2, days=5)
    assert (first_covered(seen), last_covered(seen)) == (on(2), on(7))


def test_two_that_meet_always_share_a_key():
    chance = random.Random(49)
    places = sorted({one for found in by_name().values() for one in found}, key=lambda one: (one.name, one.country))
    met = 0
    for _ in range(1_000):
        near = chance.choice(places)
        around = [one for one in places if abs(one.latitude - near.latitude) < 1 > abs(one.longitude - near.longitude)]
        one = planned(near.name, chance.choice((1, 10, 50)), chance.randrange(12), chance.choice((0, 1, 30)))
        seen = watched(
            chance.choice(around).name, chance.choice((1, 15, 100)), chance.randrange(12), chance.choice((0, 30))
        )
        if covers(seen, one) is not None:
            met += 1
            assert covered_keys(seen, LONG_AGO) & operation_keys(one), (seen, one)
    assert met > 300


@pytest.mark.parametrize("since", range(-2, 3))
def test_of_days_that_are_past_a_watch_has_no_keys_and_of_those_ahead_it_keeps_all(since):
    keys = covered_keys(watched(first=-9, days=10), on(since))
    assert bool(keys) is (since <= 2), "the night after the last day counts"
    assert not keys or keys & operation_keys(planned(first=max(since, 1)))


def test_a_watch_wider_than_any_may_be_covers_nothing():
    for wide in (watched(km=int(MAX_RADIUS) + 1), watched(days=40)):
        assert covered_keys(wide, LONG_AGO) == frozenset() and covers(wide, planned()) is None


def test_a_record_is_met_where_it_says_and_on_few_days_alone_and_shares_a_key_then():
    """However wide a radius it bears: it asks for none. A month is no day."""
    for first, place, km, meets in [
        (0, "Mbour", 1, True), (1, "Mbour", 1, True), (2, "Mbour", 1, False), (-2, "Mbour", 1, False),
        (0, "Saly", 10, True), (0, "Dakar", 50, True), (0, "Dakar", 30, False),
    ]:  # fmt: skip
        said, one = stated(watched(km=100)), planned(place, km, first)
        assert said is not None and (happens(said, one) is not None) is meets, (first, place, km)
        assert not meets or stated_keys(said, LONG_AGO) & operation_keys(one)
    assert stated(watched(days=MOST_DAYS)) is None and stated(watched(days=MOST_DAYS - 1)) is not None


def test_a_record_and_an_operation_that_meet_always_share_a_key():
    chance, met = random.Random(51), 0
    places = sorted({one for found in by_name().values() for one in found}, key=lambda one: (one.name, one.country))
    for _ in range(1_000):
        near = chance.choice(places)
        around = [one for one in places if abs(one.latitude - near.latitude) < 1 > abs(one.longitude - near.longitude)]
        one = planned(near.name, chance.choice((10, 50)), chance.randrange(6), chance.choice((0, 1, 30)))
        said = stated(watched(chance.choice(around).name, 10, chance.randrange(6), chance.choice((0, 3))))
        assert said is not None
        if happens(said, one) is not None:
            met += 1
            assert stated_keys(said, LONG_AGO) & operation_keys(one), (said, one)
    assert met > 300


def test_one_that_says_no_radius_covers_the_next_beaches():
    seen = make.departure("Mbour", DAY)
    silent = read_event(
        type(seen)(seen.kind, dates=seen.dates, places=seen.places, facts=(Fact(FactKind.MEANS, "pirogue"),))
    )
    assert covers(silent, planned("Saly", 1)) is not None and covers(silent, planned("Dakar", 1)) is None
