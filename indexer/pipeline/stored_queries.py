"""A watch as the percolator stores it: one flat disjunction of its compound keys.

The engine selects stored queries by any of their terms. With compound keys that selection is already exact; a
conjunction (given name AND family name AND year) would run every "Mamadou" and is 30 to 40 times slower
(docs/sources/measurements.md, "Percolation").
"""

from casefile.hits.parties import WatchParty
from indexer.engine import fields
from indexer.engine.wire import Object
from indexer.pipeline.seal import seal


def stored_query(keys: frozenset[str]) -> Object:
    """The stored query: any of the keys."""
    return {"terms": {fields.KEYS: sorted(keys)}}


def watch_document(party: WatchParty) -> Object:
    """The document of a watch. The keys stand next to the query, so that a plain search can be held against it."""
    return {
        fields.WATCH_ID: party.current.id,
        fields.UNIT: party.current.unit_id,
        fields.KIND: party.identity.kind.value,
        fields.VERSION: party.current.version,
        fields.SEAL: seal(party.current.id, party.current.version),
        fields.QUERY: stored_query(party.keys),
        fields.KEYS: sorted(party.keys),
    }
