"""Two installations on one cluster under one name: the second is refused again and again while the first one's
processes are killed, and the first loses nothing."""

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
from tests.faults import harness, world

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_a_neighbour_that_keeps_starting_costs_nothing(scene: harness.Scene, tmp_path: Path) -> None:
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
