"""The worker as it runs: a child process that drains by itself, is woken by a message, and ends when told."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from casefile import outbox
from indexer.pipeline import failures
from indexer.worker import celery_app
from indexer.worker.celery_app import Waker, make_celery
from tests.indexer.worker.test_folder_broker import UNREADABLE
from tests.network.make import person
from tests.network.stored import INSTALLATION

ROOT = Path(__file__).resolve().parents[3]
PATIENCE_S = 240.0
"""For what takes seconds on a machine with nothing else to do."""


@pytest.fixture
def worker(net, settings, until):
    """A worker on the net's database, ready to work."""
    env = {
        **os.environ,
        "OPENSEARCH_URL": settings.opensearch_url,
        "GRIOT_INDEX_PREFIX": settings.index_prefix,
        "GRIOT_SECRET_KEY": settings.secret_key,
        "DATABASE_URL": str(net.store.engine.url),
    }
    child = subprocess.Popen(
        [sys.executable, "-m", "indexer.worker.tasks", "worker", "--home", str(settings.home)], cwd=ROOT, env=env
    )
    net.enter("dakar", person("First Entered"))
    until(lambda: settled(net), PATIENCE_S)
    yield child
    if child.poll() is None:
        child.kill()
    child.wait(10)


def settled(net):
    with net.store.reading() as session:
        return outbox.read_backlog(session).total == 0


def test_saved_to_hit_by_itself_and_ends_when_told(net, worker, until):
    net.watch("banjul", person("Mamadou Diallo", "1984", passport="A01234567"))
    until(lambda: settled(net), PATIENCE_S)
    record = net.enter("dakar", person("Mamadou Dialo", "1985", passport="A01234567"))
    started = time.monotonic()
    until(net.pairs, PATIENCE_S, every=0.02)
    print(f"saved to hit: {time.monotonic() - started:.2f} s")
    assert {r for r, _ in net.pairs()} == {record}
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(30) == 0


def test_what_is_no_message_of_ours_does_not_end_the_worker(net, worker, settings, until):
    """An empty file, another program's, a task nobody knows, a kind of content that is not taken."""
    folder, queue = celery_app.broker_folder(settings), celery_app.queue_of(settings)
    assert queue == f"griot-{INSTALLATION}"
    app = make_celery(settings)
    with app.connection_for_write() as connection:
        producer = connection.Producer()
        producer.publish({"what": "ever"}, routing_key=queue, serializer="json")
        producer.publish(b"\x80\x02K\x01.", routing_key=queue, content_type="application/x-python-serialize",
                         content_encoding="binary")  # fmt: skip
    app.send_task("somebody.elses.task", queue=queue, retry=False)
    for number, content in enumerate(UNREADABLE):
        (folder / f"{0:015}_{number}.{queue}.msg").write_bytes(content)
    until(lambda: not list(folder.glob("*.msg")), PATIENCE_S)
    net.enter("dakar", person("Second Entered"))
    until(lambda: settled(net), PATIENCE_S)
    assert worker.poll() is None
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(30) == 0


def _is_second_relay(child):
    with contextlib.suppress(psutil.Error):  # it may end while it is asked
        return "indexer.worker.second_relay" in " ".join(child.cmdline())
    return False


def test_a_killed_worker_leaves_no_helper_behind_and_loses_nothing(net, worker, until):
    watch = net.watch("banjul", person("Mamadou Diallo", "1984", passport="A01234567"))
    recorded = net.enter_many("dakar", [person("Mamadou Dialo", "1985", passport="A01234567")] * 2_600)
    parent = psutil.Process(worker.pid)
    until(lambda: any(map(_is_second_relay, parent.children())), PATIENCE_S, every=0.02)
    left = parent.children()
    worker.kill()
    worker.wait(10)
    assert psutil.wait_procs(left, timeout=PATIENCE_S)[1] == []  # a child may go between two questions
    failures.free_dead_leases(net.store)
    net.drain()
    assert net.pairs() == {(record, watch) for record in recorded}


def test_a_wake_up_needs_no_worker_and_never_fills_the_disk(settings):
    waker = Waker(settings)
    sent = [waker.wake() for _ in range(celery_app.ENOUGH_WAITING + 5)]
    assert sent == [True] * celery_app.ENOUGH_WAITING + [False] * 5
    assert len(list(celery_app.broker_folder(settings).iterdir())) == celery_app.ENOUGH_WAITING


def test_a_broker_away_never_reaches_whoever_saved(settings):
    from dataclasses import replace

    waker = Waker(replace(settings, broker_url="redis://127.0.0.1:9/0"))
    started = time.monotonic()
    assert waker.wake() is False
    assert waker.wake() is False
    assert time.monotonic() - started < 15.0  # 0.1 s; one that waits for its broker is not back before the test ends


def test_celery_is_set_as_specified(settings):
    conf = make_celery(settings).conf
    assert conf.accept_content == ["json"] and conf.task_serializer == "json"
    assert conf.task_acks_late and conf.task_reject_on_worker_lost and conf.worker_prefetch_multiplier == 1
    assert set(conf.beat_schedule) == set(celery_app.SCHEDULE_S)
    assert set(conf.beat_schedule) >= {celery_app.EXPIRE, celery_app.LAPSE, celery_app.PROTECT, celery_app.SWEEP}
