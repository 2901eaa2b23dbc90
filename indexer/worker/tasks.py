"""The worker: a loop that drains the outbox, next to Celery, whose messages wake it and whose clock runs the chores.

`python -m indexer.worker.tasks worker|beat [--home DIR]` starts one. Any number of workers may run; each task may run
twice, at the same time or later, with the same result.
"""

import argparse
import logging
import sys
from collections.abc import Callable
from typing import Any

from celery import Celery
from celery.beat import EmbeddedService
from celery.signals import setup_logging, worker_ready, worker_shutting_down

from casefile import logs
from casefile.errors import BadSearch, CasefileError, ForeignIndex, SearchUnavailable, SetupError
from casefile.installation import identified
from casefile.settings import Settings
from casefile.storage import migrate
from casefile.storage.store import Store
from casefile.training import fence
from indexer.engine import indices
from indexer.node.processes import calm_collector
from indexer.upkeep import ownership
from indexer.worker import celery_app
from indexer.worker.chores import Worker
from indexer.worker.pulse import ticking

log = logging.getLogger("griot.worker")


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
        celery_app.NETWORKS: worker.count_networks,
        celery_app.SWEEP: worker.sweep_index,
        celery_app.RETAIN: worker.keep_dates,
        celery_app.SIGN: worker.sign_checkpoint,
        celery_app.VERIFY: worker.verify_trail,
        celery_app.CHECK: worker.check_copy,
        celery_app.ALARM: worker.send_alarms,
        celery_app.DIGEST: worker.send_digests,
        celery_app.TABLES: worker.carry_tables,
        celery_app.LISTS: worker.check_lists,
        celery_app.WEBHOOKS: worker.call_webhooks,
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
    if settings.training:
        fence.shut(settings.opensearch_url)
    try:
        if given.what == "beat":
            run_beat(settings)
        else:
            run_worker(settings, beat=given.with_beat or settings.embedded_broker)
    except (SetupError, ForeignIndex) as error:
        sys.exit(f"griot: {error}")


if __name__ == "__main__":
    main()
