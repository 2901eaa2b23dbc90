"""One batch of the relay: index, refresh, and only then percolate (write-then-read on both sides).

Records and watches keep that order alike, so of a record and a watch saved in the same instant at least one finds the
other.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from itertools import chain
from time import monotonic

from sqlalchemy import text
from sqlalchemy.orm import Session

from casefile import fault_points, hits, installation, outbox
from casefile.errors import SearchUnavailable
from casefile.hits import candidate_pairs
from casefile.hits.candidate_pairs import Matched, Pair, Reader, ReadRecords, ReadWatches
from casefile.hits.parties import CurrentRecord, CurrentWatch, locked_versions, version_state
from casefile.installation import Doubt
from casefile.storage import tables
from casefile.storage.store import Store
from casefile.subjects import name_counts
from casefile.subjects.name_counts import TermFrequencies
from casefile.vocabulary import Stage, Topic
from indexer.engine import indices
from indexer.engine.answers import BulkOutcome
from indexer.engine.client import Engine, Held, Operation
from indexer.engine.indices import Kind
from indexer.pipeline import own_writes, percolate
from indexer.pipeline.batch import Batch, read_in_parts
from indexer.pipeline.failures import Drained, Failures
from indexer.pipeline.figures import Figures
from indexer.pipeline.index_writes import record_operations, watch_operations

LOCK_WAIT_MS = 500
"""PostgreSQL: half of the time after which it looks for a deadlock, so that of two writers who wait for each other
it is never the officer's that is ended."""

SYSTEMIC = 20
"""So many subjects that all fail in the same way, each by itself, are not poison: something around them is broken."""

log = logging.getLogger("griot.relay")


