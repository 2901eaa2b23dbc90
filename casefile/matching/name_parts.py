"""The parts of an analysed name of a person by which two entries may meet: pairs of sounds.

A part has a first sound and some further ones (Diallo: JL, and DL for whoever reads the i). A record answers
to the pairs of all of them; a watch asks for those pairs in which one is a first sound, the other among the likeliest.
"""

from itertools import combinations

from casefile.names import NameKeys

MAX_PARTS, MAX_PAIRS = 8, 120  # of one name; nobody is known by more


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


def _sounding(name: NameKeys) -> list[tuple[str, ...]]:
    return [token.sounds for token in name.tokens if token.role == "name" and token.sounds][:MAX_PARTS]


def _likeliest(sounds: tuple[str, ...]) -> tuple[str, ...]:
    """Two sounds; three where one is a single consonant with any vowel (Ba, Sy, Ali), which joins little."""
    return sounds[: 3 if any(sound.endswith("*") for sound in sounds[:2]) else 2]


def _pair(a: str, b: str) -> str:
    return f"{a}|{b}" if a <= b else f"{b}|{a}"
