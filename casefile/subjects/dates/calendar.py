"""The calendar behind every reader of dates: of a form, a file or a report."""

from datetime import date

FIRST_YEAR, LAST_YEAR = 1000, 2200


def calendar(year: int, month: int, day: int) -> str | None:
    """The ISO prefix of a date of which zeros are not known; None where there is no such day.

    >>> calendar(1961, 0, 0), calendar(1984, 3, 12), calendar(1980, 2, 31), calendar(1961, 0, 12)
    ('1961', '1984-03-12', None, None)
    """
    if not FIRST_YEAR <= year <= LAST_YEAR or (day and not month):
        return None
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    return f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if day else "")


def lies_ahead(value: str, today: date) -> bool:
    """Whether a date, as far as it is known, lies wholly after this day: nobody was born or died then.

    >>> lies_ahead("2027", date(2026, 11, 27)), lies_ahead("2026", date(2026, 11, 27))
    (True, False)
    """
    return value > today.isoformat()[: len(value)]