class Projection:
    """What a relay does with a batch of its rows. Which rows, and what becomes of those that fail, is the relay's."""

    def __init__(
        self,
        store: Store,
        engine: Engine,
        worker: str,
        failures: Failures,
        reader: Reader,
        *,
        figures: Figures,
        pace: Callable[[BulkOutcome], None],
    ) -> None:
        """`pace` is called with what the engine said of each bulk."""
        self.store, self.engine, self.worker = store, engine, worker
        self._failures, self._reader, self._figures, self._pace = failures, reader, figures, pace
        self._common: tuple[int, TermFrequencies] | None = None

    def run(self, batch: Batch, done: Drained) -> None:
        """Bring the index and the hits to what SQL holds of these rows, and complete them.

        Raises SearchUnavailable, and whatever a row brings with it; it may be run again, with all of them or fewer.
        """
        self._read(batch)
        fault_points.point("relay.read")
        batch = self._write(batch, done)
        if not batch.items:
            return
        with self.store.writing(yields=True) as session:
            outbox.advance(session, [item.id for item in batch.items], Stage.MATCH, worker=self.worker)
            own_writes.note(session, batch.written)
        fault_points.point("relay.advanced")
        began = monotonic()
        candidates = self._candidates(batch)
        self._figures.percolated(monotonic() - began)
        self._own_indices()  # asked again: what was looked at was ours before and after
        fault_points.point("relay.looked")
        records, watches = self._others(batch, candidates)
        with self.store.reading() as session:
            common = self._frequencies(session)
        matched = candidate_pairs.match(candidates, common, records=records, watches=watches)
        fault_points.point("relay.matched")
        for part in batch.parts():
            with self.store.writing(yields=True) as session:
                self._store(session, part, matched, done)
                fault_points.point("relay.raising")
            fault_points.point("relay.completed")

    def _read(self, batch: Batch) -> None:
        batch.records = read_in_parts(self.store, self._reader.records, batch.ids(Topic.RECORD))
        batch.watches = read_in_parts(self.store, self._reader.watches, batch.ids(Topic.WATCH))

    def _others(self, batch: Batch, candidates: set[Pair]) -> tuple[ReadRecords, ReadWatches]:
        """What was read already, and the parties of the pairs that were not; of records what is linked to them."""
        wanted, watches = {record for record, _ in candidates}, {watch for _, watch in candidates}
        more = read_in_parts(self.store, self._reader.records, wanted - set(batch.records.current))
        records = batch.records.joined(more)
        linked = read_in_parts(self.store, lambda session, ids: self._reader.with_linked(session, records, ids), wanted)
        further = read_in_parts(self.store, self._reader.watches, watches - set(batch.watches.current))
        return records.joined(linked), batch.watches.joined(further)

    def _write(self, batch: Batch, done: Drained) -> Batch:
        """Bring the index to what was read, and make it visible. Returns the batch without what failed."""
        targets: list[str] = []
        operations: list[Iterator[Operation]] = []
        present = self._own_indices()
        if records := batch.ids(Topic.RECORD):
            written = indices.written(self.engine, Kind.RECORDS, present)
            operations.append(record_operations(batch.records, records, written))
            targets += written
        if watches := batch.ids(Topic.WATCH):
            written = indices.written(self.engine, Kind.WATCHES, present)
            operations.append(watch_operations(batch.watches, watches, written))
            targets += written
        outcome = self.engine.bulk(chain.from_iterable(operations))
        fault_points.point("relay.indexed")
        batch.written = own_writes.made(self.engine, outcome)
        self.engine.refresh(targets)
        fault_points.point("relay.refreshed")
        self._pace(outcome)
        # Superseded: the index holds a newer version than what was read. Whoever wrote that has a row of its own,
        # and the check in `_store` requeues this row if SQL has changed as well.
        for subject, reason in outcome.transient.items():
            self._failures.requeue(batch.of(subject), reason, done, poison=False)
        if len(outcome.refused) >= max(SYSTEMIC, len({item.subject_id for item in batch.items})):
            reason = next(iter(outcome.refused.values()))
            log.error("relay.systemic refused=%d", len(outcome.refused))
            self._failures.requeue(batch.items, f"systemic, refused: {reason}", done, poison=False)
            return batch.without(outcome.refused)
        for subject, reason in outcome.refused.items():
            self._failures.give_up(batch.of(subject), reason, done, refused=True)
        return batch.without(set(outcome.transient) | set(outcome.refused))

    def _own_indices(self) -> dict[str, Held]:
        """What stands under our names in the engine. Raises ForeignIndex where it is another's, and SearchUnavailable
        where it is not the index that was made, which is noted: then nobody says that nothing is pending."""
        present = indices.own(self.engine)
        serving = indices.serving(self.engine, present)
        with self.store.reading() as session:
            sound = installation.check(session, serving)
        if not sound:
            with self.store.writing() as session:
                installation.put_in_doubt(session, Doubt.EXCHANGED)
            raise SearchUnavailable("The index is not the one that was made; it is built again from the database.")
        return present

    def _candidates(self, batch: Batch) -> set[Pair]:
        """Pairs to decide: what the index proposes from both directions, and what has a hit already."""
        records, watches = batch.ids(Topic.RECORD), batch.ids(Topic.WATCH)
        with self.store.reading() as session:
            batch.had_hits = candidate_pairs.pairs_with_hits(session, records, watches)
        pairs = set(batch.had_hits)
        pairs |= self._forward(
            batch,
            [
                (id, party.current.unit_id, party.keys)
                for id in records
                if (party := batch.records.parties.get(id)) is not None and party.current.is_matchable
            ],
        )
        asking = [
            (id, watch.current.unit_id, watch.keys)
            for id in watches
            if (watch := batch.watches.parties.get(id)) is not None and watch.current.is_matchable and watch.keys
        ]
        for watch_id, record_ids in percolate.records_for(self.engine, asking).items():
            pairs |= {(record_id, watch_id) for record_id in record_ids}
        return pairs

    def _forward(self, batch: Batch, asking: Sequence[percolate.Asking]) -> set[Pair]:
        """The pairs of these records and the watches whose query keys they hold; what is read of watches for that is
        kept for the matching after it."""

        def keys_of(met: Set[str]) -> dict[str, frozenset[str]]:
            more = read_in_parts(self.store, self._reader.watches, met - set(batch.watches.current))
            batch.watches = batch.watches.joined(more)
            return {id: party.keys for id in met if (party := batch.watches.parties.get(id)) is not None}

        return percolate.pairs_meeting(self.engine, asking, keys_of)

    def _store(self, session: Session, batch: Batch, matched: Matched, done: Drained) -> None:
        """Keep the hits of a part of the batch and complete its rows; what rests on a version that SQL has replaced
        meanwhile is done again.

        The current versions stay locked until the commit, so that no change slips in between the check and the hits.
        Only hits of pairs decided here are withdrawn: one that the other party raised meanwhile is not ours to judge.
        A found hit whose other party is stale is left out by `raise_hits`; that change has enqueued a row of its own,
        which percolates after our refresh and finds us. The same holds for a pair that is no hit, so it needs no second
        look.
        """
        if session.connection().dialect.name == "postgresql":
            session.execute(text(f"SET LOCAL lock_timeout = '{LOCK_WAIT_MS}ms'"))
        stale = _stale(session, batch, matched)
        sound = batch.without(stale)
        records, watches = set(sound.ids(Topic.RECORD)), set(sound.ids(Topic.WATCH))
        found = [hit for hit in matched.hits if hit.record_id in records or hit.watch_id in watches]
        done.hits += hits.raise_hits(session, found)
        decided = [pair for pair in batch.had_hits if pair[0] in records or pair[1] in watches]
        hits.withdraw_stale_pairs(session, decided, still_matching={hit.facts for hit in found})
        done.completed += outbox.complete(session, [item.id for item in sound.items], worker=self.worker)
        again = [item.id for item in batch.items if item.subject_id in stale]
        outbox.release(session, again, worker=self.worker)
        done.again += len(again)

    def _frequencies(self, session: Session) -> TermFrequencies:
        """The table in force, read again as soon as there is a newer one: what that one moved is due at once."""
        newest = name_counts.newest_version(session)
        if self._common is None or self._common[0] != newest:
            self._common = (newest, name_counts.load_newest(session))
        return self._common[1]


def _stale(session: Session, batch: Batch, matched: Matched) -> set[str]:
    """The batch's subjects whose version is no longer current, or whose former hits rest on such. Locks them all."""
    records, watches = set(batch.ids(Topic.RECORD)), set(batch.ids(Topic.WATCH))
    other_records = _changed(
        session, tables.Record, records | {record for record, _ in batch.had_hits}, matched.records
    )
    other_watches = _changed(session, tables.Watch, watches | {watch for _, watch in batch.had_hits}, matched.watches)
    if not other_records and not other_watches:
        return set()
    stale = (other_records & records) | (other_watches & watches)
    for record, watch in batch.had_hits:
        if record in other_records or watch in other_watches:
            stale |= {record, watch} & (records | watches)
    return stale


def _changed(
    session: Session,
    table: type[tables.Record] | type[tables.Watch],
    ids: set[str],
    known: Mapping[str, CurrentRecord] | Mapping[str, CurrentWatch],
) -> set[str]:
    now = locked_versions(session, table, ids)
    return {id for id in ids if now.get(id) != version_state(known.get(id))}
