"""What agreed and what it is worth, in the reader's words: the evidence of a hit, as pages show it."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from casefile.vocabulary import IdentifierKind, Sex
from portal.present import word

STRONGEST_BITS = 24.0
"""Bits at which the bar of a value is full: what a passport number is worth."""

KINDS: dict[str, Any] = {
    "name": _("Name"), "birth": _("Born"), "sex": _("Sex"), "nationality": _("Nationality"), "place": _("Place"),
    "founded": _("Founded"),
}  # fmt: skip

RULES = (
    _("The names agree"),
    _("A weak alias agrees"),
    _("The name stands in the report's text"),
    _("The names differ"),
    _("The day of birth agrees"),
    _("Day and month of birth are exchanged"),
    _("The month and year of birth agree"),
    _("The year of birth agrees"),
    _("The year of birth agrees, the day does not"),
    _("The years of birth are one apart"),
    _("The years of birth are two apart"),
    _("The year of birth lies in the range given"),
    _("The years of birth are three to five apart"),
    _("The years of birth are six to ten apart"),
    _("The years of birth are more than ten apart"),
    _("The sex agrees"),
    _("The sex differs"),
    _("The nationality agrees"),
    _("A nationality from outside the region agrees"),
    _("The nationalities differ"),
    _("The place of birth agrees"),
    _("The place of birth agrees: a large town"),
    _("A place agrees"),
    _("The year of founding agrees"),
    _("The name of the thing agrees"),
    _("The vessel stands in the report's text"),
    _("The phone number agrees"),
    _("The passport number agrees"),
    _("The identity number agrees"),
    _("The document number agrees"),
    _("The number plate agrees"),
    _("The chassis number agrees"),
    _("The device number agrees"),
    _("The IMO number agrees"),
    _("The MMSI agrees"),
    _("The hull number agrees"),
    _("The account number agrees"),
    _("The e-mail address agrees"),
    _("The account name agrees"),
    _("The registration number agrees"),
    _("The list reference agrees"),
    _("The digits of the phone number agree"),
)
"""Every rule of `casefile/matching/weights.py`, so that each is translated; a test holds the two together."""


@dataclass(frozen=True, slots=True)
class Line:
    """One value that agreed or contradicted, in words, with its bits and the length of its bar (0 to 100)."""

    what: str
    rule: str
    wanted: str
    found: str
    bits: float
    length: int


def kind_word(what: str) -> str:
    """The word for a kind of fact: *Name*, *Phone number*, …"""
    if what in set(IdentifierKind):
        return word(what, IdentifierKind)
    return str(KINDS.get(what, what))


def lines(evidence: Any) -> list[Line]:
    """The stored evidence, strongest first."""
    found = [_line(term) for term in evidence]
    return sorted(found, key=lambda line: -line.bits)


def _line(term: dict[str, Any]) -> Line:
    bits = float(term["bits"])
    wanted, found = str(term["wanted"]), str(term["found"])
    if term["what"] == "sex":
        wanted, found = word(wanted, Sex), word(found, Sex)
    length = max(2, min(100, round(abs(bits) / STRONGEST_BITS * 100)))
    return Line(kind_word(str(term["what"])), gettext(str(term["rule"])), wanted, found, bits, length)
