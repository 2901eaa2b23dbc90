"""Processes Griot starts: remembered with their start, so that a later start never ends a stranger's.

A start is told by the kernel's ticks and the id of this start of the machine, never by a moment of the clock: that one
moves with every correction, and a running process became a stranger by a step of two seconds.
"""

import gc
import json
import os
import signal
import socket
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from casefile.machine import Started

GRACE_S = 20.0
"""How long a child may take to end by itself: OpenSearch closes its index in 2-5 s on a slow disk."""


SAME_S = 1.0
"""Where the kernel tells no ticks, and in lists of before they were kept: two moments so near are one start."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """A process as it was when it was started. Process numbers are given out again; starts tell them apart."""

    pid: int
    started: Started | float
    """The moment of the system's clock only where the system tells nothing better."""

    @staticmethod
    def of(pid: int) -> "Remembered":
        """Raises psutil.NoSuchProcess."""
        return Remembered(pid, Started.of(pid) or psutil.Process(pid).create_time())

    @property
    def alive(self) -> bool:
        try:
            if not runs(self.pid):
                return False
            if isinstance(self.started, Started):
                return Started.of(self.pid) == self.started
            return abs(float(psutil.Process(self.pid).create_time()) - self.started) < SAME_S
        except psutil.NoSuchProcess:
            return False

    def stop(self, grace_s: float = GRACE_S) -> None:
        """Ask it to end, wait, then end it and what it started. Nothing happens when it is gone."""
        if not self.alive:
            return
        family = _children(self.pid)
        _signal(self, signal.SIGTERM)
        _until_gone([self], grace_s)
        for process in [self, *family]:
            _signal(process, signal.SIGKILL)
        _until_gone([self, *family], 5.0)


def runs(pid: int) -> bool:
    """Whether there is such a process, and it is more than a dead one nobody has asked after."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        return True


def remember(path: Path, processes: dict[str, Remembered]) -> None:
    """Write the list at once and whole: a torn list would leave children that nobody can find."""
    part = path.with_suffix(".part")
    part.write_text(json.dumps({name: [p.pid, *_written(p.started)] for name, p in processes.items()}), "utf-8")
    part.replace(path)


def remembered(path: Path) -> dict[str, Remembered]:
    """Those of the list that still run."""
    try:
        listed = json.loads(path.read_text("utf-8"))
        found = {str(name): Remembered(int(pid), _read(*started)) for name, (pid, *started) in listed.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
    return {name: process for name, process in found.items() if process.alive}


def _written(started: Started | float) -> tuple[float | int | str, ...]:
    return (started.ticks, started.boot) if isinstance(started, Started) else (started,)


def _read(started: float, boot: str | None = None) -> Started | float:
    """A list of an earlier version has the moment alone; its processes must be found once more, to be ended."""
    return float(started) if boot is None else Started(int(started), str(boot))


def free_port(wanted: int = 0) -> int:
    """`wanted` when nobody listens there, else one the system picks."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("no free port")


def reap(child: subprocess.Popen[bytes]) -> None:
    """Stop a child of this process."""
    if child.poll() is None:
        Remembered.of(child.pid).stop()
    child.wait()


def _children(pid: int) -> list[Remembered]:
    try:
        family = psutil.Process(pid).children(recursive=True)
        return [Remembered(one.pid, start) for one in family if (start := Started.of(one.pid) or one.create_time())]
    except psutil.NoSuchProcess:
        return []


def _signal(process: Remembered, number: int) -> None:
    if process.alive:
        with suppress(ProcessLookupError):
            os.kill(process.pid, number)


def _until_gone(processes: list[Remembered], seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and any(process.alive for process in processes):
        time.sleep(0.05)


def calm_collector() -> None:
    """Look for garbage in cycles thousands of times less often: a worker keeps tens of thousands of prepared parties
    for long and makes few cycles (3,000 objects with 8,000 records). It spent an eighth of its time walking over them,
    and still a fifteenth when it did so at each million (memory stays as flat; bench ingest)."""
    gc.set_threshold(4_000_000, 20, 20)
