"""Drain the outbox: index, refresh, and only then percolate (write-then-read on both sides).

Records and watches keep that order alike, so of a record and a watch saved in the same instant at least one finds the
other.

Everything here may run twice, or be killed anywhere: the index keeps the newest version, hits are unique, and a row
leaves the outbox in the transaction that stores its hits, and only if what was indexed is still what SQL holds.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from time import monotonic

from sqlalchemy import text
from sqlalchemy.orm import Session

from casefile import fault_points, hits, installation, logs, outbox
from casefile.errors import BadInput, BadSearch, SearchUnavailable
from casefile.hits import candidate_pairs, pointers
from casefile.hits.candidate_pairs import Matched, Pair, ReadRecords, ReadWatches
from casefile.hits.parties import CurrentRecord, CurrentWatch, locked_versions, version_state
from casefile.installation import Doubt
from casefile.outbox import PendingItem, WorkerName
from casefile.settings import Settings
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
from indexer.pipeline.failures import DATABASE_TROUBLE, Drained, Failures, place_of, reason_of
from indexer.pipeline.figures import Figures
from indexer.pipeline.index_writes import record_operations, watch_operations

LIMIT = 4000
"""Rows claimed at once when twice as many are due: one refresh (some 40 ms) for all of them, each key asked and each
watch read once. 0.84 ms of processor time a record where batches of 2,000 cost 0.92. A kill costs at most these."""

MIN_BATCH = 1000
"""Of more rows than these a relay takes half at most: so that a second one does not end long before it."""

BULK_NEXT_TO_PEOPLE = 500
"""Rows of bulks at once, of a relay that people's entries wait for: about half a second's work on an idle core."""

LOCK_WAIT_MS = 500
"""PostgreSQL: half of the time after which it looks for a deadlock, so that of two writers who wait for each other
it is never the officer's that is ended."""

SYSTEMIC = 20
"""So many subjects that all fail in the same way, each by itself, are not poison: something around them is broken."""

TRACED = 20
"""Rows of a batch whose requests the log names: what officers enter one by one. A bulk has one request, and its run."""

log = logging.getLogger("griot.relay")


