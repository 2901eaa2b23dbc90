"""What a zone says, and what was put right in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from casefile.subjects.identity import Identifier, PartialDate
from casefile.subjects.issuers import country_of
from casefile.vocabulary import DateKind, IdentifierKind, Sex

Size = Literal["TD1", "TD2", "TD3", "MRV-A", "MRV-B"]
Span = tuple[int, int]

LENGTH: Mapping[Size, int] = {"TD1": 30, "TD2": 36, "TD3": 44, "MRV-A": 44, "MRV-B": 36}
"""Characters of a line."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A field that was put right: as read, and as taken."""

    field: str
    read: str
    taken: str


@dataclass(frozen=True, slots=True)
class TravelDocument:
    """What a zone says. `start` and `end` are its place in the text, half-open."""

    size: Size
    code: str
    """One or two letters: P passport, V visa, I, A, C cards."""
    issuer: str
    surname: str
    given: str
    number: str
    nationality: str
    birth: str | None
    """An ISO day, or its beginning where the rest is not known."""
    sex: Sex | None
    expiry: str | None
    optional: str = ""
    unsound: frozenset[str] = frozenset()
    """Fields whose check digit does not hold, or is missing; `all` is the one over the others."""
    repairs: tuple[Repair, ...] = ()
    may_be: tuple[str, ...] = ()
    """Numbers that would hold, when more than one would: none of them is taken."""
    cut: bool = False
    """Whether the names fill their field, so that their end may be missing."""
    start: int = 0
    end: int = 0

    @property
    def name(self) -> str:
        """Given names, then surname."""
        return f"{self.given} {self.surname}".strip()

    def birth_date(self) -> PartialDate | None:
        """The date of birth as identities hold it."""
        return PartialDate(DateKind.BIRTH, self.birth) if self.birth else None

    def identifier(self) -> Identifier | None:
        """The number with its kind and who issued it; a visa's number is a document's."""
        if not self.number:
            return None
        kind = IdentifierKind.PASSPORT if self.code[:1] == "P" else IdentifierKind.DOCUMENT
        return Identifier(kind, self.number, country_of(self.issuer))
