"""From a form and a scope to a query. Pure: values in, dicts out; nothing of what was typed becomes syntax.

Only `bool`, `term`, `terms`, `match`, `range`, `constant_score`, `dis_max` and `match_none` ever leave here: the
engine's safe mode would refuse percolation too (docs/sources/assurance.md, finding 1), so that this compiler is the
barrier against costly queries. Nothing is found or counted, and nothing ordered, by more than the reader may see.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from casefile.errors import BadInput
from casefile.names import analyze
from casefile.policy.sharing import EVERY_UNIT, Scope
from casefile.subjects.identifiers import Trouble, bare, forms, plain, read, search_terms
from casefile.subjects.identity import Identifier
from casefile.vocabulary import IdentifierKind, RecordKind
from indexer.engine import fields
from indexer.engine.wire import Object
from indexer.search import scoring
from indexer.search.views import CORE, WHOLE, View

Mode = Literal["written", "tolerant", "sound"]
MODES: tuple[Mode, ...] = ("written", "tolerant", "sound")

MAX_TEXT = 300
YEARS = range(1000, 2201)
COUNTRY = re.compile("[A-Za-z]{2}")
MAX_NAME_PARTS = 8
MAX_CODE_LETTERS, MAX_CODE_GROUPS, MIN_CODE_DIGITS = 24, 16, 3
"""Of what may be a number, without its label: letters (an account of a bank has some), groups, and digits at the
least."""
_PAGE = re.compile(r"\w\.[a-z]{2,6}/\w", re.IGNORECASE)
MAX_IDENTIFIER_FORMS = 200
MAX_SIZE = 100
MAX_VALUES = 500
"""Of one counted field: more than there are countries, or units in a network, so that every count is exact."""
DEEPEST = 10_000
"""Records from the start that may be paged to; who needs more narrows the question."""

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
    unit_id: str = ""
    """Whose record it is."""
    page: int = 1
    size: int = 20

    @property
    def start(self) -> int:
        return (self.page - 1) * self.size

    @property
    def end(self) -> int:
        return self.start + self.size

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
    if len(form.text.split()) > scoring.MAX_TOKENS:
        raise BadInput("Search for at most %(most)d words.", field="text", most=scoring.MAX_TOKENS)
    if not 1 <= form.size <= MAX_SIZE or form.page < 1 or form.end > DEEPEST:
        raise BadInput("There are too many results to page so far. Narrow the search.", field="page")
    for name, year in (("year_from", form.year_from), ("year_to", form.year_to)):
        if year is not None and year not in YEARS:
            raise BadInput("%(year)s is not a year.", field=name, year=year)
    if form.country and not COUNTRY.fullmatch(form.country):
        raise BadInput("A country is a code of two letters.", field="country")
    narrowed = form.country or form.kind or form.year_from or form.year_to or form.case_ref or form.unit_id
    if not (form.text.strip() or form.identifier.strip() or narrowed):
        raise BadInput("Enter a name, a number or some words to search for.", field="text")


def search_query(
    form: SearchForm,
    scope: Scope,
    *,
    countries: Sequence[str] = (),
    case_ids: Sequence[str] | None = None,
    left_out: Sequence[str] = (),
) -> Object:
    """The records in scope that answer the form, each by the fields that its reader may know of.

    `countries` are those under which a local phone number may be read, the reader's own first. `case_ids` limits to
    those cases; None does not limit, and an empty sequence finds nothing. `left_out` are ids of records whose copy in
    the index is older than the database.
    """
    if scope.empty or case_ids == []:
        return {"match_none": {}}
    found = [_whole(form, scope, countries, case_ids), *_core(form, scope, case_ids)]
    return {"bool": {"should": found, "minimum_should_match": 1, "must_not": these(left_out)}}


def _whole(form: SearchForm, scope: Scope, countries: Sequence[str], case_ids: Sequence[str] | None) -> Object:
    """Records that the reader may read as a whole; without a text or a number those of the own unit only."""
    filters = whole_filters(form, scope, countries, case_ids)
    if not form.text.strip():
        return {"bool": {"filter": filters}}
    return _scored(form, WHOLE, filters, identifier_forms(form.text, countries))


def whole_filters(
    form: SearchForm, scope: Scope, countries: Sequence[str], case_ids: Sequence[str] | None
) -> list[Object]:
    """What such a record must be besides answering the text."""
    filters = [readable(scope) if form.asks else _own(scope), *_narrowing(form, WHOLE)]
    if case_ids is not None:
        filters.append({"terms": {fields.CASE_ID: list(case_ids)}})
    if form.identifier.strip():
        numbers = identifier_forms(form.identifier, countries)
        filters.append({"terms": {fields.IDENTIFIERS: numbers}} if numbers else {"match_none": {}})
    return filters


def _core(form: SearchForm, scope: Scope, case_ids: Sequence[str] | None) -> list[Object]:
    """Records of which the reader may know the core: found by a name alone. A number or a case finds none."""
    filters = core_filters(form, scope, case_ids)
    if filters is None or not text_clauses(form.text, form.mode, CORE):
        return []
    return [_scored(form, CORE, filters, [])]


def core_filters(form: SearchForm, scope: Scope, case_ids: Sequence[str] | None) -> list[Object] | None:
    """The same of a core; None where no core may answer."""
    if not form.text.strip() or form.identifier.strip() or case_ids is not None:
        return None
    return [readable_core(scope), *_narrowing(form, CORE)]


def _scored(form: SearchForm, view: View, filters: list[Object], numbers: Sequence[str]) -> Object:
    """Whether it answers is one question, asked without a score; how much it answers is another, in constants."""
    answers = any_of(text_clauses(form.text, form.mode, view, numbers))
    return {"bool": {"filter": [*filters, answers], "should": scoring.score(form.text, form.mode, view, numbers)}}


def readable(scope: Scope) -> Object:
    """The rule of `sharing.access` as a filter: the own unit's records, and those released to it in full."""
    if scope.empty:
        return {"match_none": {}}
    return any_of([_own(scope), {"terms": {fields.READERS: [scope.unit_id, EVERY_UNIT]}}])


