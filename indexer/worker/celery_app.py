"""The Celery application: it wakes the relay and keeps the clock, nothing rests on its messages.

What is pending stands in the outbox and is polled; a message lost, doubled or late only makes a hit slower. Settings
follow docs/sources/assurance.md, "The pipeline".
"""

import logging
import os
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from time import monotonic

from celery import Celery
from celery.schedules import schedule

from casefile import machine
from casefile.settings import Settings
from indexer.engine.wire import Object
from indexer.worker import brokers, folder_broker

DRAIN = "griot.drain"
EXPIRE = "griot.expire_watches"
COUNT = "griot.count_frequencies"
SWEEP = "griot.sweep_index"
LAPSE = "griot.lapse_questions"
RECALL = "griot.note_recalls"
JOINT = "griot.end_joint_cases"
MONTHS = "griot.count_months"
NETWORKS = "griot.count_networks"
PROTECT = "griot.work_out_protection"
RETAIN = "griot.keep_dates"
SIGN = "griot.sign_checkpoint"
VERIFY = "griot.verify_trail"
CHECK = "griot.check_copy"
ALARM = "griot.send_alarms"
DIGEST = "griot.send_digests"
TABLES = "griot.carry_tables"
LISTS = "griot.check_lists"
WEBHOOKS = "griot.call_webhooks"

QUEUE = "griot"
"""With the installation's id behind it, so that two installations may share a broker."""

POLL_S = 0.05
"""How often the embedded worker looks for a message: half of the relay's own polling."""

PUBLISH_TIMEOUT_S = 0.5
COOL_DOWN_S = 10.0
"""After a failed publish the broker is left alone: the page that saves a record must not wait for it each time."""

ENOUGH_WAITING = 20
"""Wake-ups that already lie in the embedded broker's folder; without a worker they must not fill the disk."""

SCHEDULE_S = {
    CHECK: 20.0, EXPIRE: 60.0, LAPSE: 60.0, JOINT: 60.0, RECALL: 300.0, PROTECT: 300.0, COUNT: 900.0, NETWORKS: 900.0,
    SWEEP: 3600.0, RETAIN: 3600.0, MONTHS: 3600.0, SIGN: 600.0, VERIFY: 3600.0, ALARM: 30.0, DIGEST: 60.0,
    TABLES: 3.0, LISTS: 2.0, WEBHOOKS: 5.0,
}  # fmt: skip


@cache
def _began() -> float:
    return machine.seconds() - monotonic()


def ticking() -> datetime:
    """The moment by this process's own ticks: right when it began, and no step of the clock moves it."""
    return datetime.fromtimestamp(_began() + monotonic(), UTC)


class Every(schedule):
    """Every so many seconds of this process's ticks. Celery's own goes by the clock: put back by a day, it did nothing
    for a day."""

    @classmethod
    def seconds_of(cls, seconds: float) -> "Every":
        return cls(timedelta(seconds=seconds), nowfun=ticking)

    def remaining_estimate(self, last_run_at: datetime) -> timedelta:
        """Longer than from one turn to the next is a turn that a clock ahead has written down: it is due."""
        remaining: timedelta = super().remaining_estimate(last_run_at)
        return timedelta() if remaining.total_seconds() > self.seconds else remaining


log = logging.getLogger("griot.celery")


def queue_of(settings: Settings) -> str:
    """The queue of an installation."""
    name = f"{QUEUE}-{settings.installation}" if settings.installation else QUEUE
    return name + brokers.SUFFIX[settings.broker_queues]


def make_celery(settings: Settings) -> Celery:
    """The application for one installation. JSON only, late acknowledgement, one message at a time, no ETA."""
    broker = f"{folder_broker.SCHEME}://" if settings.embedded_broker else brokers.joined(settings.broker_url)
    app = Celery("griot", broker=broker, set_as_current=False)
    app.conf.update(
        task_serializer="json",
        accept_content=["json"],
        task_ignore_result=True,
        task_default_queue=queue_of(settings),
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        worker_enable_remote_control=False,
        worker_send_task_events=False,
        broker_connection_timeout=PUBLISH_TIMEOUT_S,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options=_transport(settings),
        broker_use_ssl=brokers.tls(settings.broker_url, settings.broker_ca),
        timezone="UTC",
        beat_schedule={name: {"task": name, "schedule": Every.seconds_of(every)} for name, every in SCHEDULE_S.items()},
        result_expires=None,  # none is kept; its chore goes by the clock and, put back, holds up the rest
        beat_schedule_filename=str(settings.home / "beat-schedule"),
        **brokers.queues(settings.broker_queues),
    )
    return app


def broker_folder(settings: Settings) -> Path:
    """Where the embedded broker keeps its messages."""
    return settings.home / "broker" / "queue"


def _transport(settings: Settings) -> Object:
    if settings.embedded_broker:
        queue, control = broker_folder(settings), settings.home / "broker" / "control"
        for folder in (queue, control):
            folder.mkdir(parents=True, exist_ok=True)
        return {
            "data_folder_in": str(queue),
            "data_folder_out": str(queue),
            "control_folder": str(control),
            "store_processed": False,
            "polling_interval": POLL_S,
        }
    own: Object = {}
    if brokers.is_redis(settings.broker_url):
        from indexer.worker import redis_broker  # noqa: PLC0415  (an extra, not there where another broker is used)

        redis_broker.install()
        own = {"global_keyprefix": redis_broker.prefix_of(queue_of(settings))}
    # A publish tries each broker once; the worker's own connection is retried for ever by Celery.
    return {
        "max_retries": len(brokers.addresses(settings.broker_url)),
        "interval_start": 0,
        "interval_step": 0.1,
        "interval_max": 0.1,
        "socket_timeout": PUBLISH_TIMEOUT_S,
        "socket_connect_timeout": PUBLISH_TIMEOUT_S,
        "visibility_timeout": 3600,
        **own,
    }


class Waker:
    """Sends wake-ups after a commit, and never lets a broker's trouble reach whoever saved something."""

    def __init__(self, settings: Settings) -> None:
        self._app = make_celery(settings)
        self._queue = queue_of(settings)
        self._folder = broker_folder(settings) if settings.embedded_broker else None
        self._silent_until = 0.0

    def wake(self) -> bool:
        """Publish one wake-up; False when it was not needed or not possible. Never raises."""
        try:
            if monotonic() < self._silent_until or self._enough_waiting():
                return False
            self._app.send_task(DRAIN, queue=self._queue, retry=False, ignore_result=True)
        except Exception as error:
            self._silent_until = monotonic() + COOL_DOWN_S
            log.warning("wake.failed %s", error)
            return False
        return True

    def _enough_waiting(self) -> bool:
        if self._folder is None:
            return False
        with os.scandir(self._folder) as entries:
            return sum(1 for _ in zip(entries, range(ENOUGH_WAITING), strict=False)) >= ENOUGH_WAITING


@lru_cache(maxsize=8)
def _waker(settings: Settings) -> Waker:
    return Waker(settings)


def wake(settings: Settings) -> bool:
    """Tell the worker that something is pending. To be called after the commit; never raises, never waits long."""
    return _waker(settings).wake()
