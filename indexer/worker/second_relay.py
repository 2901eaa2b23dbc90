"""A second relay in a process of its own, for as long as there is a backlog.

One interpreter does one thing at a time: while 20,000 records came in, the second core had little to do. The helper is
called when much is due, works until batches are small again, and ends by itself when nobody has called for a while,
or at once when whoever called it is gone. Like any worker it does nothing that another could not do again.
"""

import logging
import multiprocessing
import os
import signal
import subprocess
import sys
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe

from casefile import logs
from casefile.settings import Settings
from casefile.storage.store import Store
from indexer.engine.client import Engine
from indexer.node.processes import calm_collector
from indexer.pipeline.relay import Relay

BACKLOG = 500
"""Rows due from which help is called: its start costs as much processor time as a thousand records."""

IDLE_S = 60.0
"""How long it waits to be called again before it gives back its memory (some 230 MB after 10,000 records)."""

NAME = "relay-helper"

log = logging.getLogger("griot.worker")


class Helper:
    """The caller's end. Never more than one process; on a machine with one core, none."""

    def __init__(self, settings: Settings, *, backlog: int = BACKLOG, idle_s: float = IDLE_S) -> None:
        self.backlog = backlog
        self._orders = (settings, backlog, idle_s)
        self._useful = len(os.sched_getaffinity(0)) > 1
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: Connection | None = None
        self._before = self._now = 0

    def call(self) -> None:
        """Have it work; start it when it is not there."""
        if not self._useful:
            return
        try:
            pipe = self._pipe if self.pid is not None and self._pipe is not None else self._start()
            pipe.send(None)
        except OSError as error:  # it has just ended, or there is no room for it: the next batch calls again
            log.warning("relay.helper %s", error)

    def crashed(self) -> bool:
        """Whether it has died at its work since this was last asked: what it held is to be freed."""
        if self._process is None or self._process.poll() in (None, 0):
            return False
        self._process = None
        return True

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    @property
    def completed(self) -> int:
        """Rows it has completed, as far as it has reported."""
        with suppress(EOFError, OSError):
            while self._pipe is not None and self._pipe.poll():
                self._now = self._pipe.recv()
        return self._before + self._now

    def stop(self, timeout: float) -> None:
        """It ends after the batch in hand, or when the time is over."""
        if self._process is None or self._pipe is None:
            return
        self._pipe.close()
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            self._process.terminate()
            self._process.wait()

    def _start(self) -> Connection:
        """A program of its own: `multiprocessing` would import its caller's first, Celery or the command line."""
        self._before, self._now = self.completed, 0
        ours, its = Pipe()
        self._pipe = ours
        with its:
            command = [sys.executable, "-P", "-m", "indexer.worker.second_relay", str(its.fileno())]
            self._process = subprocess.Popen(command, pass_fds=[its.fileno()])
        ours.send(self._orders)
        return ours


def main(calls: Connection) -> None:
    """The process: waits to be called, drains while there is much. A closed pipe says that its caller is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # from the terminal it reaches the whole group; the caller tells us
    multiprocessing.current_process().name = NAME
    calm_collector()
    try:
        settings, backlog, idle_s = calls.recv()
    except (EOFError, OSError):  # its caller was killed while it started
        return
    logs.configure(settings.log_format)
    store = Store(settings.database_url)
    relay = Relay(store, Engine(settings), settings)
    with suppress(EOFError, OSError):
        while calls.poll(idle_s):
            calls.recv()
            while relay.drain().claimed >= backlog // 2 and not relay.unavailable:
                calls.send(relay.completed)
            calls.send(relay.completed)
            relay.figures.flush(store)
    store.close()


if __name__ == "__main__":
    main(Connection(int(sys.argv[1])))
