"""The parts of an analysed name of a person by which two entries may meet.

Most are pairs of sounds: a part has a first sound and some further ones (Diallo: JL, and DL for whoever reads the i). A
record answers to the pairs of all of them; a watch asks for those pairs in which one is a first sound, the other among
the likeliest. The rest is for what comparison accepts and sounds do not tell (casefile/names/finding/reach.py).
"""

from itertools import combinations, permutations

from casefile.names import NameKeys, Token
from casefile.names.finding.reach import (
    MOST_TOGETHER,
    consonants,
    everyday_keys,
    exchanged,
    halves,
    halves_of_near,
    name_parts,
    run_together,
    telling,
    without_servant,
    written_together,
)

MAX_PARTS, MAX_PAIRS = 8, 240  # of one name; nobody is known by more
MAX_ASKED = 18
"""Keys of one watched name, before the years: `blocking_keys` takes fewer where years multiply them."""
MOST_JOINED = 5
"""Parts of a name of which two neighbours are tried as one word."""


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
    if len(parts) == 2:
        keys += [f"={whole}" for whole in written_together(parts, 2)]
    keys += [f"={whole}" for turn in _turns(parts[:MOST_TOGETHER]) for whole in written_together(turn, 1)]
    if len(parts) == 1:
        keys += [f"{mark}{run_together(consonants(sound))}" for mark in ".=" for sound in sounds[parts[0]]]
        keys += [f"={half}" for half in halves_of_near(parts[0].word)]
    return tuple(dict.fromkeys(keys))[:MAX_PAIRS]


def query_pairs(name: NameKeys) -> tuple[str, ...]:
    """The fewer keys a watch asks for, the likeliest first, at most MAX_ASKED.

    In each pair one is a part's first sound, the other among its likeliest, or a half of its letters. Then all parts as
    one word, and each part as all that another name has.
    """
    parts = name_parts(name)[:MAX_PARTS]
    asked = {token: _asked(token) for token in parts}
    if len(parts) < 2:
        sounds = [sound for token in parts for sound in (*asked[token], *token.sounds[:2])]
        alone = [*map(run_together, map(consonants, sounds)), *(half for token in parts for half in halves(token.word))]
        return tuple(dict.fromkeys(f"={key}" for key in alone))
    ends = _ends(telling(parts))
    keys = [_pair(asked[left][0], asked[right][0]) for left, right in combinations(parts, 2)]
    if len(parts) < MOST_TOGETHER:
        keys += [f"={whole}" for whole in written_together(parts, 1)]
    keys += [_pair(a, b) for left, right in combinations(parts, 2) for a, b in _others(asked[left], asked[right])]
    for left, right in dict.fromkeys([(ends[0], ends[-1]), ends[:2]]):
        keys += [_pair(asked[left][0], half) for half in halves(right.word)]
        keys += [_pair(half, asked[right][0]) for half in halves(left.word)]
    if len(parts) == 2:
        keys += [_pair(a, b) for a in asked[parts[0]][1:2] for b in asked[parts[1]][1:2]]
    keys += [f".{run_together(consonants(asked[token][0]))}" for token in ends]
    return tuple(dict.fromkeys(keys))[:MAX_ASKED]


def _ends(parts: tuple[Token, ...]) -> tuple[Token, ...]:
    """The parts by which a bearer is known: the first two and the last."""
    return parts if len(parts) < 3 else (*parts[:2], parts[-1])


def _with_a_slip(token: Token) -> tuple[str, ...]:
    return halves_of_near(token.word) + exchanged(token.sounds[0])


def _with_neighbours_joined(parts: tuple[Token, ...]) -> list[str]:
    """Pairs of two neighbours as one word and another part: Mati ur Rehman is Matiur Rehman."""
    keys = []
    for i in range(len(parts) - 1):
        for whole in written_together(parts[i : i + 2], 1):
            keys += [_pair(whole, sound) for other in (*parts[:i], *parts[i + 2 :]) for sound in other.sounds[:2]]
    return keys


def _others(left: tuple[str, ...], right: tuple[str, ...]) -> list[tuple[str, str]]:
    """The pairs in which one is not the first sound: with the other's first, or both as names of the list."""
    listed = [(a, b) for a in left[1:] for b in right[1:] if a[0] == b[0] == "~"]
    return [*((left[0], b) for b in right[1:]), *((a, right[0]) for a in left[1:]), *listed]


def _turns(parts: tuple[Token, ...]) -> list[tuple[Token, ...]]:
    """The parts as written, and from each of them on: the family name may come first."""
    return [(*parts[i:], *parts[:i]) for i in range(len(parts))]


def _answering(token: Token) -> tuple[str, ...]:
    """What a record's part answers to: its sounds, and that of a servant's name without *Abd*."""
    bare = without_servant(token.word)
    return (*token.sounds, bare) if bare and bare not in token.sounds else token.sounds


def _asked(token: Token) -> tuple[str, ...]:
    """What a watch's part is asked by: of a servant's name what is left without *Abd*, which all its forms answer."""
    bare = without_servant(token.word)
    sounds = _likeliest(token.sounds) + everyday_keys(token.word, asked=True)
    return (bare, *sounds[1:]) if bare else sounds


def _likeliest(sounds: tuple[str, ...]) -> tuple[str, ...]:
    """Two sounds; three where one is a single consonant with any vowel (Ba, Sy, Ali), which joins little, or a name of
    the list (Othmane), which not all who write it have from there."""
    return sounds[: 3 if any(sound.endswith("*") or sound[0] == "~" for sound in sounds[:2]) else 2]


def _pair(a: str, b: str) -> str:
    return f"{a}|{b}" if a <= b else f"{b}|{a}"
