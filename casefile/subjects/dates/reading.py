"""The one reader of dates, for what is typed, imported or read in a report: as far as it is known, and no further.

Nothing is ever made more exact than it was written; zeros stand for what is not known (*1961-00-00* is the year).
"""

import re
import unicodedata
from functools import cache

from babel import Locale

from casefile.errors import BadInput
from casefile.storage import tables
from casefile.subjects.dates.calendar import calendar, lies_ahead
from casefile.subjects.identity import PartialDate
from casefile.vocabulary import DateKind

LANGUAGES = ("fr", "en", "es", "pt", "ar", "ar_MA", "ar_DZ", "ar_SY")  # month names differ between Arab countries
PAST = frozenset({DateKind.BIRTH, DateKind.DEATH})
"""What can only have happened."""

ABOUT = re.compile(
    r"^(?:environ|env|vers|circa|ca|c|about|around|approx(?:imately)?|hacia|cerca de|alrededor de|por volta de|~|≈|"
    r"حوالي|نحو|قرابة)\b[.\s]*|^[~≈]\s*",
    re.IGNORECASE,
)
BETWEEN = re.compile(r"^(?:entre|between|from|de|du|بين|من)\s+", re.IGNORECASE)
SPLIT = re.compile(r"\s*(?:\s-\s|–|—|\.\.|/{2})\s*|\s+(?:et|and|to|à|au|a|y|e|و|إلى|الى)\s+", re.IGNORECASE)
ISO = re.compile(r"^(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?)?$")
TIME = re.compile(r"(?<=\d)(?:[T ]\d{2}:\d{2}.*|[+-]\d{2}:\d{2}|Z)$")
"""What stands behind a day in a file: the moment, or the zone."""
DOUBTED = re.compile(r"(?<=\d)\s*[?~]$")
NUMBERS = re.compile(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})$")
MONTH_NUMBER = re.compile(r"^(\d{1,2})[/.](\d{4})$")
YEARS = re.compile(r"^(\d{4})\s*[-/]\s*(\d{4})$")
WORDS = re.compile(
    r"^(?:(\d{1,2})(?:er|st|nd|rd|th|º|°)?\s+(?:de\s+|of\s+)?)?([^\W\d]+\.?(?:\s+(?!de\b)[^\W\d]+\.?)?),?\s+(?:de\s+)?(\d{4})$"
)
ENGLISH = re.compile(r"^([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$")


def read_date(text: str, kind: DateKind, *, about: bool = False, field: str = "") -> PartialDate | None:
    """The date somebody typed; None for nothing. Raises BadInput, which shows the ways to write one.

    Numbers are day first, as in all countries of the network, or year first; the page shows the month's name back.
    A birth or death that lies ahead is refused.
    """
    text = TIME.sub("", _plain(text))
    if not text:
        return None
    shortened = DOUBTED.sub("", ABOUT.sub("", text, count=1))
    about, text = about or shortened != text, shortened
    if years := YEARS.match(text):
        first, last = years.groups()
    elif ISO.match(text) or NUMBERS.match(text):
        first, last = text, ""
    else:
        begin, *end_of_range = SPLIT.split(BETWEEN.sub("", text), maxsplit=1)
        first, last = (begin, end_of_range[0]) if end_of_range else (text, "")
    start, end = _one(first, field), _one(last, field) if last else None
    if end is not None and end < start[: len(end)]:
        raise BadInput("The second date lies before the first.", field=field)
    if kind in PAST:
        _must_be_past(end or start, field)
    return PartialDate(kind, start, end, about)


def _must_be_past(value: str, field: str) -> None:
    if lies_ahead(value, tables.now().date()):
        raise BadInput("%(date)s lies in the future.", field=field, date=value)


def _plain(text: str) -> str:
    """Latin digits, no marks of direction, single spaces."""
    kept = (ch for ch in unicodedata.normalize("NFC", text) if unicodedata.category(ch) != "Cf")
    return " ".join(
        "".join(str(unicodedata.digit(ch)) if ch.isdigit() and not ch.isascii() else ch for ch in kept).split()
    )


def _one(text: str, field: str) -> str:
    text = text.strip()
    if found := ISO.match(text):
        return _checked(found[1], found[3], found[4], field)
    if found := NUMBERS.match(text):
        return _checked(found[3], found[2], found[1], field)
    if found := MONTH_NUMBER.match(text):
        return _checked(found[2], found[1], None, field)
    if (found := ENGLISH.match(text)) and (month := month_number(found[1])):
        return _checked(found[3], month, found[2], field)
    if (found := WORDS.match(text)) and (month := month_number(found[2])):
        return _checked(found[3], month, found[1], field)
    raise BadInput(
        "“%(date)s” was not understood as a date. Write it as 1984, March 1984, 12/03/1984 or 1980 – 1985.",
        field=field, date=text[:40],
    )  # fmt: skip


def _checked(year: str, month: str | int | None, day: str | None, field: str) -> str:
    """The ISO prefix, after a look at the calendar."""
    parts = [int(part or 0) for part in (year, month, day)]
    found = calendar(*parts)
    if found is None:
        shown = "/".join(str(int(part)) for part in (day, month, year) if part is not None)
        raise BadInput("There is no such day: %(date)s. The day comes first, then the month.", field=field, date=shown)
    return found


def month_number(word: str) -> int | None:
    """1 to 12 for the name of a month in any of the languages, whole or short."""
    return _months().get(_folded(word))


@cache
def _months() -> dict[str, int]:
    """Month names and their short forms, of all the languages, without marks."""
    names: dict[str, int] = {}
    for tag in LANGUAGES:
        months = Locale.parse(tag).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months.get(context, {}).get(width, {}).items():
                    names.setdefault(_folded(name), number)
    return names


def _folded(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(ch for ch in decomposed if not unicodedata.combining(ch)).strip(". ")
