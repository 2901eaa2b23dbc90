"""From candidates to decisions: read the other parties from SQL, decide each pair exactly, keep the evidence.

A pair is a hit iff the two may meet, their keys meet, and matching says so: the oracle's own definition. The index
only proposes. Pairs that already have a hit are decided again whatever the index proposes, so that a hit is never
withdrawn because the index was incomplete.
"""

from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Generic, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from casefile.hits import parties
from casefile.hits.items.coincidence import value_key
from casefile.hits.parties import CurrentRecord, CurrentWatch, RecordParty, WatchParty, may_meet, searchable
from casefile.hits.raise_hits import FoundHit
from casefile.matching import MODEL_VERSION, decide
from casefile.policy.sharing import may_speak_for
from casefile.storage.in_list import among_given
from casefile.storage.tables import Hit
from casefile.subjects.name_counts import TermFrequencies

KEPT_WATCHES = 20_000
KEPT_RECORDS = 2_000
"""Prepared parties kept in memory: a batch's candidates are mostly those of the batch before. A watch is about 6 kB; a
record 12, most of it the keys it answers to."""

Pair = tuple[str, str]
"""Record id, watch id."""

C = TypeVar("C")
P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Read(Generic[C, P]):
    """What SQL holds of some records, or of some watches, by id.

    One with a current version and no party has no place in the index, or has lost its content.
    """

    current: Mapping[str, C] = field(default_factory=dict)
    parties: Mapping[str, P] = field(default_factory=dict)
    linked: Mapping[str, Sequence[P]] = field(default_factory=dict)
    """Of records: those linked to each that may speak for it."""

    def joined(self, other: "Read[C, P]") -> "Read[C, P]":
        """Both together."""
        if not other.current:
            return self
        linked = {**self.linked, **other.linked}
        return Read({**self.current, **other.current}, {**self.parties, **other.parties}, linked)


ReadRecords = Read[CurrentRecord, RecordParty]
ReadWatches = Read[CurrentWatch, WatchParty]