def readable_core(scope: Scope) -> Object:
    """The same for records of other units of which the reader may know the core."""
    if scope.empty:
        return {"match_none": {}}
    shown = {"terms": {fields.CORE_READERS: [scope.unit_id, EVERY_UNIT]}}
    return {"bool": {"filter": [shown], "must_not": [_own(scope)]}}


def findable(scope: Scope, *, left_out: Sequence[str] = ()) -> Object:
    """All that the reader may find, in full or by its core, but for copies that are being renewed."""
    return {"bool": {"filter": [any_of([readable(scope), readable_core(scope)])], "must_not": these(left_out)}}


def these(record_ids: Sequence[str]) -> list[Object]:
    """Some records by id, to be left out."""
    return [{"terms": {fields.RECORD_ID: list(record_ids)}}] if record_ids else []


def _own(scope: Scope) -> Object:
    return {"term": {fields.UNIT: scope.unit_id}}


def text_clauses(text: str, mode: Mode, view: View, numbers: Sequence[str] = ()) -> list[Object]:
    """Everything the text may stand for: a name, words of a report, a place, a number."""
    texts = view.texts + (view.sounding if mode == "sound" else ())
    clauses: list[Object] = [{"match": {field: {"query": text, "minimum_should_match": MAX_WORDS}}} for field in texts]
    clauses += name_clauses(text, mode, view)
    if numbers and view.identifiers:
        clauses.append({"terms": {view.identifiers: list(numbers)}})
    return clauses


def name_clauses(text: str, mode: Mode, view: View = WHOLE) -> list[Object]:
    """The ways the text may be a name: most of its words as written, in Latin, or most of its parts by sound."""
    ways = scoring.name_ways(text, mode, view)
    return [{"bool": {"should": clauses, "minimum_should_match": MAX_WORDS}} for _, _, clauses in ways]


COUNTED = {name: name for name in (fields.KIND, fields.UNIT, fields.COUNTRIES)}
COUNTED_CORE = COUNTED | {fields.COUNTRIES: fields.CORE_COUNTRIES}
"""What is counted, and by which field of a document: of a core by what its reader may know."""


def facets(scope: Scope) -> Object:
    """Counts over what the query finds, apart for records that are read whole and for cores."""
    return {
        part: {"filter": rule, "aggs": {name: _values_of(field) for name, field in counted.items()}}
        for part, rule, counted in (
            ("whole", readable(scope), COUNTED),
            ("core", readable_core(scope), COUNTED_CORE),
        )
    }


def _values_of(field: str) -> Object:
    return {"terms": {"field": field, "size": MAX_VALUES}}


def looks_like_name(text: str) -> bool:
    """Whether the text may be somebody's name, so that the first results are ordered by how alike the names are."""
    tokens = analyze(text).tokens
    return 0 < len(tokens) <= MAX_NAME_PARTS and not any(c.isdigit() for c in text)


def identifier_forms(text: str, countries: Sequence[str]) -> list[str]:
    """Every term under which the text's numbers may stand in the index; empty when it does not look like a number.

    Read as in a record and a watch, label and remark put aside; what readers confuse is found as a watch finds it. A
    code has three digits, few groups and hardly any prose: "77 123 45 67", "CNI n° 1 755 …", "a.b@example.org".
    """
    if not _looks_like_code(text):
        return []
    found: dict[str, None] = {}
    for country in (*countries, None):
        for kind in IdentifierKind:
            for form in forms(Identifier(kind, text, None), country):
                found |= dict.fromkeys(search_terms(form))
    return list(found)[:MAX_IDENTIFIER_FORMS]


def _looks_like_code(text: str) -> bool:
    written = plain(text)
    if not written or len(written) > MAX_TEXT:
        return False
    if ("@" in written or _PAGE.search(written)) and " " not in written:
        return True
    left = bare(written)
    digits = sum(c in "0123456789" for c in left)
    letters = sum(c.isalpha() for c in left)
    prose = letters // 3 > digits + 1 or letters > MAX_CODE_LETTERS or len(written.split()) > MAX_CODE_GROUPS
    return digits >= MIN_CODE_DIGITS and not prose


def _narrowing(form: SearchForm, view: View) -> Iterable[Object]:
    if form.kind:
        yield {"term": {fields.KIND: form.kind.value}}
    if form.unit_id:
        yield {"term": {fields.UNIT: form.unit_id}}
    if form.country:
        yield {"term": {view.countries: form.country.upper()}}
    if form.year_from is not None or form.year_to is not None:
        years = {"gte": form.year_from, "lte": form.year_to}
        bounds = {name: year for name, year in years.items() if year is not None}
        yield {"range": {view.years: {**bounds, "relation": "intersects"}}}


def any_of(clauses: list[Object]) -> Object:
    return {"bool": {"should": clauses, "minimum_should_match": 1}}
