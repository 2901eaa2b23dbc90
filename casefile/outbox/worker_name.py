"""The name under which a worker holds rows: written into a lease by one process, read by who looks for dead ones."""

import os
import socket
from dataclasses import dataclass

from casefile.machine import Started

MAX_HOST = 30
BOOT_DIGITS = 8
"""Of the id of this start of the machine: enough to tell two starts apart, and a lease has room for 64 letters."""


@dataclass(frozen=True, slots=True)
class WorkerName:
    """One relay of one process of one machine: `host:pid:number:start`.

    `start` tells the process from a later one that was given its number: ticks since the machine's start, and which
    start that was; empty where the system does not say, and in names that an earlier release wrote.
    """

    host: str
    pid: int
    number: int
    start: str = ""

    @classmethod
    def of(cls, relay: object) -> "WorkerName":
        """The name of a relay in this process; two of them never share one."""
        return cls(this_host(), os.getpid(), id(relay) & 0xFFFF, start_of(os.getpid()))

    @classmethod
    def parse(cls, text: str) -> "WorkerName | None":
        """Read back what `str` wrote; None for a name that no relay has (a test's, another release's)."""
        host, pid, number, start, *more = [*text.split(":"), "", "", ""]
        try:
            return None if any(more) else cls(host, int(pid), int(number or "0", 16), start)
        except ValueError:
            return None

    @property
    def is_of_this_machine(self) -> bool:
        return self.host == this_host()

    def is_of(self, pid: int) -> bool:
        """Whether the process with this number now is the one that bore the name."""
        return self.pid == pid and self.start in {"", start_of(pid)}

    def __str__(self) -> str:
        named = f"{self.host}:{self.pid}:{self.number:x}"
        return f"{named}:{self.start}" if self.start else named


def start_of(pid: int) -> str:
    """When a process started, as its name has it: `<ticks>-<start of the machine>`; empty when nothing says."""
    started = Started.of(pid)
    return f"{started.ticks:x}-{started.boot[:BOOT_DIGITS]}" if started else ""


def this_host() -> str:
    """The machine, as far as a lease has room for its name."""
    return socket.gethostname()[:MAX_HOST]
