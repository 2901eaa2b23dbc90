"""Dates of birth: how two of them agree, each no more exact than it is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2

from casefile.matching import weights as w
from casefile.matching.evidence import Evidence
from casefile.matching.rules import Rule
from casefile.subjects.identity import PartialDate


@dataclass(frozen=True, slots=True, eq=False)
class Birth:
    """A date of birth as it is compared: read once, for one side meets many others."""

    shown: str
    first: int
    last: int
    circa: bool
    ranged: bool
    day: tuple[str, str, str] | None
    """Year, month, day; None for 1 January, by which offices mean *only the year is known*."""
    month: str | None


def read_birth(date: PartialDate) -> Birth:
    """The date with its parts set apart."""
    value, (first, last) = date.value, date.years()
    known = value[5:10] != "01-01"
    text = f"{value}–{date.until}" if date.until else value
    return Birth(
        shown=f"~{text}" if date.circa else text, first=first, last=last, circa=date.circa, ranged=bool(date.until),
        day=(value[:4], value[5:7], value[8:10]) if known and len(value) >= 10 else None,
        month=value[:7] if known and len(value) >= 7 else None,
    )  # fmt: skip


def birth_evidence(wanted: Sequence[Birth], found: Sequence[Birth]) -> Evidence | None:
    """The best agreement of any two dates; None when one side knows no date."""
    best: tuple[float, Rule, str, str] | None = None
    for a in wanted:
        for b in found:
            bits, rule = _agree(a, b)
            if best is None or bits > best[0]:
                best = bits, rule, a.shown, b.shown
    if best is None:
        return None
    bits, rule, one, other = best
    return Evidence("birth", rule, one, other, bits, (one, other))


def _agree(a: Birth, b: Birth) -> tuple[float, Rule]:
    if a.ranged or b.ranged:
        return _ranges(a, b)
    circa = a.circa or b.circa
    if a.day and b.day and not circa:
        if a.day == b.day:
            return w.BIRTH_DAY.bits, w.BIRTH_DAY.rule
        if a.day[0] == b.day[0] and a.day[1:] == (b.day[2], b.day[1]):
            return w.BIRTH_SWAPPED.bits, w.BIRTH_SWAPPED.rule
    gap = abs(a.first - b.first)
    if gap == 0 and not circa:
        if a.month and a.month == b.month and not (a.day and b.day):
            return w.BIRTH_MONTH.bits, w.BIRTH_MONTH.rule
        if a.day and b.day:
            return w.BIRTH_YEAR_DAY_DIFFERS.bits, w.BIRTH_YEAR_DAY_DIFFERS.rule
    return _gap(gap, circa)


def _gap(gap: int, circa: bool) -> tuple[float, Rule]:
    """By the years between; *about* widens each step and makes the first ones worth less."""
    if gap == 0:
        rule = w.BIRTH_YEAR
        return (w.BIRTH_NEAR_1.bits if circa else rule.bits), rule.rule
    if gap <= 2:
        rule = w.BIRTH_NEAR_1 if gap == 1 else w.BIRTH_NEAR_2
        return (min(rule.bits, w.BIRTH_NEAR_1.bits - 0.5) if circa else rule.bits), rule.rule
    slack = w.CIRCA_YEARS if circa else 0
    if gap <= 2 + slack:
        return 0.0, w.BIRTH_OFF_5.rule
    for limit, rule in ((5, w.BIRTH_OFF_5), (10, w.BIRTH_OFF_10)):
        if gap <= limit + slack:
            return rule.bits, rule.rule
    return w.BIRTH_FAR.bits, w.BIRTH_FAR.rule


def _ranges(a: Birth, b: Birth) -> tuple[float, Rule]:
    gap = max(a.first, b.first) - min(a.last, b.last)
    if gap <= 0:
        width = max(a.last - a.first, b.last - b.first) + 1
        return max(0.0, min(w.BIRTH_YEAR.bits - 1, log2(w.YEARS_OF_AGE / width) - 0.5)), w.BIRTH_RANGE.rule
    return _gap(gap, a.circa or b.circa) if gap > 2 else (1.0, w.BIRTH_NEAR_2.rule)
