"""A scene apart: for the time of a drill this process reaches no server, whatever the settings say.

Two fences. The settings of the environment are not there, so that nothing reads where production's index, broker or
mail are; and the process itself opens no connection, to any host, by name or by number: a line of code that had the
address all the same would be refused. PostgreSQL's own library is outside the second fence: its address is given to the
drill by name, and there it works in a database of its own. What the name of that server stands for is looked up here,
by the driver, and nothing more is.
"""

import os
import socket
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from casefile.settings import BEGINNINGS


class Way(NamedTuple):
    """What stays open of a scene: sockets' files in a folder, and the names of hosts that may be looked up."""

    folder: Path
    names: frozenset[str]


_allowed: list[Way] = []
_hooked: list[bool] = []
FENCED = frozenset({"socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.sendmsg"})


@contextmanager
def apart(folder: Path, names: Collection[str] = ()) -> Iterator[None]:
    """No server is reached inside, but by a socket's file in `folder`; of hosts, only `names` are looked up. Raises
    ConnectionRefusedError for the rest."""
    kept = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith(BEGINNINGS)}
    if not _hooked:
        sys.addaudithook(_refuse)
        _hooked.append(True)
    _allowed.append(Way(folder.resolve(), frozenset(names)))
    try:
        yield
    finally:
        _allowed.pop()
        os.environ.update(kept)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if not _allowed or event not in FENCED:
        return
    if event == "socket.getaddrinfo" and arguments[0] in _allowed[-1].names:
        return
    address = arguments[1] if event != "socket.getaddrinfo" and len(arguments) > 1 else None
    if isinstance(address, (str, bytes)) and _allowed[-1].folder in Path(os.fsdecode(address)).resolve().parents:
        return
    whom = arguments[0] if event == "socket.getaddrinfo" else address
    if isinstance(arguments[0], socket.socket) and arguments[0].family == socket.AF_UNIX and not address:
        return
    raise ConnectionRefusedError(f"A drill reaches no server: {whom}")
