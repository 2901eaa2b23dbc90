"""What is said at a post of a number that is not built as its issuer's are known to be: a remark beside the answer."""

from dataclasses import dataclass

from flask_babel import gettext

from casefile.subjects.issuers import country_of
from casefile.subjects.travel_documents.checking import CheckedZone
from casefile.subjects.travel_documents.shapes import CARD, LETTERS, SHAPES, remarks
from portal.show.filters import country


@dataclass(frozen=True, slots=True)
class Carried:
    """A row of what is known, for a page that judges by itself with the line down: by `number`, a pattern that the
    whole number has, or by `letters`, one of which the bearer's number ends with."""

    issuer: str
    codes: str
    words: str
    """What is said of a document of this issuer that is built otherwise."""
    number: str = ""
    letters: str = ""


def remarked(zone: CheckedZone | None) -> list[str]:
    """One sentence for each remark; empty where nothing is odd or nothing is known."""
    return [_said(one.field, one.paper, one.issuer, one.known) for one in remarks(zone)] if zone else []


def carried() -> list[Carried]:
    """All that `remarked` may say, by the table that it is said by."""
    numbers = [
        Carried(one.issuer, " ".join(one.codes), _said("number", one.paper, one.issuer, one.words), number=one.number)
        for one in SHAPES
    ]
    personal = [
        Carried(issuer, " ".join(CARD), _said("optional", "card", issuer, ""), letters=letters)
        for issuer, letters in LETTERS.items()
    ]
    return numbers + personal


def _said(field: str, paper: str, issuer: str, known: str) -> str:
    if field == "optional":
        return gettext("The personal number on the card does not agree with its letter.")
    named = {"country": country(country_of(issuer)), "known": known}
    if paper == "passport":
        return gettext(
            "The number has not the shape known for passports of %(country)s: %(known)s (A a letter, 9 a digit).",
            **named,
        )
    return gettext(
        "The number has not the shape known for identity cards of %(country)s: %(known)s (A a letter, 9 a digit).",
        **named,
    )
