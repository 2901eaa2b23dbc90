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
_OF_GOD: Final = re.compile(r"l*[aeo](?:y|ye|ie|h)?|l*ah[ie]?|[ou]?l*ah|الل?ه|لل?ه")
"""Abdallah, Abdoulaye: the servant of God himself has no shorter name in what is left."""


def everyday(a: Word, b: Word) -> bool:
    """Whether one word is a listed short form of the other."""
    return bool(a.readings and b.readings) and is_short_form(a.readings[0][0], b.readings[0][0])


@lru_cache(maxsize=65536)
def master(word: Word) -> Word | None:
    """Whose servant: Nasser of Abdelnasser, عبدالناصر; None for any other name."""
    found = (_ABD_ARABIC if word.arabic else _ABD).fullmatch(word.text if word.arabic else word.latin)
    if not found or _OF_GOD.fullmatch(rest := found["rest"]):
        return None
    named = analyze(rest).named
    if len(named) != 1 or named[0].role != "name" or named[0].light:  # none serves Mohammed, or a Khan
        return None
    return named[0].word
