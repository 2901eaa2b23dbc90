"""What becomes of pending rows whose work failed: requeued, dead-lettered, or freed from a dead worker's lease.

Nothing is ever dropped: a row leaves the outbox only when its work is done.
"""

import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from casefile import outbox, watches
from casefile.errors import BadInput, BadSearch
from casefile.hits.candidate_pairs import Reader
from casefile.outbox import PendingItem, WorkerName
from casefile.storage.store import Store
from casefile.storage.tables import Outbox
from casefile.vocabulary import Topic
from indexer.node.processes import runs

DATABASE_TROUBLE = (OperationalError, InterfaceError, PoolTimeout)
"""Passes by itself: busy, locked, full, unavailable. Any other error of the database is about what was to be stored."""


@dataclass(slots=True)
class Drained:
    """What one batch did. `again` counts rows requeued, to be tried again after a wait."""

    claimed: int = 0
    completed: int = 0
    hits: int = 0
    again: int = 0
    dead_lettered: int = 0


class Failures:
    """The failures of one worker's rows."""

    def __init__(self, store: Store, reader: Reader, worker: str) -> None:
        self._store, self._reader, self._worker = store, reader, worker

    def give_up(self, items: Sequence[PendingItem], reason: str, done: Drained, *, refused: bool) -> None:
        """One subject that fails by itself. A watch the engine refuses is broken at once, and its owner sees why;
        anything else is tried a few times, then dead-lettered with its reason. Nothing is ever dropped."""
        self._reader.forget(items[0].subject_id)
        watch = items[0].topic is Topic.WATCH
        if watch and refused:
            self._break(items[0].subject_id, reason)
            with self._store.writing() as session:
                outbox.release(session, [item.id for item in items], worker=self._worker)
            done.again += len(items)
            return
        dead_lettered = done.dead_lettered
        self.requeue(items, reason, done, poison=True)
        if watch and done.dead_lettered > dead_lettered:
            self._break(items[0].subject_id, reason)

    def _break(self, watch_id: str, reason: str) -> None:
        with self._store.writing() as session:
            watches.mark_broken(session, watch_id, reason)

    def requeue(self, items: Sequence[PendingItem], reason: str, done: Drained, *, poison: bool) -> None:
        with self._store.writing() as session:
            done.dead_lettered += outbox.fail(
                session, [item.id for item in items], reason, worker=self._worker, poison=poison
            )
        done.again += len(items)


def reason_of(error: Exception) -> str:
    """What a page may show: our own errors in their words, any other by its place."""
    return str(error) if isinstance(error, (BadInput, BadSearch)) else place_of(error)


def place_of(error: Exception) -> str:
    """What went wrong and where, without the error's own words: they may hold a name."""
    found = traceback.extract_tb(error.__traceback__)
    frames = [frame for frame in found if "site-packages" not in frame.filename] or found
    return f"{type(error).__name__} in {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""


def free_dead_leases(store: Store) -> int:
    """Release the rows of workers of this machine that are no longer alive, without waiting for the lease to end."""
    freed = 0
    with store.reading() as session:
        holders = session.execute(select(Outbox.lease_by).where(Outbox.lease_by.is_not(None)).distinct()).scalars()
        dead = [holder for holder in holders if holder and _is_dead(WorkerName.parse(holder))]
    if dead:
        with store.writing() as session:
            for holder in dead:
                ids = session.execute(select(Outbox.id).where(Outbox.lease_by == holder)).scalars().all()
                freed += outbox.release(session, ids, worker=holder)
    return freed


def _is_dead(worker: WorkerName | None) -> bool:
    """Of this machine, and no process, or another one, has its number now."""
    if worker is None or not worker.is_of_this_machine:
        return False
    return not (runs(worker.pid) and worker.is_of(worker.pid))
