"""From a form and a scope to a query. Pure: values in, dicts out; nothing of what was typed becomes syntax.

Only `bool`, `term`, `terms`, `match`, `range`, `match_all` and `match_none` ever leave here: the engine's safe mode
would refuse percolation too (docs/sources/assurance.md, finding 1), so that
this compiler is the barrier against costly queries.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from casefile.errors import BadInput
from casefile.names import analyze
from casefile.policy.sharing import EVERY_UNIT, Scope
from casefile.subjects.identifiers import ascii_digits, normal
from casefile.subjects.identity import Identifier
from casefile.vocabulary import IdentifierKind, RecordKind
from indexer.engine import fields
from indexer.engine.wire import Object

Mode = Literal["written", "tolerant", "sound"]
MODES: tuple[Mode, ...] = ("written", "tolerant", "sound")

MAX_TEXT = 300
YEARS = range(1000, 2201)
COUNTRY = re.compile("[A-Za-z]{2}")
MAX_NAME_PARTS = 8
MAX_CODE, MAX_CODE_LETTERS, MAX_CODE_GROUPS, MIN_CODE_DIGITS = 80, 24, 8, 3
"""Of what may be a number: characters, letters (an account of a bank has some), groups, and digits at the least."""
MAX_TOKENS = 20
MAX_IDENTIFIER_FORMS = 200
MAX_SIZE = 100
DEEPEST = 10_000
"""Records from the start that may be paged to; who needs more narrows the question."""

BOOSTS: dict[str, float] = {
    fields.IDENTIFIERS: 20.0,  # a number that agrees beats any name
    fields.NAME_WRITTEN: 4.0,  # the very spelling that was typed comes first in every mode
    fields.NAME_LATIN: 2.0,  # another script or other marks, the same letters
    fields.NAME_SOUND: 1.0,  # only sounds alike
    fields.NARRATIVE: 0.5,  # named in a report: below a record of the person itself
    fields.NARRATIVE_SOUND: 0.25,
    fields.PLACES: 0.5,
    fields.PLACES_SOUND: 0.25,
}
"""How much a match in each field counts, and why."""

MAX_WORDS = "2<-1 5<60%"
"""Up to two words: all of them. Three to five: all but one. More: three in five, since a full official name has
five words and the file next to it two."""


@dataclass(frozen=True, slots=True)
class SearchForm:
    """What an officer asks. `text` is a name, a number, or words of a report; the rest narrows it."""

    text: str = ""
    mode: Mode = "tolerant"
    identifier: str = ""
    country: str = ""
    kind: RecordKind | None = None
    year_from: int | None = None
    year_to: int | None = None
    case_ref: str = ""
    page: int = 1
    size: int = 20

    @property
    def start(self) -> int:
        return (self.page - 1) * self.size


def check(form: SearchForm) -> None:
    """Raises BadInput, naming the field, on a form that asks too much or nothing."""
    if form.mode not in MODES:
        raise BadInput("Choose one of the ways to compare names.", field="mode")
    for name, value in (("text", form.text), ("identifier", form.identifier)):
        if len(value) > MAX_TEXT:
            raise BadInput("Search for at most %(most)d characters.", field=name, most=MAX_TEXT)
    if len(form.text.split()) > MAX_TOKENS:
        raise BadInput("Search for at most %(most)d words.", field="text", most=MAX_TOKENS)
    if not 1 <= form.size <= MAX_SIZE or form.page < 1 or form.start + form.size > DEEPEST:
        raise BadInput("There are too many results to page so far. Narrow the search.", field="page")
    for name, year in (("year_from", form.year_from), ("year_to", form.year_to)):
        if year is not None and year not in YEARS:
            raise BadInput("%(year)s is not a year.", field=name, year=year)
    if form.country and not COUNTRY.fullmatch(form.country):
        raise BadInput("A country is a code of two letters.", field="country")
    narrowed = form.country or form.kind or form.year_from or form.year_to or form.case_ref
    if not (form.text.strip() or form.identifier.strip() or narrowed):
        raise BadInput("Enter a name, a number or some words to search for.", field="text")


def search_query(
    form: SearchForm, scope: Scope, *, countries: Sequence[str] = (), case_ids: Sequence[str] | None = None
) -> Object:
    """The records in scope that answer the form.

    `countries` are those under which a local phone number may be read, the reader's own first. `case_ids` limits to
    those cases; None does not limit, and an empty sequence finds nothing.
    """
    if scope.empty or case_ids == []:
        return {"match_none": {}}
    filters = [readable(scope), *_narrowing(form)]
    if case_ids is not None:
        filters.append({"terms": {fields.CASE_ID: list(case_ids)}})
    if form.identifier.strip():
        forms = identifier_forms(form.identifier, countries)
        filters.append({"terms": {fields.IDENTIFIERS: forms}} if forms else {"match_none": {}})
    query: Object = {"filter": filters}
    if form.text.strip():
        query["must"] = [_any_of(text_clauses(form.text, form.mode, countries))]
    return {"bool": query}


def readable(scope: Scope) -> Object:
    """The rule of `sharing.may_read` as a filter: the own unit's records, and those released to it."""
    if scope.empty:
        return {"match_none": {}}
    return _any_of(
        [
            {"term": {fields.UNIT: scope.unit_id}},
            {"terms": {fields.READERS: [scope.unit_id, EVERY_UNIT]}},
        ]
    )


