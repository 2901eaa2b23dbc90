"""Drain the outbox: claim rows, project them batch by batch (`projection.py`), isolate what fails, deliver notices.

Everything here may run twice, or be killed anywhere: the index keeps the newest version, hits are unique, and a row
leaves the outbox in the transaction that stores its hits, and only if what was indexed is still what SQL holds.
"""

import logging
from collections.abc import Callable, Sequence
from time import monotonic

from casefile import fault_points, logs, outbox
from casefile.errors import BadInput, BadSearch, SearchUnavailable
from casefile.hits import candidate_pairs, pointers
from casefile.outbox import PendingItem, WorkerName
from casefile.planned import meetings
from casefile.settings import Settings
from casefile.storage import tables
from casefile.storage.store import Store
from casefile.vocabulary import Topic
from indexer.engine.answers import BulkOutcome
from indexer.engine.client import Engine
from indexer.pipeline.batch import Batch
from indexer.pipeline.failures import DATABASE_TROUBLE, Drained, Failures, place_of, reason_of
from indexer.pipeline.figures import Figures
from indexer.pipeline.projection import SYSTEMIC, Projection

LIMIT = 4000
"""Rows claimed at once when twice as many are due: one refresh (some 40 ms) for all of them, each key asked and each
watch read once. 0.84 ms of processor time a record where batches of 2,000 cost 0.92. A kill costs at most these."""

MIN_BATCH = 1000
"""Of more rows than these a relay takes half at most: so that a second one does not end long before it."""

BULK_NEXT_TO_PEOPLE = 500
"""Rows of bulks at once, of a relay that people's entries wait for: about half a second's work on an idle core."""

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
        reader = candidate_pairs.Reader()
        self._failures = Failures(store, reader, self.worker)
        self._projection = Projection(
            store, engine, self.worker, self._failures, reader, figures=self.figures, pace=self._pace
        )
        self._requests: list[str] = []
        """The requests that the batch in hand came of, where it is a small one."""
        self.completed = 0
        """Rows completed since the start."""
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
                return self.deliver(limit) if due.engineless else Drained()
            self.unavailable = False
        self.on_backlog(due.rows)
        if not due.rows:
            return Drained()
        most = min(limit, self._portion(due))
        done, items = self._claimed(most, people_only=self._people_only)
        if not items and self._people_only:  # another worker has them
            done, items = self._claimed(most)
        if engineless := [item for item in items if item.topic in outbox.ENGINELESS]:
            self._deliver(engineless, done)
        projected = [item for item in items if item.topic not in outbox.ENGINELESS]
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
        """What needs no engine: notices reach their units, and operations are compared, whatever state it is in."""
        if not self._due().engineless:
            return Drained()
        done, items = self._claimed(limit, outbox.ENGINELESS)
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
            self._projection.run(Batch(items), done)
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
                self._projection.run(Batch([item for item in items if item.subject_id == subject]), done)
                return [item for item in left if item.subject_id != subject]
            except (SearchUnavailable, *DATABASE_TROUBLE):
                return left
            except Exception as error:
                if reason_of(error) != reason:
                    return left
        log.error("relay.systemic subjects=%d", len(subjects))
        self._failures.requeue(items, f"systemic: {reason}", done, poison=False)
        return []

    # ---- the rest --------------------------------------------------------------------------------------------

    def _deliver(self, items: Sequence[PendingItem], done: Drained) -> None:
        """Notices are delivered, operations compared: each with its row in one transaction, so that nothing is done
        twice and nothing is lost."""
        for item in items:
            try:
                with self.store.writing() as session:
                    if outbox.complete(session, [item.id], worker=self.worker):
                        if item.topic is Topic.OPERATION:
                            meetings.look(session, item.subject_id)
                        else:
                            pointers.deliver(session, [item.subject_id])
                        done.completed += 1
            except DATABASE_TROUBLE as error:
                self._failures.requeue([item], f"database: {type(error).__name__}", done, poison=False)
            except Exception as error:
                log.error("relay.%s subject=%s", item.topic, item.subject_id, exc_info=error)
                self._failures.requeue([item], place_of(error), done, poison=True)

    def _pace(self, outcome: BulkOutcome) -> None:
        """Smaller batches while the engine says it is overloaded, back to full size when it no longer does."""
        self.limit = max(20, self.limit // 2) if outcome.transient else min(LIMIT, self.limit * 2)


def drain(store: Store, engine: Engine, settings: Settings, limit: int = LIMIT) -> Drained:
    """One batch by a relay of its own. A loop keeps one `Relay`, which remembers the parties it has read."""
    return Relay(store, engine, settings).drain(limit)
