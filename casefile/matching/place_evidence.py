"""Whether two entries name one place: by its names in the languages of the routes, else by words and sound."""

from functools import lru_cache
from math import log2
from typing import Final

from casefile.matching import weights as w
from casefile.matching.evidence import Evidence
from casefile.names.entities import EntityWord, read_entity, word_likeness
from casefile.names.entities.gazetteer import KnownPlace, kilometres, places_in
from casefile.subjects.identity import Identity, Place
from casefile.vocabulary import PlaceKind

BIRTH_TOWN_KEPT: Final = 0.7
"""m: how often the same person's two entries give one town of birth."""
REGION_THOUSANDS: Final = 25_000
"""Inhabitants, in thousands, of the towns most subjects come from: a town's share of them is how often it agrees by
chance, with one in a hundred for the smallest."""
SMALLEST_SHARE: Final = 0.01
NEIGHBOURS_KM: Final = 50.0
"""Below, two places are one town and its suburb, or a village and its market: that they differ says nothing."""
ONE_WORD: Final = 0.85
"""Likeness from which on two words are one town's name in two spellings."""
SHORTEST: Final = 3


def place_evidence(record: Identity, watch: Identity) -> Evidence | None:
    """The best agreement of two places: the towns of birth, else any town; two known towns of birth may differ."""
    best: Evidence | None = None
    for a in watch.places:
        for b in record.places:
            found = _compared(a, b)
            if found is not None and (best is None or found.bits > best.bits):
                best = found
    return best


@lru_cache(maxsize=16384)
def _compared(a: Place, b: Place) -> Evidence | None:
    both_births = a.kind is b.kind is PlaceKind.BIRTH
    known_a, known_b = _known(a), _known(b)
    fact = (_fact(a.text), _fact(b.text))
    if shared := known_a & known_b:
        weight, bits = _weight(max(shared, key=lambda place: place.thousands), both_births)
        return Evidence("place", weight.rule, a.text, b.text, bits, fact)
    if known_a and known_b:
        apart = min(kilometres(x, y) for x in known_a for y in known_b)
        if (
            not both_births
            or apart < NEIGHBOURS_KM
            or {p.country for p in known_a}.isdisjoint({p.country for p in known_b})
        ):
            return None
        weight = w.BIRTH_PLACE_DIFFERS
        return Evidence("place", weight.rule, a.text, b.text, weight.bits, fact)
    if a.country and b.country and a.country != b.country or not _one_name(a.text, b.text):
        return None
    weight = w.BIRTH_PLACE if both_births else w.ADDRESS
    return Evidence("place", weight.rule, a.text, b.text, weight.bits, fact)


def _known(place: Place) -> frozenset[KnownPlace]:
    """Known places of the text; of those that share a name, the ones in the country given."""
    found = places_in(place.text)
    here = frozenset(one for one in found if one.country == place.country)
    return here if place.country else found


def _weight(place: KnownPlace, both_births: bool) -> tuple[w.Weight, float]:
    if not both_births:
        return w.ADDRESS, w.ADDRESS.bits
    chance = SMALLEST_SHARE + place.thousands / REGION_THOUSANDS
    bits = min(max(log2(BIRTH_TOWN_KEPT / chance), w.BIRTH_PLACE_CAPITAL.bits), w.BIRTH_PLACE.bits)
    middle = (w.BIRTH_PLACE.bits + w.BIRTH_PLACE_CAPITAL.bits) / 2
    return (w.BIRTH_PLACE if bits >= middle else w.BIRTH_PLACE_CAPITAL), bits


def _one_name(left: str, right: str) -> bool:
    """Whether two texts share a telling word, as written or as heard."""
    return any(word_likeness(a, b)[0] >= ONE_WORD for a in _town_words(left) for b in _town_words(right))


@lru_cache(maxsize=16384)
def _town_words(text: str) -> tuple[EntityWord, ...]:
    """Words that tell a place apart; names of countries and kinds of places left out."""
    return tuple(word for word in read_entity(text[:200]).own if word.kind == "word" and len(word.text) >= SHORTEST)


def _fact(text: str) -> str:
    return " ".join(sorted({place.name for place in places_in(text)} or {word.text for word in _town_words(text)}))
