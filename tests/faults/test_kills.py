"""Experiments 1 to 3: processes die by SIGKILL at named places and at random; no hit is lost, none comes twice."""

import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from casefile.installation import identified
from casefile.storage import migrate
from casefile.storage.store import Store
from indexer.bench.installation import enqueue_everything
from tests.faults import harness, world
from tests.faults.conftest import Stage

ROOT = Path(__file__).resolve().parents[2]

BETWEEN_INDEX_AND_PERCOLATE = (
    "relay.claimed",
    "relay.read",
    "relay.indexed",
    "relay.refreshed",
    "relay.advanced",
    "relay.looked",
    "relay.matched",
)
AROUND_THE_SECOND_COMMIT = ("relay.raising", "relay.completed")


def test_a_worker_killed_at_any_named_point_loses_nothing_and_repeats_nothing(on_both: Stage) -> None:
    scene = on_both(records=40, watches=15)
    harness.enter_all(scene)
    points = [*BETWEEN_INDEX_AND_PERCOLATE, *AROUND_THE_SECOND_COMMIT]
    for point in points:
        enqueue_everything(scene.store)
        worker = scene.worker(f"{point}:kill:nth=2", limit=6)
        worker.join(60)
        assert worker.exitcode == -9, f"{point} was not reached"
    assert scene.fired() == dict.fromkeys(points, 1)
    scene.drained()
    harness.check(scene)


def test_twelve_kills_at_every_point_of_the_relay(scene: harness.Scene) -> None:
    harness.run_under_kills(scene, kills=12, points="relay.*", p=0.05)
    scene.drained()
    harness.check(scene)
    assert sum(scene.fired().values()) >= 10


@pytest.mark.slow
def test_five_hundred_kills_some_of_them_from_outside(stage: Stage) -> None:
    scene = stage()
    harness.run_under_kills(scene, kills=500, points="*", p=0.04, also_outside=True)
    scene.drained()
    harness.check(scene)


@pytest.mark.slow
def test_sixty_kills_of_workers_and_the_helpers_they_called(stage: Stage) -> None:
    scene = stage()
    harness.run_under_kills(scene, kills=60, points="relay.*", p=0.01, helpers_p=0.03)
    scene.drained()
    harness.check(scene)
    assert scene.kills["helper"] >= 15 and scene.kills["worker"] >= 5


@pytest.mark.slow
def test_a_hundred_kills_on_postgresql(stage: Stage, postgres_url: str) -> None:
    scene = stage(database_url=postgres_url)
    harness.run_under_kills(scene, kills=100, points="*", p=0.04, also_outside=True)
    scene.drained()
    harness.check(scene)


@pytest.mark.slow
def test_a_neighbour_that_keeps_starting_costs_nothing(scene: harness.Scene, tmp_path: Path) -> None:
    """Two installations on one cluster under one name: the second is refused again and again while the first one's
    processes are killed."""
    home = tmp_path / "neighbour"
    home.mkdir()
    settings = replace(scene.settings, home=home, database_url=f"sqlite:///{home / 'griot.db'}", installation="")
    store = Store(settings.database_url)
    migrate.migrate(store)
    world.set_up(store)
    identified(settings, store)
    store.close()
    env = {
        **os.environ,
        "OPENSEARCH_URL": settings.opensearch_url,
        "GRIOT_INDEX_PREFIX": settings.index_prefix,
        "GRIOT_SECRET_KEY": settings.secret_key,
    }
    worker = [sys.executable, "-m", "indexer.worker.tasks", "worker", "--home", str(home)]
    rebuild = [sys.executable, "-m", "portal.cli", "--home", str(home), "rebuild"]
    ended, refused = threading.Event(), list[tuple[int, bool]]()

    def keep_starting() -> None:
        for command in (worker, rebuild) * 20:
            done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=180, check=False)
            refused.append((done.returncode, "belongs to another installation" in done.stderr))
            if ended.is_set():
                return

    neighbour = threading.Thread(target=keep_starting)
    neighbour.start()
    try:
        harness.run_under_kills(scene, kills=15, points="relay.*", p=0.05)
        scene.drained()
    finally:
        ended.set()
        neighbour.join(200)
    print(f"the neighbour was started {len(refused)} times")
    assert len(refused) >= 2 and set(refused) == {(1, True)}
    harness.check(scene)
