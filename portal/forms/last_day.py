"""The last day of what ends by itself, as a form states it."""

from datetime import datetime

from casefile.errors import BadInput
from portal.forms.dates import read_last_day


def last_day(text: str, field: str = "ends_at") -> datetime:
    """The end of the day somebody typed. Raises BadInput, naming the field, when it is no exact day."""
    day = read_last_day(text)
    if day is None:
        raise BadInput("Enter the last day, as 31/12/2026.", field=field)
    return day
