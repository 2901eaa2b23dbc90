"""The coast from Senegal to Libya, with the Canaries, Andalusia and Italy: outlines of land, without any border.

Whose they are and how they were made: docs/sources/outlines.md.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

Point = tuple[float, float]
"""Longitude or x, latitude or y."""
Ring = Sequence[Point]


class Box(NamedTuple):
    """A stretch of the map in degrees."""

    west: float
    south: float
    east: float
    north: float


REGION: Final = Box(-26.0, 3.0, 36.0, 50.0)
"""From Cape Verde to Cairo, and from Lagos to Paris: all the gazetteer knows lies in it."""
PAST_THE_EDGE: Final = 0.5
"""Degrees beyond the box at which land is cut, so that the cut is not seen as a coast."""
TRIANGLE: Final = 3
"""Points of the least ring that holds land."""


@cache
def land() -> tuple[tuple[Point, ...], ...]:
    """Rings of land in degrees, the largest first."""
    text = files("portal.show.drawn").joinpath("coast.txt").read_text("ascii")
    return tuple(_ring([int(one) for one in line.split()]) for line in text.splitlines() if not line.startswith("#"))


def _ring(numbers: Sequence[int]) -> tuple[Point, ...]:
    x = y = 0
    points: list[Point] = []
    for right, up in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + right, y + up
        points.append((x / 100, y / 100))
    return tuple(points)


def cut(ring: Ring, box: Box) -> list[Point]:
    """What of a ring lies in the box, closed along its edges; empty where nothing does (Sutherland and Hodgman)."""
    kept = list(ring)
    for axis, limit, beyond in ((0, box.west, 1), (0, box.east, -1), (1, box.south, 1), (1, box.north, -1)):
        if not kept:
            break
        kept = _side(kept, axis, limit, beyond)
    return kept


def _side(ring: Sequence[Point], axis: int, limit: float, beyond: int) -> list[Point]:
    """The part of a ring on one side of a line."""
    found: list[Point] = []
    for at, end in enumerate(ring):
        start = ring[at - 1]
        starts, ends = ((point[axis] - limit) * beyond >= 0 for point in (start, end))
        if starts != ends:
            part = (limit - start[axis]) / (end[axis] - start[axis])
            found.append((start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part))
        if ends:
            found.append(end)
    return found


def outline(box: Box, place: Callable[[Point], tuple[int, int]]) -> str:
    """One SVG path of all land in the box; `place` gives the pixel of a point."""
    around = Box(
        box.west - PAST_THE_EDGE, box.south - PAST_THE_EDGE, box.east + PAST_THE_EDGE, box.north + PAST_THE_EDGE
    )
    return "".join(_path(map(place, cut(ring, around))) for ring in land())


def _path(points: Iterable[tuple[int, int]]) -> str:
    """A closed path of steps; points that fall on the one before say nothing and are left out."""
    kept: list[tuple[int, int]] = []
    for point in points:
        if not kept or point != kept[-1]:
            kept.append(point)
    if len(kept) < TRIANGLE:
        return ""
    steps = "".join(
        f"l{b[0] - a[0]}{' ' if b[1] >= a[1] else ''}{b[1] - a[1]}" for a, b in zip(kept, kept[1:], strict=False)
    )
    return f"M{kept[0][0]} {kept[0][1]}{steps}z"
