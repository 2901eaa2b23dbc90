"""How long the way takes: days at sea from coast to coast, and between places that are no coast of the table.

Ranges, not means: a boat that loses its way drifts. From what the crossings of 2020 to 2025 were reported to take;
estimates of ours, generous on both sides, since what is too narrow loses a hit and what is wide only weakens it.
"""

from collections.abc import Mapping
from functools import lru_cache
from math import ceil
from typing import Final, NamedTuple

from casefile.matching.departures.means import AIR, LAND, SEA
from casefile.names.entities.gazetteer import KnownPlace, kilometres


class Voyage(NamedTuple):
    """The least and the most days from the one place to the other."""

    least: int
    most: int


class _Box(NamedTuple):
    coast: str
    countries: frozenset[str]
    south: float
    north: float
    west: float
    east: float


def _box(coast: str, countries: str, south: float, north: float, west: float, east: float) -> _Box:
    return _Box(coast, frozenset(countries.split()), south, north, west, east)


_COASTS: Final = (
    _box("guinea", "GW GN SL", 6.0, 12.6, -18.0, -10.0),
    _box("senegal", "SN GM", 12.3, 16.2, -18.0, -15.8),
    _box("mauritania", "MR EH", 16.0, 21.4, -18.0, -15.3),
    _box("south morocco", "EH MA", 21.4, 30.2, -18.0, -9.0),
    _box("north morocco", "MA", 30.2, 35.75, -11.0, -5.95),
    _box("strait", "MA ES", 34.9, 35.95, -5.95, -1.6),
    _box("algeria", "DZ", 34.5, 37.5, -2.3, 8.7),
    _box("tunisia", "TN", 33.0, 37.6, 8.3, 11.6),
    _box("libya", "LY", 30.0, 33.3, 11.3, 25.2),
    _box("egypt", "EG", 30.7, 32.0, 25.0, 34.3),
    _box("canaries", "ES", 27.3, 29.6, -18.4, -13.2),
    _box("andalusia", "ES GI", 35.95, 37.6, -7.6, -1.7),
    _box("levante", "ES", 37.3, 39.5, -1.7, 0.6),
    _box("balearics", "ES", 38.5, 40.3, 1.0, 4.6),
    _box("sardinia", "IT", 38.7, 41.4, 7.9, 10.0),
    _box("sicily", "IT MT", 35.3, 38.4, 10.5, 18.6),
    _box("cape verde", "CV", 14.5, 17.4, -25.6, -22.4),
)

ROUTES: Final[Mapping[tuple[str, str], Voyage]] = {
    ("guinea", "canaries"): Voyage(6, 16),
    ("guinea", "senegal"): Voyage(1, 5),
    ("senegal", "canaries"): Voyage(4, 13),
    ("senegal", "mauritania"): Voyage(1, 6),
    ("senegal", "cape verde"): Voyage(2, 16),
    ("mauritania", "canaries"): Voyage(2, 8),
    ("mauritania", "south morocco"): Voyage(1, 5),
    ("south morocco", "canaries"): Voyage(0, 4),
    ("north morocco", "canaries"): Voyage(1, 5),
    ("north morocco", "andalusia"): Voyage(0, 3),
    ("strait", "andalusia"): Voyage(0, 2),
    ("algeria", "andalusia"): Voyage(0, 3),
    ("algeria", "levante"): Voyage(0, 3),
    ("algeria", "balearics"): Voyage(0, 3),
    ("algeria", "sardinia"): Voyage(0, 4),
    ("tunisia", "sicily"): Voyage(0, 4),
    ("tunisia", "sardinia"): Voyage(0, 4),
    ("libya", "sicily"): Voyage(0, 6),
    ("egypt", "sicily"): Voyage(3, 10),
}

LONGEST: Final = 16
"""Days: no crossing is taken to be longer."""
SLOW_KM, FAST_KM = {SEA: 100, LAND: 150, AIR: 5_000}, {SEA: 450, LAND: 1_500, AIR: 20_000}
"""Kilometres a day on the slow and on the fast side, for ways that the table does not have."""


@lru_cache(maxsize=4096)
def coast_of(place: KnownPlace) -> str | None:
    """The coast that a place lies on; None for the inland and for coasts that no route of the table knows."""
    for box in _COASTS:
        inside = box.south <= place.latitude < box.north and box.west <= place.longitude < box.east
        if inside and place.country in box.countries:
            return box.coast
    return None


@lru_cache(maxsize=16384)
def voyage(start: KnownPlace, end: KnownPlace, way: str) -> Voyage:
    """Days between a place of departure and one of landing."""
    known = ROUTES.get((coast_of(start) or "", coast_of(end) or "")) if way == SEA else None
    if known is not None:
        return known
    far = kilometres(start, end)
    return Voyage(min(int(far // FAST_KM[way]), LONGEST), min(ceil(far / SLOW_KM[way]) + 1, LONGEST))


def landings_from(coast: str) -> list[tuple[str, Voyage]]:
    """Where one goes from a coast."""
    return [(end, days) for (start, end), days in ROUTES.items() if start == coast]


def departures_to(coast: str) -> list[tuple[str, Voyage]]:
    """Where those come from who land on a coast."""
    return [(start, days) for (start, end), days in ROUTES.items() if end == coast]
