"""Crossings drawn from a seed, and what units write of them: each from its own end, in its own words, nearly alike."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from casefile.matching.departures.means import SEA
from casefile.matching.departures.voyages import ROUTES, coast_of, voyage
from casefile.names.entities.gazetteer import KnownPlace, by_name, places_in
from casefile.subjects.identity import Fact, Identity, PartialDate, Place
from casefile.vocabulary import DateKind, FactKind, PlaceKind, RecordKind

FIRST_DAY, DAYS = date(2025, 1, 1), 730
BOATS = {
    "open boat": ("pirogue", "cayuco", "patera", "pirogue en bois"),
    "inflatable": ("zodiac", "neumática", "bateau pneumatique"),
    "fast boat": ("go-fast", "lancha rápida"),
    "": ("bateau", "embarcación", "قارب"),
}
MISCOUNTED = 0.04
"""By so much each side's number of people is off; together they stay within the tenth that is one number."""
SHARES = {("senegal", "canaries"): 6, ("mauritania", "canaries"): 4, ("algeria", "balearics"): 3}
"""How much busier a route is than the others."""
WINDOWS, RADII = ((0, 0), (0, 0), (0, 1), (1, 1), (2, 2), (3, 4), (15, 15)), ("", "", "10", "25", "50", "100")
"""What a watch asks: days before and after, kilometres."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """What truly happened."""

    start: KnownPlace
    end: KnownPlace
    left: date
    landed: date
    people: int
    boat: str


class Coast:
    """Draws crossings, and writes them down."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        kinds = ("landing", "town", "island")
        places = {place for known in by_name().values() for place in known if place.kind in kinds}
        self._on: dict[str, list[KnownPlace]] = {}
        for place in sorted(places, key=lambda one: (one.name, one.country)):
            if places_in(place.name) == {place}:  # a name of one place, whatever is written around it
                self._on.setdefault(coast_of(place) or "", []).append(place)
        self._routes = [route for route in ROUTES if route[0] in self._on and route[1] in self._on]
        self._shares = [SHARES.get(route, 1) for route in self._routes]

    def crossing(self) -> Crossing:
        """One boat: a route, two places, a day, so many people."""
        (route,) = self.draw.choices(self._routes, self._shares)
        start, end = (self.draw.choice(self._on[coast]) for coast in route)
        days = voyage(start, end, SEA)
        left = FIRST_DAY + timedelta(days=self.draw.randrange(DAYS))
        landed = left + timedelta(days=self.draw.randint(days.least, days.most))
        people = round(min(200.0, max(6.0, self.draw.lognormvariate(3.9, 0.7))))
        return Crossing(start, end, left, landed, people, self.draw.choice(list(BOATS)[:3]))

    def watch(self, one: Crossing) -> Identity:
        """A watch from one end: its day or some days around it, its place and perhaps how far around."""
        before, after = self.draw.choice(WINDOWS)
        at_start = self.draw.random() < 0.6
        place, day = (one.start, one.left) if at_start else (one.end, one.landed)
        kind = PlaceKind.DEPARTURE if at_start else PlaceKind.LANDING
        days = day - timedelta(days=before), day + timedelta(days=after)
        return self._written(one, [Place(kind, place.name, place.country)], days, radius=self.draw.choice(RADII))

    def told_again(self, one: Crossing) -> Identity:
        """What another unit writes of the same crossing, from the end it saw."""
        start = Place(PlaceKind.DEPARTURE, one.start.name, one.start.country)
        end = Place(PlaceKind.LANDING, one.end.name, one.end.country)
        places, day = self.draw.choice((([start], one.left), ([end, start], one.landed), ([end], one.landed)))
        return self._written(one, places, (day, day))

    def _written(self, one: Crossing, places: list[Place], days: tuple[date, date], radius: str = "") -> Identity:
        people = max(1, round(one.people * (1 + self.draw.uniform(-MISCOUNTED, MISCOUNTED))))
        word = self.draw.choice(BOATS[one.boat if self.draw.random() < 0.8 else ""])
        told = {FactKind.MEANS: word, FactKind.PEOPLE: str(people), FactKind.RADIUS: radius}
        first, last = (day.isoformat() for day in days)
        return Identity(
            RecordKind.EVENT,
            dates=(PartialDate(DateKind.EVENT, first, last if last != first else None),),
            places=tuple(places),
            facts=tuple(Fact(kind, value) for kind, value in told.items() if value),
        )
