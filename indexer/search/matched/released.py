"""Records that other units released to the reader's and that have one of some numbers, for the drawing of a network.

The index proposes, by the filter of every search; whoever shows one reads it from SQL by the rule itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from casefile.policy.permissions import Permission
from casefile.policy.sharing import scope
from casefile.policy.viewer import Viewer, require
from casefile.records.search_log import stale_copies
from casefile.storage.store import Store
from casefile.subjects.identifiers import search_terms
from indexer.engine import fields, indices
from indexer.engine.client import Engine
from indexer.engine.wire import Object
from indexer.search import queries
from indexer.search.copy_of_all import whole_copy

MOST: Final = 100
"""Records proposed for one network: more than a drawing holds."""
MOST_NUMBERS: Final = 1_000
"""Numbers asked for at once: three terms each, of the 65,536 that the engine takes."""


@dataclass(frozen=True, slots=True)
class Released:
    """`ids` in their own order; `whole`: every number was asked for, of an index that holds all, and none was cut."""

    ids: tuple[str, ...] = ()
    whole: bool = True


def released_with(engine: Engine, store: Store, viewer: Viewer, forms: Sequence[str]) -> Released:
    """Those released in full that have one of these numbers, each in its normal form: a core has none.

    Raises SearchUnavailable.
    """
    require(viewer, Permission.SEARCH)
    asked = forms[:MOST_NUMBERS]
    if not asked:
        return Released()
    with store.reading() as session:
        left_out = stale_copies(session, viewer)
    seen = scope(viewer)
    terms = sorted({term for form in asked for term in search_terms(form)})
    own: Object = {"term": {fields.UNIT: seen.unit_id}}
    wanted: list[Object] = [queries.readable(seen), {"terms": {fields.IDENTIFIERS: terms}}]
    body: Object = {
        "query": {"bool": {"filter": wanted, "must_not": [own, *queries.these(left_out)]}},
        "size": MOST + 1,
        "_source": False,
        "sort": [{fields.RECORD_ID: "asc"}],
    }
    answer = engine.search(indices.live(engine, indices.Kind.RECORDS), body)
    ids = [hit["_id"] for hit in answer["hits"]["hits"]]
    whole = len(asked) == len(forms) and len(ids) <= MOST and whole_copy(engine, store, viewer)
    return Released(tuple(ids[:MOST]), whole)
