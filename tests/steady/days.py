"""Days ahead of today, as they are typed and as a page shows them: a date that stands in a test lies behind us one day,
and what was to come has ended."""

from datetime import date, timedelta

from babel.dates import format_date

from casefile.storage import tables


def ahead(days: int) -> date:
    return tables.now().date() + timedelta(days=days)


def typed(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def shown(day: date) -> str:
    """On a page in English."""
    return format_date(day, "d MMM y", locale="en")
