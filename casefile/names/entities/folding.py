"""One form of a word for the tables of entity names: no accents, Arabic without article and with one alif."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from casefile.names.normalize import bare
from casefile.names.phonetic import is_arabic, is_cyrillic

SAME_LETTERS: Final = str.maketrans("أإآٱةىؤئ", "اااا" + "هيوي", "ءًٌٍَُِّْـ")
"""Hamza on any carrier, the two ends of a feminine, the two of a long a: written either way in names of firms."""
_ARTICLE: Final = re.compile("^(?:و?ال|لل|بال|وال)(?=.{3})")
_MIN_PLURAL: Final = 3


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Of a cleaned word."""
    if word.isascii():
        return word.replace("isation", "ization")  # British and French, American
    if is_arabic(word):
        return _ARTICLE.sub("", word.translate(SAME_LETTERS))
    if any(c.isdigit() and not c.isascii() for c in word):
        word = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in word)
    if is_cyrillic(word):  # whose й is a letter and no marked и
        return word.replace("ё", "е")
    return bare(word).replace("ß", "ss").replace("ø", "o").replace("ł", "l").replace("ı", "i").replace("æ", "ae")


def singular(word: str) -> str:
    """Without a plural ending of English, French, Spanish or Portuguese."""
    if len(word) <= _MIN_PLURAL or not word.isascii():
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
