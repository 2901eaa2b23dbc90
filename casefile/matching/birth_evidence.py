"""Dates of birth: how two of them agree, each no more exact than it is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2

from casefile.matching import weights as w
from casefile.matching.evidence import NO_FACT, Evidence
from casefile.matching.weights import Weight
from casefile.subjects.identity import PartialDate

YEAR_ONLY = frozenset(("01-01", "12-31"))
"""Days by which offices mean *only the year is known*: the first of January everywhere, the last of December in the
registers of Mauritania and of others that enter a birth at the end of its year."""
FACT_YEARS = 2
"""Years apart up to which two dates are a fact that identifies a hit, whatever they are worth today."""


@dataclass(frozen=True, slots=True, eq=False)
class Birth:
    """A date of birth as it is compared: read once, for one side meets many others."""

    shown: str
    first: int
    last: int
    circa: bool
    ranged: bool
    day: tuple[str, str, str] | None
    """Year, month, day; None for a day by which offices mean *only the year is known*."""
    month: str | None


def read_birth(date: PartialDate) -> Birth:
    """The date with its parts set apart."""
    value, (first, last) = date.value, date.years()
    known = value[5:10] not in YEAR_ONLY
    text = f"{value}–{date.until}" if date.until else value
    return Birth(
        shown=f"~{text}" if date.circa else text, first=first, last=last, circa=date.circa, ranged=bool(date.until),
        day=(value[:4], value[5:7], value[8:10]) if known and len(value) >= 10 else None,
        month=value[:7] if known and len(value) >= 7 else None,
    )  # fmt: skip


def birth_evidence(wanted: Sequence[Birth], found: Sequence[Birth]) -> Evidence | None:
    """The best agreement of any two dates; None when one side knows no date."""
    best: tuple[float, Weight, Birth, Birth] | None = None
    for a in wanted:
        for b in found:
            bits, weight = _agree(a, b)
            if best is None or bits > best[0]:
                best = bits, weight, a, b
    if best is None:
        return None
    bits, weight, one, other = best
    is_fact = _years_between(one, other) <= FACT_YEARS and not (weight is w.BIRTH_RANGE and bits <= 0)
    fact = (one.shown, other.shown) if is_fact else NO_FACT
    return Evidence("birth", weight.rule, one.shown, other.shown, bits, fact)


def _agree(a: Birth, b: Birth) -> tuple[float, Weight]:
    if a.ranged or b.ranged:
        return _ranges(a, b)
    gap = abs(a.first - b.first)
    if a.circa or b.circa:
        weight, bits = _by_years(gap, ABOUT, w.CIRCA_YEARS)
        return bits, weight
    if a.day and b.day:
        weight = _days(a.day, b.day, gap)
    elif gap == 0 and a.month and a.month == b.month:
        weight = w.BIRTH_MONTH
    else:
        stated = a.month and b.month  # two months that differ are no year in common
        weight = _by_years(gap, BOTH_STATED if stated else YEARS)[0]
    return weight.bits, weight


def _days(a: tuple[str, str, str], b: tuple[str, str, str], gap: int) -> Weight:
    """Two full dates: the same, or one a slip of the other, or two dates that differ."""
    if a == b:
        return w.BIRTH_DAY
    if gap == 0:
        if a[1:] == (b[2], b[1]):
            return w.BIRTH_SWAPPED
        if a[1] == b[1] or a[2] == b[2]:
            return w.BIRTH_TWO_PARTS
    elif a[1:] == b[1:] and gap <= w.BIRTH_SLIP_YEARS:
        return w.BIRTH_DAY_AND_MONTH
    return _by_years(gap, BOTH_STATED)[0]


Steps = tuple[tuple[int, Weight], ...]
"""Years between two dates up to which a weight holds, in order."""
_FURTHER: Steps = ((10, w.BIRTH_OFF_10),)
YEARS: Steps = ((0, w.BIRTH_YEAR), (1, w.BIRTH_NEAR_1), (2, w.BIRTH_NEAR_2), (5, w.BIRTH_OFF_5), *_FURTHER)
BOTH_STATED: Steps = (
    (0, w.BIRTH_YEAR_DAY_DIFFERS), (1, w.BIRTH_DATES_1), (2, w.BIRTH_DATES_2), (5, w.BIRTH_DATES_5), *_FURTHER,
)  # fmt: skip
ABOUT: Steps = ((0, w.BIRTH_ABOUT), (1, w.BIRTH_ABOUT_1), (2, w.BIRTH_ABOUT_2))


def _by_years(gap: int, steps: Steps, slack: int = 0) -> tuple[Weight, float]:
    """The weight of so many years apart. *About* (`slack`) moves the limits of contradiction."""
    for limit, weight in steps:
        if gap <= limit:
            return weight, weight.bits
    if not slack:
        return w.BIRTH_FAR, w.BIRTH_FAR.bits
    if gap <= FACT_YEARS + slack:
        return w.BIRTH_OFF_5, 0.0
    return _by_years(gap - slack, YEARS)


def _ranges(a: Birth, b: Birth) -> tuple[float, Weight]:
    gap = _years_between(a, b)
    if gap == 0:
        width = max(a.last - a.first, b.last - b.first) + 1
        return max(0.0, min(w.BIRTH_YEAR.bits - 1, log2(w.YEARS_OF_AGE / width) - 0.5)), w.BIRTH_RANGE
    weight, bits = _by_years(gap, ABOUT if gap > FACT_YEARS else ABOUT[2:], w.CIRCA_YEARS)
    return min(1.0, bits), weight


def _years_between(a: Birth, b: Birth) -> int:
    """0 where two ranges overlap."""
    return max(0, max(a.first, b.first) - min(a.last, b.last))
