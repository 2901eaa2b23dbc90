"""The parts of an analysed name by which two entries may meet: pairs of sounds for persons, telling words for others.

Persons: a part has a first sound and some further ones (Diallo: JL, and DL for whoever reads the i). A record answers
to the pairs of all of them; a watch asks for those pairs in which one is a first sound, the other among the likeliest.
Companies, vessels, vehicles and places, which are no persons (*entities* below): the words left when the words of the
trade are put away, two by two, or the only one.
"""

from itertools import combinations

from casefile.matching.name_kinds import GENERIC
from casefile.names import NameKeys, analyze

MAX_PARTS, MAX_PAIRS = 8, 120  # of one name; nobody is known by more
RECORD_WORDS, QUERY_WORDS = 6, 3  # telling words of an entity's name that are joined in pairs, from the first on

TellingWord = tuple[str, tuple[str, ...]]
"""A word of an entity's name, and its sound keys."""


def record_pairs(name: NameKeys) -> tuple[str, ...]:
    """Pairs of sounds of two parts of a person's name that a record answers to: all of them."""
    pairs: dict[str, None] = {}
    for left, right in combinations(_sounding(name), 2):
        for a in left:
            for b in right:
                pairs[_pair(a, b)] = None
    return tuple(pairs)[:MAX_PAIRS]


def query_pairs(name: NameKeys) -> tuple[str, ...]:
    """The fewer pairs a watch asks for: one of the two is a part's first sound, the other among its likeliest."""
    pairs: dict[str, None] = {}
    for left, right in combinations([_likeliest(sounds) for sounds in _sounding(name)], 2):
        pairs.update((_pair(left[0], b), None) for b in right)
        pairs.update((_pair(a, right[0]), None) for a in left)
    return tuple(pairs)[:MAX_PAIRS]


def telling_words(name: NameKeys) -> tuple[TellingWord, ...]:
    """The words of an entity's name that tell it apart, without a plural s, each with its keys.

    When there are only words of the trade, they are all there is.
    """
    words = [token.text for token in name.tokens]
    kept = [word for word in words if word not in GENERIC] or words
    singular = [word.removesuffix("s") if len(word) > 4 else word for word in kept]
    return tuple((word, _word_sounds(word)) for word in singular)


def record_words(words: tuple[TellingWord, ...]) -> tuple[str, ...]:
    """The parts an entity's record answers to: each telling word alone, and pairs of the first six."""
    sounds = [heard[:2] for _, heard in words]
    alone = [f"1|{one}" for options in sounds for one in options]
    return tuple(dict.fromkeys([*alone, *_word_pairs(sounds[:RECORD_WORDS])]))


def query_words(words: tuple[TellingWord, ...]) -> tuple[str, ...]:
    """The parts a watch for an entity asks for: pairs of its first three telling words, or the only one."""
    sounds = [heard[:1] for _, heard in words]
    alone = [f"1|{sounds[0][0]}"] if len(sounds) == 1 else []
    return tuple(dict.fromkeys([*alone, *_word_pairs(sounds[:QUERY_WORDS])]))


def _sounding(name: NameKeys) -> list[tuple[str, ...]]:
    return [token.sounds for token in name.tokens if token.role == "name" and token.sounds][:MAX_PARTS]


def _likeliest(sounds: tuple[str, ...]) -> tuple[str, ...]:
    """Two sounds; three where one is a single consonant with any vowel (Ba, Sy, Ali), which joins little."""
    return sounds[: 3 if any(sound.endswith("*") for sound in sounds[:2]) else 2]


def _pair(a: str, b: str) -> str:
    return f"{a}|{b}" if a <= b else f"{b}|{a}"


def _word_pairs(sounds: list[tuple[str, ...]]) -> list[str]:
    return [_pair(a, b) for left, right in combinations(sounds, 2) for a in left for b in right]


def _word_sounds(word: str) -> tuple[str, ...]:
    """A word's sound keys, marked when it begins with a vowel: words of trade and place collide by consonants alone.

    Heard by itself, in the singular: in its name it may have been joined with its neighbour.
    """
    heard = analyze(word)
    vowel = "+" if heard.latin and heard.latin[0][:1] in "aeiou" else ""
    return tuple(f"{vowel}{sound}" for sound in heard.sounds) or (word,)
