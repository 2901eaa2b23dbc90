"""The outlines: small, of the region, closed; what is cut stays in its box, and what is drawn is land."""

import re
from itertools import pairwise

import pytest

from casefile.names.entities.gazetteer import by_name
from portal.show.drawn.coast import REGION, Box, cut, land, outline

SQUARE = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)]


def holds(ring, x, y):
    """Whether a point lies in a ring (an odd number of edges east of it)."""
    within = False
    for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            within = not within
    return within


@pytest.mark.parametrize(
    ("box", "kept"),
    [
        (Box(-1, -1, 5, 5), {(0, 0), (4, 0), (4, 4), (0, 4)}),
        (Box(1, 1, 3, 3), {(1, 1), (3, 1), (3, 3), (1, 3)}),
        (Box(2, -1, 9, 2), {(2, 0), (4, 0), (4, 2), (2, 2)}),
        (Box(5, 5, 9, 9), set()),
    ],
    ids=["whole", "within", "a corner", "beside"],
)
def test_a_ring_is_cut_at_the_edges_of_its_box(box, kept):
    assert set(cut(SQUARE, box)) == kept


@pytest.mark.parametrize(
    ("where", "x", "y", "dry"),
    [
        ("Thiès", -16.93, 14.79, True), ("Tamanrasset", 5.52, 22.79, True), ("Teide", -16.64, 28.27, True),
        ("El Hierro", -18.02, 27.74, True), ("Lampedusa", 12.59, 35.51, True), ("Granada", -3.6, 37.18, True),
        ("Palermo's hills", 13.4, 37.9, True), ("between Mauritania and the Canaries", -18.5, 24.0, False),
        ("Alborán", -3.5, 35.8, False), ("off Tripoli", 14.0, 34.0, False), ("the Atlantic", -24.0, 30.0, False),
    ],
)  # fmt: skip
def test_land_is_where_it_is_and_sea_is_not(where, x, y, dry):
    assert any(holds(ring, x, y) for ring in land()) is dry, where


def test_every_place_of_the_gazetteer_lies_in_the_region():
    every = {place for found in by_name().values() for place in found}
    outside = [
        one.name for one in every
        if not (REGION.west < one.longitude < REGION.east and REGION.south < one.latitude < REGION.north)
    ]  # fmt: skip
    assert len(every) > 300 and outside == []


def test_the_outline_is_one_path_that_repeats_no_point_and_is_small():
    path = outline(REGION, lambda point: (round((point[0] - REGION.west) * 8), round((REGION.north - point[1]) * 8)))
    assert re.fullmatch(r"(M-?\d+ -?\d+(l-?\d+ ?-?\d+)+z)+", path) and "l0 0" not in path
    assert len(path) < 25_000 and outline(Box(-24, 30, -23, 31), lambda point: (round(point[0]), 0)) == ""
