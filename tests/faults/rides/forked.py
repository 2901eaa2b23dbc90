"""Programs of Griot as processes that are forked from a server which has already read all of it: a start costs
milliseconds, so that hundreds of kills fit into a ride. What runs is the program's own `main`, in a session of its own.
"""

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path

SERVER = multiprocessing.get_context("forkserver")
PRELOADED = ["tests.faults.children", "tests.faults.rides.forked", "tests.faults.rides.programs"]
SERVER.set_forkserver_preload(PRELOADED)


class Forked:
    """As `subprocess.Popen`, as far as a ride needs it."""

    def __init__(self, module: str, arguments: Sequence[str], env: dict[str, str], log: Path) -> None:
        self._process: BaseProcess = SERVER.Process(target=_run, args=(module, list(arguments), env, str(log)))
        self._process.start()
        self.pid = self._process.pid or 0

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def poll(self) -> int | None:
        return self._process.exitcode

    def terminate(self) -> None:
        self._process.terminate()

    def kill(self) -> None:
        self._process.kill()

    def wait(self, timeout: float | None = None) -> int | None:
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
        return self._process.exitcode


def _run(module: str, arguments: list[str], env: dict[str, str], log: str) -> None:
    """In the child: be that program."""
    os.setsid()
    os.environ.clear()
    os.environ |= env
    written = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(written, 1)
    os.dup2(written, 2)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    sys.argv = [module, *arguments]
    from tests.faults.rides.programs import MAINS

    MAINS[module]()
