"""Dates of a form: the last day of something, and a date as it goes back into a field."""

from datetime import UTC, datetime, timedelta

from casefile.errors import BadInput
from casefile.subjects.dates.reading import read_date
from casefile.subjects.identity import PartialDate
from casefile.vocabulary import DateKind


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
