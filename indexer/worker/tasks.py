"""The worker: a loop that drains the outbox, next to Celery, whose messages wake it and whose clock runs the chores.

`python -m indexer.worker.tasks worker|beat [--home DIR]` starts one. Any number of workers may run; each task may run
twice, at the same time or later, with the same result.
"""

import argparse
import logging
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import Any

from celery import Celery
from celery.beat import EmbeddedService
from celery.signals import setup_logging, worker_ready, worker_shutting_down
from sqlalchemy.orm import Session

from casefile import hits, joint, logs, retention, watches
from casefile.audit.proof import rounds
from casefile.audit.proof.checkpoints import Place
from casefile.budgets import alarms
from casefile.coordination import reciprocity
from casefile.errors import BadSearch, CasefileError, Conflict, ForeignIndex, SearchUnavailable, SetupError
from casefile.health import heartbeats
from casefile.health.heartbeats import Beat
from casefile.hits import answers
from casefile.hits.shown import released
from casefile.installation import identified
from casefile.records import protection as records_protection
from casefile.retention import belief
from casefile.settings import Settings
from casefile.storage import migrate, tables
from casefile.storage.store import Store
from casefile.subjects import name_counts
from casefile.vocabulary import AlarmKind, Json
from casefile.watches import protection as watches_protection
from indexer.engine import indices
from indexer.engine.client import Engine
from indexer.health.alarms import Alarms
from indexer.health.measure import Meter
from indexer.health.ways import configured
from indexer.node.processes import calm_collector
from indexer.pipeline import failures, relay
from indexer.pipeline.figures import Figures
from indexer.upkeep import fence, ownership, rebuild, sweep
from indexer.upkeep.copy_check import CopyCheck
from indexer.worker import celery_app
from indexer.worker.pulse import Pulse, ticking
from indexer.worker.second_relay import Helper

TROUBLE_WAIT_S = 1.0

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
        self._look_at = 0.0
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

    def end_joint_cases(self) -> None:
        self._at_an_end(joint.end_due)

    def count_months(self) -> None:
        self._at_an_end(reciprocity.keep_due)

    def work_out_protection(self) -> None:
        work_out_protection(self.store)

    def count_frequencies(self) -> None:
        with self.store.writing(bulk="frequencies") as session:
            before = name_counts.load_newest(session)
            name_counts.count_and_store(session)
            # Drained in its turn: at once, a unit's page would tell by its own records whether anybody watches.
            hits.weigh_again(session, before, name_counts.load_newest(session))

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

    def sweep_index(self) -> None:
        sweep.sweep(self.store, self.engine)
        self._note(Beat.SWEEP)

    def _note(self, chore: Beat, detail: Mapping[str, Json] | None = None) -> None:
        with self.store.writing() as session:
            heartbeats.beat(session, chore, detail)


def work_out_protection(store: Store) -> None:
    """Records and watches of before protection was derived: until they are worked out they count as protected."""
    for pending in (records_protection.work_out_pending, watches_protection.work_out_pending, hits.follow_protected):
        while True:
            with store.writing() as session:
                if not pending(session):
                    break


def weigh_under_new_rules(store: Store) -> None:
    """A release with other weights changes nothing else that would weigh the pairs again."""
    with store.writing() as session:
        asked = hits.weigh_under_new_rules(session)
    if asked:
        log.warning("model.changed watches=%d", asked)


def register(app: Celery, worker: Worker) -> None:
    """Make the worker's chores known to Celery. No arguments, no results: the database says what is to be done."""
    for name, chore in {
        celery_app.DRAIN: worker.drain,
        celery_app.EXPIRE: worker.expire_watches,
        celery_app.LAPSE: worker.lapse_questions,
        celery_app.RECALL: worker.note_recalls,
        celery_app.JOINT: worker.end_joint_cases,
        celery_app.MONTHS: worker.count_months,
        celery_app.PROTECT: worker.work_out_protection,
        celery_app.COUNT: worker.count_frequencies,
        celery_app.SWEEP: worker.sweep_index,
        celery_app.RETAIN: worker.keep_dates,
        celery_app.SIGN: worker.sign_checkpoint,
        celery_app.VERIFY: worker.verify_trail,
        celery_app.CHECK: worker.check_copy,
        celery_app.ALARM: worker.send_alarms,
    }.items():
        app.task(name=name)(_plain(chore))


def _plain(chore: Callable[[], None]) -> Callable[[], None]:
    """A function without `self`: Celery counts a bound method's as an argument the clock does not give."""

    def run() -> None:
        chore()

    return run


def run_worker(settings: Settings, *, beat: bool) -> None:
    """Run until asked to stop. One process: Celery in the main thread, the relay's loop and the clock in threads."""
    calm_collector()
    setup_logging.connect(_ours, weak=False)
    worker = Worker.of(settings)
    settings = worker.settings
    if not settings.installation:
        raise SetupError("The database is not of this version yet. Make a backup, then: griot migrate")
    try:
        ownership.claim(worker.store, worker.engine, settings)
        if not indices.missing(worker.engine):
            ownership.keep(worker.store, worker.engine, settings)
    except ForeignIndex:
        raise
    except (SearchUnavailable, BadSearch) as error:  # one that does not answer yet is waited for
        log.warning("worker.unavailable %s", error)
    app = celery_app.make_celery(settings)
    register(app, worker)
    # typed as a thread or a process; it is a thread
    clock: Any = EmbeddedService(app, thread=True, scheduler_cls=ticking(worker.store)) if beat else None

    def start(**_: object) -> None:
        worker.start()
        if clock is not None:
            clock.start()

    def stop(**_: object) -> None:
        worker.stop()

    worker_ready.connect(start, weak=False)
    worker_shutting_down.connect(stop, weak=False)
    app.Worker(
        pool="solo",
        concurrency=1,
        loglevel="WARNING",
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
        quiet=True,
    ).start()
    try:
        worker.sign_checkpoint()  # at every clean stop: what is copied now can be verified whole
    except CasefileError as error:
        log.error("trail.not_signed %s", error)


def _ours(**_: object) -> None:
    """Celery finds the logs set up, and leaves them."""


def run_beat(settings: Settings) -> None:
    """Only the clock, for installations that run it apart."""
    setup_logging.connect(_ours, weak=False)
    store = Store(settings.database_url)
    settings = identified(settings, store)
    app = celery_app.make_celery(settings)
    clock: Any = ticking(store)  # typed as its name; a class will do
    app.Beat(loglevel="WARNING", quiet=True, scheduler_cls=clock).run()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("worker", "beat"))
    parser.add_argument("--home", help="the installation's folder")
    parser.add_argument("--with-beat", action="store_true", help="let the worker keep the clock as well")
    given = parser.parse_args()
    try:
        settings = Settings.from_env(given.home)
        migrate.must_fit_at(settings.database_url)
    except SetupError as error:
        sys.exit(str(error))
    logs.configure(settings.log_format)
    try:
        if given.what == "beat":
            run_beat(settings)
        else:
            run_worker(settings, beat=given.with_beat or settings.embedded_broker)
    except (SetupError, ForeignIndex) as error:
        sys.exit(f"griot: {error}")


if __name__ == "__main__":
    main()
