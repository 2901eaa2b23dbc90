"""Dates of birth: how two of them agree, each no more exact than it is known."""

from collections.abc import Iterable
from itertools import product
from math import log2

from casefile.identity import PartialDate
from casefile.matching import weights as w
from casefile.matching.evidence import Evidence


def birth_evidence(wanted: Iterable[PartialDate], found: Iterable[PartialDate]) -> Evidence | None:
    """The best agreement of any two dates; None when one side knows no date."""
    best: Evidence | None = None
    for a, b in product(wanted, found):
        bits, rule = _agree(a, b)
        if best is None or bits > best.bits:
            best = Evidence("birth", rule, _shown(a), _shown(b), bits, (_shown(a), _shown(b)))
    return best


def _agree(a: PartialDate, b: PartialDate) -> tuple[float, str]:
    if a.until or b.until:
        return _ranges(a, b)
    circa = a.circa or b.circa
    day_a, day_b = _exact(a), _exact(b)
    if day_a and day_b and not circa:
        if day_a == day_b:
            return w.BIRTH_DAY.bits, w.BIRTH_DAY.rule
        if day_a[0] == day_b[0] and day_a[1:] == (day_b[2], day_b[1]):
            return w.BIRTH_SWAPPED.bits, w.BIRTH_SWAPPED.rule
    gap = abs(int(a.value[:4]) - int(b.value[:4]))
    if gap == 0 and not circa:
        month_a, month_b = _month(a), _month(b)
        if month_a and month_a == month_b and not (day_a and day_b):
            return w.BIRTH_MONTH.bits, w.BIRTH_MONTH.rule
        if day_a and day_b:
            return w.BIRTH_YEAR_DAY_DIFFERS.bits, w.BIRTH_YEAR_DAY_DIFFERS.rule
    return _gap(gap, circa)


def _gap(gap: int, circa: bool) -> tuple[float, str]:
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


def _ranges(a: PartialDate, b: PartialDate) -> tuple[float, str]:
    (a_first, a_last), (b_first, b_last) = a.years(), b.years()
    gap = max(a_first, b_first) - min(a_last, b_last)
    if gap <= 0:
        width = max(a_last - a_first, b_last - b_first) + 1
        return max(0.0, min(w.BIRTH_YEAR.bits - 1, log2(w.YEARS_OF_AGE / width) - 0.5)), w.BIRTH_RANGE.rule
    return _gap(gap, a.circa or b.circa) if gap > 2 else (1.0, w.BIRTH_NEAR_2.rule)


def _exact(date: PartialDate) -> tuple[str, str, str] | None:
    """Year, month, day; None for 1 January, by which offices mean *only the year is known*."""
    if len(date.value) < 10 or date.value[5:10] == "01-01":
        return None
    return date.value[:4], date.value[5:7], date.value[8:10]


def _month(date: PartialDate) -> str | None:
    return date.value[:7] if len(date.value) >= 7 and date.value[5:10] != "01-01" else None


def _shown(date: PartialDate) -> str:
    text = f"{date.value}–{date.until}" if date.until else date.value
    return f"~{text}" if date.circa else text
