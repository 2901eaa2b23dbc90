"""Where the places of a case stand on its map: one view of them all, numbered marks, ways from mark to mark.

Degrees become pixels by one rule in both directions, with the width of a degree taken at the middle of the view. What
would cover each other is one mark. A map is not mirrored: east is where it is, in every language.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, cos, hypot, radians
from typing import Final, NamedTuple

from casefile.names.entities.gazetteer import KnownPlace
from portal.show.drawn.coast import REGION, Box, Point, outline

WIDE: Final = 640
FLATTEST, TALLEST = 0.6, 1.0
"""Height by width."""
LEAST: Final = 2.5
"""Degrees that a view shows at least: with less the outlines are coarse, and nobody knows where it is."""
ROOM: Final = 1.25
"""A view by the stretch of its places."""
RADIUS: Final = 15
CLEAR: Final = 34
"""Pixels between the middles of two marks."""
LETTER, HIGH = 12, 22
"""Pixels of a letter of a name and of its line, on a phone, where they are largest."""
DEGREE_KM: Final = 111.2
BARS: Final = (1000, 500, 200, 100, 50, 20, 10)
"""Kilometres that the scale may be of."""
MOST_WAYS: Final = 60


class View(NamedTuple):
    """`scale`: pixels of a degree of latitude; `narrow`: a degree of longitude by one of latitude."""

    box: Box
    scale: float
    narrow: float
    height: int

    def place(self, point: Point) -> tuple[int, int]:
        """The pixel of a point in degrees."""
        return (
            round((point[0] - self.box.west) * self.narrow * self.scale),
            round((self.box.north - point[1]) * self.scale),
        )


@dataclass(frozen=True, slots=True)
class Mark:
    """`name` stands beside it where there is room for it: `(x, y, anchor)`. `sure` is false if all is approximate."""

    number: int
    x: int
    y: int
    places: tuple[KnownPlace, ...]
    sure: bool
    name: tuple[int, int, str] | None = None

    @property
    def label(self) -> str:
        """Its place; of several the first, and how many more."""
        more = f" +{len(self.places) - 1}" if len(self.places) > 1 else ""
        return f"{self.places[0].name}{more}"


@dataclass(frozen=True, slots=True)
class Line:
    """All ways from one mark to another: a bent line with a point at its end."""

    path: str
    start: Mark
    end: Mark
    many: int


@dataclass(frozen=True, slots=True)
class Map:
    height: int
    land: str
    marks: tuple[Mark, ...]
    lines: tuple[Line, ...]
    others: int
    """Ways between two marks that are not drawn, because there are more than MOST_WAYS."""
    bar: tuple[int, int]
    """Kilometres and pixels of the scale."""


def map_of(places: Mapping[KnownPlace, bool], ways: Iterable[tuple[KnownPlace, KnownPlace]]) -> Map:
    """The map of at least one place; each says whether it is sure. Ways go between places of the map."""
    view = view_of([(place.longitude, place.latitude) for place in places])
    marks = _named(_marks(places, view), view)
    at = {place: mark for mark in marks for place in mark.places}
    counted = Counter((at[start].number, at[end].number) for start, end in ways)
    between = sorted((pair for pair in counted if pair[0] != pair[1]), key=lambda pair: (-counted[pair], pair))
    lines = tuple(_line(marks[a - 1], marks[b - 1], counted[a, b]) for a, b in between[:MOST_WAYS])
    return Map(
        view.height, outline(view.box, view.place), marks, lines, max(len(between) - MOST_WAYS, 0), _bar(view)
    )  # fmt: skip


def view_of(points: Sequence[Point]) -> View:
    """The least view that holds all points with some room, within the region; a single one stands in its middle."""
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    narrow = cos(radians((south + north) / 2))
    wide = max((east - west) * narrow, LEAST) * ROOM
    high = max(north - south, LEAST * FLATTEST) * ROOM
    wide, high = max(wide, high / TALLEST), max(high, wide * FLATTEST)
    left, right = _within((west + east) / 2, wide / narrow, REGION.west, REGION.east)
    bottom, top = _within((south + north) / 2, high, REGION.south, REGION.north)
    scale = WIDE / ((right - left) * narrow)
    return View(Box(left, bottom, right, top), scale, narrow, round((top - bottom) * scale))


def _within(middle: float, long: float, least: float, most: float) -> tuple[float, float]:
    """A stretch around a middle, moved so that it lies between two ends, or the ends themselves."""
    if long >= most - least:
        return least, most
    start = min(max(middle - long / 2, least), most - long)
    return start, start + long


def _marks(places: Mapping[KnownPlace, bool], view: View) -> list[Mark]:
    """From north to south. A place joins the nearest mark that it would touch; larger towns lead their mark."""
    found: list[tuple[tuple[int, int], list[KnownPlace]]] = []
    for place in sorted(places, key=lambda one: (-one.thousands, one.name, one.country)):
        spot = view.place((place.longitude, place.latitude))
        near = min(found, key=lambda one: hypot(one[0][0] - spot[0], one[0][1] - spot[1]), default=None)
        if near is not None and hypot(near[0][0] - spot[0], near[0][1] - spot[1]) < CLEAR:
            near[1].append(place)
        else:
            found.append((spot, [place]))
    found.sort(key=lambda one: (one[0][1], one[0][0]))
    return [
        Mark(number, x, y, tuple(held), any(places[place] for place in held))
        for number, ((x, y), held) in enumerate(found, 1)
    ]


def _named(marks: Sequence[Mark], view: View) -> tuple[Mark, ...]:
    """The marks with their names beside them, on no mark and on no other name; one that fits nowhere has none."""
    taken = [(mark.x - RADIUS, mark.y - RADIUS, mark.x + RADIUS, mark.y + RADIUS) for mark in marks]
    named: list[Mark] = []
    for mark in marks:
        place = next((spot for spot in _spots(mark) if _free(_box(spot, mark.label), taken, view)), None)
        if place is not None:
            taken.append(_box(place, mark.label))
        named.append(Mark(mark.number, mark.x, mark.y, mark.places, mark.sure, place))
    return tuple(named)


def _spots(mark: Mark) -> list[tuple[int, int, str]]:
    beside, base = RADIUS + 4, mark.y + HIGH // 3
    return [
        (mark.x - beside, base, "end"), (mark.x + beside, base, "start"),
        (mark.x, mark.y - RADIUS - 5, "middle"), (mark.x, mark.y + RADIUS + HIGH - 4, "middle"),
    ]  # fmt: skip


Extent = tuple[int, int, int, int]


def _box(spot: tuple[int, int, str], text: str) -> Extent:
    x, base, anchor = spot
    long = len(text) * LETTER
    left = {"end": x - long, "start": x, "middle": x - long // 2}[anchor]
    return left, base - HIGH + 6, left + long, base + 6


def _free(box: Extent, taken: Iterable[Extent], view: View) -> bool:
    if box[0] < 0 or box[1] < 0 or box[2] > WIDE or box[3] > view.height:
        return False
    return not any(box[0] < o[2] and o[0] < box[2] and box[1] < o[3] and o[1] < box[3] for o in taken)


def _line(start: Mark, end: Mark, many: int) -> Line:
    """Bent to its left by an eighth, so that the way back lies beside it; from edge to edge, with a point."""
    x, y = end.x - start.x, end.y - start.y
    bend = (start.x + end.x) / 2 + y / 8, (start.y + end.y) / 2 - x / 8
    first, last = _edge(start, bend, RADIUS + 2), _edge(end, bend, RADIUS + 3)
    back, aside = _edge(end, bend, RADIUS + 13), (bend[1] - end.y, end.x - bend[0])
    half = 5 / (hypot(*aside) or 1)
    left, right = ((round(back[0] + aside[0] * s), round(back[1] + aside[1] * s)) for s in (half, -half))
    path = (
        f"M{first[0]:.0f} {first[1]:.0f}Q{bend[0]:.0f} {bend[1]:.0f} {last[0]:.0f} {last[1]:.0f}"
        f"M{left[0]} {left[1]}L{last[0]:.0f} {last[1]:.0f} {right[0]} {right[1]}"
    )
    return Line(path, start, end, many)


def _edge(mark: Mark, towards: Point, far: float) -> Point:
    x, y = towards[0] - mark.x, towards[1] - mark.y
    part = far / (hypot(x, y) or 1)
    return mark.x + x * part, mark.y + y * part


def _bar(view: View) -> tuple[int, int]:
    """The longest bar that is no more than a fifth of the picture."""
    of_km = view.scale / DEGREE_KM
    long = next((km for km in BARS if km * of_km <= WIDE / 5), BARS[-1])
    return long, ceil(long * of_km)
