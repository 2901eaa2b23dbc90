"""The keys by which two entries of a person's name may meet: what a record answers to, what a watch and a search ask.

Most are pairs of sounds: a part has a first sound and some further ones (Diallo: JL, and DL for whoever reads the i). A
record answers to the pairs of all of them; a watch asks for those pairs in which one is a first sound, the other among
the likeliest. The rest is for what comparison accepts and sounds do not tell (`reach.py`). What each kind of key finds
and costs is in docs/names.md, measured by `python -m tests.casefile.matching.keys.measure_keys`.
"""

from collections.abc import Callable
from functools import lru_cache
from itertools import combinations, permutations
from typing import Final

from casefile.names.analyze import NameKeys, Token
from casefile.names.finding.reach import (
    MOST_TOGETHER,
    consonants,
    everyday_keys,
    halves,
    halves_of_near,
    name_parts,
    run_together,
    telling,
    turned_in_the_middle,
    without_servant,
    written_together,
)

MAX_PARTS, MAX_PAIRS = 8, 240  # of one name; nobody is known by more
MAX_ASKED = 18
"""Keys of one watched name, before the years: `blocking_keys` takes fewer where years multiply them."""
LIKELIEST, MAX_LIKELIEST = 3, 24
MOST_JOINED = 5
"""Parts of a name of which two neighbours are tried as one word."""
ROUGH_FROM, ROUGHER_FROM = 5, 6
"""Consonants of a pair from which on it is heard roughly: the more there is to hear, the less each must be exact, as in
comparison, which divides what differs by how much there is. Labella, Lavilla; Baset, Bassed; then Chung, Jung."""
ROUGH: Final = str.maketrans({"F": "B", "T": "D"})
ROUGHER: Final = str.maketrans({"F": "B", "T": "D", "C": "S", "J": "S"})
"""Voice and place: b, v and f, d and t; then also j, ch and sh, which romanisations write for one another."""
MARKS: Final = ("~", "<", ">")
"""First signs of a key that is no sound: a name of the list, a row of short forms."""


def record_pairs(name: NameKeys) -> tuple[str, ...]:
    """The keys a record answers to for a person's name.

    All pairs of its parts' sounds; what a part may be when a finger slipped; all parts, or two neighbours, as one word;
    and, where there is only one part, that.
    """
    parts = name_parts(name)[:MAX_PARTS]
    sounds = {token: _answering(token) for token in parts}
    keys = [_pair(a, b) for left, right in combinations(parts, 2) for a in sounds[left] for b in sounds[right]]
    for left, right in permutations(parts, 2):
        keys += [_pair(row, sounds[right][0]) for row in everyday_keys(left.word)]
    for left, right in permutations(_ends(telling(parts)), 2):
        keys += [_pair(left.sounds[0], slipped) for slipped in _with_a_slip(right)]
    if 2 < len(parts) <= MOST_JOINED:
        keys += _with_neighbours_joined(parts)
    keys += [_whole(one) for turn, ways in _turns(parts[:MOST_TOGETHER]) for one in written_together(turn, ways)]
    if len(parts) == 1:
        alone = [run_together(consonants(sound)) for sound in sounds[parts[0]]]
        keys += [f".{sound}" for sound in alone] + [_whole(sound) for sound in alone]
        keys += [f"={half}" for half in halves_of_near(parts[0].word)]
    return tuple(dict.fromkeys(keys))[:MAX_PAIRS]


def likeliest_pairs(name: NameKeys) -> tuple[str, ...]:
    """Those of the keys a record answers to that are two parts' likeliest sounds."""
    parts = name_parts(name)[:MAX_PARTS]
    sounds = {token: _answering(token)[:LIKELIEST] for token in parts}
    pairs = [_pair(a, b) for left, right in combinations(parts, 2) for a in sounds[left] for b in sounds[right]]
    return tuple(dict.fromkeys(pairs))[:MAX_LIKELIEST]


def query_pairs(name: NameKeys) -> tuple[str, ...]:
    """The fewer keys a watch asks for, the likeliest first, at most MAX_ASKED."""
    return search_pairs(name)[:MAX_ASKED]


def search_pairs(name: NameKeys) -> tuple[str, ...]:
    """All that a watch could ask for, had keys no price: a search is asked once."""
    return tuple(dict.fromkeys(key for _, keys in asked_by_way(name) for key in keys))


def asked_by_way(name: NameKeys) -> list[tuple[str, list[str]]]:
    """All that could be asked, the likeliest first, each with the way it finds by."""
    parts = name_parts(name)[:MAX_PARTS]
    asked = {token: _asked(token) for token in parts}
    return [(way, make(parts, asked)) for way, make in (WAYS if len(parts) > 1 else ALONE)]


Asked = dict[Token, tuple[str, ...]]
"""What each part is asked by, its first sound first."""
Parts = tuple[Token, ...]


def _first_sounds(parts: Parts, asked: Asked) -> list[str]:
    return [_pair(asked[left][0], asked[right][0]) for left, right in combinations(parts, 2)]


def _as_one_word(parts: Parts, asked: Asked) -> list[str]:
    return [_whole(one) for one in written_together(parts, 1)] if len(parts) < MOST_TOGETHER else []


def _as_all_there_is(parts: Parts, asked: Asked) -> list[str]:
    """The first and the last part, each as all that another name has besides initials: Nazarbayev, N."""
    ends = _ends(telling(parts))
    return [f".{run_together(consonants(asked[token][0]))}" for token in dict.fromkeys((ends[-1], ends[0]))]


