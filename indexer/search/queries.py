"""From a form and a scope to a query. Pure: values in, dicts out; nothing of what was typed becomes syntax.

Only `bool`, `term`, `terms`, `match`, `match_phrase`, `prefix`, `range`, `constant_score`, `dis_max` and `match_none`
ever leave here: the engine's safe mode would refuse percolation too (docs/sources/assurance.md, finding 1), so that
this compiler is the barrier against costly queries. A beginning of a word has three letters at the least. Nothing is
found or counted, and nothing ordered, by more than the reader may see.
"""

from collections.abc import Iterable, Sequence

from casefile.policy.sharing import EVERY_UNIT, Scope
from indexer.engine import fields
from indexer.engine.wire import Object
from indexer.search import clauses, scoring
from indexer.search.clauses import Reading, identifier_forms
from indexer.search.reading.form import Mode, SearchForm, question_of
from indexer.search.reading.question import Question
from indexer.search.views import CORE, WHOLE, View

MAX_NAME_PARTS = 8
MAX_VALUES = 500
"""Of one counted field: more than there are countries, or units in a network, so that every count is exact."""


def search_query(
    form: SearchForm,
    scope: Scope,
    *,
    countries: Sequence[str] = (),
    case_ids: Sequence[str] | None = None,
    own_cases: Sequence[str] = (),
    left_out: Sequence[str] = (),
) -> Object:
    """The records in scope that have every part of the question as it is, each by the fields its reader may know of.

    `countries` are those under which a local phone number may be read, the reader's own first. `case_ids` limits to
    those cases; None does not limit, and an empty sequence finds nothing. `own_cases`: of the reader's unit, by the
    reference that the text gives. `left_out` are ids of records whose copy in the index is older than the database.
    """
    if scope.empty or case_ids == []:
        return {"match_none": {}}
    reading = Reading(tuple(countries), tuple(own_cases), scope.unit_id)
    found: list[Object] = []
    for view, filters in views(form, scope, reading.countries, case_ids):
        if not form.text.strip():
            found.append({"bool": {"filter": filters}})
            continue
        question = question_of(form.text)
        answers = _answering(question, view, form.mode, reading)
        if answers is not None:
            score = scoring.score(question, form.mode, view, reading)
            found.append({"bool": {"filter": [*filters, *answers], "should": score}})
    if not found:
        return {"match_none": {}}
    return {"bool": {"should": found, "minimum_should_match": 1, "must_not": these(left_out)}}


def views(
    form: SearchForm, scope: Scope, countries: Sequence[str], case_ids: Sequence[str] | None
) -> list[tuple[View, list[Object]]]:
    """How records may be read by this reader, and what a record must be besides answering the text."""
    found = [(WHOLE, [*_whole_filters(form, scope, countries, case_ids), *_without(form, WHOLE)])]
    if (core := _core_filters(form, scope, case_ids)) is not None:
        found.append((CORE, [*core, *_without(form, CORE)]))
    return found


def _answering(question: Question, view: View, mode: Mode, reading: Reading) -> list[Object] | None:
    """One clause for each part that a record must have; None where this view cannot have one of them."""
    ways = [clauses.exact(part, question, view, mode, reading) for part in question.required]
    return [any_of(one) for one in ways] if ways and all(ways) else None


def _without(form: SearchForm, view: View) -> list[Object]:
    """What the question leaves out, by the fields of this view alone: what it may not know is not known to be there."""
    question = question_of(form.text)
    ways = [way for part in question.left_out for way in clauses.exact(part, question, view, "tolerant", Reading())]
    return [{"bool": {"must_not": ways}}] if ways else []


def _whole_filters(
    form: SearchForm, scope: Scope, countries: Sequence[str], case_ids: Sequence[str] | None
) -> list[Object]:
    """What a record must be that the reader may read as a whole; without a text or a number, one of the own unit's."""
    filters = [readable(scope) if form.asks else _own(scope), *_narrowing(form, WHOLE)]
    if case_ids is not None:
        filters.append({"terms": {fields.CASE_ID: list(case_ids)}})
    if form.topics:
        filters.append(_named_for(form.topics, scope))
    if form.identifier.strip():
        numbers = identifier_forms(form.identifier, countries)
        filters.append({"terms": {fields.IDENTIFIERS: numbers}} if numbers else {"match_none": {}})
    return filters


def _named_for(topics: Sequence[str], scope: Scope) -> Object:
    """By published lists, whoever asks; by a unit's own, the unit alone."""
    own: Object = {"bool": {"filter": [_own(scope), {"terms": {fields.OWN_TOPICS: list(topics)}}]}}
    return any_of([{"terms": {fields.TOPICS: list(topics)}}, own])


def _core_filters(form: SearchForm, scope: Scope, case_ids: Sequence[str] | None) -> list[Object] | None:
    """The same of a core, found by a name alone; None where none may answer. A number, a case or a topic finds none."""
    if not form.text.strip() or form.identifier.strip() or form.topics or case_ids is not None:
        return None
    return [readable_core(scope), *_narrowing(form, CORE)]


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


_ALWAYS = {name: name for name in (fields.KIND, fields.UNIT, fields.COUNTRIES, fields.DECADES)}
COUNTED = _ALWAYS | {name: name for name in (fields.TOPICS, fields.OFFENCES, fields.EXPLOITATION)}
COUNTED_CORE = _ALWAYS | {fields.COUNTRIES: fields.CORE_COUNTRIES, fields.DECADES: fields.CORE_DECADES}
COUNTED_OWN = {fields.CASE_ID: fields.CASE_ID, fields.TOPICS: fields.OWN_TOPICS}
"""What is counted, and by which field of a document: of a core by what its reader may know, neither topics nor
offences; the case, and what a unit's own list says, of the own records alone."""


def facets(scope: Scope) -> Object:
    """Counts over what the query finds, apart for records that are read whole, for cores, and for the unit's own."""
    return {
        part: {"filter": rule, "aggs": {name: _values_of(field) for name, field in counted.items()}}
        for part, rule, counted in (
            ("whole", readable(scope), COUNTED),
            ("core", readable_core(scope), COUNTED_CORE),
            ("own", _own(scope), COUNTED_OWN),
        )
    }


def _values_of(field: str) -> Object:
    return {"terms": {"field": field, "size": MAX_VALUES}}


def _narrowing(form: SearchForm, view: View) -> Iterable[Object]:
    if form.kinds:
        yield {"terms": {fields.KIND: [kind.value for kind in form.kinds]}}
    if form.unit_ids:
        yield {"terms": {fields.UNIT: list(form.unit_ids)}}
    if form.countries:
        yield {"terms": {view.countries: [country.upper() for country in form.countries]}}
    if form.decades:
        yield {"terms": {view.decades: list(form.decades)}}
    for field, words in ((view.offences, form.offences), (view.exploitation, form.exploitation)):
        if words:  # of a core nobody knows what it is about, so that none is left by it
            yield {"terms": {field: list(words)}} if field else {"match_none": {}}
    if form.year_from is not None or form.year_to is not None:
        years = {"gte": form.year_from, "lte": form.year_to}
        bounds = {name: year for name, year in years.items() if year is not None}
        yield {"range": {view.years: {**bounds, "relation": "intersects"}}}


def any_of(clauses: list[Object]) -> Object:
    return {"bool": {"should": clauses, "minimum_should_match": 1}}
