"""Dates of birth: the order of the weights is what counts."""

import pytest

from casefile.matching.birth_evidence import Birth, birth_evidence, read_birth
from casefile.subjects.identity import PartialDate
from casefile.vocabulary import DateKind


def date(text: str) -> Birth:
    circa, text = text.startswith("~"), text.lstrip("~")
    value, _, until = text.partition("..")
    return read_birth(PartialDate(DateKind.BIRTH, value, until or None, circa))


def bits(a: str, b: str) -> float:
    found = birth_evidence([date(a)], [date(b)])
    assert found is not None
    return found.bits


FALLING = [
    # from the strongest to the weakest: two writings and why they stand here
    ("1985-03-12", "1985-03-12", "the day"),
    ("1985-03-12", "1985-12-03", "day and month exchanged"),
    ("1985-03", "1985-03-12", "the month"),
    ("1985", "1985-03-12", "the year"),
    ("1985", "1986", "one year apart"),
    ("~1985", "1986", "one year apart, about"),
    ("1985", "1987", "two years apart"),
    ("~1985", "1989", "four years from *about*"),
    ("1985", "1989", "four years apart"),
    ("1985", "1993", "eight years apart"),
    ("1985", "1999", "another generation"),
]


def test_the_less_exact_the_agreement_the_less_it_is_worth() -> None:
    worths = [bits(a, b) for a, b, _ in FALLING]
    assert worths == sorted(worths, reverse=True)
    assert worths[7] >= 0 > worths[8]


@pytest.mark.parametrize(("a", "b", "why"), FALLING)
def test_it_does_not_matter_who_asks(a: str, b: str, why: str) -> None:
    assert bits(a, b) == bits(b, a), why


def test_first_of_january_is_only_a_year() -> None:
    assert bits("1985-01-01", "1985-01-01") == bits("1985", "1985")
    assert bits("1985-01-01", "1985-07-30") == bits("1985", "1985-07-30")


def test_the_same_year_with_another_day_is_less_than_the_year_alone() -> None:
    assert 0 < bits("1985-03-12", "1985-07-30") < bits("1985", "1985")


def test_a_narrow_range_is_worth_more_than_a_wide_one() -> None:
    assert bits("1985", "1984..1986") > bits("1985", "1975..1990") >= 0 > bits("1960", "1975..1990")


def test_the_best_of_several_dates_counts() -> None:
    found = birth_evidence([date("1960"), date("1985")], [date("1985-03-12")])
    assert found and (found.wanted, found.found) == ("1985", "1985-03-12")


def test_no_date_no_evidence() -> None:
    assert birth_evidence([], [date("1985")]) is None
