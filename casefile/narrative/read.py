"""From a report's text to what it names: one reading, kept for the next who asks.

`read_narrative` is generous: what it takes for a name only has to make a key; `casefile.matching` judges.
Every pattern is bounded, so 100 kB of anything are read in bounded time.
"""

from dataclasses import dataclass
from functools import lru_cache

from casefile.narrative.codes import read_identifiers
from casefile.narrative.persons import Mention, read_persons, read_vessels
from casefile.narrative.tokens import words_of
from casefile.subjects.identity import Identifier

MAX_LENGTH = 200_000  # characters of one report; what lies beyond is not read for keys (full-text search still has it)


@dataclass(frozen=True, slots=True)
class Mentions:
    """What a report names. Values as written; `identifiers` carry their kind, `persons` the birth date next to them."""

    persons: tuple[Mention, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    vessels: tuple[str, ...] = ()


@lru_cache(maxsize=256)
def read_narrative(text: str, home_country: str | None) -> Mentions:
    """Names, identifiers and vessels met in the text, each once, in the order met."""
    if not text.strip():
        return Mentions()
    text = text[:MAX_LENGTH]
    identifiers = read_identifiers(text, home_country)
    words = words_of(text)
    return Mentions(
        persons=read_persons(words),
        identifiers=identifiers,
        vessels=read_vessels(words),
    )
