"""The rows a relay works on together, and in what portions it reads and writes them.

Read and written in portions: on SQLite a long read holds up everybody's commit, a long write everybody's write.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from sqlalchemy.orm import Session

from casefile.hits.candidate_pairs import Pair, Read, ReadRecords, ReadWatches
from casefile.outbox import PendingItem
from casefile.storage.store import Store
from casefile.vocabulary import Topic
from indexer.pipeline.own_writes import Written

READ_AT_ONCE = 500
"""Subjects: some 70 ms on an idle core."""
STORED_AT_ONCE = 300
"""Subjects whose hits are stored and whose rows are completed in one transaction: some 40 ms on an idle core."""

C = TypeVar("C")
P = TypeVar("P")


@dataclass(slots=True)
class Batch:
    """The claimed rows by what they speak of, and what has been read for them."""

    items: Sequence[PendingItem]
    records: ReadRecords = field(default_factory=Read)
    watches: ReadWatches = field(default_factory=Read)
    had_hits: set[Pair] = field(default_factory=set)
    written: Sequence[Written] = ()

    def ids(self, topic: Topic) -> list[str]:
        return list(dict.fromkeys(item.subject_id for item in self.items if item.topic is topic))

    def of(self, subject: str) -> list[PendingItem]:
        return [item for item in self.items if item.subject_id == subject]

    def without(self, subjects: Iterable[str]) -> "Batch":
        left_out = set(subjects)
        keep = [item for item in self.items if item.subject_id not in left_out]
        return replace(self, items=keep)

    def parts(self) -> "Iterator[Batch]":
        """Some subjects at a time, with all their rows and the pairs that had a hit."""
        subjects = list(dict.fromkeys(item.subject_id for item in self.items))
        if len(subjects) <= STORED_AT_ONCE:
            yield self
            return
        for at in range(0, len(subjects), STORED_AT_ONCE):
            some = set(subjects[at : at + STORED_AT_ONCE])
            yield replace(
                self,
                items=[item for item in self.items if item.subject_id in some],
                had_hits={pair for pair in self.had_hits if not some.isdisjoint(pair)},
            )


def read_in_parts(
    store: Store, read: Callable[[Session, Collection[str]], Read[C, P]], ids: Iterable[str]
) -> Read[C, P]:
    """What SQL holds of these. Each in its current version, if not all at one moment: what has changed when the hits
    are stored is done again."""
    found: Read[C, P] = Read()
    wanted = list(ids)
    for at in range(0, len(wanted), READ_AT_ONCE):
        with store.reading() as session:
            found = found.joined(read(session, wanted[at : at + READ_AT_ONCE]))
    return found
