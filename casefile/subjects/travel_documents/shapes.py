"""How the numbers of some issuers' documents are built, as published; and whether one is built so. Data and a question.

A number of another shape is a remark and nothing more: it changes no answer and raises no hit, since an issuer may
begin a new series on any day. An issuer that is not here, or a kind of document that is not, is not judged.

Source of each row: docs/sources/documents.md, by its mark.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stdnum.es import dni, nie

from casefile.subjects.travel_documents.checking import CheckedZone
from casefile.vocabulary import Json

PASSPORT, CARD = ("P", "PP"), ("I", "ID")
"""Document codes: an ordinary passport, and an identity card. Service, diplomatic, refugee and residence papers have
series of their own, which nobody publishes."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The shapes of one issuer's numbers for one kind of document."""

    issuer: str
    codes: tuple[str, ...]
    number: str
    """A pattern that the whole number has."""
    words: str
    """The same for a reader: A a letter, 9 a digit."""
    source: str

    @property
    def paper(self) -> str:
        return "passport" if self.codes == PASSPORT else "card"


SHAPES = (
    Shape("DZA", PASSPORT, r"\d{9}", "999999999", "D5"),
    Shape("D", PASSPORT, r"[CFGHJKLMNPRTVWXYZ\d]{9}", "999999999, C F G H J K L M N P R T V W X Y Z", "D3"),
    Shape("ESP", PASSPORT, r"[A-Z\d]{2,3}\d{6}", "AAA999999, AA999999", "D2"),
    Shape("ESP", CARD, r"[A-Z]{3}\d{6}|\d{8}[A-Z\d]", "AAA999999", "D6"),
    Shape("FRA", PASSPORT, r"\d{2}[A-Z]{2}\d{5}", "99AA99999", "D1"),
    Shape("GBR", PASSPORT, r"\d{9}", "999999999", "D7"),
    Shape("ITA", PASSPORT, r"[A-Z\d]{2}\d{7}", "AA9999999", "D4"),
)

LETTERS = {"ESP": "".join(dni.calc_check_digit(f"{rest:08d}") for rest in range(23))}
"""By issuer whose cards bear the bearer's number beside their own (D6): its letter, by the remainder of its digits by
23 (D8). X, Y and Z at the head of a foreigner's number count 0, 1 and 2."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What is unlike the documents of this issuer: the field, what was read, and what is known."""

    field: str
    paper: str
    """passport or card."""
    read: str
    known: str
    """A a letter, 9 a digit."""
    issuer: str
    """The letters in the zone."""


def remarks(zone: CheckedZone) -> tuple[Remark, ...]:
    """What a reader of this zone is told besides the answer. Empty where nothing is known, or nothing is odd.

    A number that its check digit does not vouch for is not judged: it was misread or altered, which is said already.
    """
    return tuple(_found(zone)) if zone.number_holds else ()


def _found(zone: CheckedZone) -> Iterator[Remark]:
    for shape in SHAPES:
        if zone.issuer == shape.issuer and zone.code in shape.codes and not re.fullmatch(shape.number, zone.number):
            yield Remark("number", shape.paper, zone.number, shape.words, zone.issuer)
    personal = zone.optional.split(" ", 1)[0] if zone.issuer in LETTERS and zone.code in CARD else ""
    if personal and not (dni.is_valid(personal) or nie.is_valid(personal)):
        yield Remark("optional", "card", personal, "99999999A", zone.issuer)


def remark_of(one: Remark) -> dict[str, Json]:
    """A remark as plain values, for a program."""
    return {"field": one.field, "what": "shape", "paper": one.paper, "read": one.read, "known": one.known}


def sentence(one: Remark) -> str:
    """A remark as the commands say it."""
    if one.field == "optional":
        return f"optional: no national number of {one.issuer}, whose letter follows from its digits ({one.read})"
    return f"number: not of the shape known for a {one.paper} of {one.issuer}, {one.known} ({one.read})"
