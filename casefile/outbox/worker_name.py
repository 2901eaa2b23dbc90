"""The name under which a worker holds rows: written into a lease by one process, read by who looks for dead ones."""

import os
import socket
from dataclasses import dataclass

MAX_HOST = 30


@dataclass(frozen=True, slots=True)
class WorkerName:
    """One relay of one process of one machine: `host:pid:number`."""

    host: str
    pid: int
    number: int

    @classmethod
    def of(cls, relay: object) -> "WorkerName":
        """The name of a relay in this process; two of them never share one."""
        return cls(this_host(), os.getpid(), id(relay) & 0xFFFF)

    @classmethod
    def parse(cls, text: str) -> "WorkerName | None":
        """Read back what `str` wrote; None for a name that no relay has (a test's, another release's)."""
        host, _, rest = text.partition(":")
        pid, _, number = rest.partition(":")
        try:
            return cls(host, int(pid), int(number or "0", 16))
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.host}:{self.pid}:{self.number:x}"


def this_host() -> str:
    """The machine, as far as a lease has room for its name."""
    return socket.gethostname()[:MAX_HOST]