def text_clauses(text: str, mode: Mode, countries: Sequence[str]) -> list[Object]:
    """Everything the text may stand for: a name, words of a report, a place, a number."""
    clauses = [_words(fields.NARRATIVE, text), _words(fields.PLACES, text)]
    if mode == "sound":
        clauses += [_words(fields.NARRATIVE_SOUND, text), _words(fields.PLACES_SOUND, text)]
    clauses += name_clauses(text, mode)
    if forms := identifier_forms(text, countries):
        clauses.append({"terms": {fields.IDENTIFIERS: forms, "boost": BOOSTS[fields.IDENTIFIERS]}})
    return clauses


def name_clauses(text: str, mode: Mode) -> list[Object]:
    """The ways the text may be a name: most of its words as written, in Latin, or most of its parts by sound.

    Words are looked for as documents hold them, one by one: "Abdul Aziz" is two words and one part.
    """
    keys = analyze(text)
    ways = [[_term(fields.NAME_WRITTEN, word) for word in keys.written]]
    if mode != "written":
        ways.append([_term(fields.NAME_LATIN, word) for word in keys.latin])
    if mode == "sound":
        ways.append(
            [
                _any_of([_term(fields.NAME_SOUND, sound) for sound in token.sounds])
                for token in keys.tokens
                if token.sounds
            ]
        )
    return [{"bool": {"should": way[:MAX_TOKENS], "minimum_should_match": MAX_WORDS}} for way in ways if way]


def facets(size: int = 30) -> Object:
    """Counts by kind, unit and country over what the query finds, hence over the readable scope only."""
    return {name: {"terms": {"field": name, "size": size}} for name in (fields.KIND, fields.UNIT, fields.COUNTRIES)}


def looks_like_name(text: str) -> bool:
    """Whether the text may be somebody's name, so that the first results are ordered by how alike the names are."""
    tokens = analyze(text).tokens
    return 0 < len(tokens) <= MAX_NAME_PARTS and not any(c.isdigit() for c in text)


def identifier_forms(text: str, countries: Sequence[str]) -> list[str]:
    """Every normal form the text may have as a number or code; empty when it does not look like one.

    A code has a digit, at most four parts and hardly any prose: "77 123 45 67", "DK-1234-AB", "a.b@example.org".
    """
    if not _looks_like_code(text):
        return []
    forms: dict[str, None] = {}
    for country in (*countries, None):
        for kind in IdentifierKind:
            form = normal(Identifier(kind, text, None), country)
            if form:
                forms[form] = None
    return list(forms)[:MAX_IDENTIFIER_FORMS]


def _looks_like_code(text: str) -> bool:
    plain = ascii_digits(unicodedata.normalize("NFKC", text)).strip()
    if not plain or len(plain) > MAX_CODE:
        return False
    if "@" in plain and " " not in plain:
        return True
    digits = sum(c in "0123456789" for c in plain)
    letters = sum(c.isalpha() for c in plain)
    prose = letters // 3 > digits + 1 or letters > MAX_CODE_LETTERS or len(plain.split()) > MAX_CODE_GROUPS
    return digits >= MIN_CODE_DIGITS and not prose


def _narrowing(form: SearchForm) -> Iterable[Object]:
    if form.kind:
        yield {"term": {fields.KIND: form.kind.value}}
    if form.country:
        yield {"term": {fields.COUNTRIES: form.country.upper()}}
    if form.year_from is not None or form.year_to is not None:
        years = {"gte": form.year_from, "lte": form.year_to}
        bounds = {name: year for name, year in years.items() if year is not None}
        yield {"range": {fields.YEARS: {**bounds, "relation": "intersects"}}}


def _words(field: str, text: str) -> Object:
    return {"match": {field: {"query": text, "minimum_should_match": MAX_WORDS, "boost": BOOSTS[field]}}}


def _term(field: str, value: str) -> Object:
    return {"term": {field: {"value": value, "boost": BOOSTS[field]}}}


def _any_of(clauses: list[Object]) -> Object:
    return {"bool": {"should": clauses, "minimum_should_match": 1}}
