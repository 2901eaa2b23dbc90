"""What a record's linked records have in common with a watch: a number, a person, a vessel, a place. Bounded.

A unit that keeps a telephone, a boat, a companion or an address as a record of its own, linked to the person, says the
same as one that writes it on the person's record, only less surely whose it is. So it weighs at most half as much as
there, less when many carry it, and all together are no hit: something of the two themselves must agree.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import log2
from typing import Final

from casefile.matching import weights as w
from casefile.matching.entity_evidence import entity_evidence
from casefile.matching.evidence import LINKED, Evidence
from casefile.matching.judging.company import MOST_NAMED
from casefile.matching.name_evidence import agreements, are_one
from casefile.matching.name_kinds import VESSEL
from casefile.matching.other_evidence import number_evidence
from casefile.matching.place_evidence import place_evidence
from casefile.matching.prepared import Prepared
from casefile.names.frequency import TermFrequencies
from casefile.subjects.identity import Place
from casefile.vocabulary import PlaceKind, RecordKind

MOST_LINKED: Final = 40
"""Linked records that are read: a boat with a hundred aboard is nobody's telephone."""
SAY_NOTHING: Final = frozenset({RecordKind.EVENT, RecordKind.REPORT})
"""Kinds that bring many persons and numbers together and do not say whose each is."""


def linked_evidence(
    linked: Sequence[Prepared], record: Prepared, watch: Prepared, common: TermFrequencies
) -> list[Evidence]:
    """The best agreement of each kind, strongest first, together at most `LINKED_MOST`."""
    known = [one for one in linked[:MOST_LINKED] if one.identity.kind not in SAY_NOTHING]
    found = [
        *_best(_number(one, record, watch, common) for one in known),
        *_best(_person(one, watch, common) for one in known),
        *_best(_vessel(one, record, watch) for one in known),
        *_best(_place(one, watch) for one in known),
    ]
    left, out = w.LINKED_MOST, []
    for term in sorted(found, key=lambda e: (-e.bits, e.rule)):
        if (bits := min(term.bits, left)) > 0:
            out.append(term._replace(bits=bits))
            left -= bits
    return out


def _best(terms: Iterable[Evidence | None]) -> list[Evidence]:
    given = [term for term in terms if term is not None]
    return [max(given, key=lambda e: (e.bits, e.wanted, e.found))] if given else []


def _number(one: Prepared, record: Prepared, watch: Prepared, common: TermFrequencies) -> Evidence | None:
    """A number of the watched one that a linked record carries and the record itself does not."""
    best: Evidence | None = None
    for key in watch.identifiers.keys() & one.identifiers.keys() - record.identifiers.keys():
        met = number_evidence(watch.identifiers[key], one.identifiers[key])
        if met is None:
            continue
        carried = common.carriers_of(key)
        hub = w.LINKED_HUB * log2(carried / 2) if carried else 0.0
        bits = min(w.LINKED_NUMBER.bits, met.bits * w.LINKED_SHARE) - hub
        if bits > 0 and (best is None or bits > best.bits):
            best = Evidence(LINKED, w.LINKED_NUMBER.rule, met.wanted, met.found, bits)
    return best


def _person(one: Prepared, watch: Prepared, common: TermFrequencies) -> Evidence | None:
    """A linked person whom the watch's text names besides its subject."""
    if one.identity.kind is not RecordKind.PERSON or not 0 < len(watch.persons) <= MOST_NAMED:
        return None
    others = [name for name in watch.persons if not any(are_one(name, own) for own in watch.names)]
    places = [(i, j) for i in range(len(others)) for j in range(len(one.names))]
    met = agreements(others, one.names, places, common, in_text=True)
    if not met:
        return None
    best = max((term.evidence for term in met), key=lambda e: e.bits)
    bits = min(w.LINKED_PERSON.bits, best.bits * w.COMPANION_SHARE)
    return Evidence(LINKED, w.LINKED_PERSON.rule, best.wanted, best.found, bits) if bits > 0 else None


def _vessel(one: Prepared, record: Prepared, watch: Prepared) -> Evidence | None:
    """A linked vessel that the watch's text names, unless the record's own text names it too."""
    if one.letter != VESSEL or not watch.vessels or record.vessels:
        return None
    met = entity_evidence(RecordKind.VESSEL.value, watch.vessels, one.names, in_text=True)
    return Evidence(LINKED, w.LINKED_VESSEL.rule, met[0].wanted, met[0].found, w.LINKED_VESSEL.bits) if met else None


def _place(one: Prepared, watch: Prepared) -> Evidence | None:
    """A linked place that is among the watched one's."""
    if one.identity.kind is not RecordKind.PLACE or not watch.identity.places:
        return None
    named = tuple(Place(PlaceKind.ADDRESS, name.text) for name in one.identity.names)
    met = place_evidence(replace(one.identity, places=(*one.identity.places, *named)), watch.identity)
    if met is None or met.bits <= 0:
        return None
    return Evidence(LINKED, w.LINKED_PLACE.rule, met.wanted, met.found, min(met.bits, w.LINKED_PLACE.bits))
