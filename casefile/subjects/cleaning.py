"""Checking and normalising what was typed or imported before it is stored."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from casefile import limits
from casefile.errors import N_, BadInput
from casefile.subjects.identifiers import each_number
from casefile.subjects.identity import Fact, Identifier, Identity, Name, PartialDate, Place
from casefile.vocabulary import FactKind

MAX_NAME, MAX_IDENTIFIER, MAX_PLACE, MAX_FACT, MAX_NARRATIVE = 400, 200, 400, 400, limits.NARRATIVE
MAX_PARTS = 300  # of each kind; the longest entry of the UN list has under 40 names
NO_LETTER = N_("“%(name)s” is no name: it has no letter. Leave the name empty if it is not known.")
COUNTED = frozenset(
    {FactKind.LENGTH, FactKind.HORSEPOWER, FactKind.CAPACITY, FactKind.PEOPLE, FactKind.PRICE, FactKind.RADIUS}
)
_BROKEN = re.compile("[\x00\ud800-\udfff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x01-\x1f\x7f]+")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?\Z", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{2}\Z")


def check_origin_ref(ref: str | None) -> None:
    """Raises BadInput when the id at the source is empty or too long to be one."""
    if ref is not None and not 0 < len(ref) <= limits.SOURCE_ID:
        raise BadInput("The id at the source must have 1 to 200 characters.", field="origin_ref")


def check_case_ref(ref: str) -> str:
    """The reference of a case as an officer gave it, trimmed; empty where none is asked. Raises BadInput."""
    ref = ref.strip()
    limits.check_length(ref, limits.CASE_REFERENCE, "case_ref")
    return ref


def clean(identity: Identity) -> Identity:
    """The identity as it will be stored: NFC, trimmed, empty parts left out, two numbers of one field apart. Raises
    BadInput with the place.

    Direction overrides inside a name or place are dropped (they are never part of one); inside an identifier they
    are refused, because there they make one number look like another.
    """
    for label, parts in (
        ("names", identity.names),
        ("identifiers", identity.identifiers),
        ("dates", identity.dates),
        ("places", identity.places),
    ):
        if len(parts) > MAX_PARTS:
            raise BadInput(
                "More than %(most)s %(what)s on one record. Split it.", field=label, most=MAX_PARTS, what=label
            )
    return Identity(
        kind=identity.kind,
        names=tuple(_names(identity.names)),
        identifiers=tuple(_identifiers(identity.identifiers)),
        dates=tuple(_dated(d) for d in identity.dates),
        places=tuple(_places(identity.places)),
        sex=identity.sex,
        nationalities=tuple(_country(c, "nationalities") or "" for c in identity.nationalities if c),
        narrative=_text(identity.narrative, "narrative", MAX_NARRATIVE, lines=True),
        facts=tuple(_facts(identity.facts)),
    )


def _names(names: Iterable[Name]) -> Iterable[Name]:
    for name in names:
        text = _text(name.text, "names", MAX_NAME)
        if text and not has_letter(text):
            raise BadInput(NO_LETTER, field="names", name=text[:40])
        if text:
            yield Name(text, name.kind, name.lang[:16] if name.lang else None)


def has_letter(text: str) -> bool:
    """Whether a name can be one: *???* and a drawn boat are none, *7* is the name of a boat."""
    return any(character.isalnum() for character in text)


def _identifiers(identifiers: Iterable[Identifier]) -> Iterable[Identifier]:
    for found in identifiers:
        if not found.value.isascii() and _BIDI.search(found.value):
            raise BadInput(
                "A number holds characters that turn the reading direction. Type it again by hand.", field="identifiers"
            )
        value = _text(found.value, "identifiers", MAX_IDENTIFIER)
        if value:
            yield from each_number(Identifier(found.kind, value, _country(found.country, "identifiers")))


def _facts(facts: Iterable[Fact]) -> Iterable[Fact]:
    """One answer each, the first; of what is counted or measured a number."""
    answered: set[FactKind] = set()
    for fact in facts:
        value = _text(fact.value, "facts", MAX_FACT)
        if not value or fact.kind in answered:
            continue
        if fact.kind in COUNTED and not any(character.isdecimal() for character in value):
            raise BadInput("“%(value)s” holds no number. Write it in digits.", field="facts", value=value[:40])
        answered.add(fact.kind)
        yield Fact(fact.kind, value)


def _places(places: Iterable[Place]) -> Iterable[Place]:
    for place in places:
        text = _text(place.text, "places", MAX_PLACE)
        country = _country(place.country, "places")
        if text or country:
            yield Place(place.kind, text, country)


def plain_text(text: str, field: str, most: int) -> str:
    """A text somebody wrote, with its lines, as it is kept: NFC, trimmed, nothing hidden. Raises BadInput."""
    return _text(text, field, most, lines=True)


def one_line(text: str, field: str, most: int) -> str:
    """The same of what stands on one line: a name, a place."""
    return _text(text, field, most)


def _text(text: str, field: str, most: int, lines: bool = False) -> str:
    limits.check_length(text, most, field)
    if _BROKEN.search(text):
        raise BadInput(
            "This text holds characters that are broken (NUL or half a character). Type it again.", field=field
        )
    if not text.isascii():
        text = unicodedata.normalize("NFC", _BIDI.sub("", text))
    if not lines and not text.isprintable():
        text = _CONTROL.sub(" ", text)
    return text.strip()


def _country(code: str | None, field: str) -> str | None:
    if not code:
        return None
    if not _COUNTRY.match(code):
        code = code.strip().upper()
        if not _COUNTRY.match(code):
            raise BadInput("%(code)s is not a country code of two letters.", field=field, code=repr(code[:10]))
    return code


def _dated(found: PartialDate) -> PartialDate:
    for value in (found.value, found.until):
        if value is not None and not _is_date(value):
            raise BadInput(
                "%(value)s is not a date. Write 1984, 1984-03 or 1984-03-12.", field="dates", value=repr(value[:20])
            )
    if found.until is not None and found.until < found.value[: len(found.until)]:
        raise BadInput(
            "A range of dates ends before it begins (%(first)s, %(last)s).",
            field="dates",
            first=found.value,
            last=found.until,
        )
    return found


def _is_date(value: str) -> bool:
    if not _DATE.match(value):
        return False
    try:
        date(*map(int, (value + "-01-01"[len(value) - 4 :] if len(value) < 10 else value).split("-")))
    except ValueError:
        return False
    return True
