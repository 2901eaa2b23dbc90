"""Texts that ask for the same: a few edits apart. Fast enough to compare a question with thousands before it."""

import re
from functools import lru_cache

import jellyfish

from casefile.names import normalize
from casefile.policy.budgets import edits_apart

_PLACES, _TIMES = 31, 4
_BETWEEN = re.compile(r"[\W_]+")


@lru_cache(maxsize=20_000)
def compared(text: str) -> str:
    """A text as it is compared: letters and digits only, without case and marks."""
    return _BETWEEN.sub("", normalize.bare(normalize.clean(text))) if text else ""


class Texts:
    """Texts as `compared` gives them, and who asked each; by length, because near ones have nearly the same."""

    def __init__(self) -> None:
        self._by_length: dict[int, set[str]] = {}
        self._askers: dict[str, set[str]] = {}

    def add(self, text: str, asker: str) -> None:
        """Note a text and the id of what asked it."""
        self._by_length.setdefault(len(text), set()).add(text)
        self._askers.setdefault(text, set()).add(asker)

    def askers(self, text: str) -> set[str]:
        """The ids that asked exactly this."""
        return self._askers.get(text, set())

    def near(self, text: str) -> set[str]:
        """The texts that ask for the same, at most so many edits away as policy says; itself too, where it is one."""
        most, letters = edits_apart(len(text)), _letters(text)
        if not most:
            return set()
        return {
            other
            for length in range(len(text) - most, len(text) + most + 1)
            for other in self._by_length.get(length, ())
            if (letters ^ _letters(other)).bit_count() <= 2 * most  # an edit puts one letter and takes one, at most
            and jellyfish.damerau_levenshtein_distance(text, other) <= most
        }


@lru_cache(maxsize=20_000)
def _letters(text: str) -> int:
    """How often each letter stands in a text, as many bits as times: the bits that differ are letters put or taken.

    Letters may share their bits, and of the fifth nothing is seen: that only spares a comparison less.
    """
    bits, counted = 0, dict.fromkeys(text, 0)
    for letter in text:
        if counted[letter] < _TIMES:
            bits |= 1 << (ord(letter) % _PLACES * _TIMES + counted[letter])
            counted[letter] += 1
    return bits