class Relay:
    """One worker's hold on the outbox. Not shared between threads; several relays at the same time are harmless."""

    def __init__(
        self,
        store: Store,
        engine: Engine,
        settings: Settings,
        *,
        lease_s: float = outbox.LEASE_S,
        on_backlog: Callable[[int], None] = lambda _: None,
        bulk_limit: int = LIMIT,
        figures: Figures | None = None,
    ) -> None:
        """`on_backlog` is called before each batch with how many rows are due. `bulk_limit`: how many rows it takes at
        once while what people entered is not among them. `figures` is what it counts in."""
        self.store, self.engine, self.settings, self.lease_s = store, engine, settings, lease_s
        self.on_backlog, self.bulk_limit = on_backlog, bulk_limit
        self._people_only = False
        self.figures = figures or Figures()
        self.worker = str(WorkerName.of(self))
        self.limit = LIMIT
        self._reader = candidate_pairs.Reader()
        self._failures = Failures(store, self._reader, self.worker)
        self._requests: list[str] = []
        """The requests that the batch in hand came of, where it is a small one."""
        self.completed = 0
        """Rows completed since the start."""
        self._common: tuple[int, TermFrequencies] | None = None
        self.unavailable = False
        """The engine was unavailable, or its index was, when last asked."""

    def drain(self, limit: int = LIMIT) -> Drained:
        """One batch, with a line of the log about it. With nothing due it costs one read. With the engine unavailable,
        one connection attempt, and only the notices are taken, which need no engine."""
        began = monotonic()
        done = self._drain(limit)
        self.completed += done.completed
        self.figures.completed(done.completed)
        if done.claimed:
            with logs.bound_to(self._requests):
                log.info(
                    "relay.batch claimed=%d completed=%d again=%d dead_lettered=%d ms=%d",
                    done.claimed, done.completed, done.again, done.dead_lettered, round(1000 * (monotonic() - began)),
                )  # fmt: skip
        return done

    def _drain(self, limit: int) -> Drained:
        due = self._due()
        if due.rows and self.unavailable:
            if self.engine.alive() is None:
                return self.deliver(limit) if due.notices else Drained()
            self.unavailable = False
        self.on_backlog(due.rows)
        if not due.rows:
            return Drained()
        most = min(limit, self._portion(due))
        done, items = self._claimed(most, people_only=self._people_only)
        if not items and self._people_only:  # another worker has them
            done, items = self._claimed(most)
        notices = [item for item in items if item.topic is Topic.NOTICE]
        if notices:
            self._deliver(notices, done)
        projected = [item for item in items if item.topic is not Topic.NOTICE]
        if projected:
            self._project_or_isolate(projected, done)
        return done

    def _portion(self, due: outbox.Due) -> int:
        """How many to take at once, and whether only what people entered: small, so searched in a moment. Never twice
        running while a bulk waits, so that this goes on too."""
        self._people_only = 0 < due.people < due.rows and not self._people_only
        most = LIMIT if due.people == due.rows else self.bulk_limit
        return min(most, max(MIN_BATCH, due.rows // 2))

    def deliver(self, limit: int = LIMIT) -> Drained:
        """Notices only: they reach their units whatever state the engine and its indices are in."""
        if not self._due().notices:
            return Drained()
        done, items = self._claimed(limit, frozenset({Topic.NOTICE}))
        self._deliver(items, done)
        return done

    def _claimed(
        self, limit: int, topics: frozenset[Topic] = frozenset(Topic), *, people_only: bool = False
    ) -> tuple[Drained, list[PendingItem]]:
        with self.store.writing(yields=True) as session:
            items = outbox.claim(
                session,
                self.worker,
                min(limit, self.limit),
                tables.now(),
                self.lease_s,
                topics=topics,
                people_only=people_only,
            )
            few = len(items) <= TRACED
            self._requests = outbox.requests_of(session, [item.id for item in items]) if few else []
        fault_points.point("relay.claimed")
        return Drained(claimed=len(items)), items

    def _due(self) -> outbox.Due:
        with self.store.reading() as session:
            return outbox.count_due(session, tables.now())

    # ---- one batch -------------------------------------------------------------------------------------------

    def _project_or_isolate(self, items: Sequence[PendingItem], done: Drained) -> None:
        """Work on the rows together; if that fails for a reason of their own, on halves, down to the one at fault."""
        try:
            self._project(Batch(items), done)
            return
        except SearchUnavailable as error:
            self.unavailable = True
            self.limit = max(20, self.limit // 4)  # perhaps the batch was too much for it
            self._failures.requeue(items, str(error), done, poison=False)
            return
        except DATABASE_TROUBLE as error:
            log.warning("relay.database %s", error)
            self._failures.requeue(items, f"database: {type(error).__name__}", done, poison=False)
            return
        except Exception as error:
            failed, reason, refused = error, reason_of(error), isinstance(error, (BadInput, BadSearch))
        subjects = list(dict.fromkeys(item.subject_id for item in items))
        if len(subjects) == 1:
            log.error("relay.poison subject=%s", subjects[0], exc_info=failed)
            self._failures.give_up(items, reason, done, refused=refused)
            return
        if len(subjects) >= SYSTEMIC:
            items = self._detect_systemic_failure(items, subjects, reason, done)
            subjects = list(dict.fromkeys(item.subject_id for item in items))
        first = set(subjects[: len(subjects) // 2])
        for half in (
            [item for item in items if item.subject_id in first],
            [item for item in items if item.subject_id not in first],
        ):
            if half:
                self._project_or_isolate(half, done)

    def _detect_systemic_failure(
        self, items: Sequence[PendingItem], subjects: Sequence[str], reason: str, done: Drained
    ) -> Sequence[PendingItem]:
        """The items still to be tried one by one. None when subjects from all over the batch fail in the same way, each
        by itself: a fault of ours or of the index must not dead-letter everything; it stays pending and visible."""
        left = items
        for at in range(SYSTEMIC):
            subject = subjects[at * len(subjects) // SYSTEMIC]
            try:
                self._project(Batch([item for item in items if item.subject_id == subject]), done)
                return [item for item in left if item.subject_id != subject]
            except (SearchUnavailable, *DATABASE_TROUBLE):
                return left
            except Exception as error:
                if reason_of(error) != reason:
                    return left
        log.error("relay.systemic subjects=%d", len(subjects))
        self._failures.requeue(items, f"systemic: {reason}", done, poison=False)
        return []

    def _project(self, batch: Batch, done: Drained) -> None:
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
        self.figures.percolated(monotonic() - began)
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
        operations: list[Operation] = []
        present = self._own_indices()
        if records := batch.ids(Topic.RECORD):
            written = indices.written(self.engine, Kind.RECORDS, present)
            operations += record_operations(batch.records, records, written)
            targets += written
        if watches := batch.ids(Topic.WATCH):
            written = indices.written(self.engine, Kind.WATCHES, present)
            operations += watch_operations(batch.watches, watches, written)
            targets += written
        outcome = self.engine.bulk(operations)
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
        """The pairs of these records and the watches whose query keys they hold. The engine says which watches; the
        watch's own keys, read from SQL and kept for the matching after it, say which of the records it was."""
        met = percolate.watches_meeting(self.engine, asking)
        more = read_in_parts(self.store, self._reader.watches, met - set(batch.watches.current))
        batch.watches = batch.watches.joined(more)
        query_keys = {id: party.keys for id in met if (party := batch.watches.parties.get(id)) is not None}
        return percolate.joined(asking, query_keys)

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

    # ---- the rest --------------------------------------------------------------------------------------------

    def _frequencies(self, session: Session) -> TermFrequencies:
        """The table in force, read again as soon as there is a newer one: what that one moved is due at once."""
        newest = name_counts.newest_version(session)
        if self._common is None or self._common[0] != newest:
            self._common = (newest, name_counts.load_newest(session))
        return self._common[1]

    def _deliver(self, items: Sequence[PendingItem], done: Drained) -> None:
        """Notices: each is delivered and completed in one transaction, so that none goes twice."""
        for item in items:
            try:
                with self.store.writing() as session:
                    if outbox.complete(session, [item.id], worker=self.worker):
                        pointers.deliver(session, [item.subject_id])
                        done.completed += 1
            except DATABASE_TROUBLE as error:
                self._failures.requeue([item], f"database: {type(error).__name__}", done, poison=False)
            except Exception as error:
                log.error("relay.notice subject=%s", item.subject_id, exc_info=error)
                self._failures.requeue([item], place_of(error), done, poison=True)

    def _pace(self, outcome: BulkOutcome) -> None:
        """Smaller batches while the engine says it is overloaded, back to full size when it no longer does."""
        self.limit = max(20, self.limit // 2) if outcome.transient else min(LIMIT, self.limit * 2)


def drain(store: Store, engine: Engine, settings: Settings, limit: int = LIMIT) -> Drained:
    """One batch by a relay of its own. A loop keeps one `Relay`, which remembers the parties it has read."""
    return Relay(store, engine, settings).drain(limit)


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
