"""Wake-ups over real brokers: one or three, classic queues or queues of the kind quorum; a broker that dies is no loss.

The workers here look by themselves only once a minute: what is done sooner was woken by a message.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from casefile.settings import Settings
from indexer.worker.celery_app import Waker, queue_of
from tests.faults import harness, world
from tests.faults.brokers.rabbit import Brokers
from tests.faults.conftest import Stage

ROOT = Path(__file__).resolve().parents[3]
SELDOM_S = 60.0
"""The most that the setting takes."""
WOKEN_S = 20.0


@pytest.fixture
def brokers(tmp_path: Path) -> Iterator["list[Brokers]"]:
    made: list[Brokers] = []
    yield made
    for one in made:
        one.end()


@contextmanager
def worker(scene: harness.Scene, settings: Settings) -> Iterator["subprocess.Popen[bytes]"]:
    """The installed worker, as several machines run it: no clock with it."""
    env = {
        **os.environ, "GRIOT_HOME": str(settings.home), "DATABASE_URL": settings.database_url,
        "OPENSEARCH_URL": settings.opensearch_url, "GRIOT_INDEX_PREFIX": settings.index_prefix,
        "GRIOT_SECRET_KEY": settings.secret_key, "BROKER_URL": settings.broker_url, "BROKER_CA": settings.broker_ca,
        "GRIOT_BROKER_QUEUES": settings.broker_queues, "GRIOT_RELAY_POLL_S": str(SELDOM_S),
    }  # fmt: skip
    log = (scene.home / "worker.log").open("ab")
    child = subprocess.Popen(
        [sys.executable, "-m", "indexer.worker.tasks", "worker"], cwd=ROOT, env=env, stdin=subprocess.DEVNULL,
        stdout=log, stderr=log,
    )  # fmt: skip
    try:
        yield child
        assert child.poll() is None, (scene.home / "worker.log").read_text("utf-8")[-3000:]
    finally:
        child.kill()
        child.wait(20)


def woken(scene: harness.Scene, settings: Settings, seconds: float = WOKEN_S) -> float:
    """Enter one more, wake until a broker has taken the message, and wait until nothing is pending; seconds it took."""
    with scene.store.writing() as session:
        world.enter(session, scene.entries[len(world.accepted(scene.store))])
    taken = harness.until(lambda: Waker(settings).wake(), seconds)
    return taken + harness.until(lambda: not scene.pending(), seconds)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["classic", "quorum"])
def test_one_broker_wakes_the_worker_by_either_kind_of_queue(stage: Stage, brokers, tmp_path, kind) -> None:
    scene = stage(records=20, watches=10)
    brokers.append(one := Brokers(tmp_path, 1))
    one.start()
    settings = replace(scene.settings, broker_url=one.url, broker_ca=one.authority, broker_queues=kind)
    with worker(scene, settings):
        harness.until(lambda: queue_of(settings) in one.control(0, "list_queues", "name", "consumers"), 90)
        took = [woken(scene, settings) for _ in range(3)]
    queues = dict(
        line.split("\t") for line in one.control(0, "list_queues", "name", "type").splitlines() if "\t" in line
    )
    print(f"{kind}: woken within {max(took):.1f} s; {queues}")
    assert queues[queue_of(settings)].removeprefix("rabbit_").removesuffix("_queue") == kind
    assert not [name for name in queues if name.startswith("celery")], "nothing that others would share"


@pytest.mark.slow
def test_of_three_brokers_one_may_die_and_two_that_die_lose_nothing(stage: Stage, brokers, tmp_path) -> None:
    scene = stage(records=20, watches=10)
    brokers.append(three := Brokers(tmp_path, 3))
    three.start()
    settings = replace(scene.settings, broker_url=three.url, broker_ca=three.authority, broker_queues="quorum")
    with worker(scene, settings):
        harness.until(lambda: queue_of(settings) in three.control(0, "list_queues", "name"), 120)
        print(f"three: woken within {woken(scene, settings):.1f} s")
        three.kill(0)  # the first of the addresses, which web server and worker are connected to
        print(f"two of three: woken within {woken(scene, settings, 0.75 * SELDOM_S):.1f} s")
        three.kill(1)
        with scene.store.writing() as session:
            world.enter(session, scene.entries[len(world.accepted(scene.store))])
        Waker(settings).wake()  # one of three takes nothing for certain; whoever saves is not kept waiting
        three.start(0, 1)
        harness.until(lambda: not scene.pending(), 2 * SELDOM_S)
        print(f"three again: woken within {woken(scene, settings, 0.75 * SELDOM_S):.1f} s")
    there = [entry for entry in scene.entries if entry.ref in world.accepted(scene.store)]
    harness.check(scene, expected=world.planned_hits(there))
