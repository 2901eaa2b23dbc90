"""The loop that drains the outbox, in a thread of the worker; at its start, and after trouble with the engine, it looks
after the indices first.
"""

import logging
import threading
from time import monotonic

from casefile import hits
from casefile.errors import BadSearch, SearchUnavailable
from casefile.records import protection as records_protection
from casefile.settings import Settings
from casefile.storage.store import Store
from casefile.watches import protection as watches_protection
from indexer.engine.client import Engine
from indexer.pipeline import failures, relay
from indexer.pipeline.figures import Figures
from indexer.upkeep import ownership, rebuild
from indexer.worker.second_relay import Helper

TROUBLE_WAIT_S = 1.0

HELD_S = 0.5
"""How often a worker looks for judgements whose time to be undone is over. One read of an index."""

DEAD_S = 5.0
"""How often a worker looks for what others on this machine held when they died. A read of a few milliseconds."""

log = logging.getLogger("griot.worker")


class Loop(threading.Thread):
    """Drains while anything is due, else sleeps until woken or until the next poll."""

    def __init__(self, store: Store, engine: Engine, settings: Settings) -> None:
        super().__init__(name="relay", daemon=True)
        self.figures = Figures()
        self.relay = relay.Relay(
            store, engine, settings, on_backlog=self._call_for_help, bulk_limit=relay.BULK_NEXT_TO_PEOPLE,
            figures=self.figures,
        )  # fmt: skip
        self.helper = Helper(settings)  # takes bulks by the thousand meanwhile
        self.settings = settings
        self.poll_s = settings.relay_poll_s
        self.first = True
        self.doubtful = True
        """At the start, and after trouble with the engine: are the indices there, and ours?"""
        self._look_at = self._held_at = 0.0
        self.wake = threading.Event()
        self._stop_asked = threading.Event()

    @property
    def completed(self) -> int:
        """Rows completed since the start."""
        return self.relay.completed + self.helper.completed

    def run(self) -> None:
        while not self._stop_asked.is_set():
            try:
                if self.helper.crashed() or monotonic() > self._look_at:
                    failures.free_dead_leases(self.relay.store)
                    self._look_at = monotonic() + DEAD_S
                if monotonic() > self._held_at:
                    self._held_at = monotonic() + HELD_S
                    hits.carry_out_due(self.relay.store)
                done = self._step()
            except Exception as error:  # the loop must outlive anything: what is pending stays pending
                log.warning("relay.loop %s", error, exc_info=error)
                self._stop_asked.wait(TROUBLE_WAIT_S)
                continue
            if done.claimed == 0:
                self.wake.wait(self.poll_s)
                self.wake.clear()

    def _call_for_help(self, due: int) -> None:
        if due >= self.helper.backlog:
            self.helper.call()

    def _step(self) -> failures.Drained:
        if self.doubtful:
            try:
                self._look_after_indices()
            except (SearchUnavailable, BadSearch) as error:  # notices need no engine
                log.warning("relay.unavailable %s", error)
                return self.relay.deliver()
        done = self.relay.drain()
        self.doubtful = self.relay.unavailable
        return done

    def _look_after_indices(self) -> None:
        """Build indices that are gone again, from the database."""
        if self.first:
            work_out_protection(self.relay.store)
            weigh_under_new_rules(self.relay.store)
        ownership.look_after(self.relay.store, self.relay.engine, self.settings)
        if self.first:
            rebuild.heal(self.relay.store, self.relay.engine, self.settings)
            self.first = False

    def stop(self, timeout: float = 10.0) -> None:
        """Finish the batch in hand; what is left unfinished after the timeout is another worker's."""
        self._stop_asked.set()
        self.wake.set()
        until = monotonic() + timeout
        self.join(timeout)
        self.helper.stop(max(0.0, until - monotonic()))


def work_out_protection(store: Store) -> None:
    """Records and watches of before protection was derived: until they are worked out they count as protected."""
    for pending in (records_protection.work_out_pending, watches_protection.work_out_pending, hits.follow_protected):
        while True:
            with store.writing() as session:
                if not pending(session):
                    break


def weigh_under_new_rules(store: Store) -> None:
    """A release with other weights changes nothing else that would weigh the pairs again."""
    with store.writing(bulk="rules") as session:
        ordered = hits.order_under_new_rules(session)
    if ordered:
        log.warning("model.changed watches=%d", hits.weigh_again(store, bulk="rules"))
