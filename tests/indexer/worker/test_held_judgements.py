"""The worker lets a held judgement take effect when its time is over, whatever state the engine is in."""

import time
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import update

from casefile import hits
from casefile.hits.held.hold import Said
from casefile.settings import Settings
from casefile.storage import tables
from casefile.storage.tables import HeldJudgement
from casefile.vocabulary import Judgement
from indexer.engine.client import Engine
from indexer.worker.chores import Worker
from indexer.worker.loop import Loop
from tests.network.make import SEEN, WANTED
from tests.network.stored import SECRET, network

PATIENCE_S = 120


def stands(net, within=timedelta(seconds=1)):
    """A judgement of *the same* that is held for a second, or as long as is said."""
    record, watch = net.enter("dakar", SEEN), net.watch("banjul", WANTED)
    net.hit(record, watch)
    with net.store.writing() as session:
        said = Said(Judgement.SAME, "both units called")
        hits.hold(session, net.coordinator, net.hits()[(record, watch)], said, within=within)


def away(tmp_path):
    """Settings of an engine that nobody answers for."""
    env = {"GRIOT_SECRET_KEY": SECRET, "OPENSEARCH_URL": "http://127.0.0.1:9"}
    return replace(Settings.from_env(tmp_path / "home", env), relay_poll_s=0.1)


def test_the_loop_carries_it_out_after_its_time_and_the_pointers_reach_both_units(sqlite_store, tmp_path):
    net, settings = network(sqlite_store), away(tmp_path)
    stands(net)
    loop = Loop(sqlite_store, Engine(settings), settings)
    loop.start()
    try:
        until = time.monotonic() + PATIENCE_S
        while not (net.pointers("banjul") and net.pointers("dakar")):
            assert time.monotonic() < until
            time.sleep(0.1)
    finally:
        loop.stop()


def test_without_a_loop_a_drain_does_it(sqlite_store, tmp_path):
    net, settings = network(sqlite_store), away(tmp_path)
    stands(net, within=timedelta(seconds=60))
    worker = Worker(settings, sqlite_store, Engine(settings))
    worker.drain()
    assert net.deliver() == 0 and net.pointers("banjul") == [], "not before its time"
    with sqlite_store.writing() as session:
        session.execute(update(HeldJudgement).values(due_at=tables.now()))
    worker.drain()
    net.deliver()
    assert [len(net.pointers(unit)) for unit in ("banjul", "dakar")] == [1, 1]
