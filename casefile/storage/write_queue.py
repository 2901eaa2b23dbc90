"""Writers of one SQLite file, each in its turn.

SQLite lets whoever asks at the right moment write next, and who waits asks ever more seldom: next to an import that
commits every 60 ms the relay waited seven seconds for one of its own, and an officer would have. So writers stand in a
queue of one before the file: who waits there is next, and who has just written queues up behind. Bulks have a queue of
their own (`yields`), and the first of it does not stand before the file: it looks for a moment in which nobody writes
and no person waits. So an officer next to an import and two relays waits for the one that writes, and for no other.

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
"""So long a bulk lets people past at each of its parts; were there always one who waits, it queues up as they do."""
STANDS_BACK_S = 0.1
"""So long a bulk looks for a moment in which nobody writes: where one writes after the other there is none. Without it
a relay waited two seconds at each of its turns next to a process that entered without a pause."""
BUSY = -1


class WriteQueue:
    """The queue of one database file, across threads and processes."""

    def __init__(self, file: str, patience_s: float) -> None:
        self._next, self._writer = f"{file}-next", f"{file}-writer"
        self._people, self._bulks = f"{file}-people", f"{file}-bulks"
        self._patience_s = patience_s

    @contextmanager
    def turn(self, *, yields: bool = False) -> Iterator[None]:
        """Hold the turn to write. Raises OperationalError, as SQLite does, when it does not come in time."""
        until = time.monotonic() + self._patience_s
        mine = self._after_people(until) if yields else self._as_a_person(until)
        try:
            yield
        finally:
            _free(mine)

    def _as_a_person(self, until: float) -> int | None:
        waits = self._waits()
        try:
            return self._in_line(until)
        finally:
            _free(waits)

    def _in_line(self, until: float) -> int | None:
        first = self._locked(self._next, until)
        try:
            return self._locked(self._writer, until)
        finally:
            _free(first)

    def _after_people(self, until: float) -> int | None:
        first = self._locked(self._bulks, until)
        try:
            began = time.monotonic()
            while (now := time.monotonic()) < min(until, began + YIELD_S):
                if not self._people_wait():
                    if (mine := _try(self._writer)) != BUSY:
                        return mine
                    if now > began + STANDS_BACK_S:
                        break
                time.sleep(POLL_S)
            return self._in_line(until)
        finally:
            _free(first)

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

    def _people_wait(self) -> bool:
        mine = _try(self._people)
        _free(mine)
        return mine == BUSY

    def _locked(self, path: str, until: float) -> int | None:
        while (mine := _try(path)) == BUSY:
            if time.monotonic() > until:
                busy = sqlite3.OperationalError("database is locked")
                raise OperationalError("BEGIN IMMEDIATE", None, busy)
            time.sleep(POLL_S)
        return mine


def _try(path: str) -> int | None:
    """The lock, BUSY where another has it, None where the file system has no locks."""
    if (handle := _opened(path)) is None:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return handle
    except OSError as error:
        os.close(handle)
        return BUSY if isinstance(error, BlockingIOError) else None


def _opened(path: str) -> int | None:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return None


def _free(handle: int | None) -> None:
    if handle is not None and handle != BUSY:
        os.close(handle)
