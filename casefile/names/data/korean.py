"""Korean names in Latin letters: which syllables a written one may stand for.

Four romanisations are in use at once: McCune and Reischauer's of 1939, whose marks are lost in files (Ch'ŏl becomes
Chol), that of the North (Jong, Pak), the South's of 2000 (Jeong, Bak) and what families make of English (Young, Park,
Lee). The same syllable looks unlike itself in them (Cho, Jo; Un, Eun), and another looks like it (Chun, Chung). So a
written syllable is read as the set of syllables of the rules of 2000 that it may stand for, and two agree where the
sets meet. Sources: the tables of these romanisations.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import Final

INITIALS: Final[dict[str, str]] = {
    "kk": "kk", "tt": "tt", "pp": "pp", "ss": "ss s", "jj": "jj", "k": "g k", "g": "g", "t": "d t", "d": "d",
    "p": "b p", "b": "b", "ch": "j ch", "j": "j", "sh": "s", "s": "s", "h": "h", "m": "m", "n": "n", "r": "r",
    "l": "r", "": "-",
}  # fmt: skip
"""The unmarked k, t, p, ch of 1939 and of the North are the g, d, b, j of 2000, or the breathed ones."""
VOWELS: Final[dict[str, str]] = {
    "a": "a", "ah": "a", "ae": "ae", "ai": "ae", "ay": "ae", "ya": "ya", "e": "e", "eh": "e", "eo": "eo", "o": "o eo",
    "oh": "o", "yo": "yo yeo", "yeo": "yeo", "you": "yeo", "ye": "ye", "oe": "oe", "oi": "oe", "we": "oe we",
    "u": "u eu eo", "uh": "eo", "eu": "eu", "oo": "u", "woo": "u", "ou": "eo u", "yu": "yu yeo", "yoo": "yu",
    "i": "i ui", "ee": "i ui", "ui": "ui", "eui": "ui", "wa": "wa", "wae": "wae", "wo": "wo", "weo": "wo", "wi": "wi",
}  # fmt: skip
"""An o without its mark is o or eo; English writes eo as u (Jung), i as ee, u as oo."""
FINALS: Final[dict[str, str]] = {
    "ng": "ng", "n": "n", "m": "m", "l": "l", "r": "l", "k": "k", "g": "k", "p": "p", "b": "p", "t": "t", "d": "t",
    "": "-",
}  # fmt: skip
FAMILIES: Final = (
    "kim gim", "ri rhee lee yi ree rey", "pak park bak", "choe choi", "jong jung chong chung jeong cheong", "kang gang",
    "yun yoon", "chang jang", "rim lim im", "kwon gwon", "hwang", "ahn an", "ryu yu yoo lyu", "hong", "jon chon jeon",
    "mun moon", "ryang yang", "pae bae", "paek baek paik", "sin shin", "ko go koh", "no ro noh roh", "so seo suh",
    "ho heo huh hur", "cho jo", "ku gu koo", "o oh", "u woo", "han hahn", "song", "son sohn", "nam", "sim shim", "min",
    "kwak gwak", "ok", "won", "pang bang", "to do", "cha", "chu ju joo", "ha", "kye gye", "kil gil", "pyon byun",
)  # fmt: skip
"""Spellings of one family's name; the North keeps an r at the beginning that the South drops or makes an n."""
PLAIN: Final = 16
"""So many of these are hardly anybody else's names: of a name of two words one must be among them."""


def _any_of(table: dict[str, str]) -> str:
    return "|".join(sorted(table, key=len, reverse=True))


_SYLLABLE: Final = re.compile(f"({_any_of(INITIALS)})({_any_of(VOWELS)})({_any_of(FINALS)})")
_FAMILY: Final = {form: row for row, forms in enumerate(FAMILIES) for form in forms.split()}
_HEARD: Final = {"g": "g", "k": "g", "kk": "g", "d": "d", "t": "d", "tt": "d", "b": "b", "p": "b", "pp": "b",
                 "j": "ʤ", "ch": "ʤ", "jj": "ʤ", "ss": "s", "-": "", "ng": "ŋ"}  # fmt: skip


def is_korean(words: Sequence[str]) -> bool:
    """Whether words in plain Latin letters are a Korean's name: a family name at one end, syllables else."""
    if not 1 < len(words) < 5:
        return False
    ends = [_FAMILY[word] for word in (words[0], words[-1]) if word in _FAMILY]
    if not ends or (len(words) == 2 and min(ends) >= PLAIN):
        return False
    if any(len(word) == 1 for word in words):  # O Song Il; but U. is an initial elsewhere
        return len(words) == 3 and all(word in _FAMILY or _SYLLABLE.fullmatch(word) for word in words)
    return all(word in _FAMILY or _is_syllables(word) for word in words)


def _is_syllables(word: str) -> bool:
    if _SYLLABLE.fullmatch(word):
        return True
    return any(_SYLLABLE.fullmatch(word[:at]) and _SYLLABLE.fullmatch(word[at:]) for at in range(2, len(word) - 1))


@lru_cache(maxsize=4096)
def syllables(word: str) -> frozenset[str]:
    """The syllables a written one may stand for, its family among them; none of a word of two syllables."""
    found = _SYLLABLE.fullmatch(word)
    family = {f"~{_FAMILY[word]}"} if word in _FAMILY else set()
    if not found:
        return frozenset(family)
    sets = zip(found.groups(), (INITIALS, VOWELS, FINALS), strict=True)
    return frozenset(" ".join(one) for one in product(*(table[part].split() for part, table in sets))) | family


def heard(word: str) -> str:
    """One reading for all spellings of a syllable, in the sounds of folding.py: for keys, whose vowels say nothing."""
    found = _SYLLABLE.fullmatch(FAMILIES[_FAMILY[word]].split()[0] if word in _FAMILY else word)
    if not found:
        return ""
    first, vowel, last = (
        table[part].split()[0] for part, table in zip(found.groups(), (INITIALS, VOWELS, FINALS), strict=True)
    )
    return f"{_HEARD.get(first, first)}{vowel[-1]}{_HEARD.get(last, last)}".replace("k", "g")
