"""Keeps the processes of an installation running: the node, the worker and the web server.

One supervisor per home holds a lock that the system frees when it dies. What it starts is written down with start
times, so that the next start, or `--stop`, ends what an end by force left behind, and never a stranger's process.
"""

import fcntl
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from casefile.errors import SetupError
from indexer.node.processes import Remembered, reap, remember, remembered
from portal.install.rotation import rotate

SUPERVISOR = "supervisor"
LOOK_S = 0.5
FIRST_WAIT_S, MAX_WAIT_S = 1.0, 30.0
"""Between two starts of a child that keeps ending: doubled each time, so that a broken one does not eat the machine."""

SOUND_S = 5.0
"""How often a child that runs is asked whether it is of any use."""

TURN_S = 10.0
"""How often the sizes of the logs are looked at."""

STEADY_S = 60.0
"""A child that ran this long counts as sound again."""

STOP_SUPERVISOR_S = 60.0
"""Three children may each take their grace."""


@dataclass
class Child:
    """A process to keep running. `start` starts a new one each time it is called; `useless` says of one that runs
    whether it must be started again all the same."""

    name: str
    start: "Callable[[], subprocess.Popen[bytes]]"
    useless: Callable[[], bool] = lambda: False
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    restarts: int = 0
    next_start: float = 0.0
    next_look: float = 0.0


def record_path(home: Path) -> Path:
    return home / "processes.json"


@contextmanager
def lock(home: Path) -> Iterator[None]:
    """Be the only supervisor of this home. Raises SetupError when another one is."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "supervisor.lock").open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SetupError(
                "Griot is already starting or running in %(home)s. See scripts/run --status --home "
                "%(home)s, or end it with --stop.",
                home=home,
            ) from None
        yield


def running(home: Path) -> dict[str, Remembered]:
    """The processes of this home that run, the supervisor among them."""
    return remembered(record_path(home))


def refuse_running(home: Path) -> None:
    """Raises SetupError while anything of this home runs: what a start by force left behind too."""
    if found := sorted(running(home)):
        raise SetupError(
            "Griot runs in %(home)s (%(what)s). Nothing was touched. Stop it first: scripts/run --stop --home %(home)s",
            home=home,
            what=", ".join(found),
        )


def clear_leftovers(home: Path) -> list[str]:
    """End what a supervisor that was killed left behind; call it holding the lock. Returns what was ended."""
    left = {name: process for name, process in running(home).items() if process.pid != os.getpid()}
    for process in reversed(list(left.values())):
        process.stop()
    return list(left)


def stop(home: Path) -> list[str]:
    """End the supervisor and all it started; returns what ran. Nothing running is no error."""
    found = running(home)
    if leader := found.get(SUPERVISOR):
        leader.stop(STOP_SUPERVISOR_S)
    for process in [p for name, p in reversed(found.items()) if name != SUPERVISOR]:
        process.stop()
    # A child that was restarted while the list was read is in the list that is there now.
    for process in reversed(running(home).values()):
        process.stop()
    record_path(home).unlink(missing_ok=True)
    return list(found)


@dataclass
class Supervisor:
    """Starts children in order, restarts what ends, stops in the opposite order."""

    home: Path
    children: list[Child] = field(default_factory=list)
    ending: bool = False
    next_turn: float = 0.0
    on_look: "Callable[[Supervisor], None] | None" = None
    """Called each time the children are looked after; of a training space, what puts it back to its start."""

    def start(self, child: Child) -> Child:
        child.process = child.start()
        child.started = time.monotonic()
        child.next_look = child.started + SOUND_S
        if child not in self.children:
            self.children.append(child)
        self._write_down()
        return child

    def child(self, name: str) -> Child | None:
        return next((child for child in self.children if child.name == name), None)

    def watch(self) -> None:
        """Keep them running until `ending` is set."""
        while not self.ending:
            for child in self.children:
                self._look_after(child)
            self._turn_logs(time.monotonic())
            if self.on_look is not None:
                self.on_look(self)
            time.sleep(LOOK_S)

    def end(self, child: Child) -> None:
        """End one that is started again by hand."""
        if child.process is not None:
            reap(child.process)
        child.process = None

    def stop(self) -> None:
        for child in reversed(self.children):
            if child.process is not None:
                reap(child.process)
        record_path(self.home).unlink(missing_ok=True)

    def _look_after(self, child: Child) -> None:
        now = time.monotonic()
        if child.process is not None and child.process.poll() is None:
            if now - child.started > STEADY_S:
                child.restarts = 0
            if now < child.next_look:
                return
            child.next_look = now + SOUND_S
            if not child.useless():
                return
            reap(child.process)
        if child.process is not None:
            wait = min(MAX_WAIT_S, FIRST_WAIT_S * 2**child.restarts)
            print(f"{child.name} ended ({child.process.returncode}); it is started again in {wait:.0f} s", flush=True)
            child.process, child.next_start = None, now + wait
            child.restarts += 1
            self._write_down()
        elif now >= child.next_start:
            try:
                self.start(child)
            except OSError as error:
                print(f"{child.name} cannot be started: {error}", flush=True)
                child.next_start = now + MAX_WAIT_S

    def _turn_logs(self, now: float) -> None:
        if now < self.next_turn:
            return
        self.next_turn = now + TURN_S
        try:
            rotate(self.home / "logs")
        except OSError as error:  # a full disk must not end what runs
            print(f"the logs cannot be turned over: {error}", flush=True)

    def _write_down(self) -> None:
        listed = {SUPERVISOR: Remembered.of(os.getpid())}
        for child in self.children:
            if child.process is not None and child.process.poll() is None:
                listed[child.name] = Remembered.of(child.process.pid)
        try:
            remember(record_path(self.home), listed)
        except OSError as error:  # a full disk must not end what runs
            print(f"the list of processes cannot be written: {error}", flush=True)
