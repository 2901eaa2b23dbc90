"""On whose behalf this process acts when no officer signed in: a command, and the user of the system who typed it.

Stands by itself and imports nothing, so that the command line can say so before it has read a database module.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

COMMAND, SYSTEM_USER = "command", "system_user"
"""The two keys of an audit line's detail."""

_acting: ContextVar[tuple[Callable[[], str], str] | None] = ContextVar("griot_acting", default=None)


@contextmanager
def acting(command: Callable[[], str], system_user: str) -> Iterator[None]:
    """Every line written to the trail meanwhile names the command, asked for when the line is written, and the user."""
    before = _acting.set((command, system_user))
    try:
        yield
    finally:
        _acting.reset(before)


def mark() -> Mapping[str, str]:
    """What a line of the trail says of it; empty in the web and the worker, where officers and the machine act."""
    held = _acting.get()
    return {COMMAND: held[0](), SYSTEM_USER: held[1]} if held else {}
