"""Which lines of a list are meant by some words: without marks, in either script, a number with or without its signs;
where nothing is written so, what sounds so. Pure.
"""

import re
import unicodedata
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
    pieces = [piece for piece in find.split() if letters(piece)]
    digits = squeezed(find)
    digits = digits if digits.isdigit() and len(digits) >= LEAST_DIGITS else ""
    if not pieces:
        return [], False
    written = [id for id in ids if _written(pieces, digits, texts.get(id, NOTHING))]
    if written:
        return written, False
    parts = () if any(c.isdecimal() for c in find) else sounds(find)
    heard = [id for id in ids if parts and _heard(parts, texts.get(id, NOTHING).names)]
    return heard, bool(heard)


def _written(pieces: Sequence[str], digits: str, texts: Texts) -> bool:
    """Whether every piece stands somewhere in it, or all together are one number of it."""
    every = (*texts.names, *texts.others)
    if digits and any(digits in squeezed(text) for text in every):
        return True
    held = " ".join(letters(text) for text in every)
    words_held = set(held.split())
    return all(_stands(piece, held, words_held, every) for piece in pieces)


def _stands(piece: str, held: str, words_held: set[str], every: Sequence[str]) -> bool:
    bare_piece = squeezed(piece)
    if not any(c.isdecimal() for c in piece):
        return all(word in held for word in _own(piece))
    if bare_piece.isdigit() and len(bare_piece) < LEAST_DIGITS:
        return bare_piece in words_held
    return any(bare_piece in squeezed(text) for text in every)


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
    """Digits, of whichever script, and letters alone."""
    western = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    return _SIGNS.sub("", clean(western))


@lru_cache(maxsize=50_000)
def sounds(name: str) -> tuple[frozenset[str], ...]:
    """What each part of a name may sound like."""
    return tuple(frozenset(token.sounds) for token in analyze(name).named if token.sounds)
