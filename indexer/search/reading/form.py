"""What an officer asks, and whether it may be asked so."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal, get_args

from casefile.errors import BadInput
from casefile.subjects.identifiers import Trouble, read
from casefile.subjects.identity import Identifier
from casefile.vocabulary import Exploitation, IdentifierKind, OffenceKind, RecordKind
from indexer.engine import fields
from indexer.search.clauses import MAX_TEXT
from indexer.search.reading.question import MAX_PARTS, Question, read_question

Mode = Literal["all", "written", "tolerant", "sound"]
MODES: tuple[Mode, ...] = get_args(Mode)
"""All ways at once; or one only of these: as written, in any script or word form, and also by sound."""
LOOSE: frozenset[Mode] = frozenset(("all", "sound"))
"""In which also what is only heard alike is looked for."""

YEARS = range(1000, 2201)
COUNTRY = re.compile("[A-Za-z]{2}")
MAX_SIZE = 100
DEEPEST = 10_000
"""Records from the start that may be paged to; who needs more narrows the question."""
NARROWED_BY = {
    fields.KIND: "kinds", fields.UNIT: "unit_ids", fields.COUNTRIES: "countries", fields.DECADES: "decades",
    fields.TOPICS: "topics", fields.CASE_ID: "case_refs", fields.OFFENCES: "offences",
    fields.EXPLOITATION: "exploitation",
}  # fmt: skip
"""What is counted, and which part of the form narrows by it."""


@dataclass(frozen=True, slots=True)
class SearchForm:
    """What an officer asks. `text` is a name, a number, or words of a report; the rest narrows it, to one of several
    values where it has several. `way`: how what was found may answer, one of `ranking.Way`; empty for all."""

    text: str = ""
    mode: Mode = "all"
    identifier: str = ""
    countries: tuple[str, ...] = ()
    kinds: tuple[RecordKind, ...] = ()
    decades: tuple[str, ...] = ()
    """Their first years."""
    topics: tuple[str, ...] = ()
    """What a list names it for, in the words of FollowTheMoney."""
    year_from: int | None = None
    year_to: int | None = None
    case_refs: tuple[str, ...] = ()
    unit_ids: tuple[str, ...] = ()
    """Whose record it is."""
    offences: tuple[str, ...] = ()
    exploitation: tuple[str, ...] = ()
    page: int = 1
    size: int = 20
    way: str = ""

    @property
    def start(self) -> int:
        return (self.page - 1) * self.size

    @property
    def end(self) -> int:
        return self.start + self.size

    @property
    def narrowed(self) -> bool:
        """Whether anything but a text or a number is asked."""
        return any(getattr(self, name) for name in (*NARROWED_BY.values(), "year_from", "year_to"))

    def without(self, counted: str) -> "SearchForm | None":
        """Its first page without what narrows by this; None where nothing does, or nothing would be left to ask."""
        name = NARROWED_BY[counted]
        if not getattr(self, name):
            return None
        none: dict[str, Any] = {name: (), "page": 1}
        wider = replace(self, **none)
        return wider if wider.asks or wider.narrowed else None

    @property
    def asks(self) -> bool:
        """Whether there is a text or a number: filters alone list a unit's own records."""
        return bool(self.text.strip() or self.identifier.strip())


def check(form: SearchForm) -> None:
    """Raises BadInput, naming the field, on a form that asks too much or nothing."""
    if form.mode not in MODES:
        raise BadInput("Choose one of the ways to compare names.", field="mode")
    for name, value in (("text", form.text), ("identifier", form.identifier)):
        if len(value) > MAX_TEXT:
            raise BadInput("Search for at most %(most)d characters.", field=name, most=MAX_TEXT)
        shortened = [one.trouble for one in read(Identifier(IdentifierKind.PHONE, value), None)]
        if Trouble.SPREADSHEET in shortened:
            raise BadInput("A spreadsheet has shortened this number. Type it again from the source.", field=name)
    if len(form.text.split()) > MAX_PARTS:
        raise BadInput("Search for at most %(most)d words.", field="text", most=MAX_PARTS)
    if not 1 <= form.size <= MAX_SIZE or form.page < 1 or form.end > DEEPEST:
        raise BadInput("There are too many results to page so far. Narrow the search.", field="page")
    _check_years(form)
    if not all(COUNTRY.fullmatch(country) for country in form.countries):
        raise BadInput("A country is a code of two letters.", field="country")
    if not (set(form.offences) <= set(OffenceKind) and set(form.exploitation) <= set(Exploitation)):
        raise BadInput("Choose from the list.", field="offence")
    if not (form.asks or form.narrowed):
        raise BadInput("Enter a name, a number or some words to search for.", field="text")
    if form.text.strip() and not question_of(form.text).parts:
        raise BadInput("Write a letter or a digit: nothing was searched.", field="text")


def _check_years(form: SearchForm) -> None:
    for name, year in (("year_from", form.year_from), ("year_to", form.year_to)):
        if year is not None and year not in YEARS:
            raise BadInput("%(year)s is not a year.", field=name, year=str(year))
    for decade in form.decades:
        if not (decade.isdecimal() and int(decade[:5]) in YEARS):
            raise BadInput("%(year)s is not a year.", field="decade", year=decade[:20])


@lru_cache(maxsize=4096)
def question_of(text: str) -> Question:
    """The text read, once for each search that takes it up again."""
    return read_question(text)
