"""What a name may be met by besides the sounds of its parts: for finding alone, nothing here is compared.

Comparison accepts more than sounds: one slip of a finger, two parts written as one, a servant's name without its *Abd*.
Each has a key of its own here, made alike on both sides.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from casefile.names.analyze import NameKeys, Token, Word
from casefile.names.data.short_forms import rows_of
from casefile.names.everyday import of_god
from casefile.names.finding.sound_keys import skeleton
from casefile.names.phonetic import sound
from casefile.names.typos import undoubled

LEAST_LETTERS: Final = 5
"""A shorter word's halves are two letters: they join everybody, and comparison takes few slips in it for one name. Of a
word of five each half comes with the letter at the other end: the ear of Mbaye is that of Gaye and Faye, and Modou and
Moussa begin alike. Without that letter a record had 1.9 candidates more of 19, and 1 pair in 1,000 was found more."""
LEAST_SERVANT: Final = 4
"""Consonants of Abd and a name of God."""
LEAST_OF_GOD: Final = 2
"""Consonants of a name with -ullah whose rest still selects."""
SOMALI: Final = re.compile("x|^c(?=[aeiou])|(?<=[aeiou])c(?=[aeioudml]|$)")
WITH_ARTICLE: Final = re.compile("[ae]l[^aeiouyl]...")
"""A name whose article is heard in the middle of a word: Zeinabelmansouri."""
HEARD_WITH_D: Final = re.compile("j|g(?!h)")
"""Beginnings that are a j behind a d: Muhammadjallow, Mahmoudganuchi."""
BEN: Final = ("ben", "bin")
LEAST_WITH_BEN: Final = 6
"""Sounds of a word that may be *Ben* and a name."""
MOST_TOGETHER: Final = 4
"""Parts that are ever written as one word."""
SPOKEN_LETTERS: Final = frozenset("bcdfgjklmnpqrstvwxz")
"""Those whose exchange changes what is heard: h and y mark another's sound."""


def name_parts(name: NameKeys) -> tuple[Token, ...]:
    """The parts that are heard: no initials."""
    return tuple([token for token in name.named if token.role == "name" and token.sounds])


def telling(parts: tuple[Token, ...]) -> tuple[Token, ...]:
    """The parts that identify the bearer, without titles and devotional names; all where fewer than two are left."""
    identifying = tuple([token for token in parts if not token.light])
    return identifying if len(identifying) > 1 else parts


@lru_cache(maxsize=65536)
def everyday_keys(word: Word, *, asked: bool = False) -> tuple[str, ...]:
    """A key for each row of the short forms the word is in; a full form meets short ones by it, and they full ones."""
    full, short = rows_of(word.readings[0][0]) if word.readings else ((), ())
    marks = (("<", full), (">", short)) if asked else ((">", full), ("<", short))
    return tuple([f"{mark}{row}" for mark, rows in marks for row in rows])


@lru_cache(maxsize=65536)
def halves(word: Word) -> tuple[str, ...]:
    """Its first and its second half in letters, doubled ones once: one slip leaves one of them as it was."""
    if _is_short(word):
        return (_ends(word.latin),)
    return next((_cut(letters, len(letters)) for letters in reversed(_written(word))), ())


@lru_cache(maxsize=65536)
def halves_of_near(word: Word) -> tuple[str, ...]:
    """Those that this word shares with the words one slip away from it, a letter longer or shorter."""
    found = (
        half
        for letters in _written(word)
        for size in (len(letters) - 1, len(letters), len(letters) + 1)
        if size >= LEAST_LETTERS
        for half in _cut(letters, size)
    )
    return (_ends(word.latin),) if _is_short(word) else tuple(dict.fromkeys(found))


def _is_short(word: Word) -> bool:
    return len(word.latin) == LEAST_LETTERS - 1 and not word.arabic


def _ends(letters: str) -> str:
    """Of a word of four letters the first and the last: the slip that is taken for one is between them (Bari, Bsri)."""
    return f"{letters[0]}--{letters[-1]}"


def _written(word: Word) -> tuple[str, ...]:
    """Its letters as written and, where some are doubled, without that: Nandela, Nadella."""
    if word.arabic or len(word.latin) < LEAST_LETTERS:
        return ()
    plain = undoubled(word.latin)
    return (word.latin,) if plain == word.latin or len(plain) < LEAST_LETTERS else (word.latin, plain)


def _cut(letters: str, size: int) -> tuple[str, str]:
    """The halves of a word of `size` letters, of which these letters have so many."""
    first, last = (letters[0], letters[-1]) if size <= LEAST_LETTERS else ("", "")
    return f"{letters[: size // 2]}-{last}", f"{first}-{letters[-((size + 1) // 2) :]}"


