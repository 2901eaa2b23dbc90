"""Which lines of a list are meant by some words: without marks, in either script, a number with or without its signs;
where nothing is written so, what sounds so. Pure.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from casefile.names import analyze
from casefile.names.normalize import bare, clean, unquoted, words
from casefile.names.phonetic import latin

LEAST_DIGITS = 3
"""Of a number that is looked for inside others: two digits stand in every telephone number."""
_SIGNS = re.compile(r"[^0-9a-z]")


class Texts(NamedTuple):
    """What a line may be found by: names, which have a sound, and all else."""

    names: Sequence[str] = ()
    others: Sequence[str] = ()


NOTHING = Texts()


def found(find: str, ids: Sequence[str], texts: Mapping[str, Texts]) -> tuple[list[str], bool]:
    """Those of the ids that are meant, in their order, and whether only by their sound."""
    wanted = _own(find)
    digits = squeezed(find) if sum(c.isdigit() for c in find) >= LEAST_DIGITS else ""
    if not wanted and not digits:
        return [], False
    written = [id for id in ids if _written(wanted, digits, texts.get(id, NOTHING))]
    if written:
        return written, False
    parts = sounds(find)
    heard = [id for id in ids if parts and _heard(parts, texts.get(id, NOTHING).names)]
    return heard, bool(heard)


def _written(wanted: Sequence[str], digits: str, texts: Texts) -> bool:
    held = " ".join(letters(text) for text in (*texts.names, *texts.others))
    if all(word in held for word in wanted):
        return bool(wanted)
    return bool(digits) and any(digits in squeezed(text) for text in texts.others)


def _heard(parts: Sequence[frozenset[str]], names: Sequence[str]) -> bool:
    """Whether one name has for each part one that may sound so."""
    return any(all(any(part & held for held in sounds(name)) for part in parts) for name in names)


def _own(text: str) -> list[str]:
    return [unquoted(bare(word)) for word in words(clean(text))]


@lru_cache(maxsize=50_000)
def letters(text: str) -> str:
    """The words without marks, and in Latin letters too where they are of another script."""
    own = _own(text)
    return " ".join([*own, *(latin(word) for word in own if not word.isascii())])


@lru_cache(maxsize=50_000)
def squeezed(text: str) -> str:
    """Digits and letters alone."""
    return _SIGNS.sub("", clean(text))


@lru_cache(maxsize=50_000)
def sounds(name: str) -> tuple[frozenset[str], ...]:
    """What each part of a name may sound like."""
    return tuple(frozenset(token.sounds) for token in analyze(name).named if token.sounds)
