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


LADDERS = {
    # from the strongest to the weakest: two writings and why they stand here. No step may stand above the one before.
    "two full dates": [
        ("1985-03-12", "1985-03-12", "the day"),
        ("1985-03-12", "1985-12-03", "day and month exchanged"),
        ("1985-03-12", "1986-03-12", "day and month, the year next to it"),
        ("1985-03-12", "1985-03-17", "another day of the month"),
        ("1985-03-12", "1985-07-30", "the same year, another day"),
        ("1985-03-12", "1986-07-30", "another date a year away"),
        ("1985-03-12", "1987-07-30", "two years away"),
        ("1985-03-12", "1989-07-30", "four years away"),
        ("1985-03-12", "1993-07-30", "eight years away"),
        ("1985-03-12", "1999-07-30", "another generation"),
    ],
    "one side knows the month or the year": [
        ("1985-03-12", "1985-03-12", "the day"),
        ("1985-03", "1985-03-12", "the month"),
        ("1985", "1985-03-12", "the year"),
        ("1985", "1986-03-12", "one year apart"),
        ("1985", "1987", "two years apart"),
        ("1985", "1989", "four years apart"),
        ("1985", "1993", "eight years apart"),
        ("1985", "1999", "another generation"),
    ],
    "two months": [
        ("1985-03", "1985-03", "the month"),
        ("1985-03", "1985-07", "another month of that year"),
        ("1985-03", "1986-07-30", "a month of the next year"),
        ("1985-03", "1987-07", "two years away"),
        ("1985-03", "1989-07", "four years away"),
    ],
    "about": [
        ("1985", "1985", "the year"),
        ("~1985", "1985", "about that year"),
        ("~1985", "1986", "about, one year apart"),
        ("~1985", "1987", "about, two years apart"),
        ("~1985", "1989", "four years from *about*"),
        ("~1985", "1992", "seven years from *about*"),
        ("~1985", "1997", "twelve years from *about*"),
        ("~1985", "1999", "another generation"),
    ],
}
FALLING = [step for ladder in LADDERS.values() for step in ladder]


@pytest.mark.parametrize("ladder", LADDERS.values(), ids=LADDERS)
def test_the_less_exact_the_agreement_the_less_it_is_worth(ladder: list[tuple[str, str, str]]) -> None:
    worths = [bits(a, b) for a, b, _ in ladder]
    assert worths == sorted(worths, reverse=True)
    assert worths[0] > 0 > worths[-1]


@pytest.mark.parametrize(
    ("a", "b"), [("1985-03-12", "1985-07-30"), ("1985-03-12", "1986-07-30"), ("1985-03", "1985-07")]
)
def test_two_exact_dates_that_differ_speak_against(a: str, b: str) -> None:
    assert bits(a, b) < 0


def test_about_allows_more_than_a_year_that_was_stated() -> None:
    for year in ("1986", "1987", "1989", "1992"):
        assert bits("~1985", year) > bits("1985", year)


@pytest.mark.parametrize(("a", "b", "why"), FALLING)
def test_it_does_not_matter_who_asks(a: str, b: str, why: str) -> None:
    assert bits(a, b) == bits(b, a), why


def test_first_of_january_is_only_a_year() -> None:
    assert bits("1985-01-01", "1985-01-01") == bits("1985", "1985")
    assert bits("1985-01-01", "1985-07-30") == bits("1985", "1985-07-30") == bits("1985-12-31", "1985-07-30")


def test_a_narrow_range_is_worth_more_than_a_wide_one() -> None:
    assert bits("1985", "1984..1986") > bits("1985", "1975..1990") >= 0 > bits("1960", "1975..1990")


def test_the_best_of_several_dates_counts() -> None:
    found = birth_evidence([date("1960"), date("1985")], [date("1985-03-12")])
    assert found and (found.wanted, found.found) == ("1985", "1985-03-12")


def test_no_date_no_evidence() -> None:
    assert birth_evidence([], [date("1985")]) is None
