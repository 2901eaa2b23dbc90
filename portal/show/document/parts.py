"""A document in plain parts, whatever it is written as afterwards.

Values of the data are isolated by the two characters of Unicode that do so, which a browser and a typesetter obey
alike: a Latin name in an Arabic line stays where it belongs, and a number is never turned round.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, TypeAlias

from babel import Locale
from babel.dates import format_date
from flask_babel import get_locale

FIRST_STRONG, LEFT_TO_RIGHT, POP = "\u2068", "\u2066", "\u2069"


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a section."""

    text: str
    part: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text. *note*: in a box; *soft*: smaller."""

    text: str
    tone: Literal["plain", "note", "soft"] = "plain"
    part: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Facts:
    """What each thing is called, and what it is."""

    rows: tuple[tuple[str, str], ...]
    part: Literal["facts"] = "facts"


@dataclass(frozen=True, slots=True)
class TableOf:
    """A table with its head. `wide` names the column that takes the room that is left."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    wide: int = 0
    part: Literal["table"] = "table"


Block: TypeAlias = Heading | Paragraph | Facts | TableOf


@dataclass(frozen=True, slots=True)
class Document:
    """The whole. `footer` stands at the foot of each page of paper."""

    title: str
    lead: str
    language: str
    direction: str
    footer: str
    page: str
    """*Page*, in the language."""
    blocks: tuple[Block, ...]
    watermark: str = ""
    """Stands across each page of paper, behind what is written."""


def isolated(text: object) -> str:
    """A value from the data."""
    return f"{FIRST_STRONG}{text}{POP}" if text not in (None, "") else ""


def code(text: object) -> str:
    """A number, a hash, a reference: left to right."""
    return f"{LEFT_TO_RIGHT}{text}{POP}" if text not in (None, "") else ""


def moment(when: datetime | None) -> str:
    """A moment, month by name and in UTC: a document is read in more than one country. Empty where there is none."""
    if when is None:
        return ""
    at = when.astimezone(UTC)
    day = format_date(at.date(), "d MMM y", locale=get_locale() or Locale("en"))
    return isolated(f"{day}, {at:%H:%M} UTC")
