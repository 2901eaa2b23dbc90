"""Any script to bare Latin letters or, for Arabic, to its consonants with long vowels marked."""

import threading
import unicodedata
from functools import lru_cache
from typing import Final

from icu import Transliterator

from casefile.names.folds import DIGITS, LETTERS

_LETTER: Final = {ord(src): dst for src, dst, _ in LETTERS}
_DIGIT: Final = {ord(src): dst for src, dst, _ in DIGITS}
_local = threading.local()


def is_arabic(word: str) -> bool:
    return any("\u0600" <= c <= "\u06ff" or "\u0750" <= c <= "\u077f" or "\ufb50" <= c <= "\ufefc" for c in word)


@lru_cache(maxsize=65536)
def latin(word: str) -> str:
    """The word in a-z only (digits read as the letters they stand for). Short Arabic vowels cannot be known."""
    if word.isascii() and word.isalpha():
        return word
    text = word.translate(_LETTER)
    text = _stripped(text)
    if not text.isascii():
        text = _stripped(_any_latin().transliterate(text).casefold().translate(_LETTER))
    if any(c.isalpha() for c in text):
        text = text.translate(_DIGIT)
    return "".join(c for c in text if c.isascii() and c.isalnum())


def _stripped(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c) and c not in "'-.")


def _any_latin() -> Transliterator:
    made = getattr(_local, "any_latin", None)
    if made is None:  # Building a transform costs milliseconds: one for each thread.
        made = _local.any_latin = Transliterator.createInstance("Any-Latin; Latin-ASCII")
    return made
