"""Everyday forms: the part of a name that its bearer is called by (Mina for Aminata, Nasser for Abdel Nasser)."""

import re
from functools import lru_cache
from typing import Final

from casefile.names.analyze import Word, analyze
from casefile.names.data.short_forms import is_short_form

CHANCE: Final = 0.75
"""Chance of a part known by its short form: with a family name that agrees it is the same name, with another part
missing it is not. Between *known as one name* (0.97) and *related* (at most 0.5)."""
MASTER_AGREES: Final = 0.9
"""Chance from which what follows Abd is the other word (Nasser, Naser; not Jalil, Khalil)."""
_ABD: Final = re.compile(r"h?abd(?:[eaiu]|ou|oo)?(?:l|([rnsztd])(?=\1))?(?P<rest>.{3,})")
_ABD_ARABIC: Final = re.compile(r"عبد(?:ال)?(?P<rest>.{3,})")
_ULLAH: Final = re.compile(r"(?P<rest>(?!h?abd|b[ei]n)[a-z]{3,}?)(?:[ou]{1,2}|[ae])ll?ah?")
_ULLAH_ARABIC: Final = re.compile(r"(?P<rest>(?!عبد).{3,})الله")
"""Afghans and Pakistanis leave -ullah out: Naimullah is called Naim."""
_ENDS_OF_ULLAH: Final = frozenset("ahه")
SERVANT: Final = frozenset({"abdo", "abdu"})
"""Abdo, Abdou, عبده: any servant's everyday name (Egypt, the Levant, West Africa)."""
_OF_GOD: Final = re.compile(r"l*[aeo](?:y|ye|ie|h)?|l*ah[ie]?|[ou]?l*ah|الل?ه|لل?ه")
"""Abdallah, Abdoulaye: the servant of God himself has no shorter name in what is left."""


def everyday(a: Word, b: Word) -> bool:
    """Whether one word is a listed short form of the other, or Abdo for any servant's name."""
    if not a.readings or not b.readings:
        return False
    one, other = a.readings[0][0], b.readings[0][0]
    return is_short_form(one, other) or (one in SERVANT and is_servant(b)) or (other in SERVANT and is_servant(a))


def is_servant(word: Word) -> bool:
    """Whether it is Abd and one of God's names."""
    return _servant(word) is not None


def _servant(word: Word) -> re.Match[str] | None:
    return _ABD_ARABIC.fullmatch(word.text) if word.arabic else _ABD.fullmatch(word.latin)


def of_god(word: Word) -> re.Match[str] | None:
    """A name with -ullah behind it, whose `rest` is what stands before that; None for any other."""
    text = word.text if word.arabic else word.latin
    if text[-1:] not in _ENDS_OF_ULLAH:
        return None
    return (_ULLAH_ARABIC if word.arabic else _ULLAH).fullmatch(text)


@lru_cache(maxsize=65536)
def master(word: Word) -> Word | None:
    """What is left of a servant's name without Abd (Abdelnasser, عبدالناصر), of God's without -ullah (Hamidullah); None
    for any other name."""
    found = _servant(word)
    if found and _OF_GOD.fullmatch(found["rest"]):
        return None
    found = found or of_god(word)
    if not found:
        return None
    named = analyze(found["rest"]).named
    if len(named) != 1 or named[0].role != "name" or named[0].light:  # none serves Mohammed, or a Khan
        return None
    return named[0].word
