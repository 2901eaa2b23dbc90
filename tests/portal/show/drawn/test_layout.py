"""Where the things of a network stand: the same each time, in the picture, apart; lines clear what they pass."""

from math import hypot
from random import Random

import pytest

from portal.show.drawn.layout import COLUMN, MAX_COLUMNS, ROW, lay_out
from portal.show.drawn.picture import BASE, CLEAR, LETTERS, MOST, UNDER, WIDE, picture_of, short, words_on
from tests.casefile.exchange.edges import network

APART = hypot(COLUMN, ROW / 2)
"""The nearest that two places of the grid are, if it is no more than one row."""


def ids(many):
    return [f"n{number:02}" for number in range(many)]


def chance(many, links, seed):
    draw, names = Random(seed), ids(many)
    return [tuple(draw.sample(names, 2)) for _ in range(links)]


NETWORKS = {
    "none": (0, []),
    "one": (1, []),
    "a pair": (2, [("n00", "n01")]),
    "all alone": (9, []),
    "a star": (MOST, [("n00", other) for other in ids(MOST)[1:]]),
    "a chain": (20, list(zip(ids(20), ids(20)[1:], strict=False))),
    "pairs": (MOST, [(f"n{at:02}", f"n{at + 1:02}") for at in range(0, MOST, 2)]),
    "by chance": (40, chance(40, 55, 1)),
    "dense": (12, [(one, other) for one in ids(12) for other in ids(12) if one < other]),
    "past exchanging": (30, [(one, other) for one in ids(30) for other in ids(30) if one < other]),
}
each = pytest.mark.parametrize(("many", "links"), NETWORKS.values(), ids=NETWORKS)


@each
def test_no_two_are_near_and_all_are_in_the_picture_with_their_labels(many, links):
    laid = lay_out(ids(many), links)
    places = list(laid.places.values())
    assert len(places) == many and laid.width <= MAX_COLUMNS * COLUMN
    for at, (x, y) in enumerate(places):
        assert COLUMN // 2 <= x <= laid.width - COLUMN // 2 and 20 <= y <= laid.height - UNDER[1] - 4
        assert all(hypot(x - x2, y - y2) >= min(APART, ROW) for x2, y2 in places[at + 1 :])
    assert LETTERS * WIDE <= COLUMN


@each
def test_the_same_network_is_laid_the_same_whatever_order_it_comes_in(many, links):
    turned = [(end, start) for start, end in reversed(links)]
    assert lay_out(reversed(ids(many)), [*turned, ("n00", "n00"), ("n00", "nobody")]) == lay_out(ids(many), links)


def test_what_hangs_together_stands_together():
    """Lines of a chain of ten are no longer than to the next place but one."""
    chain = list(zip(ids(10), ids(10)[1:], strict=False))
    places = lay_out(ids(14), [*chain, ("n10", "n11"), ("n12", "n13")]).places
    lengths = [hypot(places[a][0] - places[b][0], places[a][1] - places[b][1]) for a, b in chain]
    assert max(lengths) <= 2 * COLUMN


def test_a_picture_is_mirrored_for_a_script_from_right_to_left():
    drawn = network(("awa", "user", "phone"), ("ben", "owner", "boat"), ("awa", "driver", "boat"))
    plain, mirrored = picture_of(drawn), picture_of(drawn, mirrored=True)
    assert {t.node.id: (plain.width - t.x, t.y) for t in plain.things} == {
        t.node.id: (t.x, t.y) for t in mirrored.things
    }


def test_each_kind_of_thing_has_a_shape_of_its_own():
    """A number is told from a telephone that is a record."""
    kinds = ("person", "organisation", "vehicle", "vessel", "phone", "account", "travel_document", "place", "event",
             "report")  # fmt: skip
    drawn = network(*((kind, "other", "#77") for kind in kinds), kinds={kind: kind for kind in kinds})
    assert len({thing.shape for thing in picture_of(drawn).things}) == len(kinds) + 1


def test_past_sixty_those_with_the_most_links_are_drawn_and_the_rest_counted():
    drawn = network(*((f"n{at:02}", "associate", "hub") for at in range(70)), ("n69", "relative", "n68"))
    picture = picture_of(drawn)
    shown = {thing.node.id for thing in picture.things}
    assert len(shown) == MOST and picture.others == 71 - MOST and picture.alone == 0
    assert {"hub", "n69", "n68"} <= shown and "n67" not in shown
    assert len(picture.lines) == MOST


def test_two_roles_between_two_are_one_line():
    (line,) = picture_of(network(("awa", "owner", "boat"), ("awa", "driver", "boat"))).lines
    assert line.roles == ("owner", "driver")


def test_a_line_is_bent_only_where_it_would_run_through_another_thing():
    edges = [(start, "associate", end) for start, end in chance(16, 34, 5)]
    picture = picture_of(network(*edges))
    places = {thing.node.id: (thing.x, thing.y) for thing in picture.things}
    bent = [line for line in picture.lines if "Q" in line.path]
    assert bent
    for line in bent:
        (x, y), (x2, y2) = places[line.source.id], places[line.target.id]
        straight = [(x + (x2 - x) * step / 12, y + (y2 - y) * step / 12) for step in range(1, 12)]
        others = [place for id, place in places.items() if id not in (line.source.id, line.target.id)]
        assert any(hypot(px - ox, py - oy) < CLEAR for px, py in straight for ox, oy in others), "without need"
        assert all(hypot(px - ox, py - oy) >= CLEAR for px, py in line.spots for ox, oy in others), "for nothing"


def test_words_on_lines_cover_no_label_and_stand_in_the_picture():
    edges = [(start, "associate", end) for start, end in chance(14, 18, 5)]
    picture = picture_of(network(*edges))
    below = ["Numéro de télép…"] * len(picture.things)
    words = words_on(picture, ["associate"] * len(picture.lines), below)
    assert len(words) > len(picture.lines) / 3
    for at, (x, y, word, line) in enumerate(words):
        assert (x, y - BASE) in picture.lines[line].spots
        half = len(word) * WIDE / 2
        assert half <= x <= picture.width - half and 0 < y < picture.height
        assert not any(abs(x - x2) < 2 * half and abs(y - y2) < 15 for x2, y2, *_ in words[at + 1 :])
        assert not any(abs(x - t.x) < 20 + half and abs(y - 4 - t.y) < 27 for t in picture.things)
        wide = half + len(below[0]) * WIDE / 2
        assert not any(abs(x - t.x) < wide and abs(y - 4 - t.y - UNDER[0] - 2) < 24 for t in picture.things), "a label"


@pytest.mark.parametrize(
    ("label", "cut"),
    [("Awa", "Awa"), ("x" * 17, "x" * 17), ("x" * 18, "x" * 16 + "…"), ("abcdefghijklmno pqr", "abcdefghijklmno…")],
)
def test_a_label_is_cut_to_its_column(label, cut):
    assert short(label) == cut
