"""What was read in a text, as values: where it stands, and what a record of it would hold."""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b

from casefile.subjects.identity import Identity
from casefile.vocabulary import Protection, SubjectCategory

Span = tuple[int, int]


class What(StrEnum):
    """What was read. A date and a sum are an event's."""

    PERSON = "person"
    PHONE = "phone"
    PAPER = "paper"
    VEHICLE = "vehicle"
    VESSEL = "vessel"
    ACCOUNT = "account"
    PLACE = "place"
    DATE = "date"
    SUM = "sum"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing read. `spans` are half-open, in characters of the text, in order, and overlap no other item's."""

    what: What
    identity: Identity
    """What a record of it holds."""
    spans: tuple[Span, ...]
    category: SubjectCategory | None = None
    """What a person is by the word next to the name (*le passeur*, *the victim*): proposed, never decided."""
    said: str = ""
    """The sentence in which a person is named first, cut where it is long."""
    ahead: str = ""
    """A date of birth in the text that lies in the future: the record is made without it."""
    protection: tuple[Protection, ...] = ()
    """What the text says of whom it belongs to: a minor, a victim."""

    @property
    def key(self) -> str:
        """Names it in a form, the same as long as the text says the same."""
        return blake2b(f"{self.what}\n{self.identity.caption}\n{self.spans[0]}".encode(), digest_size=6).hexdigest()


@dataclass(frozen=True, slots=True)
class Marks:
    """All that was read in a text, in the order in which it stands there."""

    items: tuple[Item, ...] = ()
    characters: int = 0
    """How long the text is."""
    unread_characters: int = 0
    """Characters at the end that were not read."""
    left_out: int = 0
    """Further things that were read, and are neither marked nor listed because there are too many."""
    silent_lines: tuple[int, ...] = ()
    """Lines (from 1) that say something and in which nothing was read."""
