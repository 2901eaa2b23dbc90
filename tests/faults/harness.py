"""Runs children, kills them by schedule, and compares what is there with what ought to be there.

Every schedule comes from one seed: GRIOT_FAULT_SEED replays it. A failing comparison prints the seed.
"""

import multiprocessing
import os
import random
import secrets
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path

from casefile import fault_points, outbox
from casefile.settings import Settings
from casefile.storage.store import Store
from indexer.bench.installation import enqueue_everything
from indexer.engine.client import Engine
from indexer.upkeep import reconcile
from indexer.worker.second_relay import NAME
from tests.faults import children, world

SERVER = multiprocessing.get_context("forkserver")
SERVER.set_forkserver_preload(["tests.faults.children", "phonenumbers", "icu", "alembic"])

SETTLE_S = 240.0
"""A node just started answers its first requests in 10-20 s each at a load of 14 on two cores."""

OUTSIDE = 0.02
"""How likely a kill from outside is in each round of 20 ms: more, and no worker lives to reach the named points."""


def chosen_seed() -> int:
    """The seed of this run: GRIOT_FAULT_SEED, else a new one, which a failure prints."""
    return int(os.environ.get("GRIOT_FAULT_SEED") or secrets.randbelow(1_000_000))


@dataclass
class Scene:
    """One experiment's installation: a database of its own, an index prefix of its own, and the plan."""

    settings: Settings
    store: Store
    engine: Engine
    home: Path
    seed: int
    entries: list[world.Entry]
    expected: set[world.Ref]
    processes: list[BaseProcess] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)

    @property
    def log(self) -> str:
        return str(self.home / "fired")

    @property
    def ledger(self) -> str:
        return str(self.home / "ledger")

    def child(self, target: Callable[..., None], *args: object) -> BaseProcess:
        process = SERVER.Process(target=target, args=args, daemon=True)
        process.start()
        self.processes.append(process)
        return process

    def worker(self, spec: str = "", **options: object) -> BaseProcess:
        settings = options.pop("settings", self.settings)
        return self.child(children.worker, children.Orders(settings, spec, self.log, **options))  # type: ignore[arg-type]

    def writer(self, spec: str = "") -> BaseProcess:
        return self.child(children.writer, children.Orders(self.settings, spec, self.log), self.entries, self.ledger)

    def pending(self) -> int:
        with self.store.reading() as session:
            return outbox.read_backlog(session).total

    def dead_lettered(self) -> int:
        with self.store.reading() as session:
            return outbox.read_backlog(session).dead_lettered

    def fired(self, process: str = "") -> Counter[str]:
        """Which points really fired, from the children's own log; of one kind of process, by its name."""
        return Counter(str(line["point"]) for line in fault_points.firings(self.log) if process in str(line["process"]))

    def drained(self, timeout: float = SETTLE_S, **options: object) -> float:
        """Run an undisturbed worker until nothing is pending; seconds it took."""
        started = time.monotonic()
        process = self.worker(**options)
        try:
            while self.pending():
                if time.monotonic() - started > timeout:
                    raise AssertionError(f"seed {self.seed}: still {self.pending()} pending after {timeout:.0f} s")
                time.sleep(0.02)
            print(f"seed {self.seed}: debt drained in {time.monotonic() - started:.1f} s")
            return time.monotonic() - started
        finally:
            end(process)

    def end_all(self) -> None:
        for process in self.processes:
            end(process)


def end(process: BaseProcess) -> None:
    """Kill a child of ours, by its id, and wait for it."""
    if process.is_alive():
        process.kill()
    process.join(10)


