"""Dates as reports write them, in figures or words: as exact as they are written, no more."""

from collections.abc import Sequence
from typing import NamedTuple

from casefile.names.normalize import bare
from casefile.narrative.tokens import Word, words_of
from casefile.narrative.words.number_words import may_begin, number_at
from casefile.narrative.words.stopwords import CIRCA_WORDS, MONTHS, MONTHS_OF_TWO_WORDS
from casefile.subjects.dates.calendar import calendar
from casefile.subjects.identity import PartialDate
from casefile.vocabulary import DateKind

AHEAD = 7  # words after the marker: "né à Saint-Louis vers le 3 mars 1985"
EARLIEST, LATEST = 1900, 2035
PIVOT = 30  # a year of two digits from here on is of the last century
_JOINS = frozenset(
    "de del du of the day in an ano año l le la en em do a mois mes mês dias jours days month سنة عام من "
    "شهر لسنة er st nd rd th º ª o".split()
)
"""What may stand between the parts of a date: 3 *de* marzo *de* 1985, 2*nd day of* June."""
_MAX_JOINS = 4


class WrittenDate(NamedTuple):
    """A date in a text: an ISO prefix, and the place of the word after it."""

    value: str
    after: int


def birth_after(words: Sequence[Word], marker: int) -> PartialDate | None:
    """The first date within a few words after the marker; None when there is none."""
    found = date_after(words, marker + 1)
    return found[0] if found else None


def date_after(words: Sequence[Word], first: int, ahead: int = AHEAD) -> tuple[PartialDate, int] | None:
    """The first date that begins within `ahead` words, as a birth, and the place after it."""
    circa = False
    for place in range(first, min(first + ahead, len(words))):
        if words[place].folded in CIRCA_WORDS:
            circa = True
        if (found := date_at(words, place)) is not None:
            return PartialDate(DateKind.BIRTH, found.value, circa=circa), found.after
    return None


def date_at(words: Sequence[Word], place: int) -> WrittenDate | None:
    """The date that begins at this word; None when none does."""
    word = words[place]
    if word.number:
        return _in_figures(words, place)
    month = _month_at(words, place)
    if month is not None:
        return _month_first(words, *month)
    if not may_begin(word.folded):
        return None
    folded = [w.folded for w in words[place : place + 14]]
    if (number := number_at(folded)) is None:
        return None
    value, used = number
    if value <= 31 and (written := _spelled(words, place + used, value)) is not None:
        return written
    return WrittenDate(str(value), place + used) if used > 1 and EARLIEST <= value <= LATEST else None


def _in_figures(words: Sequence[Word], place: int) -> WrittenDate | None:
    text = words[place].text.strip("./-")
    pieces = [p for p in text.replace("/", "-").replace(".", "-").split("-") if p]
    if len(pieces) == 1:
        return _one_figure(words, place, text)
    if len(pieces) == 2 and all(len(p) == 4 for p in pieces):
        return _made(pieces[0], None, None, place + 1)
    if len(pieces) == 2 and len(pieces[1]) == 4:  # 03/1985
        return _made(pieces[1], pieces[0], None, place + 1)
    if len(pieces) == 2 and len(pieces[0]) == 4 and len(pieces[1]) <= 2:
        return _made(pieces[0], pieces[1], None, place + 1)
    if len(pieces) == 3:
        year_first = len(pieces[0]) == 4 or (len(pieces[2]) <= 2 and int(pieces[0]) > 31)
        year, month, day = pieces if year_first else reversed(pieces)
        return _made(year, month, day, place + 1)
    return None


def _one_figure(words: Sequence[Word], place: int, text: str) -> WrittenDate | None:
    if len(text) == 4:
        return WrittenDate(text, place + 1) if EARLIEST <= int(text) <= LATEST else None
    if len(text) > 2:
        return None
    if (parted := _parted(words, place)) is not None:
        return parted
    return _spelled(words, place + 1, int(text))


