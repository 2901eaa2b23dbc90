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
from casefile.subjects.travel_documents.checking import Problem, check_zone
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


def ask(extract: str, key: str, text: str, issuer: str = "", at: datetime | None = None) -> Asked:
    """The answer about the zone or number in `text`. Whatever is wrong with extract or key is *could not be checked*.

    A number that was put right is asked as it was read too, and one that may be several, in each. Where its check
    digit holds for none, only *contact this desk* is believed.
    """
    at = at or now()
    numbers, issuer, problems, sure = _read(text, issuer, at)
    shown = numbers[0] if numbers else ""
    try:
        opened = Extract.open(extract, PostKey.parse(key), at)
    except CasefileError as error:
        return Asked(PostAnswer.NOT_CHECKED, shown, issuer, problems=problems, why=str(error))
    header = opened.header
    desks = tuple(sorted({desk for number in numbers for desk in opened.desks_of(number, issuer)}))
    answer = PostAnswer.CONTACT if desks else PostAnswer.NOTHING if numbers and sure else PostAnswer.NOT_CHECKED
    why = NO_NUMBER if answer is PostAnswer.NOT_CHECKED else ""
    return Asked(
        answer, shown, issuer, desks, header.lists, header.made_at, header.ends_at, problems, why
    )  # fmt: skip


def _read(text: str, issuer: str, at: datetime) -> tuple[tuple[str, ...], str, tuple[Problem, ...], bool]:
    """(compared numbers, issuer of two letters or empty, what is wrong with the zone, whether its number holds)."""
    problems: tuple[Problem, ...] = ()
    sure = True
    written = [text]
    if len([line for line in text.splitlines() if line.strip()]) >= LINES_OF_A_ZONE:
        zone = check_zone(text, at.date())
        problems, issuer, sure = zone.problems, country_of(zone.issuer) or "", zone.number_holds
        written = [zone.number, *zone.may_be, *(one.read for one in problems if one.field == "number")]
    kind, country = IdentifierKind.DOCUMENT, issuer.upper() or None
    numbers = {form: None for one in written if one for form in forms(Identifier(kind, one, country), country)}
    return tuple(numbers), (country or ""), problems, sure
