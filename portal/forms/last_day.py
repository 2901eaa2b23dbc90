"""The last day of what units do together, as a form states it."""

from datetime import datetime

from casefile.errors import BadInput
from portal.forms.dates import read_last_day


def last_day(text: str) -> datetime:
    """The end of the day somebody typed. Raises BadInput, naming the field, when it is no exact day."""
    day = read_last_day(text)
    if day is None:
        raise BadInput("Enter the last day, as 31/12/2026.", field="ends_at")
    return day
