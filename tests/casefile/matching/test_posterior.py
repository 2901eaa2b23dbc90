"""A grade is a posterior: a hit means the same in a small network and in a large one."""

from dataclasses import replace
from math import log2

import pytest

from casefile.matching import Decision, decide, prepare, weights
from casefile.matching.judging import posterior
from casefile.matching.judging.posterior import Band
from casefile.names.frequency import TermFrequencies, default
from casefile.subjects.identity import Identifier, Identity, Name, PartialDate
from casefile.vocabulary import DateKind, IdentifierKind, RecordKind

PHONE = (Identifier(IdentifierKind.PHONE, "+220 701 2345"),)


def of(size: int, expected: float = 0.0) -> TermFrequencies:
    return replace(default(), size=size, expected=expected)


def person(name: str, born: str = "", **more: object) -> Identity:
    dates = (PartialDate(DateKind.BIRTH, born),) if born else ()
    return Identity(RecordKind.PERSON, (Name(name),), dates=dates, **more)  # type: ignore[arg-type]


def judge(one: Identity, size: int, expected: float = 0.0, other: Identity | None = None) -> Decision | None:
    return decide(prepare(one, "SN"), prepare(other or one, "GM"), common=of(size, expected))


GRADES = [
    # what both hold, in a network of 2,000 / 20,000 / 4,000,000 records
    (person("Mamadou Diallo", "1984-03-12"), ("hit", "hit", "possible"), "a common name with its day"),
    (person("Toumbouctou Zerhouni", "1984-03-12"), ("hit", "hit", "hit"), "a rare name with its day"),
    (person("Toumbouctou Zerhouni", "1984"), ("hit", "hit", "hit"), "a rare name with a year"),
    (person("Toumbouctou Zerhouni"), ("hit", "hit", "possible"), "a rare name alone"),
    (person("Fatou Zerhouni"), ("hit", "possible", None), "a rare family name with a common first name"),
    (person("Lamin", identifiers=PHONE), ("hit", "hit", "hit"), "a phone: a larger network shares it no more"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "grades", "why"), GRADES, ids=[row[2] for row in GRADES])
def test_a_hit_means_the_same_whatever_the_size(one: Identity, grades: tuple[str | None, ...], why: str) -> None:
    found = [judge(one, size) for size in (2_000, 20_000, 4_000_000)]
    assert tuple(d.grade if d else None for d in found) == grades
    assert len({d.facts_hash for d in found if d}) == 1, "the same facts, however they are graded"
    assert len({d.bits for d in found if d}) == 1


def test_a_small_network_is_graded_as_one_of_the_reference_size() -> None:
    assert posterior.shift(of(3)) == posterior.shift(default()) == posterior.shift(of(posterior.REFERENCE_SIZE)) == 0
    assert posterior.shift(of(8 * posterior.REFERENCE_SIZE)) == pytest.approx(3)


def test_more_coincidences_than_expected_lower_the_threshold_and_fewer_raise_it() -> None:
    assert posterior.shift(of(10_000, 1 / 12)) == pytest.approx(-1)
    assert posterior.shift(of(10_000, 1 / 48)) == pytest.approx(1)


def test_the_odds_are_those_of_twenty_thousand_records_and_ten_thousand_watches() -> None:
    assert posterior.prior_bits(of(20_000), by_number=False) == pytest.approx(log2(420 / 200e6), abs=0.2)


def test_at_the_threshold_one_in_sixty_is_one_person() -> None:
    assert posterior.chance(weights.HIT_BITS, of(10_000), by_number=False) == pytest.approx(1 / 60, abs=0.002)


WORDS = [(30.0, Band.NEARLY_ALL), (21.0, Band.NINE_IN_TEN), (19.5, Band.THREE_IN_FOUR), (17.9, Band.HALF),
         (16.2, Band.ONE_IN_FOUR), (14.5, Band.ONE_IN_TEN), (12.0, Band.ONE_IN_HUNDRED), (5.0, Band.FEWER)]  # fmt: skip


@pytest.mark.parametrize(("bits", "band"), WORDS)
def test_the_posterior_is_said_in_words(bits: float, band: Band) -> None:
    assert posterior.band(posterior.chance(bits, default(), by_number=False)) is band
