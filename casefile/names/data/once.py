"""A table worked out when it is first asked for, and then kept: importing does no work."""

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class once(Generic[T]):
    """Of a function without arguments. Unlike `functools.cache` it is no memory of names, and nothing empties it."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._made: T | None = None

    def __call__(self) -> T:
        if self._made is None:
            self._made = self._make()
        return self._made
