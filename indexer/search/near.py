"""What comes near: records looked at one by one, since their words are only like those asked for.

The exact query (`queries`) asks for every part as it is. Beyond it lie names that are heard alike, are known as one or
are a slip off, numbers known in part, texts that have most of the words. They are asked for by keys that many more
records have, in the order of how much of the question they have; then every one of them is held against the question
by its own words (`answers`). Order and number come of records that the reader may find, by fields he may know of.
"""

from collections.abc import Sequence

from casefile.matching.blocking_keys import searched_keys
from casefile.policy.sharing import Scope
from indexer.engine.wire import Object
from indexer.search import clauses, queries, scoring
from indexer.search.clauses import Reading
from indexer.search.reading.form import LOOSE, SearchForm, question_of
from indexer.search.reading.question import Sort
from indexer.search.views import View

MOST = 500
"""Records looked at for one question. Among 20,000 with names as crowded as in Senegal a question has 24, 186 at
most. To look also through those that share one part by its sound (1,700, 5,000 at most) took twice the time and
found nobody more of 44."""
NEIGHBOURS = 60
"""The same where nothing answers and neighbours are shown."""
EACH_PART, EXACT_PART = 10.0, 5.0
"""What a part counts in the order in which they are looked at, and how much more as it is. A key of two parts counts 1.
"""

MOST_PARTS = "2<-1 5<60%"
"""Up to two parts: all of them. Three to five: all but one. More: three in five."""


def asked(form: SearchForm) -> bool:
    """Whether the search looks further than the letters."""
    return form.mode in LOOSE and bool(form.text.strip())


def near_query(
    form: SearchForm,
    scope: Scope,
    found: Object,
    *,
    countries: Sequence[str] = (),
    case_ids: Sequence[str] | None = None,
    own_cases: Sequence[str] = (),
    left_out: Sequence[str] = (),
    neighbours: bool = False,
) -> Object:
    """The records in scope that have most parts of the question nearly, or share a key with its name, but for those
    that the query `found` finds. `neighbours`: any part, or a word that begins alike."""
    if scope.empty or case_ids == []:
        return {"match_none": {}}
    reading = Reading(tuple(countries), tuple(own_cases), scope.unit_id)
    question = question_of(form.text)
    kind = form.kinds[0] if len(form.kinds) == 1 else None
    keys = searched_keys(question.name, kind) if 0 < len(question.words) <= queries.MAX_NAME_PARTS else ()
    ways: list[Object] = [
        _way(form, view, filters, keys, reading, neighbours=neighbours)
        for view, filters in queries.views(form, scope, reading.countries, case_ids)
    ]
    left = [found, *queries.these(left_out)]
    return {"bool": {"should": ways, "minimum_should_match": 1, "must_not": left}}


def _way(
    form: SearchForm, view: View, filters: list[Object], keys: Sequence[str], reading: Reading, *, neighbours: bool
) -> Object:
    question = question_of(form.text)
    parts: list[Object] = []
    exact: list[Object] = []
    for part in question.required:
        own = clauses.exact(part, question, view, form.mode, reading)
        ways = own + clauses.loose(part, question, view, reading)
        if neighbours:
            ways += clauses.alike(part, view)
        parts.append(scoring.constant(queries.any_of(ways), EACH_PART) if ways else {"match_none": {}})
        if own:
            exact.append(scoring.constant(queries.any_of(own), EXACT_PART))
    whole = [n for part in question.required if part.sort is Sort.NUMBER for n in clauses.numbers(part, view, reading)]
    shared: list[Object] = [scoring.constant({"term": {view.keys: {"value": key}}}, 1.0) for key in keys]
    least = "1" if neighbours else MOST_PARTS
    most: Object = {"bool": {"should": parts, "minimum_should_match": least}}
    return {
        "bool": {"filter": [*filters, queries.any_of([most, *shared, *whole])], "should": [*parts, *exact, *shared]}
    }
