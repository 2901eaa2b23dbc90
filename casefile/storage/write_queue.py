"""Writers of one SQLite file, each in its turn.

SQLite lets whoever asks at the right moment write next, and who waits asks ever more seldom: next to an import that
commits every 60 ms the relay waited seven seconds for one of its own, and an officer would have. So writers stand in a
queue of one before the file: who waits there is next, and who has just written queues up behind. A part of a bulk does
not even queue up while a person waits (`yields`): else an officer next to an import and two relays is fourth in turn.

Courtesy only. That no two write at once is SQLite's own lock; where the queue's files cannot be had, writing goes on
without it. The system frees both locks when their holder dies.
"""

import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import OperationalError

POLL_S = 0.002
YIELD_S = 2.0
"""So long a bulk lets people past at each of its parts; were there always one who waits, it goes on all the same."""


class WriteQueue:
    """The queue of one database file, across threads and processes."""

    def __init__(self, file: str, patience_s: float) -> None:
        self._next, self._writer, self._people = f"{file}-next", f"{file}-writer", f"{file}-people"
        self._patience_s = patience_s

    @contextmanager
    def turn(self, *, yields: bool = False) -> Iterator[None]:
        """Hold the turn to write. Raises OperationalError, as SQLite does, when it does not come in time."""
        until = time.monotonic() + self._patience_s
        if yields:
            self._let_people_past()
        waits = None if yields else self._waits()
        try:
            first = self._locked(self._next, until)
            try:
                mine = self._locked(self._writer, until)
            finally:
                _free(first)
        finally:
            _free(waits)
        try:
            yield
        finally:
            _free(mine)

    def _waits(self) -> int | None:
        """Show that a person waits. Any number may at once."""
        handle = _opened(self._people)
        if handle is not None:
            try:
                fcntl.flock(handle, fcntl.LOCK_SH)  # held alone for some microseconds only, by a bulk that looks
            except OSError:
                _free(handle)
                return None
        return handle

    def _let_people_past(self) -> None:
        handle = _opened(self._people)
        until = time.monotonic() + min(YIELD_S, self._patience_s)
        while handle is not None and time.monotonic() < until:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                time.sleep(POLL_S)
            except OSError:
                break
        _free(handle)

    def _locked(self, path: str, until: float) -> int | None:
        if (handle := _opened(path)) is None:
            return None
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return handle
            except BlockingIOError:
                if time.monotonic() > until:
                    _free(handle)
                    busy = sqlite3.OperationalError("database is locked")
                    raise OperationalError("BEGIN IMMEDIATE", None, busy) from None
                time.sleep(POLL_S)
            except OSError:  # a file system without locks
                _free(handle)
                return None


def _opened(path: str) -> int | None:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return None


def _free(handle: int | None) -> None:
    if handle is not None:
        os.close(handle)
