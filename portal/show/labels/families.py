"""The words of all closed lists in one table."""

from enum import StrEnum

from portal.show.labels import evidence, hits, indicators, people, records, together, watches

WORDS: dict[type[StrEnum], dict[StrEnum, str]] = {
    **records.WORDS,
    **people.WORDS,
    **watches.WORDS,
    **hits.WORDS,
    **together.WORDS,
    **evidence.WORDS,
    **indicators.WORDS,
}
"""Families apart: members of different lists with equal values are equal as keys."""
