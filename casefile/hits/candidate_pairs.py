"""From candidates to decisions: read the other sides from SQL, decide each pair exactly, keep the evidence.

A pair is a hit iff the two may meet, their keys meet, and matching says so: the oracle's own definition. The index
only proposes. Pairs that already have a hit are decided again whatever the index proposes, so that a hit is never
withdrawn because the index was incomplete.
"""

from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from casefile.hits import sides
from casefile.hits.raise_hits import FoundHit
from casefile.hits.sides import RecordHead, RecordSide, WatchHead, WatchSide, searchable
from casefile.matching import MODEL_VERSION, decide
from casefile.storage.in_list import among
from casefile.storage.tables import Hit
from casefile.subjects.name_counts import TermFrequencies

KEPT_WATCHES = 20_000
KEPT_RECORDS = 5_000
"""Prepared sides kept in memory, about 2 kB each: a batch's candidates are mostly those of the batch before."""

Pair = tuple[str, str]
"""Record id, watch id."""

H = TypeVar("H")
V = TypeVar("V")

Read = tuple[Mapping[str, H], Mapping[str, V]]
"""Heads and sides by id. A head without a side has no place in the index, or has lost its content."""


class Kept(Generic[V]):
    """The values used last, up to a number of them, by id and version."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[tuple[str, int], V] = OrderedDict()

    def get(self, id: str, version: int) -> V | None:
        value = self._values.get((id, version))
        if value is not None:
            self._values.move_to_end((id, version))
        return value

    def put(self, id: str, version: int, value: V) -> None:
        self._values[id, version] = value
        if len(self._values) > self._most:
            self._values.popitem(last=False)

    def drop(self, id: str) -> None:
        for key in [key for key in list(self._values) if key[0] == id]:
            self._values.pop(key, None)


class Reader:
    """Reads sides from SQL. Heads are always fresh; content is immutable under its version, so it may be kept."""

    def __init__(self) -> None:
        self._records: Kept[RecordSide] = Kept(KEPT_RECORDS)
        self._watches: Kept[WatchSide] = Kept(KEPT_WATCHES)

    def forget(self, id: str) -> None:
        """Read this record or watch again next time: what failed may be repaired in the database by then."""
        self._records.drop(id)
        self._watches.drop(id)

    def records(self, session: Session, ids: Collection[str]) -> Read[RecordHead, RecordSide]:
        """The heads of those that exist, and the sides of those that have a place in the index."""
        heads = sides.record_heads(session, ids)
        found, unknown = {}, []
        for head in filter(searchable, heads.values()):
            kept = self._records.get(head.id, head.version)
            if kept is None:
                unknown.append(head)
            else:  # the state may change without the content
                found[head.id] = kept if kept.head == head else RecordSide(head, kept.identity)
        content = sides.contents(session, unknown)
        for head in unknown:
            if head.id in content:
                found[head.id] = side = RecordSide(head, content[head.id])
                self._records.put(head.id, head.version, side)
        return heads, found

    def watches(self, session: Session, ids: Collection[str]) -> Read[WatchHead, WatchSide]:
        """The same for watches. One that is not in force is not even read: it may be what could not be read."""
        heads = sides.watch_heads(session, ids)
        found, unknown = {}, []
        for head in heads.values():
            if not head.is_matchable:
                continue
            kept = self._watches.get(head.id, head.version)
            if kept is None:
                unknown.append(head)
            else:
                found[head.id] = kept if kept.head == head else WatchSide(head, kept.identity)
        content = sides.contents(session, unknown)
        for head in unknown:
            if head.id in content:
                found[head.id] = side = WatchSide(head, content[head.id])
                self._watches.put(head.id, head.version, side)
        return heads, found


@dataclass(frozen=True, slots=True)
class Matched:
    """The hits there are between the pairs looked at, and the heads they rest on."""

    hits: list[FoundHit]
    record_heads: Mapping[str, RecordHead]
    watch_heads: Mapping[str, WatchHead]


def pairs_with_hits(session: Session, record_ids: Collection[str], watch_ids: Collection[str]) -> set[Pair]:
    """The pairs of these records or watches that have a hit already."""
    return _pairs(session, Hit.record_id, record_ids) | _pairs(session, Hit.watch_id, watch_ids)


def others(
    session: Session,
    reader: Reader,
    pairs: Collection[Pair],
    records: Read[RecordHead, RecordSide],
    watches: Read[WatchHead, WatchSide],
) -> tuple[Read[RecordHead, RecordSide], Read[WatchHead, WatchSide]]:
    """What was read already, and the sides of the pairs that were not."""
    return (
        _joined(records, reader.records(session, {record for record, _ in pairs if record not in records[0]})),
        _joined(watches, reader.watches(session, {watch for _, watch in pairs if watch not in watches[0]})),
    )


def match(
    pairs: Collection[Pair],
    common: TermFrequencies,
    *,
    records: Read[RecordHead, RecordSide],
    watches: Read[WatchHead, WatchSide],
) -> Matched:
    """Decide every pair on what was read: both take part, two different units hold them, and their keys meet."""
    live = {id: side for id, side in records[1].items() if side.head.is_matchable}
    wanted = {id: side for id, side in watches[1].items() if side.head.is_matchable}
    hits = []
    for record_id, watch_id in sorted(pairs):  # a record's together: in any order it takes an eighth longer
        record, watch = live.get(record_id), wanted.get(watch_id)
        if record is None or watch is None or record.head.unit_id == watch.head.unit_id:
            continue
        found = _decide(record, watch, common)
        if found is not None:
            hits.append(found)
    return Matched(hits, records[0], watches[0])


def _joined(left: Read[H, V], right: Read[H, V]) -> Read[H, V]:
    return ({**left[0], **right[0]}, {**left[1], **right[1]}) if right[0] else left


def _decide(record: RecordSide, watch: WatchSide, common: TermFrequencies) -> FoundHit | None:
    if record.keys.isdisjoint(watch.keys):
        return None
    decision = decide(record.prepared, watch.prepared, common=common)
    if decision is None:
        return None
    return FoundHit(
        record_id=record.head.id,
        record_version=record.head.version,
        watch_id=watch.head.id,
        watch_version=watch.head.version,
        facts_hash=decision.facts_hash,
        score=decision.bits,
        decision=decision.grade,
        evidence=decision.evidence_json(),
        model_version=MODEL_VERSION,
    )


def _pairs(session: Session, column: InstrumentedAttribute[str], ids: Iterable[str]) -> set[Pair]:
    rows = session.execute(select(Hit.record_id, Hit.watch_id).where(among(column, ids)).distinct())
    return {(record, watch) for record, watch in rows}
