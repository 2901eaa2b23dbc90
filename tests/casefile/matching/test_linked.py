"""Linked records are evidence: a number, a companion, a boat, a place; bounded, and less for hubs."""

from dataclasses import replace

import pytest

from casefile.matching import LINKED, Decision, Rule, decide, prepare, weights
from casefile.names.frequency import carrier_key, default
from casefile.subjects.identity import Identifier, Identity, Name, PartialDate, Place
from casefile.vocabulary import DateKind, IdentifierKind, PlaceKind, RecordKind

PHONE = (Identifier(IdentifierKind.PHONE, "+220 701 2345"),)
OTHER_PHONE = (Identifier(IdentifierKind.PHONE, "+220 702 9999"),)
PASSPORT = (Identifier(IdentifierKind.PASSPORT, "A01234567", "SN"),)
KEY = next(iter(prepare(Identity(RecordKind.PHONE, identifiers=PHONE), "SN").identifiers))
TOWN = (Place(PlaceKind.ADDRESS, "Kafountine"),)
BOARD = "Vu avec Toumbouctou Zerhouni à bord de la pirogue Yaye Fatou."


def thing(kind: RecordKind, name: str = "", **more: object) -> Identity:
    return Identity(kind, (Name(name),) if name else (), **more)  # type: ignore[arg-type]


def person(name: str, born: str = "", **more: object) -> Identity:
    dates = (PartialDate(DateKind.BIRTH, born),) if born else ()
    return thing(RecordKind.PERSON, name, dates=dates, **more)


def judge(record: Identity, watch: Identity, *linked: Identity, carried: int = 0) -> Decision | None:
    common = replace(default(), carriers={carrier_key(KEY): carried} if carried else {})
    return decide(
        prepare(record, "SN"), prepare(watch, "GM"), common=common, linked=[prepare(one, "SN") for one in linked]
    )


def linked_bits(decision: Decision | None) -> dict[Rule, float]:
    return {e.rule: e.bits for e in decision.evidence if e.what == LINKED} if decision else {}


RARE = "Kerkoub Mbengue"
TABLE = [
    # what is linked to the record, what the watch holds besides the name, the bits of the links, why
    (thing(RecordKind.PHONE, identifiers=PHONE), {"identifiers": PHONE}, {Rule.LINKED_NUMBER_AGREES: 8.0},
     "its telephone, kept as a record of its own"),
    (person("Awa Sow", identifiers=PHONE), {"identifiers": PHONE}, {Rule.LINKED_NUMBER_AGREES: 8.0},
     "the telephone of somebody it is linked to"),
    (thing(RecordKind.PHONE, identifiers=OTHER_PHONE), {"identifiers": PHONE}, {}, "another telephone"),
    (thing(RecordKind.REPORT, "Compte rendu", identifiers=PHONE), {"identifiers": PHONE}, {},
     "a report brings many together"),
    (thing(RecordKind.EVENT, "Départ", identifiers=PHONE), {"identifiers": PHONE}, {}, "so does an event"),
    (person("Toumbouctou Zerhouni"), {"narrative": BOARD}, {Rule.LINKED_PERSON_NAMED: 4.0}, "a companion"),
    (person("Awa Sow"), {"narrative": BOARD}, {}, "another companion"),
    (person(RARE), {"narrative": f"{RARE} a été vu."}, {}, "the subject is nobody's companion"),
    (thing(RecordKind.VESSEL, "Yaye Fatou"), {"narrative": BOARD}, {Rule.LINKED_VESSEL_NAMED: 3.0}, "a boat"),
    (thing(RecordKind.VESSEL, "Borom Daaru"), {"narrative": BOARD}, {}, "another boat"),
    (thing(RecordKind.PLACE, "Kafountine"), {"places": TOWN}, {Rule.LINKED_PLACE_AGREES: 2.0}, "an address"),
    (thing(RecordKind.PLACE, "Maison", places=TOWN), {"places": TOWN}, {Rule.LINKED_PLACE_AGREES: 2.0}, "its town"),
    (thing(RecordKind.PLACE, "Nouadhibou"), {"places": TOWN}, {}, "another town"),
]  # fmt: skip


@pytest.mark.parametrize(("linked", "more", "bits", "why"), TABLE, ids=[row[3] for row in TABLE])
def test_what_a_linked_record_weighs(linked, more, bits, why):
    watch, record = person(RARE, "1984", **more), person(RARE, "1984")
    without, found = judge(record, watch), judge(record, watch, linked)
    assert linked_bits(found) == pytest.approx(bits), why
    assert without and found and found.bits == pytest.approx(without.bits + sum(bits.values()), abs=0.02)
    assert found.facts_hash == without.facts_hash, "a link asks nobody again"


@pytest.mark.parametrize(("carried", "bits"), [(0, 8.0), (4, 6.0), (16, 2.0), (32, 0.0), (5000, 0.0)])
def test_a_number_that_many_carry_loses_it(carried, bits):
    watch, record = person(RARE, "1984", identifiers=PHONE), person(RARE, "1984")
    found = judge(record, watch, thing(RecordKind.PHONE, identifiers=PHONE), carried=carried)
    assert sum(linked_bits(found).values()) == pytest.approx(bits)


def test_all_links_together_are_bounded_and_many_are_no_more_than_one():
    watch = person(RARE, "1984", identifiers=PHONE + PASSPORT, narrative=BOARD, places=TOWN)
    all_kinds = [
        thing(RecordKind.PHONE, identifiers=PHONE), thing(RecordKind.TRAVEL_DOCUMENT, identifiers=PASSPORT),
        person("Toumbouctou Zerhouni"), thing(RecordKind.VESSEL, "Yaye Fatou"), thing(RecordKind.PLACE, "Kafountine"),
    ]  # fmt: skip
    found = judge(person(RARE, "1984"), watch, *all_kinds, *all_kinds)
    assert sum(linked_bits(found).values()) == pytest.approx(weights.LINKED_MOST)
    assert weights.LINKED_MOST < weights.HIT_BITS, "something of the two themselves must agree"


def test_a_number_on_the_record_itself_is_not_counted_twice():
    watch, record = person(RARE, identifiers=PHONE), person(RARE, identifiers=PHONE)
    assert linked_bits(judge(record, watch, thing(RecordKind.PHONE, identifiers=PHONE))) == {}


def test_a_link_alone_makes_no_match():
    watch = person("Ahmed Sy", identifiers=PHONE)
    assert judge(person("Fatou Ndiaye"), watch, thing(RecordKind.PHONE, identifiers=PHONE)) is None


def test_a_common_name_becomes_a_hit_by_what_is_linked():
    watch, record = person("Mamadou Diallo", "1984", identifiers=PHONE), person("Mamadou Diallo", "1984")
    before, after = judge(record, watch), judge(record, watch, thing(RecordKind.PHONE, identifiers=PHONE))
    assert after and after.grade == "hit" and before and before.bits < after.bits