def _parted(words: Sequence[Word], place: int) -> WrittenDate | None:
    """`12 / 03 / 1985`: blanks around the marks."""
    three = words[place : place + 3]
    if len(three) < 3 or not all(w.number for w in three):
        return None
    if not all(
        b.start - a.end <= 3 and (b.stop or a.text[-1] in "./-") for a, b in zip(three, three[1:], strict=False)
    ):
        return None
    day, month, year = (w.text.strip("./-") for w in three)
    if not (day.isdigit() and month.isdigit() and len(year) in (2, 4)):
        return None
    return _made(year, month, day, place + 3)


def _spelled(words: Sequence[Word], place: int, day: int) -> WrittenDate | None:
    """`3 mars 1985`, `3 de marzo de 1985`, `1er janvier 1985`: from the word after the day."""
    place = _past_joins(words, place)
    if (month := _month_at(words, place)) is None:
        return None
    number, place = month
    return _with_year(words, _past_joins(words, place), number, day)


def _month_first(words: Sequence[Word], month: int, place: int) -> WrittenDate | None:
    """`March 3, 1984`, `mars 1985`."""
    if place >= len(words):
        return None
    text = words[place].text.strip("./-")
    if words[place].number and text.isdigit() and len(text) <= 2:
        return _with_year(words, _past_joins(words, place + 1), month, int(text))
    return _with_year(words, _past_joins(words, place), month, None)


def _with_year(words: Sequence[Word], place: int, month: int, day: int | None) -> WrittenDate | None:
    if place >= len(words):
        return None
    if words[place].number:
        text = words[place].text.strip("./-")
        short = day is not None and len(text) == 2
        return _made(text, str(month), str(day) if day else None, place + 1) if short or len(text) == 4 else None
    number = number_at([w.folded for w in words[place : place + 12]])
    if number is None or not EARLIEST <= number[0] <= LATEST:
        return None
    return _made(str(number[0]), str(month), str(day) if day else None, place + number[1])


def _past_joins(words: Sequence[Word], place: int) -> int:
    for _ in range(_MAX_JOINS):
        if place >= len(words) or words[place].folded not in _JOINS:
            break
        place += 1
    return place


def _month_at(words: Sequence[Word], place: int) -> tuple[int, int] | None:
    """The month at this word, and the place after it."""
    if place >= len(words):
        return None
    folded = bare(words[place].folded)
    if place + 1 < len(words) and (two := MONTHS_OF_TWO_WORDS.get((folded, bare(words[place + 1].folded)))):
        return two, place + 2
    month = MONTHS.get(words[place].folded) or MONTHS.get(folded)
    return (month, place + 1) if month else None


def _made(year: str, month: str | None, day: str | None, after: int) -> WrittenDate | None:
    value = _iso(year, month, day)
    return WrittenDate(value, after) if value else None


def _iso(year: str, month: str | None, day: str | None) -> str | None:
    if not (year + (month or "0") + (day or "0")).isdigit():
        return None
    if len(year) == 2 and day:
        year = ("19" if int(year) >= PIVOT else "20") + year
    if len(year) != 4 or not EARLIEST <= int(year) <= LATEST:
        return None
    if month is None:
        return year
    m, d = int(month), int(day) if day else None
    if d is not None and m > 12 >= d:  # written month first
        m, d = d, m
    return calendar(int(year), m, d or 0) or year


class Span(NamedTuple):
    """A date in a text as its days, `yyyymmdd`, and the places in the text, half-open; `exact`: a day is named."""

    first: int
    last: int
    start: int
    end: int
    exact: bool


def days_of(value: str, until: str | None = None) -> tuple[int, int]:
    """First and last day of a date, as numbers `yyyymmdd` that compare as the days do. Every month has 31."""
    first, last = value.replace("-", ""), (until or value).replace("-", "")
    return int(first + {4: "0101", 6: "01", 8: ""}[len(first)]), int(last + {4: "1231", 6: "31", 8: ""}[len(last)])


def dates_in(text: str) -> list[Span]:
    """Every date that a text names by its month or its day, in order; a year alone is only a number."""
    words, found, place = words_of(text), list[Span](), 0
    while place < len(words):
        written = date_at(words, place)
        if written is None or len(written.value) < len("1984-03"):
            place += 1
            continue
        first, last = days_of(written.value)
        exact = len(written.value) == len("1984-03-12")
        found.append(Span(first, last, words[place].start, words[written.after - 1].end, exact))
        place = max(written.after, place + 1)
    return found
