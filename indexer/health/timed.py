"""Asking something that may not answer, without waiting for it longer than a moment.

A question that hangs keeps its thread; it is not asked a second time until it has ended, so that a server that hangs
for an hour holds one thread of ours and not one for each time somebody looked.
"""

import threading
from collections.abc import Callable
from time import monotonic
from typing import Generic, TypeVar

Value = TypeVar("Value")


class NoAnswer(Exception):
    """It did not answer in time."""


class Timed(Generic[Value]):
    """One question, asked in a thread of its own; an answer serves all who ask within `keep_s` of it."""

    def __init__(self, ask: Callable[[], Value], *, keep_s: float) -> None:
        self._ask, self._keep_s = ask, keep_s
        self._lock = threading.Lock()
        self._under_way: _Asking[Value] | None = None
        self._answered: tuple[float, _Asking[Value]] | None = None

    def within(self, seconds: float) -> Value:
        """The answer. Raises NoAnswer, or what the question raised."""
        with self._lock:
            if self._answered is not None and monotonic() - self._answered[0] < self._keep_s:
                return self._answered[1].result()
            asking = self._under_way
            if asking is None or asking.done.is_set():
                asking = self._under_way = _Asking(self._ask)
        if not asking.done.wait(seconds):
            raise NoAnswer
        with self._lock:
            self._answered = (monotonic(), asking)
        return asking.result()


class _Asking(Generic[Value]):
    """One time that the question was asked."""

    def __init__(self, ask: Callable[[], Value]) -> None:
        self.done = threading.Event()
        self._ask = ask
        self._value: list[Value] = []
        self._error: Exception | None = None
        threading.Thread(target=self._run, name="health", daemon=True).start()

    def _run(self) -> None:
        try:
            self._value.append(self._ask())
        except Exception as error:  # raised again where it is waited for
            self._error = error
        finally:
            self.done.set()

    def result(self) -> Value:
        if self._error is not None:
            raise self._error
        return self._value[0]