def _small_word_joined(parts: Parts, asked: Asked) -> list[str]:
    """A part of one consonant with its neighbour, and another part: Mati ur Rehman is Matiur Rehman."""
    keys = []
    for i in range(len(parts) - 1) if len(parts) > 2 else ():
        if any(len(consonants(part.sounds[0])) < 2 for part in parts[i : i + 2]):
            others = (*parts[:i], *parts[i + 2 :])
            keys += [_pair(one, asked[other][0]) for one in written_together(parts[i : i + 2], 1) for other in others]
    return keys


def _further_sounds(parts: Parts, asked: Asked) -> list[str]:
    return [_pair(a, b) for left, right in combinations(parts, 2) for a, b in _others(asked[left], asked[right])]


def _halves(parts: Parts, asked: Asked) -> list[str]:
    """The first part with the last, and with the second: one by its sound, the other by half of its letters."""
    ends, keys = _ends(telling(parts)), []
    for left, right in dict.fromkeys([(ends[0], ends[-1]), ends[:2]]):
        keys += [_pair(asked[left][0], half) for half in halves(right.word)]
        keys += [_pair(half, asked[right][0]) for half in halves(left.word)]
    return keys


def _both_otherwise(parts: Parts, asked: Asked) -> list[str]:
    """Both parts in another tradition's letters: Djamel Khelifa, Yamal Jalifa."""
    if len(parts) != 2:
        return []
    return [_pair(a, b) for a in asked[parts[0]][1:2] for b in asked[parts[1]][1:2]]


def _the_only_part(parts: Parts, asked: Asked) -> list[str]:
    sounds = [sound for token in parts for sound in (*asked[token], *token.sounds[:2])]
    return [_whole(run_together(consonants(sound))) for sound in sounds]


def _its_halves(parts: Parts, asked: Asked) -> list[str]:
    return [f"={half}" for token in parts for half in halves(token.word)]


Way = tuple[str, Callable[[Parts, Asked], list[str]]]
WAYS: Final[tuple[Way, ...]] = (
    ("first sounds", _first_sounds),
    ("one word", _as_one_word),
    ("all there is", _as_all_there_is),
    ("small word joined", _small_word_joined),
    ("further sounds", _further_sounds),
    ("halves", _halves),
    ("both otherwise", _both_otherwise),
)
ALONE: Final[tuple[Way, ...]] = (("only part", _the_only_part), ("its halves", _its_halves))
"""The same of a name of one part."""


def _ends(parts: Parts) -> Parts:
    """The parts by which a bearer is known: the first two and the last."""
    return parts if len(parts) < 3 else (*parts[:2], parts[-1])


def _with_a_slip(token: Token) -> tuple[str, ...]:
    return halves_of_near(token.word) + turned_in_the_middle(token.word)


def _with_neighbours_joined(parts: Parts) -> list[str]:
    """Pairs of two neighbours as one word and another part."""
    keys = []
    for i in range(len(parts) - 1):
        for whole in written_together(parts[i : i + 2], 1):
            keys += [_pair(whole, sound) for other in (*parts[:i], *parts[i + 2 :]) for sound in other.sounds[:2]]
    return keys


def _others(left: tuple[str, ...], right: tuple[str, ...]) -> list[tuple[str, str]]:
    """The pairs in which one is not the first sound: with the other's first, or both as names of the list."""
    listed = [(a, b) for a in left[1:] for b in right[1:] if a[0] == b[0] == "~"]
    return [*((left[0], b) for b in right[1:]), *((a, right[0]) for a in left[1:]), *listed]


def _turns(parts: Parts) -> list[tuple[Parts, int]]:
    """The parts as written and from each of them on, since the family name may come first; and how many sounds of the
    word they make, more of two parts."""
    ways = 2 if len(parts) == 2 else 1
    return [((*parts[i:], *parts[:i]), 1 if i else ways) for i in range(len(parts))]


def _answering(token: Token) -> tuple[str, ...]:
    """What a record's part answers to: its sounds, and those of a servant's name without *Abd*."""
    bare = without_servant(token.word)
    return tuple(dict.fromkeys((*token.sounds, *bare))) if bare else token.sounds


def _asked(token: Token) -> tuple[str, ...]:
    """What a watch's part is asked by: of a servant's name what is left without *Abd*, which all its forms answer."""
    bare = without_servant(token.word)[:1]
    sounds = _likeliest(token) + everyday_keys(token.word, asked=True)
    return (*bare, *sounds[1:]) if bare else sounds


def _likeliest(token: Token) -> tuple[str, ...]:
    """Two sounds; three where one is a single consonant with any vowel (Ba, Sy, Ali), which joins little, or a name of
    the list (Othmane), which not all who write it have from there; and of an x at the start, which four traditions
    read each in its way."""
    sounds = token.sounds
    more = token.latin[:1] == "x" or any(sound.endswith("*") or sound[0] == "~" for sound in sounds[:2])
    return sounds[: 3 if more else 2]


def _pair(a: str, b: str) -> str:
    if a[0] not in MARKS and b[0] not in MARKS and "-" not in a and "-" not in b:
        heard = _weight(a) + _weight(b)
        if heard >= ROUGH_FROM:
            a, b = _roughly(a, heard), _roughly(b, heard)
    return f"{a}|{b}" if a <= b else f"{b}|{a}"


def _whole(word: str) -> str:
    return f"={_roughly(word, len(word)) if len(word) >= ROUGHER_FROM else word}"


@lru_cache(maxsize=65536)
def _weight(sound: str) -> int:
    """Consonants of a sound."""
    return len(sound.rstrip("AIU*").lstrip("YW"))


@lru_cache(maxsize=65536)
def _roughly(sound: str, heard: int) -> str:
    """Without the glide that only a beginning has, in fewer classes."""
    return (sound.lstrip("Y") or sound).translate(ROUGHER if heard >= ROUGHER_FROM else ROUGH)