def run_under_kills(
    scene: Scene,
    *,
    kills: int,
    points: str,
    p: float,
    also_outside: bool = False,
    limit: int = 20,
    helpers_p: float | None = None,
) -> None:
    """Enter the plan and drain it while writer and worker are killed, until so many kills have really happened.

    Each incarnation has a seed of its own, drawn from the scene's. When all is entered and drained before the
    number is reached, everything is enqueued again: work goes on over the same subjects. With `helpers_p`, each worker
    calls a helper, which dies with that likelihood at each point; its deaths count as well.
    """
    draw = random.Random(scene.seed)
    workers: list[BaseProcess] = []
    writing: BaseProcess | None = None
    deadline = time.monotonic() + 6.0 * kills + 600  # 0.9 s a kill on a machine at ease, 3 s at a load of 14
    while sum(scene.kills.values()) < kills:
        if helpers_p is not None:
            scene.kills["helper"] = sum(scene.fired(NAME).values())
        if time.monotonic() > deadline:
            raise AssertionError(f"seed {scene.seed}: only {sum(scene.kills.values())} of {kills} kills in time")
        if writing is None or not writing.is_alive():
            _count_kill(scene, writing, "writer")
            spec = f"store.*:kill:p={p / 4}:seed={draw.randrange(10**6)}"
            finished = writing is not None and writing.exitcode == 0
            writing = writing if finished else scene.writer(spec)
        for dead in [w for w in workers if not w.is_alive()]:
            _count_kill(scene, dead, "worker")
            workers.remove(dead)
        while len(workers) < 2:
            spec, helper = (f"{points}:kill:p={likely}:seed={draw.randrange(10**6)}" for likely in (p, helpers_p))
            workers.append(scene.worker(spec, limit=limit, helper=helper if helpers_p is not None else None))
        if also_outside and draw.random() < OUTSIDE:
            workers[0].kill()  # or it has just died by itself
        if writing.exitcode == 0 and not scene.pending():
            enqueue_everything(scene.store)
        time.sleep(0.02)
    for process in workers:
        end(process)
    while writing is not None and writing.exitcode != 0:
        writing.join(SETTLE_S)
        _count_kill(scene, writing, "writer")
        if writing.exitcode != 0:
            writing = scene.writer()
    fired = dict(sorted(scene.fired().items()))
    print(f"seed {scene.seed}: killed {dict(scene.kills)}, of these at named points {sum(fired.values())}: {fired}")


def _count_kill(scene: Scene, process: BaseProcess | None, who: str) -> None:
    if process is not None and process.exitcode is not None:
        if process.exitcode == -signal.SIGKILL:
            scene.kills[who] += 1
        elif process.exitcode != 0:
            raise AssertionError(f"seed {scene.seed}: a {who} ended with {process.exitcode}, not by a kill")


def enter_all(scene: Scene) -> None:
    """Enter the whole plan undisturbed, in this process."""
    for at in range(0, len(scene.entries), 20):
        with scene.store.writing() as session:
            for entry in scene.entries[at : at + 20]:
                world.enter(session, entry)


def check(scene: Scene, *, expected: set[world.Ref] | None = None) -> reconcile.Report:
    """After the dust has settled: every accepted entry kept, every hit there, each once, and all three sides agree."""
    wanted = scene.expected if expected is None else expected
    there = world.found(scene.store)
    missing, extra = wanted - set(there), set(there) - wanted
    twice = [key for key, number in there.items() if number > 1]
    assert not missing, f"seed {scene.seed}: {len(missing)} hits lost: {sorted(missing)[:3]}"
    assert not extra, f"seed {scene.seed}: {len(extra)} hits nobody expects: {sorted(extra)[:3]}"
    assert not twice, f"seed {scene.seed}: {len(twice)} hits twice: {twice[:3]}"
    report = reconcile.reconcile(scene.store, scene.engine)
    assert report.sound, f"seed {scene.seed}: {report.as_json()}"
    print(f"seed {scene.seed}: {len(wanted)} hits expected; lost 0, twice 0, extra 0; reconcile sound")
    return report


def until(check: Callable[[], object], seconds: float, every: Callable[[], object] = lambda: None) -> float:
    """Wait for something to become true, calling `every` twice a second; seconds it took."""
    started = last = time.monotonic()
    while not check():
        if time.monotonic() - started > seconds:
            raise AssertionError(f"not so within {seconds:.0f} s")
        if time.monotonic() - last > 0.5:
            every()
            last = time.monotonic()
        time.sleep(0.02)
    return time.monotonic() - started
