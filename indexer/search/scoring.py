"""How much a record answers a question, as constants alone. Pure.

The engine's own relevance counts how rare a word is among all records, those included that the reader may not see: by
the order of two own results it would tell whether a word stands in a hidden one. So no clause here, and none that
leaves `queries`, has a score of its own making.
"""

from casefile.names import analyze
from indexer.engine import fields
from indexer.engine.wire import Object
from indexer.search import clauses
from indexer.search.clauses import Reading
from indexer.search.reading.question import Part, Question, Sort
from indexer.search.views import CORE, WHOLE, View

NUMBER, WHOLE_WRITTEN, WHOLE_LATIN = 4000.0, 3000.0, 2000.0
ALL_WRITTEN, ALL_LATIN = 1000.0, 500.0
"""A number that agrees; the whole name as typed, then with other marks or in another script; a name that has every word
as typed, or so. Parts of names and texts count below: 20 words in every field come to 200."""

WORDS: dict[str, float] = {
    fields.NAME_WRITTEN: 4.0,
    fields.NAME_LATIN: 2.0,  # another script or other marks, the same letters
    fields.TITLES: 2.0,
    fields.PLACES: 1.0,
    fields.NARRATIVE: 0.5,  # named in a report: below a record of the person itself
}
WORDS |= {CORE.written: WORDS[WHOLE.written], CORE.latin: WORDS[WHOLE.latin]}
"""What each word counts in each field, and why. A word found as written is found in Latin too."""


def score(question: Question, mode: str, view: View, reading: Reading) -> list[Object]:
    """What adds up to the order of the records found: the best whole agreement, or the words that agree."""
    tiers: list[Object] = []
    words = [part for part in question.words if not part.light] or list(question.words)
    for field, whole, every, mark in _fields(view, mode):
        held: list[Object] = [{"terms": {field: terms}} for part in words if (terms := _of(part, mark))]
        if held:
            tiers.append(constant({"term": {view.whole: {"value": _whole(question, mark)}}}, whole))
            tiers.append(constant({"bool": {"filter": held}}, every))
    for part in question.parts:
        if part.sort is Sort.NUMBER and view.identifiers and (ways := clauses.numbers(part, view, reading)):
            tiers.append(constant({"bool": {"should": ways, "minimum_should_match": 1}}, NUMBER))
    single = [constant(clause, WORDS[field]) for part in words for field, clause in _single(part, view, mode)]
    if single:
        tiers.append({"bool": {"should": single}})
    return [{"dis_max": {"queries": tiers}}] if tiers else []


def _fields(view: View, mode: str) -> list[tuple[str, float, float, str]]:
    written = (view.written, WHOLE_WRITTEN, ALL_WRITTEN, "w")
    return [written] if mode == "written" else [written, (view.latin, WHOLE_LATIN, ALL_LATIN, "l")]


def _of(part: Part, mark: str) -> list[str]:
    return list(part.keys.written if mark == "w" else part.keys.latin)


def _whole(question: Question, mark: str) -> str:
    """The name as the index has it as one term (`documents.whole_terms`)."""
    keys = analyze(question.name)
    return f"{mark} {' '.join(sorted(keys.written if mark == 'w' else keys.latin))}"


def _single(part: Part, view: View, mode: str) -> list[tuple[str, Object]]:
    names: list[tuple[str, Object]] = [
        (field, {"terms": {field: terms}}) for field, _, _, mark in _fields(view, mode) if (terms := _of(part, mark))
    ]
    return names + [(field, {"match": {field: {"query": part.text, "operator": "and"}}}) for field in view.texts]


def constant(query: Object, value: float) -> Object:
    """The query, counting `value` for whatever it finds."""
    return {"constant_score": {"filter": query, "boost": value}}
