"""Says what is being done, how far it is and how long it took. Standard library only: `scripts/bootstrap.py` reads it
before anything is installed."""

import sys
import threading
import time
from types import TracebackType
from typing import TextIO

WIDTH = 24
TICK_S = 0.2


class Step:
    """One step: a bar that moves on a terminal, one line with the time taken everywhere else.

    Without a known total the bar wanders, so that waiting never looks like standing still.
    """

    def __init__(self, title: str, out: TextIO | None = None) -> None:
        self.title = title
        self.out = out or sys.stdout
        self.done, self.total = 0, 0
        self.note = ""
        self._live = self.out.isatty()
        self._over = threading.Event()
        self._ticker = threading.Thread(target=self._tick, daemon=True)

    def progress(self, done: int, total: int) -> None:
        self.done, self.total = done, total

    def __enter__(self) -> "Step":
        self._start = time.monotonic()
        if self._live:
            self._ticker.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        if self._live:
            self._ticker.join()
            self.out.write("\r\x1b[K")
        taken = time.monotonic() - self._start
        mark = "ok" if kind is None else "--"
        note = f" ({self.note})" if self.note and kind is None else ""
        self.out.write(f"{mark}  {self.title}{note}  {taken:.1f} s\n")
        self.out.flush()

    def _tick(self) -> None:
        while not self._over.wait(TICK_S):
            taken = time.monotonic() - self._start
            self.out.write(f"\r\x1b[K    [{self._bar(taken)}] {self.title}  {taken:.0f} s")
            self.out.flush()

    def _bar(self, taken: float) -> str:
        if self.total:
            full = min(WIDTH, WIDTH * self.done // self.total)
            return "#" * full + "." * (WIDTH - full)
        at = int(taken / TICK_S) % (WIDTH - 2)
        return "." * at + "###" + "." * (WIDTH - at - 3)
