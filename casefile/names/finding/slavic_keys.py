"""Keys of Slavic names: one for all the ways in which countries write a word in Latin letters, and for its Cyrillic.

What Cyrillic writes with a letter of its own (ж, ц, х, щ, й, ў), each country writes in another way, and the same Latin
letters stand for different ones: a German *z* is ц and an English one з, *j* is й or the French ж, *ch* is х or ч.
Sounds have a reading for each orthography, and a watch asks by two of them: a name of two such words would need the
right one of both. So here what is confused counts as one: all that hisses is S, and glides and h are nothing.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import combinations
from typing import Final

from casefile.names.analyze import Token, Word
from casefile.names.data.slavic_letters import AS_ONE, CYRILLIC, GIVEN, LATIN, LEAST_GIVEN, TELLS, Heard
from casefile.names.phonetic import is_cyrillic

MARK: Final = "^"
"""First sign of such a key."""
MOST_WAYS: Final = 4
"""Ways to hear one word: a watch asks for the first and the last, in which all that is open is heard otherwise."""
_LETTERS: Final = tuple(
    (re.compile("|".join(f"({pattern})" for pattern, _ in table)), tuple(heard for _, heard in table))
    for table in (LATIN, CYRILLIC)
)
_AS_ONE: Final = tuple((re.compile(several), one) for several, one in AS_ONE)
_TELLS: Final = re.compile("|".join(pattern for pattern, _ in TELLS))


@lru_cache(maxsize=65536)
def ways(word: Word) -> Heard:
    """How the word may be heard, the likeliest first; nothing for a word in Arabic letters or of vowels alone."""
    return () if word.arabic else _ways(word.text)


def _ways(text: str) -> Heard:
    letters, heard = _LETTERS[is_cyrillic(text)]
    found = [""]
    for each in letters.finditer(text):
        further = heard[(each.lastindex or 1) - 1]
        if len(further) > 1 and len(found) >= MOST_WAYS:
            found = [*(before + further[0] for before in found[:-1]), found[-1] + further[-1]]
        else:
            found = [before + one for one in further for before in found]
    return tuple(dict.fromkeys(way for way in map(_as_one, found) if way))


def _as_one(heard: str) -> str:
    for several, one in _AS_ONE:
        heard = several.sub(one, heard)
    return heard


@lru_cache(maxsize=65536)
def tells(word: Word) -> bool:
    """Whether the word looks like one of these languages. Of names of the Sahel and the Maghreb 1 in 1,000 does."""
    if word.arabic:
        return False
    return is_cyrillic(word.text) or _TELLS.search(word.text) is not None or not _given().isdisjoint(ways(word)[:1])


@cache
def _given() -> frozenset[str]:
    heard = (_ways(name)[0] for name in GIVEN.split())
    return frozenset(one for one in heard if len(one) >= LEAST_GIVEN)


def look_slavic(parts: Sequence[Token]) -> bool:
    """Whether a name has a word that looks like one of these languages."""
    return any(tells(part.word) for part in parts)


def answering(parts: Sequence[Token]) -> list[str]:
    """What a record of such a name answers to: each two parts, however they are heard."""
    heard = [ways(part.word) for part in parts]
    return [_key(a, b) for left, right in combinations(heard, 2) for a in left for b in right]


def asked(parts: Sequence[Token]) -> list[str]:
    """What a watch of such a name asks by: each two parts as they are likeliest heard, and the first with the last in
    another way too."""
    heard = [ways(part.word) for part in parts]
    likeliest = [_key(left[0], right[0]) for left, right in combinations(heard, 2) if left and right]
    first, last = heard[0], heard[-1]
    return [*likeliest, *(_key(a, b) for a in first[:1] + first[-1:] for b in last[:1] + last[-1:])]


@lru_cache(maxsize=65536)
def marked(word: Word) -> Heard:
    """The likeliest way to hear it, to stand next to half of another word."""
    return tuple(f"{MARK}{way}" for way in ways(word)[:1])


def _key(left: str, right: str) -> str:
    return f"{MARK}{min(left, right)}{MARK}{max(left, right)}"
