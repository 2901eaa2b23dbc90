"""The processes of a ride: each is started again when it has ended, and killed by SIGKILL and its own number alone."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from indexer.node.processes import Remembered
from portal.install import supervisor
from tests import debian
from tests.faults.rides.forked import Forked

ROOT = Path(__file__).resolve().parents[3]
RESTART_S = 1.0
GONE_S = 20.0

WRAPPED = {"broker": "beam.smp"}
"""A kind whose first process is a shell that waits for the server: the server is to be killed, by this name of it."""
HELPER = "second_relay"
"""What the command line of a second relay holds."""


def with_clock(env: dict[str, str], clock: str) -> dict[str, str]:
    """The environment of a process whose clock is moved by so much, as the library takes it; empty: not moved."""
    return env | debian.with_clock(clock) if clock else env


@dataclass
class Part:
    """A process that is kept running. `env` is asked at each start: it may draw another clock each time."""

    kind: str
    command: Sequence[str]
    env: Callable[[], dict[str, str]]
    log: Path
    user: int | None = None
    cwd: Path = ROOT
    process: "subprocess.Popen[bytes] | Forked | None" = None
    starts: int = 0
    not_before: float = 0.0

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def keep(self) -> None:
        """Start it, or start it again where it has ended."""
        if self.alive or time.monotonic() < self.not_before:
            return
        self.process = started(self.command, self.env(), self.log, self.user, self.cwd)
        self.starts += 1
        self.not_before = time.monotonic() + RESTART_S

    def end(self) -> None:
        if self.process is None:
            return
        family = _family(self.process.pid) if self.alive else []
        if self.alive:
            self.process.terminate()
            try:
                self.process.wait(GONE_S)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        for one in family:
            one.stop(0.0)


def started(
    command: Sequence[str], env: dict[str, str], log: Path, user: int | None = None, cwd: Path = ROOT
) -> "subprocess.Popen[bytes] | Forked":
    """A program of Griot's own (`-m module …`) is forked, unless its clock is moved, which a new program alone can
    be; everything else is executed."""
    if command[0] == "-m" and "LD_PRELOAD" not in env:
        return Forked(command[1], command[2:], env, log)
    words = [sys.executable, "-P", *command] if command[0] == "-m" else list(command)
    with log.open("ab") as to:
        return subprocess.Popen(
            words, env=env, cwd=cwd, stdin=subprocess.DEVNULL, stdout=to, stderr=to, user=user, group=user,
            extra_groups=[] if user else None, start_new_session=True,
        )  # fmt: skip


@dataclass
class Parts:
    """All that is kept running, and who of it may be killed at the moment."""

    kept: list[Part] = field(default_factory=list)
    home: Path | None = None
    """Of an installation that a supervisor keeps: what it started may be killed as well."""

    def keep(self) -> None:
        for part in self.kept:
            part.keep()

    def end(self) -> None:
        for part in reversed(self.kept):
            part.end()

    def is_up(self) -> bool:
        """Whether a supervisor, where there is one, has started all that it keeps."""
        return self.home is None or {"node", "worker", "web"} <= set(supervisor.running(self.home))

    def victims(self) -> Iterator[tuple[str, Remembered]]:
        """Kind and process of each that runs."""
        for part in self.kept:
            if part.alive and part.process is not None:
                if part.kind not in WRAPPED:
                    yield from as_remembered(part.kind, part.process.pid)
                yield from _below(part.kind, part.process.pid)
        if self.home is not None:
            for name, process in supervisor.running(self.home).items():
                if name != supervisor.SUPERVISOR:
                    yield name, process
                    yield from _below(name, process.pid)


def kill(process: Remembered) -> bool:
    """SIGKILL, and whether it is gone by it."""
    if not process.alive:
        return False
    try:
        os.kill(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    until = time.monotonic() + GONE_S
    while process.alive and time.monotonic() < until:
        time.sleep(0.01)
    return not process.alive


def _below(kind: str, pid: int) -> Iterator[tuple[str, Remembered]]:
    """What a worker or a web server has started itself."""
    if kind not in {"worker", "web", *WRAPPED}:
        return
    for one in _family(pid):
        try:
            command = " ".join(psutil.Process(one.pid).cmdline())
        except psutil.Error:
            continue
        if kind == "web":
            yield "web child", one
        elif kind in WRAPPED:
            yield from ((kind, one) for name in [WRAPPED[kind]] if name in command.partition(" ")[0])
        elif HELPER in command:
            yield "second relay", one


def _family(pid: int) -> list[Remembered]:
    try:
        children = psutil.Process(pid).children(recursive=True)
    except psutil.Error:
        return []
    return [process for child in children for _, process in as_remembered("", child.pid)]


def as_remembered(kind: str, pid: int) -> Iterator[tuple[str, Remembered]]:
    try:
        yield kind, Remembered.of(pid)
    except psutil.Error:
        return
