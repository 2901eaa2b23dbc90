"""A question to an extract, with nothing but the extract, the post's key and what stands on the document."""

from dataclasses import dataclass
from datetime import datetime

from casefile.errors import CasefileError
from casefile.posts.extract import Extract
from casefile.posts.keys import PostKey
from casefile.storage.clock import now
from casefile.subjects.identifiers import forms
from casefile.subjects.identity import Identifier
from casefile.subjects.issuers import country_of
from casefile.subjects.travel_documents.checking import CheckedZone, Problem, check_zone
from casefile.subjects.travel_documents.shapes import Remark, remarks
from casefile.vocabulary import IdentifierKind, PostAnswer

LINES_OF_A_ZONE = 2
NO_NUMBER = "No number can be read. Type it, or scan again."


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of it, and as of when: the day of the extract, not of the question."""

    answer: PostAnswer
    number: str = ""
    issuer: str = ""
    desks: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    as_of: datetime | None = None
    ends_at: datetime | None = None
    problems: tuple[Problem, ...] = ()
    why: str = ""
    remarks: tuple[Remark, ...] = ()
    """What is unlike the documents of its issuer; the answer is the same with them."""


def ask(extract: str, key: str, text: str, issuer: str = "", at: datetime | None = None) -> Asked:
    """The answer about the zone or number in `text`. Whatever is wrong with extract or key is *could not be checked*.

    A number that was put right is asked as it was read too, and one that may be several, in each. Where its check
    digit holds for none, only *contact this desk* is believed.
    """
    at = at or now()
    zone = _zone(text, at)
    numbers, issuer, sure = _read(zone, text, issuer)
    problems, unlike = (zone.problems, remarks(zone)) if zone else ((), ())
    shown = numbers[0] if numbers else ""
    try:
        opened = Extract.open(extract, PostKey.parse(key), at)
    except CasefileError as error:
        return Asked(PostAnswer.NOT_CHECKED, shown, issuer, problems=problems, why=str(error), remarks=unlike)
    header = opened.header
    desks = tuple(sorted({desk for number in numbers for desk in opened.desks_of(number, issuer)}))
    answer = PostAnswer.CONTACT if desks else PostAnswer.NOTHING if numbers and sure else PostAnswer.NOT_CHECKED
    why = NO_NUMBER if answer is PostAnswer.NOT_CHECKED else ""
    return Asked(
        answer, shown, issuer, desks, header.lists, header.made_at, header.ends_at, problems, why, unlike
    )  # fmt: skip


def _zone(text: str, at: datetime) -> CheckedZone | None:
    """What was typed as the lines of a document; None for a number alone."""
    lines = [line for line in text.splitlines() if line.strip()]
    return check_zone(text, at.date()) if len(lines) >= LINES_OF_A_ZONE else None


def _read(zone: CheckedZone | None, text: str, issuer: str) -> tuple[tuple[str, ...], str, bool]:
    """(compared numbers, issuer of two letters or empty, whether the zone's number holds)."""
    sure = True
    written = [text]
    if zone:
        issuer, sure = country_of(zone.issuer) or "", zone.number_holds
        written = [zone.number, *zone.may_be, *(one.read for one in zone.problems if one.field == "number")]
    kind, country = IdentifierKind.DOCUMENT, issuer.upper() or None
    numbers = {form: None for one in written if one for form in forms(Identifier(kind, one, country), country)}
    return tuple(numbers), (country or ""), sure
