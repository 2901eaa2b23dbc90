"""Records whose name comparison calls one with the name asked for, whatever words and sounds they share.

A search by sound asks for the parts of a name by their sounds. Comparison accepts more: one slip, two parts joined, a
short form, a part left out. So the search asks besides for what a watch of this name would ask for, in the order of how
much of that a record has; and of the records so found it keeps those whose names comparison calls the same or
compatible. Its order and its number come of records that the reader may find, by the fields he may know of.
"""

from collections.abc import Sequence

from casefile.matching.blocking_keys import searched_keys
from casefile.policy.sharing import Scope
from indexer.engine.wire import Object
from indexer.search import queries, ranking, scoring
from indexer.search.queries import SearchForm
from indexer.search.views import CORE, WHOLE, View

MOST = 500
"""Records compared for one question. Among 20,000 with names as crowded as in Senegal a question has 24, 186 at
most. To look besides through those that share one part by its sound (1,700, 5,000 at most) took twice the time and
found nobody more of 44."""


def asked(form: SearchForm) -> bool:
    """Whether the search is by sound and for a name."""
    return form.mode == "sound" and queries.looks_like_name(form.text)


def near_query(
    form: SearchForm,
    scope: Scope,
    found: Object,
    *,
    countries: Sequence[str] = (),
    case_ids: Sequence[str] | None = None,
    left_out: Sequence[str] = (),
) -> Object:
    """The records in scope that share a key with the name, but for those that the query `found` finds."""
    if scope.empty or case_ids == []:
        return {"match_none": {}}
    keys = searched_keys(form.text, form.kind)
    ways = [_way(WHOLE, queries.whole_filters(form, scope, countries, case_ids), keys)]
    if (filters := queries.core_filters(form, scope, case_ids)) is not None:
        ways.append(_way(CORE, filters, keys))
    return {
        "bool": {"should": ways, "minimum_should_match": 1, "must_not": [found, *queries.these(left_out)]},
    }


def _way(view: View, filters: list[Object], keys: Sequence[str]) -> Object:
    if not keys:
        return {"match_none": {}}
    clauses = [scoring.constant({"term": {view.keys: {"value": key}}}, 1.0) for key in keys]
    return {"bool": {"filter": filters, "should": clauses, "minimum_should_match": 1}}


def accepted(text: str, names: Sequence[str], kind: str) -> bool:
    """Whether comparison calls one of a record's names one with the name asked for."""
    return ranking.tier_of(text, names, kind) <= ranking.Tier.KNOWN
