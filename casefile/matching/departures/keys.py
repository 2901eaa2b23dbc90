"""Keys of events: a cell of the map, a stretch of days, which way it goes. A watch of any width asks for few.

Cells and stretches come in steps (`GRIDS`). A record answers in every step; a watch asks in the one that fits its
circle and its days closest with so few keys as it may have: a beach and a night in quarters of a degree by the day, a
hundred kilometres and a month in whole degrees by sixteen days. Both cover all that they may mean, so that two
that lie near enough always share a key (a test holds keys and rule together).

Those who wrote down one end each have no place in common. They meet by route, day of landing and number of people:
from Senegal to the Canaries, these four days, about eighty. Without a number there is no such key: every landing would
meet every departure.

Too wide to tell anything, an event has no keys: one of which no more than a month is known is every event of that
month.
"""

from collections.abc import Iterable, Iterator
from math import ceil, cos, floor, log, radians
from typing import Final, NamedTuple

from casefile.errors import BadInput
from casefile.matching.departures.means import WAYS
from casefile.matching.departures.reading import Days, End, Event, Stay
from casefile.matching.departures.voyages import LONGEST, coast_of, departures_to, landings_from

EVENT: Final = "d"
"""The letter of their keys."""
MAX_RADIUS: Final = 100.0
MAX_WINDOW: Final = 31
"""The most that a watch may ask: kilometres, days."""
DEFAULT_RADIUS: Final = 15.0
"""Kilometres, where a watch says none: the next beach or two."""
MOST_DAYS: Final = 10
"""Days that a record's own dates may leave open; a month is no key."""
NIGHT: Final = 1
"""Days that two dates may differ: a departure at night has two, and a landing is written down the morning after."""
MOST_KEYS: Final = 180
"""Of one watch, over all its places."""
DEGREE_KM: Final = 111.0


class Grid(NamedTuple):
    """One step: the side of a cell in degrees, the length of a stretch in days."""

    name: str
    degrees: float
    days: int


GRIDS: Final = (
    Grid("a", 0.25, 1), Grid("b", 0.25, 4), Grid("c", 1.0, 4), Grid("d", 1.0, 16), Grid("e", 4.0, 16),
)  # fmt: skip
ROUTE_DAYS: Final = 4
SAME_PEOPLE, MISCOUNTED = 1.1, 2
"""Two counts are one within a tenth, or two persons: a boat is counted twice, and not twice alike."""
BAND: Final = log(1.2)
"""Numbers of people go in bands, each a fifth wider than the one before."""


def event_record_keys(event: Event) -> frozenset[str]:
    """Every key a record's event answers to."""
    keys = set[str]()
    ways = (*(sorted(event.ways) or WAYS), "?")
    for stay in filter(telling, event.stays):
        days = _by_night(stay.days)
        for grid in GRIDS:
            for cell in cells_of(stay, stay.reach, grid.degrees):
                keys.update(
                    f"{EVENT}{grid.name}{way}:{cell}|{at}" for at in stretches_of(days, grid.days) for way in ways
                )
    keys.update(_route_keys(event, "L", "D", slack=True))
    return frozenset(keys)


def check_watchable(event: Event) -> None:
    """Raises BadInput where a watch asks for more of the map or the calendar than one event may."""
    if event.radius is not None and not 0 < event.radius <= MAX_RADIUS:
        raise BadInput("A departure is watched within 1 to %(most)d kilometres.", field="facts", most=int(MAX_RADIUS))
    if _too_long(event):
        raise BadInput(
            "A departure is watched over at most %(most)d days. Enter the first and the last day.",
            field="dates",
            most=MAX_WINDOW,
        )


def _too_long(event: Event) -> bool:
    return any(not stay.reckoned and stay.days.many > MAX_WINDOW for stay in event.stays)


def radius_of(event: Event) -> float:
    """Kilometres around its places within which a watch looks."""
    return event.radius if event.radius is not None else DEFAULT_RADIUS


def asks(event: Event) -> bool:
    """Whether a watch on it asks for no more of the map and the calendar than `check_watchable` allows."""
    return 0 < radius_of(event) <= MAX_RADIUS and not _too_long(event)


