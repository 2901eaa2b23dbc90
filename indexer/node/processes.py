"""Processes Griot starts: remembered with their start time, so that a later start never ends a stranger's."""

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

GRACE_S = 20.0
"""How long a child may take to end by itself: OpenSearch closes its index in 2-5 s on a slow disk."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """A process as it was when it was started. Process numbers are given out again; start times tell them apart."""

    pid: int
    started: float

    @staticmethod
    def of(pid: int) -> "Remembered":
        return Remembered(pid, psutil.Process(pid).create_time())

    @property
    def alive(self) -> bool:
        try:
            return runs(self.pid) and abs(psutil.Process(self.pid).create_time() - self.started) < 1.0
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
    part.write_text(json.dumps({name: [p.pid, p.started] for name, p in processes.items()}), "utf-8")
    part.replace(path)


def remembered(path: Path) -> dict[str, Remembered]:
    """Those of the list that still run."""
    try:
        listed = json.loads(path.read_text("utf-8"))
        found = {str(name): Remembered(int(pid), float(started)) for name, (pid, started) in listed.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
    return {name: process for name, process in found.items() if process.alive}


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
        return [Remembered(child.pid, child.create_time()) for child in psutil.Process(pid).children(recursive=True)]
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
    """Look for garbage in cycles a thousand times less often: a worker keeps tens of thousands of prepared parties for
    long, makes few cycles, and spent an eighth of its time walking over them (memory stays as flat; bench ingest)."""
    gc.set_threshold(1_000_000, 20, 20)
