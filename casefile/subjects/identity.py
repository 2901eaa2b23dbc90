"""What tells a subject or a record apart: names, identifiers, dates, places. Pure values.

The same shape serves both sides: a case record's version has one identity, a watch's version has one, and the
matcher compares two of them. Values are kept as written; what analysis makes of them is never stored here.
"""

from dataclasses import dataclass, field

from casefile.vocabulary import TITLED, DateKind, FactKind, IdentifierKind, NameKind, PlaceKind, RecordKind, Sex


@dataclass(frozen=True, slots=True)
class Name:
    """One written name. `lang` is a BCP 47 tag when known."""

    text: str
    kind: NameKind = NameKind.MAIN
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number or code as written; `country` is ISO 3166 alpha-2 of who issued it, when known."""

    kind: IdentifierKind
    value: str
    country: str | None = None


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date no more exact than it is known.

    `value` is an ISO prefix ("1984", "1984-03", "1984-03-12"); `until` ends a range the same way; `circa` means
    the source itself says *about*.
    """

    kind: DateKind
    value: str
    until: str | None = None
    circa: bool = False

    def years(self) -> tuple[int, int]:
        """First and last year the date may lie in, before any tolerance."""
        first = int(self.value[:4])
        return first, int((self.until or self.value)[:4])


@dataclass(frozen=True, slots=True)
class Place:
    """A place as written; `country` is ISO 3166 alpha-2 when known."""

    kind: PlaceKind
    text: str
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One more thing known of it, as written: a boat's length, the price of a passage."""

    kind: FactKind
    value: str


TITLE_CHARACTERS = 70
"""Of a text that has no other title: a line of a list."""

OWNER_LINE = "Owner: %s"
"""How the owner of a thing stands in its text: the reader of reports takes what follows the word for a person."""


@dataclass(frozen=True, slots=True)
class Identity:
    """All that may tell one person, organisation or thing apart, and the free text written about it."""

    kind: RecordKind
    names: tuple[Name, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    dates: tuple[PartialDate, ...] = ()
    places: tuple[Place, ...] = ()
    sex: Sex | None = None
    nationalities: tuple[str, ...] = field(default=())
    narrative: str = ""
    facts: tuple[Fact, ...] = ()

    @property
    def caption(self) -> str:
        """The first thing a reader would call it by; empty when it has nothing to be called by."""
        if self.names:
            return self.names[0].text
        return self.identifiers[0].value if self.identifiers else ""

    @property
    def title(self) -> str:
        """What to call it by in a line: its caption, else how its text begins, else its place; empty without any."""
        if self.caption:
            return self.caption
        text = " ".join(self.narrative.split())
        if len(text) > TITLE_CHARACTERS:
            text = text[:TITLE_CHARACTERS].rsplit(" ", 1)[0] + " …"
        return text or (self.places[0].text if self.places else "")

    @property
    def text(self) -> str:
        """All that is free text: of an event or a report its title too, of a thing who it belongs to."""
        titles = [name.text for name in self.names] if self.kind in TITLED else []
        owners = [OWNER_LINE % fact.value for fact in self.facts if fact.kind is FactKind.OWNER]
        return "\n".join([*titles, self.narrative, *owners])

    def birth(self) -> tuple[PartialDate, ...]:
        """The dates of birth; several when the sources disagree."""
        return tuple(d for d in self.dates if d.kind is DateKind.BIRTH)


def identity_as_json(identity: Identity) -> dict[str, object]:
    """The identity as plain JSON values, in a fixed order, for hashing and for export. Without facts it says nothing of
    them: what was hashed before there were any is the same still."""
    return {
        "kind": identity.kind.value,
        "names": [[n.kind.value, n.text, n.lang] for n in identity.names],
        "identifiers": [[i.kind.value, i.value, i.country] for i in identity.identifiers],
        "dates": [[d.kind.value, d.value, d.until, d.circa] for d in identity.dates],
        "places": [[p.kind.value, p.text, p.country] for p in identity.places],
        "sex": identity.sex.value if identity.sex else None,
        "nationalities": list(identity.nationalities),
        "narrative": identity.narrative,
        **({"facts": [[f.kind.value, f.value] for f in identity.facts]} if identity.facts else {}),
    }
