"""What an importing unit gets from the second core: its records are matched sooner, and none is lost when it dies."""

import os
import signal
import socket
import subprocess
import sys
from dataclasses import replace
from functools import partial
from multiprocessing import Pipe
from pathlib import Path

import pytest

from casefile import outbox, records, watches
from casefile.storage import tables
from indexer.worker import loop as draining
from indexer.worker.loop import Loop
from indexer.worker.second_relay import Helper
from tests.network import make
from tests.network.make import person

ROOT = Path(__file__).resolve().parents[3]
WANTED = person("Mamadou Diallo", "1984", passport="A01234567")
BATCH = 10


@pytest.fixture
def own(net, settings):
    """The settings by which another process finds the same database."""
    return replace(settings, database_url=net.store.engine.url.render_as_string(hide_password=False))


@pytest.fixture
def loop(net, engine, own, monkeypatch):
    """The worker's loop in batches of ten, which already count as a backlog; the helper keeps to the usual size."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    loop = Loop(net.store, engine, own)
    loop.relay.drain = partial(loop.relay.drain, BATCH)
    loop.helper = Helper(own, backlog=BATCH, idle_s=30.0)
    loop.first = loop.doubtful = False
    yield loop
    if loop.is_alive():
        loop.stop()
    loop.helper.stop(10.0)


def enter(net, many: int) -> tuple[str, list[str]]:
    watch = net.watch("banjul", WANTED)
    net.drain()
    return watch, [net.enter("dakar", WANTED) for _ in range(many)]


def enter_held(net, many: int, by: str) -> tuple[str, list[str]]:
    """The same, on lease to somebody for a minute from the start."""
    with net.store.writing() as session:
        watch = watches.watch(session, net.viewers["banjul"], make.watch(WANTED))
        drafts = [net.record("dakar", WANTED)] * many
        recorded = [one.record_id for one in records.enter_many(session, net.viewers["dakar"], drafts)]
        assert len(outbox.claim(session, by, 10, tables.now(), 60.0)) == many + 1
    return watch, recorded


def settled(net) -> bool:
    with net.store.reading() as session:
        return not outbox.read_backlog(session).total


def test_the_helper_takes_its_share_of_a_backlog_and_every_record_meets_its_watch_once(net, loop, until):
    watch, recorded = enter(net, 300)
    loop.helper.call()
    until(lambda: loop.helper.completed, 60.0)
    loop.start()
    until(lambda: settled(net), 60.0)
    assert net.pairs() == {(record, watch) for record in recorded}
    until(lambda: loop.completed >= 300, 60.0)  # either counts a batch, and the helper reports it, after its commit
    assert loop.completed == 300 and loop.helper.completed >= BATCH


def test_a_small_batch_calls_nobody(net, loop, until):
    enter(net, BATCH - 1)
    loop.start()
    until(lambda: settled(net), 60.0)
    assert loop.helper.pid is None


def test_what_a_killed_helper_held_is_free_at_once(net, loop, monkeypatch, until):
    watch, recorded = enter(net, 60)
    with monkeypatch.context() as armed:
        armed.setenv("GRIOT_FAULTS", "relay.looked:kill")
        loop.helper.call()
        process = loop.helper._process
        process.wait(60)
    assert process.returncode == -signal.SIGKILL
    loop.start()
    until(lambda: settled(net), 30.0)  # half of the lease it held
    assert net.pairs() == {(record, watch) for record in recorded}


def test_what_somebody_else_held_who_was_killed_is_free_in_seconds(net, loop, monkeypatch, until):
    monkeypatch.setattr(draining, "DEAD_S", 0.5)
    loop.start()
    until(lambda: loop._look_at, 60.0)  # it has looked once, as at its start
    watch, recorded = enter_held(net, 3, by=f"{socket.gethostname()[:30]}:4194303:0")
    until(lambda: settled(net), 30.0)
    assert net.pairs() == {(record, watch) for record in recorded}


def test_it_ends_with_its_caller(net, loop, until):
    loop.helper.call()
    pid = loop.helper.pid
    loop.helper._pipe.close()  # what the system does for a caller that was killed
    until(lambda: loop.helper._process.poll() == 0, 60.0)
    assert pid and not loop.helper.crashed()


def test_one_whose_caller_is_gone_before_it_has_said_what_to_do_ends_without_a_word():
    ours, its = Pipe()
    with its:
        command = [sys.executable, "-P", "-m", "indexer.worker.second_relay", str(its.fileno())]
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(command, pass_fds=[its.fileno()], stderr=subprocess.PIPE, env=env)
    ours.close()
    assert process.communicate(timeout=120) == (None, b"") and process.returncode == 0


def test_it_gives_back_its_memory_when_nobody_calls(net, loop, own, until):
    loop.helper = Helper(own, backlog=BATCH, idle_s=0.2)
    loop.helper.call()
    until(lambda: loop.helper._process.poll() == 0, 60.0)
    enter(net, 40)
    loop.helper.call()
    until(lambda: loop.helper.completed == 40, 60.0)


def test_where_no_helper_can_be_started_the_work_is_done_without(net, loop, monkeypatch, until):
    def no_room(*_args, **_kw):
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr("indexer.worker.second_relay.subprocess.Popen", no_room)
    watch, recorded = enter(net, 30)
    loop.start()
    until(lambda: settled(net), 60.0)
    assert net.pairs() == {(record, watch) for record in recorded}


def test_one_core_needs_no_helper(own, monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    helper = Helper(own)
    helper.call()
    assert helper.pid is None
