"""What an importing unit gets from the second core: its records are matched sooner, and none is lost when it dies."""

import os
import signal
import socket
from dataclasses import replace
from functools import partial

import pytest

from casefile import outbox, records, watches
from casefile.storage import tables
from indexer.worker import tasks
from indexer.worker.second_relay import Helper
from indexer.worker.tasks import Loop
from tests.indexer.cast import STATED, person, wanted

WANTED = person("Mamadou Diallo", "1984", passport="A01234567")
BATCH = 10


@pytest.fixture
def own(cast, settings):
    """The settings by which another process finds the same database."""
    return replace(settings, database_url=cast.store.engine.url.render_as_string(hide_password=False))


@pytest.fixture
def loop(cast, engine, own, monkeypatch):
    """The worker's loop in batches of ten, which already count as a backlog; the helper keeps to the usual size."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    loop = Loop(cast.store, engine, own)
    loop.relay.drain = partial(loop.relay.drain, BATCH)
    loop.helper = Helper(own, backlog=BATCH, idle_s=30.0)
    loop.first = loop.doubtful = False
    yield loop
    if loop.is_alive():
        loop.stop()
    loop.helper.stop(10.0)


def enter(cast, many: int) -> tuple[str, list[str]]:
    watch = cast.watch("BJL", WANTED)
    cast.drain()
    return watch, [cast.enter("DKR", WANTED) for _ in range(many)]


def enter_held(cast, many: int, by: str) -> tuple[str, list[str]]:
    """The same, on lease to somebody for ten minutes from the start."""
    with cast.store.writing() as session:
        watch = watches.watch(session, cast.viewers["BJL"], wanted(WANTED))
        drafts = [
            records.RecordDraft(WANTED, cast.cases["DKR"], STATED, suspicion_note="named by two witnesses")
        ] * many
        recorded = [one.record_id for one in records.enter_many(session, cast.viewers["DKR"], drafts)]
        assert len(outbox.claim(session, by, 10, tables.now(), 600.0)) == many + 1
    return watch, recorded


def settled(cast) -> bool:
    with cast.store.reading() as session:
        return not outbox.read_backlog(session).total


def test_the_helper_takes_its_share_of_a_backlog_and_every_record_meets_its_watch_once(cast, loop, until):
    watch, recorded = enter(cast, 300)
    loop.helper.call()
    until(lambda: loop.helper.completed, 60.0)
    loop.start()
    until(lambda: settled(cast), 60.0)
    assert cast.hits() == {(record, watch) for record in recorded}
    assert loop.completed == 300 and loop.helper.completed >= BATCH


def test_a_small_batch_calls_nobody(cast, loop, until):
    enter(cast, BATCH - 1)
    loop.start()
    until(lambda: settled(cast), 60.0)
    assert loop.helper.pid is None


def test_what_a_killed_helper_held_is_free_at_once(cast, loop, monkeypatch, until):
    watch, recorded = enter(cast, 60)
    with monkeypatch.context() as armed:
        armed.setenv("GRIOT_FAULTS", "relay.looked:kill")
        loop.helper.call()
        process = loop.helper._process
        process.wait(60)
    assert process.returncode == -signal.SIGKILL
    loop.start()
    until(lambda: settled(cast), 30.0)  # half of the lease it held
    assert cast.hits() == {(record, watch) for record in recorded}


def test_what_somebody_else_held_who_was_killed_is_free_in_seconds(cast, loop, monkeypatch, until):
    monkeypatch.setattr(tasks, "DEAD_S", 0.5)
    loop.start()
    until(lambda: loop._look_at, 10.0)  # it has looked once, as at its start
    watch, recorded = enter_held(cast, 3, by=f"{socket.gethostname()[:30]}:4194303:0")
    until(lambda: settled(cast), 30.0)
    assert cast.hits() == {(record, watch) for record in recorded}


def test_it_ends_with_its_caller(cast, loop, until):
    loop.helper.call()
    pid = loop.helper.pid
    loop.helper._pipe.close()  # what the system does for a caller that was killed
    until(lambda: loop.helper._process.poll() == 0, 60.0)
    assert pid and not loop.helper.crashed()


def test_it_gives_back_its_memory_when_nobody_calls(cast, loop, own, until):
    loop.helper = Helper(own, backlog=BATCH, idle_s=0.2)
    loop.helper.call()
    until(lambda: loop.helper._process.poll() == 0, 60.0)
    enter(cast, 40)
    loop.helper.call()
    until(lambda: loop.helper.completed == 40, 60.0)


def test_where_no_helper_can_be_started_the_work_is_done_without(cast, loop, monkeypatch, until):
    def no_room(*_args, **_kw):
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr("indexer.worker.second_relay.subprocess.Popen", no_room)
    watch, recorded = enter(cast, 30)
    loop.start()
    until(lambda: settled(cast), 60.0)
    assert cast.hits() == {(record, watch) for record in recorded}


def test_one_core_needs_no_helper(own, monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    helper = Helper(own)
    helper.call()
    assert helper.pid is None
