"""Redis as broker, by a real server: whatever else it holds is left alone, and ends no worker."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from casefile import outbox
from indexer.worker import celery_app
from indexer.worker.celery_app import Waker, make_celery
from indexer.worker.redis_broker import prefix_of
from tests.indexer.worker.test_folder_broker import UNREADABLE
from tests.network.make import person
from tests.redis_server import redis_server

ROOT = Path(__file__).resolve().parents[3]
OTHER = f"griot-{'b' * 32}"
FOREIGN = {
    OTHER: [b"a wake-up of another, of before there were prefixes"],
    f"{prefix_of(OTHER)}{OTHER}": [b"another's wake-up"],
    "celery": [b'{"body": "", "headers": {"task": "somebody.elses"}}'],
}
UNACKED = {"unacked": {b"tag": b"another's, taken and not acknowledged"}}


@pytest.fixture
def server(tmp_path):
    """A server with what others left there."""
    with redis_server(tmp_path) as client:
        for name, values in FOREIGN.items():
            client.rpush(name, *values)
        for name, values in UNACKED.items():
            client.hset(name, mapping=values)
        yield client


@pytest.fixture
def at(server, settings):
    """The settings of an installation whose broker it is."""
    return replace(settings, broker_url=f"redis://127.0.0.1:{server.connection_pool.connection_kwargs['port']}/0")


@pytest.fixture
def worker(net, at, until):
    """A worker on the net's database, ready to work; its log next to it."""
    env = {
        **os.environ,
        "OPENSEARCH_URL": at.opensearch_url, "GRIOT_INDEX_PREFIX": at.index_prefix, "GRIOT_SECRET_KEY": at.secret_key,
        "DATABASE_URL": str(net.store.engine.url), "BROKER_URL": at.broker_url,
    }  # fmt: skip
    with (at.home / "worker.log").open("wb") as log:
        command = [sys.executable, "-m", "indexer.worker.tasks", "worker", "--home", str(at.home)]
        child = subprocess.Popen(command, cwd=ROOT, env=env, stderr=log)
    net.enter("dakar", person("First Entered"))
    until(lambda: settled(net), 90.0)
    yield child
    child.kill()
    child.wait(10)


def settled(net):
    with net.store.reading() as session:
        return outbox.read_backlog(session).total == 0


def own_queue(settings):
    queue = celery_app.queue_of(settings)
    return prefix_of(queue) + queue


def test_what_others_keep_there_is_never_touched_and_garbage_ends_no_worker(net, at, server, worker, until):
    queue = own_queue(at)
    server.lpush(queue, *UNREADABLE)
    make_celery(at).send_task("somebody.elses.task", queue=celery_app.queue_of(at), retry=False)
    assert Waker(at).wake()
    until(lambda: server.llen(queue) == 0, 30.0)
    net.enter("dakar", person("Second Entered"))
    until(lambda: settled(net), 30.0)
    assert worker.poll() is None
    assert "broker.unreadable" in (at.home / "worker.log").read_text("utf-8")
    assert {name: server.lrange(name, 0, -1) for name in FOREIGN} == FOREIGN
    assert {name: server.hgetall(name) for name in UNACKED} == UNACKED
    own = prefix_of(celery_app.queue_of(at)).encode()
    assert all(name.startswith(own) for name in server.scan_iter() if name.decode() not in FOREIGN | UNACKED)


def test_a_key_that_is_no_queue_is_said_and_left_and_entries_are_searched_all_the_same(net, at, server, worker, until):
    queue = own_queue(at)
    server.delete(queue)
    server.set(queue, b"somebody's text")
    net.enter("dakar", person("Second Entered"))
    until(lambda: settled(net), 30.0)
    until(lambda: "broker.no_queue" in (at.home / "worker.log").read_text("utf-8"), 30.0)
    assert not Waker(at).wake(), "and whoever saves is not held up"
    assert worker.poll() is None and server.get(queue) == b"somebody's text"
    server.delete(queue)
    assert Waker(at).wake()
    until(lambda: server.llen(queue) == 0, 60.0)
    assert worker.poll() is None
