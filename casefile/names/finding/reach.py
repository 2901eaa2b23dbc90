"""What a name may be met by besides the sounds of its parts: for finding alone, nothing here is compared.

Comparison accepts more than sounds: one slip of a finger, two parts written as one, a servant's name without its *Abd*.
Each has a key of its own here, made alike on both sides.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import Final

from casefile.names.analyze import NameKeys, Token, Word
from casefile.names.data.short_forms import rows_of

LEAST_LETTERS: Final = 5
"""A shorter word's halves are two letters: they join everybody, and comparison takes few slips in it for one name. Of a
word of five the second half comes with the first letter: the ear of Mbaye is that of Gaye and Faye."""
MOST_TOGETHER: Final = 4
"""Parts that are ever written as one word."""


def name_parts(name: NameKeys) -> tuple[Token, ...]:
    """The parts that are heard: no initials."""
    return tuple([token for token in name.named if token.role == "name" and token.sounds])


def telling(parts: tuple[Token, ...]) -> tuple[Token, ...]:
    """The parts that identify the bearer, without titles and devotional names; all where fewer than two are left."""
    identifying = tuple([token for token in parts if not token.light])
    return identifying if len(identifying) > 1 else parts


def everyday_keys(word: Word, *, asked: bool = False) -> tuple[str, ...]:
    """A key for each row of the short forms the word is in; a full form meets short ones by it, and they full ones."""
    full, short = rows_of(word.readings[0][0]) if word.readings else ((), ())
    marks = (("<", full), (">", short)) if asked else ((">", full), ("<", short))
    return tuple([f"{mark}{row}" for mark, rows in marks for row in rows])


@lru_cache(maxsize=65536)
def halves(word: Word) -> tuple[str, ...]:
    """Its first and its second half in letters: one slip leaves one of them as it was."""
    return _cut(word.latin, len(word.latin)) if _has_halves(word) else ()


@lru_cache(maxsize=65536)
def halves_of_near(word: Word) -> tuple[str, ...]:
    """Those that this word shares with the words one slip away from it, a letter longer or shorter."""
    if not _has_halves(word):
        return ()
    size = len(word.latin)
    sizes = [near for near in (size - 1, size, size + 1) if near >= LEAST_LETTERS]
    return tuple(dict.fromkeys(half for near in sizes for half in _cut(word.latin, near)))


def _has_halves(word: Word) -> bool:
    return not word.arabic and len(word.latin) >= LEAST_LETTERS


def _cut(letters: str, size: int) -> tuple[str, str]:
    """The halves of a word of `size` letters, of which these letters have so many."""
    first = letters[0] if size <= LEAST_LETTERS else ""
    return f"{letters[: size // 2]}-", f"{first}-{letters[-((size + 1) // 2) :]}"


@lru_cache(maxsize=65536)
def exchanged(sound: str) -> tuple[str, ...]:
    """The sound with two neighbouring consonants exchanged: Macron, Marcon."""
    if not sound.isalpha() or len(consonants(sound)) < 3:
        return ()
    turned = [sound[:i] + sound[i + 1] + sound[i] + sound[i + 2 :] for i in range(len(sound) - 1)]
    return tuple(dict.fromkeys(one for one in turned if one != sound))


@lru_cache(maxsize=65536)
def without_servant(word: Word) -> str:
    """The sound of a name of God without the *Abd* before it (Abdennasser, Nasser); empty where there is none.

    One consonant alone is no name of God: Abdallah, Abdoulaye stay whole.
    """
    if not word.sounds or not word.readings:
        return ""
    main = word.sounds[0]
    servant = word.text.startswith("عبد") if word.arabic else word.readings[0][0].startswith(("abd", "abð"))
    return main[2:] if servant and main.startswith("BD") and len(consonants(main)) >= 4 else ""


def written_together(parts: Sequence[Token], ways: int) -> tuple[str, ...]:
    """The consonants of all parts as one word, by the `ways` likeliest sounds of each."""
    heard = [_heard(token.word)[:ways] for token in parts]
    return tuple(dict.fromkeys(run_together("".join(way)) for way in product(*heard))) if parts else ()


def run_together(sounds: str) -> str:
    """Consonants as one word has them: no n before b."""
    return sounds.replace("NB", "MB")


@lru_cache(maxsize=65536)
def _heard(word: Word) -> tuple[str, ...]:
    """Its two likeliest sounds, consonants alone."""
    return tuple(dict.fromkeys(consonants(sound) for sound in word.sounds[:3] if sound[0] != "~"))[:2]


def consonants(sound: str) -> str:
    """A sound without the vowel that a short word keeps, and without the glide that only a beginning has."""
    return sound.rstrip("AIU*").lstrip("Y")
