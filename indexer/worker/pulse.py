"""The signs of life of worker and clock, written every 15 seconds for the health of the installation."""

import logging
import threading
from collections.abc import Callable
from time import monotonic
from typing import Any

from celery.beat import PersistentScheduler

from casefile.health import heartbeats
from casefile.health.heartbeats import Beat
from casefile.policy.oversight.health import BEAT_S
from casefile.storage.store import Store
from indexer.pipeline.figures import Figures

log = logging.getLogger("griot.worker")


def say(store: Store, kind: Beat) -> None:
    """Write one beat. A database that is away is no reason to end: the beat that is missing says it."""
    try:
        with store.writing() as session:
            heartbeats.beat(session, kind)
    except Exception as error:
        log.warning("pulse.not_written %s %s", kind, error)


class Pulse(threading.Thread):
    """Says that a worker runs for as long as its loop does, however long the batch in hand takes."""

    def __init__(self, store: Store, alive: Callable[[], bool], figures: Figures, *, every_s: float = BEAT_S) -> None:
        super().__init__(name="pulse", daemon=True)
        self._store, self._alive, self._figures, self._every_s = store, alive, figures, every_s
        self._stop_asked = threading.Event()

    def run(self) -> None:
        while not self._stop_asked.is_set():
            if self._alive():
                say(self._store, Beat.WORKER)
                self._flush()
            self._stop_asked.wait(self._every_s)

    def stop(self) -> None:
        self._stop_asked.set()
        self.join(1.0)
        self._flush()

    def _flush(self) -> None:
        try:
            self._figures.flush(self._store)
        except Exception as error:
            log.warning("pulse.figures %s", error)


def ticking(store: Store) -> type[PersistentScheduler]:
    """Celery's clock, which says that it ticks."""

    class Clock(PersistentScheduler):
        _said_at = 0.0

        def tick(self, *args: Any, **options: Any) -> Any:
            pause = super().tick(*args, **options)
            if monotonic() - self._said_at >= BEAT_S or not self._said_at:
                self._said_at = monotonic()
                say(store, Beat.CLOCK)
            return min(pause, BEAT_S)

    return Clock
