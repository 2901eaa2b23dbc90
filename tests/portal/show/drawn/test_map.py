"""A map of a case: what there is fills it, what would cover each other is one mark, north is up in every language."""

from math import hypot

import pytest

from casefile.names.entities.gazetteer import by_name
from portal.show.drawn.coast import REGION, Box
from portal.show.drawn.map import CLEAR, LEAST, MOST_WAYS, RADIUS, TALLEST, WIDE, _box, map_of, view_of

EVERY = sorted({place for found in by_name().values() for place in found}, key=lambda one: (one.name, one.country))
KNOWN = {place.name: place for place in EVERY}


def at(*names):
    return {KNOWN[name]: True for name in names}


CASES = {
    "one": at("Mbour"),
    "two ends": at("Mbour", "El Hierro"),
    "the whole region": at("Dakar", "Le Caire", "Paris", "Lagos", "Praia"),
    "along a parallel": at("Agadir", "Tripoli"),
    "at the edge": at("Santo Antão"),
    "all": dict.fromkeys(EVERY, True),
}
each = pytest.mark.parametrize("places", CASES.values(), ids=CASES)


@each
def test_every_place_lies_in_the_picture_on_a_mark_near_its_spot(places):
    drawn = map_of(places, [])
    view = view_of([(place.longitude, place.latitude) for place in places])
    assert 0.59 * WIDE <= drawn.height <= TALLEST * WIDE + 1
    assert sorted(p.name for mark in drawn.marks for p in mark.places) == sorted(p.name for p in places)
    for mark in drawn.marks:
        assert 0 <= mark.x <= WIDE and 0 <= mark.y <= drawn.height
        for place in mark.places:
            x, y = view.place((place.longitude, place.latitude))
            assert hypot(mark.x - x, mark.y - y) < CLEAR


@each
def test_no_mark_covers_another_and_no_name_a_mark_or_a_name(places):
    marks = map_of(places, []).marks
    assert [mark.number for mark in marks] == list(range(1, len(marks) + 1))
    assert [mark.y for mark in marks] == sorted(mark.y for mark in marks), "from north to south"
    taken = [(m.x - RADIUS, m.y - RADIUS, m.x + RADIUS, m.y + RADIUS) for m in marks]
    taken += [_box(mark.name, mark.label) for mark in marks if mark.name]
    assert all(hypot(a.x - b.x, a.y - b.y) >= CLEAR for a in marks for b in marks if a is not b)
    for one, a in enumerate(taken):
        for b in taken[max(one + 1, len(marks)) :]:
            assert not (a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3])


@pytest.mark.parametrize(
    ("points", "box"),
    [
        ([(-17.0, 14.4), (-18.0, 27.7)], lambda box: box.east - box.west < 24 and box.north - box.south < 20),
        ([(12.6, 35.5)], lambda box: LEAST < box.east - box.west < 5),
        ([(-25.2, 17.1)], lambda box: box.west == REGION.west),
        ([(-25.0, 4.0), (35.0, 49.0)], lambda box: box == REGION),
    ],
    ids=["a crossing", "an island", "at the edge", "all of it"],
)  # fmt: skip
def test_the_view_is_as_large_as_what_lies_in_it(points, box):
    view = view_of(points)
    assert isinstance(view.box, Box) and box(view.box)
    assert all(view.box.west < x < view.box.east and view.box.south < y < view.box.north for x, y in points)


def test_a_degree_is_as_long_on_the_picture_as_on_the_ground():
    view = view_of([(-17.0, 14.4), (-18.0, 27.7)])
    (x, y), (east, _), (_, north) = (view.place(p) for p in ((-17.0, 21.0), (-15.0, 21.0), (-17.0, 23.0)))
    assert (east - x) / (y - north) == pytest.approx(0.934, abs=0.02), "the cosine of 21 degrees"


def test_ways_go_from_mark_to_mark_each_counted_and_back_again_beside():
    dakar, mbour, hierro, sfax = (KNOWN[name] for name in ("Dakar", "Mbour", "El Hierro", "Sfax"))
    ways = [(mbour, hierro), (mbour, hierro), (hierro, mbour), (dakar, mbour)]
    drawn = map_of(at("Dakar", "Mbour", "El Hierro", "Sfax"), ways)
    assert [(line.start.label, line.end.label, line.many) for line in drawn.lines] == [
        ("Dakar +1", "El Hierro", 2), ("El Hierro", "Dakar +1", 1),
    ], "what is one mark is no way"  # fmt: skip
    assert drawn.lines[0].path != drawn.lines[1].path and sfax in drawn.marks[0].places and drawn.others == 0


def test_of_very_many_ways_the_most_used_are_drawn_and_the_rest_counted():
    spread = at(
        "Dakar", "Nouadhibou", "Agadir", "Oran", "Tunis", "Tripoli", "Benghazi", "Almería", "Lampedusa", "Niamey"
    )
    ways = [(start, end) for start in spread for end in spread if start != end]
    drawn = map_of(spread, [*ways, (KNOWN["Tunis"], KNOWN["Lampedusa"])])
    assert len(drawn.lines) == MOST_WAYS and drawn.lines[0].many == 2
    assert drawn.others == len(drawn.marks) * (len(drawn.marks) - 1) - MOST_WAYS


def test_a_mark_is_sure_if_one_of_its_places_is_and_the_scale_fits():
    drawn = map_of({KNOWN["Dakar"]: False, KNOWN["Mbour"]: False, KNOWN["El Hierro"]: True}, [])
    assert [mark.sure for mark in drawn.marks] == [True, False]
    assert drawn.bar[0] == 200 and 0 < drawn.bar[1] <= WIDE / 5 + 1
