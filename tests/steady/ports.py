"""Ports for servers that are processes of their own: nobody else is given one before its server takes it, nor while it
is down."""

import socket

_held: list[socket.socket] = []


def free_port() -> int:
    """One that the system gives nobody else until this process ends.

    Asked for and let go, it may be given to the next who asks before the server has started, which takes seconds. Held
    by a socket that does not listen it is given to none, while a server that names it gets it (SO_REUSEADDR on both, as
    every server sets it), and whoever calls there meanwhile is refused.
    """
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind(("127.0.0.1", 0))
    _held.append(held)
    return int(held.getsockname()[1])
