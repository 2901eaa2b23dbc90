"""The core of an identity: what a unit shows of a record that it shares *to the core*."""

from casefile.subjects.identity import Identity, PartialDate
from casefile.vocabulary import DateKind


def core_of(identity: Identity) -> Identity:
    """Names, years of birth and nationalities; nothing else.

    Numbers, places, sex, text and every other date are left out, and of a birth the day and the month. Source:
    docs/sources/governance.md, "Record fields".
    """
    return Identity(
        kind=identity.kind,
        names=identity.names,
        dates=birth_years(identity),
        nationalities=identity.nationalities,
    )


def birth_years(identity: Identity) -> tuple[PartialDate, ...]:
    """The dates of birth with no more than their years, each once."""
    years = (PartialDate(DateKind.BIRTH, date.value[:4], _until(date), circa=date.circa) for date in identity.birth())
    return tuple(dict.fromkeys(years))


def _until(date: PartialDate) -> str | None:
    """The last year of a range; None when it ends in the year it begins in."""
    first, last = date.years()
    return f"{last:04}" if last != first else None
