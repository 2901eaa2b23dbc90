"""Whole numbers that strangers write: read within bounds, or not at all.

Python takes digits of every script and numbers of any length; a database takes 64 bits and answers the rest with an
error. Nothing that is counted here comes near the bound.
"""

from datetime import UTC, datetime, timedelta

from flask import Flask
from werkzeug.routing import IntegerConverter

LARGEST = 2**31 - 1
DIGITS = len(str(LARGEST))
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


def whole_number(text: str, largest: int = LARGEST) -> int | None:
    """The number a text is: ASCII digits, at most `largest`; else None."""
    if not (text.isascii() and text.isdecimal() and len(text) <= DIGITS):
        return None
    number = int(text)
    return number if number <= largest else None


def micros(moment: datetime) -> int:
    """A moment as a number that stands in an address."""
    return (moment - EPOCH) // MICROSECOND


def moment_of(number: int) -> datetime:
    """The inverse. Raises OverflowError for what is no moment."""
    return EPOCH + number * MICROSECOND


def version_seen(text: str) -> int | None:
    """The version a form says was seen. None: it says none. What is no number is 0, a version that nothing has, so
    that the change is refused rather than made over what nobody saw."""
    return (whole_number(text) or 0) if text.strip() else None


class _BoundedInteger(IntegerConverter):
    """`<int:…>` in an address: what is beyond the bound is no address of ours."""

    regex = rf"[0-9]{{1,{DIGITS}}}"

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **{"max": LARGEST, **options})  # type: ignore[arg-type]


def install(app: Flask) -> None:
    app.url_map.converters["int"] = _BoundedInteger
