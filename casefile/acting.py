"""Where an act comes from: a command and the user of the system who typed it, or a page and the address it was asked
from. One place for both, so that no action takes them as a parameter and no line of the trail can lack them.

Stands by itself and imports nothing, so that the command line can say so before it has read a database module.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

COMMAND, SYSTEM_USER, ADDRESS = "command", "system_user", "address"
"""The keys of an audit line's detail."""


@dataclass(slots=True)
class Scene:
    """One request or one command. `lines`: how many lines of the trail a person caused in it."""

    mark: Callable[[], Mapping[str, str]]
    lines: int = 0


_scene: ContextVar[Scene | None] = ContextVar("griot_scene", default=None)


@contextmanager
def acting(command: Callable[[], str], system_user: str) -> Iterator[Scene]:
    """Every line written to the trail meanwhile names the command, asked for when the line is written, and the user."""
    with _set(Scene(lambda: {COMMAND: command(), SYSTEM_USER: system_user})) as scene:
        yield scene


@contextmanager
def visited(address: str) -> Iterator[Scene]:
    """Every line written meanwhile names the network address, as the policy keeps it; none where it keeps nothing."""
    with _set(Scene(lambda: {ADDRESS: address} if address else {})) as scene:
        yield scene


@contextmanager
def _set(scene: Scene) -> Iterator[Scene]:
    before = _scene.set(scene)
    try:
        yield scene
    finally:
        _scene.reset(before)


def scene() -> Scene | None:
    """The running request or command; None in the worker, where the machine acts by itself."""
    return _scene.get()


def mark() -> Mapping[str, str]:
    """What a line of the trail says of it; empty in the worker."""
    held = _scene.get()
    return held.mark() if held else {}


def committed(lines: int) -> None:
    """Count lines of the trail that a person caused and that are now kept."""
    if held := _scene.get():
        held.lines += lines
