"""The fence of a training space's processes: they open no connection to any server but the space's own engine.

The settings of a training space name no server (`casefile.settings.OUTWARD`). This is the second fence, in the process
itself: what had an address all the same, of a webhook that a trainee entered for instance, is refused where every
connection of Python begins, and counted. Standard library only. Once shut it stays shut for the life of the process.
"""

import logging
import socket
import sys
from urllib.parse import urlsplit

log = logging.getLogger(__name__)

EVENTS = frozenset({"socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.sendmsg"})
_HERE = frozenset({"127.0.0.1", "::1", "localhost", "0.0.0.0", "::", "", None})  # noqa: S104 -- compared, not bound
_allowed: set[int | None] = set()
_shut: list[bool] = []
refused: list[str] = []
"""What was tried and refused, in this process."""


def shut(engine_url: str) -> None:
    """From now on this process reaches Unix sockets and the engine at this address of this machine, nothing else."""
    parts = urlsplit(engine_url)
    if parts.hostname in _HERE and parts.port:
        _allowed.add(parts.port)
    if not _shut:
        _shut.append(True)
        sys.addaudithook(_look)


def _look(event: str, arguments: tuple[object, ...]) -> None:
    if event not in EVENTS:
        return
    if event == "socket.getaddrinfo":
        host, port = arguments[0], arguments[1]
        if host in _HERE:
            return  # tells nobody outside anything
    else:
        held, address = arguments[0], arguments[1]
        if isinstance(held, socket.socket) and held.family == socket.AF_UNIX:
            return
        host, port = address[:2] if isinstance(address, tuple) and len(address) > 1 else (address, None)
        if host in _HERE and port in _allowed:
            return
    refused.append(f"{host}:{port}")
    log.warning("training.refused")
    raise ConnectionRefusedError("A training space reaches no server.")
