"""The worker as a process of its own next to what a bench does, as in an installation."""

import multiprocessing
import time
from multiprocessing.connection import Connection

from casefile.settings import Settings
from casefile.storage.store import Store
from indexer.bench.installation import Installation
from indexer.engine.client import Engine
from indexer.node.processes import calm_collector
from indexer.worker.loop import Loop

STARTS_S = 60.0
FORKSERVER = multiprocessing.get_context("forkserver")


class WorkerAlongside:
    """Runs for the length of a block; returned from when its loop drains."""

    def __init__(self, place: Installation) -> None:
        self._ours, its = FORKSERVER.Pipe()
        self._process = FORKSERVER.Process(target=loop_in_child, args=(place.settings, its))
        self._process.start()
        its.close()

    def __enter__(self) -> None:
        if not self._ours.poll(STARTS_S):
            raise AssertionError("the worker has not started")
        self._ours.recv()

    def __exit__(self, *_: object) -> None:
        self._ours.close()
        self._process.join(30)
        if self._process.is_alive():
            self._process.kill()


def loop_in_child(settings: Settings, calls: Connection) -> None:
    """The worker's loop, second relay and all, until the pipe is closed."""
    calm_collector()
    loop = Loop(Store(settings.database_url, secret=settings.secret_keys), Engine(settings), settings)
    loop.start()
    while loop.doubtful:
        time.sleep(0.1)
    calls.send(None)
    try:
        calls.recv()
    except EOFError:
        loop.stop()
