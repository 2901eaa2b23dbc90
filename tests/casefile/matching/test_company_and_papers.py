"""What agrees besides the subject itself, and what contradicts: hub values, papers, companions, boats."""

from dataclasses import replace

import pytest

from casefile.matching import decide, prepare, weights
from casefile.matching.decision import Decision
from casefile.matching.rules import Rule
from casefile.names.frequency import TermFrequencies, carrier_key, default
from casefile.subjects.identity import Identifier, Identity, Name, PartialDate
from casefile.vocabulary import DateKind, IdentifierKind, RecordKind

PHONE = (Identifier(IdentifierKind.PHONE, "+221 33 823 45 67"),)
KEY = next(iter(prepare(Identity(RecordKind.PHONE, identifiers=PHONE), "SN").identifiers))


def person(name: str, born: str | None = "1984-03-12", *, text: str = "", **more: object) -> Identity:
    dates = (PartialDate(DateKind.BIRTH, born),) if born else ()
    return Identity(RecordKind.PERSON, (Name(name),), dates=dates, narrative=text, **more)  # type: ignore[arg-type]


def judge(record: Identity, watch: Identity, common: TermFrequencies | None = None) -> Decision | None:
    return decide(prepare(record, "SN"), prepare(watch, "GM"), common=common or default())


def bits_of(decision: Decision | None, rule: Rule) -> float:
    assert decision is not None
    return sum(e.bits for e in decision.evidence if e.rule is rule)


def carried_by(many: int) -> TermFrequencies:
    return replace(default(), carriers={carrier_key(KEY): many})


@pytest.mark.parametrize(("many", "bits"), [(4, 17.0), (8, 16.0), (128, 12.0), (1 << 30, 1.0)])
def test_a_number_loses_a_bit_with_each_doubling_of_those_who_carry_it(many: int, bits: float) -> None:
    found = judge(person("Oumar Sy", None, identifiers=PHONE), person("Modou Jallow", None, identifiers=PHONE, text=""),
                  carried_by(many))  # fmt: skip
    if found is not None:
        assert bits_of(found, Rule.NUMBER_OF_MANY) == pytest.approx(bits)
    alone = judge(Identity(RecordKind.PHONE, identifiers=PHONE), person("Modou Jallow", None, identifiers=PHONE),
                  carried_by(many))  # fmt: skip
    assert (alone.grade if alone else None) == (
        "hit" if bits >= weights.HIT_BITS else "possible" if bits >= weights.POSSIBLE_BITS else None
    )


def test_whoever_watches_the_number_itself_learns_of_each_that_carries_it() -> None:
    watch = Identity(RecordKind.PHONE, identifiers=PHONE)
    found = judge(person("Oumar Sy", identifiers=PHONE), watch, carried_by(120))
    assert found and found.grade == "hit"
    assert bits_of(found, Rule.NUMBER_OF_MANY) == weights.IDENTIFIERS[IdentifierKind.PHONE].bits


def test_how_many_carry_it_changes_no_fact() -> None:
    watch, record = person("Modou Jallow", identifiers=PHONE), person("Mamadou Diallo", identifiers=PHONE)
    few, many = judge(record, watch), judge(record, watch, carried_by(500))
    assert few and many and few.facts_hash == many.facts_hash and few.bits > many.bits + 7


def passport(*numbers: str, country: str | None = "SN") -> dict[str, object]:
    return {"identifiers": tuple(Identifier(IdentifierKind.PASSPORT, number, country) for number in numbers)}


PAPERS = [
    (passport("A01111111"), passport("A02222222"), -1.5, "another passport of that country"),
    (passport("A01111111"), passport("A02222222", "A03333333"), -0.6, "one of them is known to hold several"),
    (passport("A01111111"), passport("A02222222", country="ML"), 0.0, "two countries"),
    (passport("A01111111"), passport("A02222222", country=None), 0.0, "nobody says of which country"),
    (passport("A01111111"), {}, 0.0, "only one is known"),
    (passport("A01111111", "A02222222"), passport("A02222222", "A03333333"), 0.0, "one agrees"),
]


@pytest.mark.parametrize(("wanted", "found", "bits", "why"), PAPERS, ids=[row[3] for row in PAPERS])
def test_papers_that_differ_speak_against_as_far_as_people_hold_several(
    wanted: dict[str, object], found: dict[str, object], bits: float, why: str
) -> None:
    for one, other in ((wanted, found), (found, wanted)):
        decision = judge(person("Mamadou Diallo", **one), person("Mamadou Diallo", **other))
        assert bits_of(decision, Rule.PASSPORTS_DIFFER) == pytest.approx(bits), why


SEEN = "Vu à Mbour avec Ousseynou Zerhouni sur la pirogue Yaye Diarra."
COMPANY = [
    ("Voyage avec Ousseynou Zerhouni vers Las Palmas.", Rule.COMPANION_AGREES, "the same companion"),
    ("Était sur la pirogue Yaye Diarra.", Rule.VESSEL_IN_BOTH, "the same boat"),
]


@pytest.mark.parametrize(("text", "rule", "why"), COMPANY, ids=[row[2] for row in COMPANY])
def test_a_companion_or_a_boat_in_both_texts_adds_a_little(text: str, rule: Rule, why: str) -> None:
    watch, record = person("Modou Jallow", text=SEEN), person("Mamadou Diallo", text=text)
    with_it, without = judge(record, watch), judge(replace(record, narrative="Vu à Dakar."), watch)
    assert with_it and without and with_it.facts_hash == without.facts_hash
    assert 0 < bits_of(with_it, rule) <= 4.0, why


def test_the_subject_itself_is_no_companion() -> None:
    watch = person("Modou Jallow", text="Modou Jallow vu à Mbour.")
    found = judge(person("Mamadou Diallo", text="Mamadou Diallo vu à Dakar."), watch)
    assert bits_of(found, Rule.COMPANION_AGREES) == 0
