"""What the index must do to hold what SQL holds: documents and stored queries put, or taken away. Pure."""

from collections.abc import Iterable, Iterator, Sequence

from casefile.hits.candidate_pairs import ReadRecords, ReadWatches
from indexer.engine.client import Drop, Operation, Put
from indexer.pipeline import documents, stored_queries

LAST = 2**62
"""Version of the removal of something that is no longer in SQL at all: nothing comes after it."""


def record_operations(records: ReadRecords, ids: Iterable[str], indices: Sequence[str]) -> Iterator[Operation]:
    """Documents of the records that may be searched; removal of those that may not, or are gone. Each is made when it
    is asked for: a batch's documents together are 40 MB."""
    for id in ids:
        current, party = records.current.get(id), records.parties.get(id)
        if current is not None and party is not None:
            document = documents.record_document(party)
            yield from (Put(index, id, current.version, document) for index in indices)
        else:
            yield from (Drop(index, id, current.version if current else LAST) for index in indices)


def watch_operations(watches: ReadWatches, ids: Iterable[str], indices: Sequence[str]) -> Iterator[Operation]:
    """Stored queries of the watches in force; removal of the others."""
    for id in ids:
        current, party = watches.current.get(id), watches.parties.get(id)
        if current is not None and party is not None and party.keys:
            document = stored_queries.watch_document(party)
            yield from (Put(index, id, current.version, document) for index in indices)
        else:
            yield from (Drop(index, id, current.version if current else LAST) for index in indices)
