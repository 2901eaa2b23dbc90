"""The dates of a question, with the ranges that a report has no need of: *du 3 au 7 mai 2026*, *2024-2026*. Pure."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from casefile.narrative.dates import EARLIEST, LATEST, Span, dates_in, days_of
from casefile.narrative.words.stopwords import MONTHS

_TO = r"(?:-|–|—|/|\.\.|jusqu['’]?au|au|aux|à|a|to|till|until|al|hasta|até|ate|et|and|y|e|إلى|الى|حتى|و)"
_FROM = r"(?:(?:du|de|del|des|from|between|entre|le|el|o|os|los|les|dal|من|بين)\s+)*"
_JOINED = re.compile(rf"\s*{_TO}\s*(?:le\s+|el\s+|o\s+|the\s+)?", re.IGNORECASE)
_DAY = r"(\d{1,2})(?:er|ère|st|nd|rd|th|º|ª)?"
_DAY_BEFORE = re.compile(rf"{_FROM}\b{_DAY}\s*{_TO}\s*(?:le\s+|el\s+|the\s+)?$", re.IGNORECASE)
_DAYS_BEFORE = re.compile(rf"{_FROM}\b{_DAY}\s*{_TO}\s*(?:le\s+|el\s+)?{_DAY}\s*(?:de\s+|of\s+)?$", re.IGNORECASE)
_MONTH_BEFORE = re.compile(
    rf"{_FROM}(?:\b{_DAY}\s*(?:de\s+|of\s+)?)?([^\W\d_]+)\s*{_TO}\s*(?:le\s+|el\s+|o\s+)?$", re.IGNORECASE
)
_SINCE = re.compile(
    r"\b(?:depuis|après|apres|since|after|desde|después de|depois de|منذ|بعد)\s+(?:le\s+|el\s+)?$", re.I
)
_UNTIL = re.compile(
    r"\b(?:avant|jusqu['’](?:au|à|en)|before|until|antes de|hasta|até|ate|قبل|حتى)\s+(?:le\s+|el\s+)?$", re.IGNORECASE
)
_YEARS = re.compile(r"(?<![\w/.\-+])(\d{4})(?:\s*(?:-|–|à|to|a|au|إلى)\s*(\d{4}))?(?![\w/\-])")
_MONTH_DAYS = re.compile(rf"\b([^\W\d_]{{3,}})\s+{_DAY}\s*(?:-|–|to|and)\s*{_DAY},?\s+(\d{{4}})\b", re.IGNORECASE)
"""*May 3-7, 2026*: the month first, as English also writes it."""
WHOLE_DIGITS = 6
"""Figures of a group that is a number by itself."""
LAST_DAY = 31
ALWAYS, EVER_AFTER = 0, 99_999_999


class Period(NamedTuple):
    """First and last day (`yyyymmdd`), and where it stands in the text. `year`: no month is named."""

    first: int
    last: int
    start: int
    end: int
    year: bool

    @property
    def exact(self) -> bool:
        """One day."""
        return self.first == self.last


def periods(text: str) -> list[Period]:
    """All of a question, in order."""
    found = list(_month_first(text))
    taken = [(one.start, one.end) for one in found]
    found += _ranges(text, [one for one in dates_in(text) if not any(s < one.end and one.start < e for s, e in taken)])
    taken = [(one.start, one.end) for one in found]
    for match in _YEARS.finditer(text):
        years = [int(year) for year in match.groups() if year]
        inside = any(start < match.end() and match.start() < end for start, end in taken)
        if inside or not all(EARLIEST <= year <= LATEST for year in years) or _next_to_a_number(text, match):
            continue
        first, last = days_of(str(min(years)), str(max(years)))
        found.append(_open(text, Period(first, last, match.start(), match.end(), True)))
    return sorted(found, key=lambda one: one.start)


def _month_first(text: str) -> Iterator[Period]:
    for match in _MONTH_DAYS.finditer(text):
        month, first, last = MONTHS.get(match[1].casefold()), int(match[2]), int(match[3])
        if month and 1 <= first <= last <= LAST_DAY:
            days = int(match[4]) * 10_000 + month * 100
            yield Period(days + first, days + last, match.start(), match.end(), False)


def _ranges(text: str, spans: list[Span]) -> Iterator[Period]:
    place = 0
    while place < len(spans):
        one = _from_before(text, spans[place])
        if place + 1 < len(spans):
            other = spans[place + 1]
            if _JOINED.fullmatch(text[one.end : other.start]) and other.first >= one.first:
                one = Period(one.first, other.last, one.start, other.end, False)
                place += 1
        yield _open(text, one)
        place += 1


def _from_before(text: str, span: Span) -> Period:
    """The date with what stands before it and has its month or its year from it."""
    before, own = text[: span.start], Period(span.first, span.last, span.start, span.end, False)
    if span.exact and (match := _DAY_BEFORE.search(before)):
        first = span.first // 100 * 100 + int(match[1])
        return Period(first, span.last, match.start(), span.end, False) if first <= span.last else own
    if not span.exact and (match := _DAYS_BEFORE.search(before)):
        month = span.first // 100 * 100
        if int(match[1]) <= int(match[2]) <= LAST_DAY:
            return Period(month + int(match[1]), month + int(match[2]), match.start(), span.end, False)
    if (match := _MONTH_BEFORE.search(before)) and (month_number := MONTHS.get(match[2].casefold())):
        first = span.first // 10_000 * 10_000 + month_number * 100 + int(match[1] or 1)
        return Period(first, span.last, match.start(), span.end, False) if first <= span.last else own
    return own


def _open(text: str, one: Period) -> Period:
    """*Depuis*, *before*: open to one side."""
    before = text[: one.start]
    if match := _SINCE.search(before):
        return one._replace(last=EVER_AFTER, start=match.start())
    if match := _UNTIL.search(before):
        return one._replace(first=ALWAYS, start=match.start())
    return one


def _next_to_a_number(text: str, match: re.Match[str]) -> bool:
    """Whether figures stand next to it with nothing between: a part of a long number, no year. After a whole number
    it is one."""
    before, after = text[: match.start()].split(), text[match.end() :].split()
    digits = sum(c.isdigit() for c in before[-1]) if before and text[match.start() - 1].isspace() else 0
    return 0 < digits < WHOLE_DIGITS or bool(after and after[0][:1].isdigit())
