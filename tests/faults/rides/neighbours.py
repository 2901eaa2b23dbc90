"""Other installations on the same cluster and broker: one with names of its own, which must find all of its own, and
one that takes the first one's names and must be refused each time it starts.
"""

import subprocess
import sys
import threading
import time
from pathlib import Path

from casefile.installation import identified
from casefile.settings import Settings
from casefile.storage import migrate
from casefile.storage.store import Store
from indexer.engine.client import Engine
from tests.faults import harness, world
from tests.faults.rides.parts import ROOT, Part, Parts

REFUSED_WITHIN_S = 90
"""A start under load; an engine that was just killed is waited for, and the start is then ended from outside."""


def _new(home: Path, env: dict[str, str]) -> tuple[Store, Settings]:
    home.mkdir()
    store = Store(f"sqlite:///{home / 'griot.db'}")
    migrate.migrate(store)
    world.set_up(store)
    return store, identified(Settings.from_env(home, env), store)


class Neighbour:
    """Its plan is entered at once and worked on while everything around is killed, its worker too."""

    def __init__(self, home: Path, env: dict[str, str], parts: Parts, seed: int) -> None:
        store, settings = _new(home, env)
        entries = world.plan(seed + 1, 60, 20)
        self.scene = harness.Scene(settings, store, Engine(settings), home, seed, entries, world.planned_hits(entries))
        harness.enter_all(self.scene)
        worker = ["-m", "indexer.worker.tasks", "worker", "--home", str(home)]
        parts.kept.append(Part("neighbour", worker, lambda: env, home / "worker.log"))

    def check(self) -> None:
        """Raises where a hit of its own is lost, twice, or another's."""
        harness.until(lambda: not self.scene.pending(), harness.SETTLE_S)
        harness.check(self.scene)


class Stranger(threading.Thread):
    """Starts again and again under the first one's names, on a database of its own."""

    def __init__(self, home: Path, env: dict[str, str]) -> None:
        super().__init__(daemon=True)
        _, settings = _new(home, env)
        self._home, self._env = settings.home, env
        self._asked_to_end = threading.Event()
        self.ended: list[str] = []

    def stop(self) -> None:
        self._asked_to_end.set()
        self.join(2 * REFUSED_WITHIN_S)

    def run(self) -> None:
        command = [sys.executable, "-P", "-m", "indexer.worker.tasks", "worker", "--home", str(self._home)]
        while not self._asked_to_end.is_set():
            try:
                done = subprocess.run(
                    command, cwd=ROOT, env=self._env, capture_output=True, text=True, timeout=REFUSED_WITHIN_S,
                    check=False,
                )  # fmt: skip
            except subprocess.TimeoutExpired:
                self.ended.append("waiting")
            else:
                refused = done.returncode == 1 and "belongs to another installation" in done.stderr
                self.ended.append("refused" if refused else f"{done.returncode}: {done.stderr[-200:]}")
            time.sleep(5.0)