def event_query_keys(event: Event) -> frozenset[str]:
    """The few keys a watch on an event asks for; none where it is wider than `check_watchable` allows."""
    radius = radius_of(event)
    if not asks(event):
        return frozenset()
    keys = set[str]()
    ways = sorted(event.ways) or ("?",)
    most = MOST_KEYS // (2 * len(event.stays) * len(ways))
    for stay in event.stays:
        found = [(grid, cells_of(stay, radius + stay.reach, grid.degrees)) for grid in GRIDS]
        sized = [(grid, cells, stretches_of(stay.days, grid.days)) for grid, cells in found]
        fits = [one for one in sized if len(one[1]) * len(one[2]) <= most] or sized[-1:]
        grid, cells, stretches = min(fits, key=_volume)
        keys.update(f"{EVENT}{grid.name}{way}:{cell}|{at}" for cell in cells for at in stretches for way in ways)
    route = sorted(_route_keys(event, "D", "L", slack=False))
    keys.update(route if len(route) <= MOST_KEYS // 2 else ())
    return frozenset(keys)


def telling(stay: Stay) -> bool:
    """Whether a record's days are few enough; those reckoned from the other end may be wider by the time at sea."""
    return stay.days.many <= MOST_DAYS + (LONGEST if stay.reckoned else 0)


def _volume(one: tuple[Grid, list[str], range]) -> float:
    """What a choice of grid covers on the map and in the calendar: the closer, the fewer strangers."""
    grid, cells, stretches = one
    return len(cells) * grid.degrees**2 * len(stretches) * grid.days


def _by_night(days: Days) -> Days:
    return Days(days.first - NIGHT, days.last + NIGHT)


def stretches_of(days: Days, long: int) -> range:
    return range(days.first // long, days.last // long + 1)


def cells_of(stay: Stay, km: float, degrees: float) -> list[str]:
    """The cells that a circle touches; a few more at its corners would do no harm, one too few would lose a hit."""
    latitude, longitude, found = stay.place.latitude, stay.place.longitude, []
    up = km * 1.02 / DEGREE_KM
    for row in range(floor((latitude - up) / degrees), floor((latitude + up) / degrees) + 1):
        south, north = row * degrees, (row + 1) * degrees
        away = max(0.0, south - latitude, latitude - north)  # of the row's nearest line, in degrees
        wide = max(0.0, up**2 - away**2) ** 0.5 / cos(radians(min(80.0, max(abs(latitude) + up, abs(south)))))
        columns = range(floor((longitude - wide) / degrees), floor((longitude + wide) / degrees) + 1)
        found += [f"{row},{column}" for column in columns]
    return found


def _route_keys(event: Event, landing: str, departure: str, *, slack: bool) -> Iterator[str]:
    """By route, days of landing and number of people, of an event that states one end and not the other.

    `landing` and `departure` are the letters it has by each end: a record's are its own, a watch's the other end's.
    """
    if event.people is None:
        return
    starts, ends = event.at(End.DEPARTURE), event.at(End.LANDING)
    bands = _bands(event.people, slack)
    if starts and not ends:
        for stay in filter(telling, starts) if slack else starts:
            for coast, days in landings_from(coast_of(stay.place) or ""):
                landed = Days(stay.days.first + days.least, stay.days.last + days.most)
                yield from _of_route(departure, f"{coast_of(stay.place)}>{coast}", landed, bands)
    if ends and not starts:
        for stay in filter(telling, ends) if slack else ends:
            for coast, _ in departures_to(coast_of(stay.place) or ""):
                yield from _of_route(landing, f"{coast}>{coast_of(stay.place)}", stay.days, bands)


def _of_route(letter: str, route: str, landed: Days, bands: Iterable[int]) -> Iterator[str]:
    stretches = stretches_of(_by_night(landed), ROUTE_DAYS)
    return (f"{EVENT}{letter}:{route.replace(' ', '_')}|{at}|{band}" for at in stretches for band in bands)


def _bands(people: tuple[int, int], slack: bool) -> range:
    least, most = float(people[0]), float(people[1])
    if slack:
        least, most = min(least / SAME_PEOPLE, least - MISCOUNTED), max(most * SAME_PEOPLE, most + MISCOUNTED)
    return range(floor(log(max(1.0, least)) / BAND), ceil(log(max(1.0, most)) / BAND + 1e-9))
