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

READ_AT_ONCE, READ_AT_ONCE_IN_FILE = 500, 250
"""Subjects: some 70 and 35 ms on an idle core. In a SQLite file whoever reads holds up every commit."""
STORED_AT_ONCE = 300
"""Subjects whose hits are stored and whose rows are completed in one transaction: some 40 ms on an idle core. Of fewer
the 4 ms that each transaction costs are felt: at 50 a seventh of all that a relay does, at 150 a twentieth."""

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
    wanted, most = list(ids), READ_AT_ONCE_IN_FILE if store.sqlite else READ_AT_ONCE
    current: dict[str, C] = {}
    parties: dict[str, P] = {}
    linked: dict[str, Sequence[P]] = {}
    for at in range(0, len(wanted), most):
        with store.reading() as session:
            part = read(session, wanted[at : at + most])
        current.update(part.current)
        parties.update(part.parties)
        linked.update(part.linked)
    return Read(current, parties, linked)
