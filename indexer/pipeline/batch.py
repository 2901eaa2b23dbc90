"""The rows a relay works on together, and in what portions it reads and writes them.

Read and written in portions: on SQLite a long read holds up everybody's commit, a long write everybody's write.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from sqlalchemy.orm import Session

from casefile.hits.candidate_pairs import Pair, Read, ReadRecords, ReadWatches
from casefile.outbox import PendingItem
from casefile.storage.portions import Portion
from casefile.storage.store import Store
from casefile.vocabulary import Topic
from indexer.pipeline.own_writes import Written

READ_AT_ONCE, READ_AT_ONCE_IN_FILE = 500, 250
"""Subjects. In a SQLite file, where whoever reads holds up every commit: some 30 ms on an idle core."""
FIRST, LEAST, MOST = 300, 150, 300
"""Subjects whose hits are stored and whose rows are completed in one transaction, as many as take `HELD_S`. Of fewer the
4 ms that each transaction costs are felt: at 50, a tenth of all that a relay does."""
HELD_S = 0.04
"""So long a part may keep others from writing, its commit included."""

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

    def subjects(self) -> list[str]:
        return list(dict.fromkeys(item.subject_id for item in self.items))

    def of(self, subject: str) -> list[PendingItem]:
        return [item for item in self.items if item.subject_id == subject]

    def without(self, subjects: Iterable[str]) -> "Batch":
        left_out = set(subjects)
        keep = [item for item in self.items if item.subject_id not in left_out]
        return replace(self, items=keep)

    def parts(self, portion: Portion) -> "Iterator[Batch]":
        """Some subjects at a time, as many as the portion says by then, with all their rows and the pairs that had a
        hit."""
        subjects = self.subjects()
        if len(subjects) <= portion.size:
            yield self
            return
        at = 0
        while at < len(subjects):
            some = set(subjects[at : at + portion.size])
            at += len(some)
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
