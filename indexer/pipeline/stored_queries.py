"""A watch as the percolator stores it: one flat disjunction of its compound keys.

The engine selects stored queries by any of their terms. With compound keys that selection is already exact; a
conjunction (given name AND family name AND year) would run every "Mamadou" and is 30 to 40 times slower
(docs/sources/measurements.md, "Percolation").
"""

from typing import Any

from casefile.hits.sides import WatchSide
from indexer.engine import fields


def standing_query(keys: frozenset[str]) -> dict[str, Any]:
    """The stored query: any of the keys."""
    return {"terms": {fields.KEYS: sorted(keys)}}


def watch_document(side: WatchSide) -> dict[str, Any]:
    """The document of a watch. The keys stand beside the query, so that a plain search can be held against it."""
    return {
        fields.WATCH_ID: side.head.id,
        fields.UNIT: side.head.unit_id,
        fields.KIND: side.identity.kind.value,
        fields.VERSION: side.head.version,
        fields.QUERY: standing_query(side.keys),
        fields.KEYS: sorted(side.keys),
    }
