"""What a worker does whenever the clock of the tasks or a message asks: each chore may run twice, at the same time or
later, with the same result.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Thread
from time import monotonic

from sqlalchemy.orm import Session

from casefile import hits, joint, retention, watches
from casefile.audit.proof import rounds
from casefile.audit.proof.checkpoints import Place
from casefile.budgets import alarms
from casefile.coordination import networks, reciprocity
from casefile.errors import Conflict, SearchUnavailable
from casefile.exchange.workbooks import carrying
from casefile.health import heartbeats
from casefile.health.heartbeats import Beat
from casefile.hits import answers
from casefile.hits.shown import released
from casefile.installation import identified
from casefile.picture import published as picture
from casefile.retention import belief
from casefile.settings import Settings
from casefile.storage import tables
from casefile.storage.store import Store
from casefile.subjects import name_counts
from casefile.vocabulary import AlarmKind, Json
from indexer.engine.client import Engine
from indexer.health.alarms import Alarms
from indexer.health.measure import Meter
from indexer.health.ways import configured
from indexer.pipeline import relay
from indexer.search.batch.carrying import check_due
from indexer.upkeep import fence, ownership, sweep
from indexer.upkeep.copy_check import CopyCheck
from indexer.worker import digests, webhooks
from indexer.worker.loop import Loop, work_out_protection
from indexer.worker.pulse import Pulse

log = logging.getLogger("griot.worker")


@dataclass
class Worker:
    """What the tasks of one process work with."""

    settings: Settings
    store: Store
    engine: Engine
    loop: Loop | None = field(default=None)
    pulse: Pulse | None = field(default=None)
    alarms: Alarms | None = field(default=None)
    copy: CopyCheck | None = field(default=None)
    calling: Thread | None = field(default=None)
    """Makes calls of webhooks, which may last seconds: no other chore waits for a receiver."""
    fenced: float = 0.0
    """When the fence is changed next."""

    @staticmethod
    def of(settings: Settings) -> "Worker":
        store = Store(settings.database_url, secret=settings.secret_keys)
        settings = identified(settings, store)
        return Worker(settings, store, Engine(settings))

    def drain(self) -> None:
        """Wake the loop; without one in this process, drain here until nothing is due."""
        if self.loop is not None:
            self.loop.wake.set()
            return
        hits.carry_out_due(self.store)
        own = relay.Relay(self.store, self.engine, self.settings)
        while own.drain().claimed:
            pass
        own.figures.flush(self.store)

    def start(self) -> None:
        """Begin to drain, and to say so."""
        self.loop = Loop(self.store, self.engine, self.settings)
        self.loop.start()
        self.pulse = Pulse(self.store, self.loop.is_alive, self.loop.figures)
        self.pulse.start()

    def stop(self) -> None:
        if self.loop is not None:
            self.loop.stop()
        if self.pulse is not None:
            self.pulse.stop()

    def _at_an_end(self, *ends: Callable[[Session, datetime], object]) -> None:
        """What ends by itself, unless the clock leapt: then nothing does, until a person has looked."""
        try:
            with self.store.writing() as session:
                moment = belief.moment(session)
                for end in ends:
                    end(session, moment)
        except Conflict as error:
            log.warning("clock.leapt %s", error)

    def expire_watches(self) -> None:
        self._at_an_end(watches.expire_due, lambda session, _: watches.suspend_of_closed_cases(session),
                        watches.remind_due)  # fmt: skip

    def lapse_questions(self) -> None:
        self._at_an_end(answers.lapse_due)

    def note_recalls(self) -> None:
        with self.store.writing() as session:
            released.sweep(session)

    def carry_tables(self) -> None:
        """Tables that units sent in, and those they take back: a turn of it."""
        carrying.carry_due(self.store)

    def check_lists(self) -> None:
        """Lists that officers have checked as a whole: a turn of it."""
        check_due(self.engine, self.store)

    def end_joint_cases(self) -> None:
        self._at_an_end(joint.end_due)

    def count_months(self) -> None:
        self._at_an_end(reciprocity.keep_due, picture.keep_due)

    def work_out_protection(self) -> None:
        work_out_protection(self.store)

    def count_frequencies(self) -> None:
        hits.weigh_again(self.store)  # what a worker that was killed has left
        with self.store.reading() as session:
            if not name_counts.is_due(session):
                return
        counted = name_counts.count_by(self.store.reading)  # not in a turn to write: everybody would wait for its end
        with self.store.writing(bulk="frequencies") as session:
            before = name_counts.load_newest(session)
            name_counts.store_counted(session, counted)
            # Drained in its turn: at once, a unit's page would tell by its own records whether anybody watches.
            hits.order_weighing(session, before, name_counts.load_newest(session))
        hits.weigh_again(self.store)

    def count_networks(self) -> None:
        with self.store.reading() as session:
            if not networks.is_due(session):
                return
        counted = networks.count_by(self.store.reading)  # as above: nobody waits for its end
        with self.store.writing() as session:
            networks.store_counted(session, counted)

    def keep_dates(self) -> None:
        try:
            retention.run_now(self.store)
        except Conflict as error:
            log.warning("clock.leapt %s", error)

    def sign_checkpoint(self) -> None:
        rounds.sign(self.store, Place.of(self.settings))
        self._note(Beat.CHECKPOINT)

    def verify_trail(self) -> None:
        """Once a night; what is found is an alarm."""
        report = rounds.verify_due(self.store, Place.of(self.settings), tables.now())
        if report is None or report.sound:
            return
        log.error("trail.altered problems=%d", len(report.problems))
        with self.store.writing() as session:
            detail: dict[str, Json] = {"many": len(report.problems)}
            alarms.raise_alarm(session, AlarmKind.ALTERED, None, None, detail, cause="trail")

    def check_copy(self) -> None:
        self.copy = self.copy or CopyCheck(self.store, self.engine, self.settings)
        try:
            if monotonic() > self.fenced:
                ownership.keep(self.store, self.engine, self.settings)
                self.fenced = monotonic() + fence.CHANGED_S
            else:
                ownership.look_after(self.store, self.engine, self.settings)
            noticed = self.copy.run()
        except SearchUnavailable as error:  # looked at again at the next turn
            log.warning("copy.unavailable %s", error)
            return
        self._note(Beat.COPY, {"lost": noticed.lost, "foreign": noticed.foreign, "altered": noticed.altered})

    def send_alarms(self) -> None:
        if not configured(self.settings):
            return
        if self.alarms is None:
            self.alarms = Alarms(self.settings, self.store, Meter(self.settings, self.store, lambda: self.engine))
        self.alarms.look()

    def send_digests(self) -> None:
        try:
            digests.send_due(self.settings, self.store)
        except Conflict as error:
            log.warning("clock.leapt %s", error)

    def call_webhooks(self) -> None:
        if (self.calling is None or not self.calling.is_alive()) and webhooks.is_due(self.store):
            self.calling = Thread(target=self._call, name="webhooks", daemon=True)
            self.calling.start()

    def _call(self) -> None:
        try:
            while webhooks.send_due(self.settings, self.store):
                pass
        except Exception as error:  # the next turn begins again
            log.warning("webhooks.stopped %s", error)

    def sweep_index(self) -> None:
        sweep.sweep(self.store, self.engine)
        self._note(Beat.SWEEP)

    def _note(self, chore: Beat, detail: Mapping[str, Json] | None = None) -> None:
        with self.store.writing() as session:
            heartbeats.beat(session, chore, detail)