class Kept(Generic[P]):
    """The values used last, up to a number of them, by id and version."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[tuple[str, int], P] = OrderedDict()

    def get(self, id: str, version: int) -> P | None:
        value = self._values.get((id, version))
        if value is not None:
            self._values.move_to_end((id, version))
        return value

    def put(self, id: str, version: int, value: P) -> None:
        self._values[id, version] = value
        if len(self._values) > self._most:
            self._values.popitem(last=False)

    def drop(self, id: str) -> None:
        for key in [key for key in list(self._values) if key[0] == id]:
            self._values.pop(key, None)


class Reader:
    """Reads parties from SQL. Current versions are always fresh; content is immutable under its version, so it may be
    kept."""

    def __init__(self) -> None:
        self._records: Kept[RecordParty] = Kept(KEPT_RECORDS)
        self._watches: Kept[WatchParty] = Kept(KEPT_WATCHES)

    def forget(self, id: str) -> None:
        """Read this record or watch again next time: what could not be worked on may be repaired in the database."""
        self._records.drop(id)
        self._watches.drop(id)

    def records(self, session: Session, ids: Collection[str]) -> ReadRecords:
        """The current versions of those that exist, and the parties of those that have a place in the index."""
        current = parties.current_records(session, ids)
        found, unknown = {}, []
        for record in filter(searchable, current.values()):
            kept = self._records.get(record.id, record.version)
            if kept is None:
                unknown.append(record)
            else:  # the state may change without the content
                found[record.id] = kept if kept.current == record else RecordParty(record, kept.identity)
        content = parties.contents(session, unknown)
        for record in unknown:
            if record.id in content:
                found[record.id] = party = RecordParty(record, content[record.id])
                self._records.put(record.id, record.version, party)
        return Read(current, found)

    def with_linked(self, session: Session, read: ReadRecords, ids: Collection[str]) -> ReadRecords:
        """The same with what is linked to these of them: read when a pair is decided, for most records meet nobody."""
        ends = parties.linked_ids(session, sorted(set(ids) & set(read.parties)))
        if not ends:
            return read
        others = self.records(session, {other for many in ends.values() for other in many}).parties
        linked = {
            id: [others[other] for other in many if other in others and _speaks(others[other], read.parties[id])]
            for id, many in ends.items()
        }
        return replace(read, linked=linked)

    def watches(self, session: Session, ids: Collection[str]) -> ReadWatches:
        """The same for watches. One that is not in force is not even read: it may be what could not be read."""
        current = parties.current_watches(session, ids)
        found, unknown = {}, []
        for watch in current.values():
            if not watch.is_matchable:
                continue
            kept = self._watches.get(watch.id, watch.version)
            if kept is None:
                unknown.append(watch)
            else:
                found[watch.id] = kept if kept.current == watch else WatchParty(watch, kept.identity)
        content = parties.contents(session, unknown)
        for watch in unknown:
            if watch.id in content:
                found[watch.id] = party = WatchParty(watch, content[watch.id])
                self._watches.put(watch.id, watch.version, party)
        return Read(current, found)


def _speaks(other: RecordParty, record: RecordParty) -> bool:
    return may_speak_for(other.current.release, record.current.release)


@dataclass(frozen=True, slots=True)
class Matched:
    """The hits there are between the pairs compared, and the current versions they rest on."""

    hits: list[FoundHit]
    records: Mapping[str, CurrentRecord]
    watches: Mapping[str, CurrentWatch]


def pairs_with_hits(session: Session, record_ids: Collection[str], watch_ids: Collection[str]) -> set[Pair]:
    """The pairs of these records or watches that have a hit already."""
    return _pairs(session, Hit.record_id, record_ids) | _pairs(session, Hit.watch_id, watch_ids)


def match(pairs: Collection[Pair], common: TermFrequencies, *, records: ReadRecords, watches: ReadWatches) -> Matched:
    """Decide every pair on what was read: both are matchable, two different units hold them, and their keys meet."""
    recorded = {id: party for id, party in records.parties.items() if party.current.is_matchable}
    watched = {id: party for id, party in watches.parties.items() if party.current.is_matchable}
    hits = []
    for record_id, watch_id in sorted(pairs):  # a record's together: in any order it takes an eighth longer
        record, watch = recorded.get(record_id), watched.get(watch_id)
        if record is None or watch is None or not may_meet(record.current, watch.current):
            continue
        hit = _decide(record, watch, common, records.linked.get(record_id, ()))
        if hit is not None:
            hits.append(hit)
    return Matched(hits, records.current, watches.current)


def _decide(
    record: RecordParty, watch: WatchParty, common: TermFrequencies, linked: Sequence[RecordParty]
) -> FoundHit | None:
    if record.keys.isdisjoint(watch.keys):
        return None
    next_to_it = [party.prepared for party in linked]
    decision = decide(record.prepared, watch.prepared, common=common, linked=next_to_it)
    if decision is None:
        return None
    return FoundHit(
        record_id=record.current.id,
        record_version=record.current.version,
        watch_id=watch.current.id,
        watch_version=watch.current.version,
        facts_hash=decision.facts_hash,
        score=decision.bits,
        decision=decision.grade,
        evidence=decision.evidence_json(),
        model_version=MODEL_VERSION,
        value_key=value_key(decision.evidence),
    )


def _pairs(session: Session, column: InstrumentedAttribute[str], ids: Iterable[str]) -> set[Pair]:
    rows = session.execute(_hits_of(column), {"ids": list(ids)})
    return {(record, watch) for record, watch in rows}


@cache
def _hits_of(column: InstrumentedAttribute[str]) -> Select[str, str]:
    return select(Hit.record_id, Hit.watch_id).where(among_given(column, "ids")).distinct()
