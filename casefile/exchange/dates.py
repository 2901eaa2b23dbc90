"""Dates in files, by the one reader: a value that is no date is named with its line, and loses nothing but itself."""

from casefile.errors import BadInput
from casefile.exchange.incoming import ImportReport
from casefile.subjects.dates.reading import read_date
from casefile.subjects.identity import PartialDate
from casefile.vocabulary import DateKind


def read_or_name(
    text: str, kind: DateKind, what: str, place: tuple[int, str], report: ImportReport
) -> PartialDate | None:
    """The date; None where it is none, which the report names by its place (line and id)."""
    try:
        found = read_date(text, kind)
    except BadInput as error:
        report.not_held[f"a value of {what} that is no date"] += 1
        report.fault(*place, f"{what} “{text[:40]}”: {error}")
        return None
    return found
