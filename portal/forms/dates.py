"""Dates as people write them to dates as far as they are known. Nothing is ever made more exact than it was written."""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from functools import cache

from babel import Locale

from casefile.errors import BadInput
from casefile.subjects.identity import PartialDate
from casefile.vocabulary import DateKind

LANGUAGES = ("fr", "en", "es", "pt", "ar", "ar_MA", "ar_DZ", "ar_SY")  # month names differ between Arab countries
FIRST_YEAR, LAST_YEAR = 1000, 2200

ABOUT = re.compile(
    r"^(?:environ|env|vers|circa|ca|c|about|around|approx(?:imately)?|hacia|cerca de|alrededor de|por volta de|~|≈|"
    r"حوالي|نحو|قرابة)\b[.\s]*|^[~≈]\s*",
    re.IGNORECASE,
)
BETWEEN = re.compile(r"^(?:entre|between|from|de|du|بين|من)\s+", re.IGNORECASE)
SPLIT = re.compile(r"\s*(?:\s-\s|–|—|\.\.|/{2})\s*|\s+(?:et|and|to|à|au|a|y|e|و|إلى|الى)\s+", re.IGNORECASE)
ISO = re.compile(r"^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$")
NUMBERS = re.compile(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})$")
MONTH_NUMBER = re.compile(r"^(\d{1,2})[/.](\d{4})$")
YEARS = re.compile(r"^(\d{4})\s*[-/]\s*(\d{4})$")
WORDS = re.compile(
    r"^(?:(\d{1,2})(?:er|st|nd|rd|th|º|°)?\s+(?:de\s+|of\s+)?)?([^\W\d]+\.?(?:\s+(?!de\b)[^\W\d]+\.?)?),?\s+(?:de\s+)?(\d{4})$"
)
ENGLISH = re.compile(r"^([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$")


def read_date(text: str, kind: DateKind, *, about: bool = False, field: str = "") -> PartialDate | None:
    """The date somebody typed; None for nothing. Raises BadInput, which shows the ways to write one.

    Numbers are day first, as in all countries of the network; the page shows the month's name back.
    """
    text = _plain(text)
    if not text:
        return None
    shortened = ABOUT.sub("", text, count=1)
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
    return PartialDate(kind, start, end, about)


def read_last_day(text: str) -> datetime | None:
    """The end of the exact day somebody typed, until which something is to last; None when it is no exact day."""
    try:
        known = read_date(text, DateKind.EXPIRES)
    except BadInput:
        return None
    if known is None or len(known.value) != len("2026-12-31") or known.until:
        return None
    return datetime.fromisoformat(written(known)).replace(tzinfo=UTC) + timedelta(hours=23, minutes=59)


def written(known: PartialDate | None) -> str:
    """The date as it goes back into an input field: what `read_date` reads as the same date."""
    if known is None:
        return ""
    return f"{known.value} – {known.until}" if known.until else known.value


def _plain(text: str) -> str:
    """Latin digits, no marks of direction, single spaces."""
    kept = (ch for ch in unicodedata.normalize("NFC", text) if unicodedata.category(ch) != "Cf")
    return " ".join(
        "".join(str(unicodedata.digit(ch)) if ch.isdigit() and not ch.isascii() else ch for ch in kept).split()
    )


def _one(text: str, field: str) -> str:
    text = text.strip()
    if found := ISO.match(text):
        return _checked(found[1], found[2], found[3], field)
    if found := NUMBERS.match(text):
        return _checked(found[3], found[2], found[1], field)
    if found := MONTH_NUMBER.match(text):
        return _checked(found[2], found[1], None, field)
    if (found := ENGLISH.match(text)) and (month := _month(found[1])):
        return _checked(found[3], month, found[2], field)
    if (found := WORDS.match(text)) and (month := _month(found[2])):
        return _checked(found[3], month, found[1], field)
    raise BadInput(
        "“%(date)s” was not understood as a date. Write it as 1984, March 1984, 12/03/1984 or 1980 – 1985.",
        field=field, date=text[:40],
    )  # fmt: skip


def _checked(year: str, month: str | int | None, day: str | None, field: str) -> str:
    """The ISO prefix, after a look at the calendar."""
    y, m, d = int(year), int(month) if month else None, int(day) if day else None
    try:
        date(y, m or 1, d or 1)
        if not FIRST_YEAR <= y <= LAST_YEAR:
            raise ValueError
    except ValueError:
        shown = "/".join(str(part) for part in (d, m, y) if part is not None)
        raise BadInput(
            "There is no such day: %(date)s. The day comes first, then the month.", field=field, date=shown
        ) from None
    return f"{y:04d}" + (f"-{m:02d}" if m else "") + (f"-{d:02d}" if d else "")


def _month(word: str) -> int | None:
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
