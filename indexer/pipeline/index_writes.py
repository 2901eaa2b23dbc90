"""What the index must do to hold what SQL holds: documents and standing queries put, or taken away. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from casefile.hits.sides import RecordHead, RecordSide, WatchHead, WatchSide
from indexer.engine.client import Drop, Operation, Put
from indexer.pipeline import documents, stored_queries

_LAST = 2**62
"""Version of the removal of something that is no longer in SQL at all: nothing comes after it."""


def record_operations(
    heads: Mapping[str, RecordHead], sides: Mapping[str, RecordSide], ids: Iterable[str], indices: Sequence[str]
) -> list[Operation]:
    """Documents of the records that may be searched; removal of those that may not, or are gone."""
    operations: list[Operation] = []
    for id in ids:
        head, side = heads.get(id), sides.get(id)
        if head is not None and side is not None:
            document = documents.record_document(side)
            operations += [Put(index, id, head.version, document) for index in indices]
        else:
            operations += [Drop(index, id, head.version if head else _LAST) for index in indices]
    return operations


def watch_operations(
    heads: Mapping[str, WatchHead], sides: Mapping[str, WatchSide], ids: Iterable[str], indices: Sequence[str]
) -> list[Operation]:
    """Standing queries of the watches in force; removal of the others."""
    operations: list[Operation] = []
    for id in ids:
        head, side = heads.get(id), sides.get(id)
        if head is not None and side is not None and side.keys:
            document = stored_queries.watch_document(side)
            operations += [Put(index, id, head.version, document) for index in indices]
        else:
            operations += [Drop(index, id, head.version if head else _LAST) for index in indices]
    return operations