@lru_cache(maxsize=65536)
def turned_in_the_middle(word: Word) -> tuple[str, ...]:
    """The sound with the two letters exchanged between which the halves are cut: Macron, Marcon.

    Any other exchange leaves one half as it was.
    """
    letters, middle = word.latin, len(word.latin) // 2
    if not _written(word):
        return ()
    before, after = letters[middle - 1], letters[middle]
    if before == after or not SPOKEN_LETTERS.issuperset((before, after)):
        return ()
    return (skeleton(sound(f"{letters[: middle - 1]}{after}{before}{letters[middle + 1 :]}")),)


@lru_cache(maxsize=65536)
def without_servant(word: Word) -> tuple[str, ...]:
    """The two likeliest sounds of a name of God without the *Abd* before it (Abdennasser, Nasser), and of one with
    -ullah behind it without that (Naimullah); none where there is no such name.

    One consonant alone is no name of God: Abdallah, Abdoulaye stay whole.
    """
    if not word.sounds or not word.readings:
        return ()
    servant = word.text.startswith("عبد") if word.arabic else word.readings[0][0].startswith(("abd", "abð"))
    if not servant:
        first = word.sounds[0]
        ends = first[-1] == "L" and len(first) > LEAST_OF_GOD and of_god(word) is not None
        return (first[:-1],) if ends else ()
    if not _whole_servant(word.sounds[0]):  # Abdullahi: of its two sounds, the servant of God himself
        return ()
    return tuple(dict.fromkeys(sound[2:] for sound in word.sounds[:2] if _whole_servant(sound)))


def _whole_servant(sound: str) -> bool:
    return sound.startswith("BD") and len(consonants(sound)) >= LEAST_SERVANT


@lru_cache(maxsize=65536)
def in_somali(word: Word) -> str:
    """How a word with the letters that Somali alone has for the Arabic ayn and h is heard: Cabdi, Xasan, Faarax."""
    letters = SOMALI.sub(lambda found: "h" if found[0] == "x" else "", word.latin)
    return skeleton(sound(letters)) if letters != word.latin and not word.arabic else ""


@lru_cache(maxsize=65536)
def without_ben(word: Word) -> tuple[str, ...]:
    """The sound of a family name without the *Ben* that is joined to it: Benjelloun, Ben Jelloun."""
    reading = word.readings[0][0] if word.readings and not word.arabic else ""
    return (skeleton(reading[3:]),) if len(reading) >= LEAST_WITH_BEN and reading.startswith(BEN) else ()


def written_together(parts: Sequence[Token], ways: int) -> tuple[str, ...]:
    """The consonants of all parts as one word, by the `ways` likeliest sounds of each.

    Put together from their sounds: to read the word itself made a record's keys four times as dear (45 and 210 µs).
    """
    heard: list[str] = []
    before: Token | None = None
    for part in parts:
        further = _heard(part.word)[: ways if before is None or not WITH_ARTICLE.match(part.latin) else 2]
        if before is None:
            heard = list(further)
        else:
            meet = before.latin[-1:] == part.latin[:1] or (before.latin[-1:] == "d" and HEARD_WITH_D.match(part.latin))
            heard = [_joined(one, other) if meet else one + other for one in heard for other in further]
        before = part
    return tuple(dict.fromkeys(run_together(one) for one in heard if one))


def _joined(left: str, right: str) -> str:
    """Where one consonant ends a part and begins the next, it is heard once (Ibrahim Mané, Ibrahimmané); d and j are a
    j (Muhammad Jallow), and so are d and g (Mahmoud Ganuchi)."""
    if left[-1:] == right[:1]:
        return left + right[1:]
    return f"{left[:-1]}J{right[1:]}" if left[-1:] == "D" and right[:1] in ("J", "K") else left + right


def run_together(sounds: str) -> str:
    """Consonants as one word has them: no n before b, no article in Abdul within."""
    return sounds.replace("NB", "MB").replace("BDL", "BD")


@lru_cache(maxsize=65536)
def _heard(word: Word) -> tuple[str, ...]:
    """Its two likeliest sounds, consonants alone; of Awa nothing is left."""
    return tuple(dict.fromkeys(consonants(sound).lstrip("W") for sound in word.sounds[:3] if sound[0] != "~"))[:2]


def consonants(sound: str) -> str:
    """A sound without the vowel that a short word keeps, and without the glide that only a beginning has."""
    return sound.rstrip("AIU*").lstrip("Y")
