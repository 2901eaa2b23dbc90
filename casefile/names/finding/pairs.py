"""The keys by which two entries of a person's name may meet: what a record answers to, what a watch and a search ask.

Most are pairs of sounds: a part has a first sound and some further ones (Diallo: JL, and DL for whoever reads the i). A
record answers to the pairs of all of them; a watch asks for those pairs in which one is a first sound, the other among
the likeliest. The rest is for what comparison accepts and sounds do not tell (`reach.py`). What each kind of key finds
and costs is in docs/names.md, measured by `python -m tests.casefile.matching.keys.measure_keys`.
"""

from collections.abc import Callable
from functools import lru_cache
from itertools import combinations, product
from typing import Final

from casefile.names.analyze import NameKeys, Token
from casefile.names.finding import slavic_keys
from casefile.names.finding.joined_sounds import MARKS, pair, plain_pair, whole
from casefile.names.finding.part_sounds import answering, asked_by, heard_first
from casefile.names.finding.reach import (
    MOST_TOGETHER,
    consonants,
    everyday_keys,
    halves,
    halves_of_near,
    in_somali,
    name_parts,
    run_together,
    telling,
    turned_in_the_middle,
    written_together,
)
from casefile.names.finding.slavic_keys import look_slavic

MAX_PARTS, MAX_PAIRS = 8, 240  # of one name; nobody is known by more
MAX_ASKED = 18
"""Keys of one watched name, before the years: `blocking_keys` takes fewer where years multiply them."""
LIKELIEST, MAX_LIKELIEST = 3, 24
MOST_JOINED = 5
"""Parts of a name of which two neighbours are tried as one word."""
REMEMBERED = 8192
"""Names: of three that come in two were there before. Some 3 kB each with all that is kept of it here."""


@lru_cache(maxsize=REMEMBERED)
def record_pairs(name: NameKeys) -> tuple[str, ...]:
    """The keys a record answers to for a person's name.

    All pairs of its parts' sounds; what a part may be when a finger slipped; all parts, or two neighbours, as one word;
    and, where there is only one part, that.
    """
    parts = name_parts(name)[:MAX_PARTS]
    sounds = {token: answering(token) for token in parts}
    keys = [pair(a, b) for left, right in combinations(_each(parts, sounds), 2) for a in left for b in right]
    keys += _everyday(parts, sounds)
    slavic = look_slavic(parts)
    keys += _with_a_slip(_ends(telling(parts)), slavic)
    if 2 < len(parts) <= MOST_JOINED:
        keys += _with_neighbours_joined(parts)
    if slavic:
        keys += slavic_keys.answering(parts)
    keys += [whole(one) for turn, ways in _turns(parts[:MOST_TOGETHER]) for one in written_together(turn, ways)]
    if len(parts) == 1:
        alone = [run_together(consonants(sound)) for sound in sounds[parts[0]]]
        keys += [f".{sound}" for sound in alone] + [whole(sound) for sound in alone]
        keys += [f"={half}" for half in halves_of_near(parts[0].word)]
    return tuple(dict.fromkeys(keys))[:MAX_PAIRS]


@lru_cache(maxsize=REMEMBERED)
def likeliest_pairs(name: NameKeys) -> tuple[str, ...]:
    """Those of the keys a record answers to that are two parts' likeliest sounds."""
    parts = name_parts(name)[:MAX_PARTS]
    sounds = [answering(token)[:LIKELIEST] for token in parts]
    pairs = [pair(a, b) for left, right in combinations(sounds, 2) for a in left for b in right]
    return tuple(dict.fromkeys(pairs))[:MAX_LIKELIEST]


@lru_cache(maxsize=REMEMBERED)
def query_pairs(name: NameKeys) -> tuple[str, ...]:
    """The fewer keys a watch asks for, the likeliest first, at most MAX_ASKED."""
    return search_pairs(name)[:MAX_ASKED]


def search_pairs(name: NameKeys) -> tuple[str, ...]:
    """All that a watch could ask for, had keys no price: a search is asked once."""
    return tuple(dict.fromkeys(key for _, keys in asked_by_way(name) for key in keys))


def asked_by_way(name: NameKeys) -> list[tuple[str, list[str]]]:
    """All that could be asked, the likeliest first, each with the way it finds by."""
    parts = name_parts(name)[:MAX_PARTS]
    asked = {token: asked_by(token) for token in parts}
    return [(way, make(parts, asked)) for way, make in (WAYS if len(parts) > 1 else ALONE)]


Sounds = dict[Token, tuple[str, ...]]
"""What each part is asked by or answers to, its first sound first."""
Parts = tuple[Token, ...]


def _each(parts: Parts, sounds: Sounds) -> list[tuple[str, ...]]:
    """The sounds of each part in order: a part is dear to look up, which its pairs need not do again."""
    return [sounds[part] for part in parts]


def _first_sounds(parts: Parts, asked: Sounds) -> list[str]:
    return [pair(left[0], right[0]) for left, right in combinations(_each(parts, asked), 2)]


def _as_one_word(parts: Parts, asked: Sounds) -> list[str]:
    return [whole(one) for one in written_together(parts, 1)] if len(parts) < MOST_TOGETHER else []


def _as_all_there_is(parts: Parts, asked: Sounds) -> list[str]:
    """The first and the last part, each as all that another name has besides initials: Nazarbayev, N."""
    ends = _ends(telling(parts))
    return [f".{run_together(consonants(asked[token][0]))}" for token in dict.fromkeys((ends[-1], ends[0]))]


def _small_word_joined(parts: Parts, asked: Sounds) -> list[str]:
    """A part of one consonant with its neighbour, and another part: Mati ur Rehman is Matiur Rehman."""
    keys = []
    for i in range(len(parts) - 1) if len(parts) > 2 else ():
        if any(len(consonants(part.sounds[0])) < 2 for part in parts[i : i + 2]):
            others = (*parts[:i], *parts[i + 2 :])
            keys += [pair(one, asked[other][0]) for one in written_together(parts[i : i + 2], 1) for other in others]
    return keys


def _further_sounds(parts: Parts, asked: Sounds) -> list[str]:
    return [pair(a, b) for left, right in combinations(_each(parts, asked), 2) for a, b in _others(left, right)]


def _halves(parts: Parts, asked: Sounds) -> list[str]:
    """The first part with the last, and with the second: one by its sound, the other by half of its letters."""
    ends, slavic = _ends(telling(parts)), look_slavic(parts)
    keys: list[str] = []
    for left, right in dict.fromkeys([(ends[0], ends[-1]), ends[:2]]):
        for one, other in ((left, right), (right, left)):
            listed = [sound for sound in asked[one] if sound[0] == "~"]
            heard = (*(slavic_keys.marked(one.word) if slavic else ()), asked[one][0], *listed)
            keys += [plain_pair(sound, half) for sound in heard for half in halves(other.word)]
    return keys


def _as_slavic(parts: Parts, asked: Sounds) -> list[str]:
    """As one orthography of a Slavic name for another: Iwan Borschtschjow, Иван Борщёв."""
    return slavic_keys.asked(parts) if look_slavic(parts) else []


def _both_otherwise(parts: Parts, asked: Sounds) -> list[str]:
    """Both parts in another tradition's letters: Djamel Khelifa, Yamal Jalifa; Xasan Cabdi, Hassan Abdi."""
    keys = [pair(a, b) for a in asked[parts[0]][1:2] for b in asked[parts[1]][1:2]] if len(parts) == 2 else []
    return keys + [pair(a, b) for a, b in combinations([in_somali(part.word) for part in parts], 2) if a and b]


def _the_only_part(parts: Parts, asked: Sounds) -> list[str]:
    sounds = [sound for token in parts for sound in (*asked[token], *token.sounds[:2])]
    return [whole(run_together(consonants(sound))) for sound in sounds]


def _its_halves(parts: Parts, asked: Sounds) -> list[str]:
    return [f"={half}" for token in parts for half in halves(token.word)]


Way = tuple[str, Callable[[Parts, Sounds], list[str]]]
WAYS: Final[tuple[Way, ...]] = (
    ("first sounds", _first_sounds),
    ("slavic", _as_slavic),
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


def _everyday(parts: Parts, sounds: Sounds) -> list[str]:
    """Parts with an everyday form, each with the likeliest sounds of another, with its name in the list or with its own
    everyday forms."""
    keys: list[str] = []
    rows = [everyday_keys(token.word) for token in parts]
    for place, of_one in enumerate(rows):
        for other in range(len(parts)) if of_one else ():
            if other != place:
                own = sounds[parts[other]]
                listed = [sound for sound in own[LIKELIEST:] if sound[0] == "~"]
                heard = (*own[:LIKELIEST], *listed, *rows[other])
                keys += [plain_pair(row, sound) for row in of_one for sound in heard]
    return keys


def _with_a_slip(ends: Parts, slavic: bool) -> list[str]:
    """A part by what a watch asks it by, and another that a finger slipped in."""
    keys: list[str] = []
    firsts = [heard_first(token.word) for token in ends]
    for place, token in enumerate(ends):
        half, turned = halves_of_near(token.word), turned_in_the_middle(token.word)
        for other in range(len(ends)) if half or turned else ():
            if other != place:
                heard = firsts[other]
                keys += [pair(sound, slipped) for slipped in turned for sound in heard]
                heard += slavic_keys.marked(ends[other].word) if slavic else ()
                keys += [plain_pair(sound, slipped) for slipped in half for sound in heard]
    return keys


def _with_neighbours_joined(parts: Parts) -> list[str]:
    """Pairs of two neighbours as one word and another part."""
    keys = []
    for i in range(len(parts) - 1):
        for both in written_together(parts[i : i + 2], 1):
            keys += [pair(both, sound) for other in (*parts[:i], *parts[i + 2 :]) for sound in other.sounds[:2]]
    return keys


def _others(left: tuple[str, ...], right: tuple[str, ...]) -> list[tuple[str, str]]:
    """The pairs in which one is not the first sound: with the other's first, or both as names of the list or by their
    everyday forms."""
    both = [(a, b) for a, b in product(_further(left), _further(right)) if a[0] in MARKS or b[0] in MARKS]
    return [*((left[0], b) for b in right[1:]), *((a, right[0]) for a in left[1:]), *both]


def _further(sounds: tuple[str, ...]) -> list[str]:
    """Of what a part is asked by what may stand next to a further sound of another."""
    return [sound for sound in sounds[1:] if sound[0] in MARKS or (sound is sounds[1] and _open(sounds))]


def _open(sounds: tuple[str, ...]) -> bool:
    """Whether a part begins with a letter that traditions read each in its way (y, x, ch), or is one consonant."""
    if len(sounds) < 2:
        return False
    return sounds[0][0] == "Y" or sounds[1][-1] == "*" or {sounds[0][0], sounds[1][0]} in ({"S", "C"}, {"S", "K"})


def _turns(parts: Parts) -> list[tuple[Parts, int]]:
    """The parts as written and from each of them on, since the family name may come first; and how many sounds of the
    word they make, more of two parts."""
    ways = 2 if len(parts) == 2 else 1
    return [((*parts[i:], *parts[:i]), 1 if i else ways) for i in range(len(parts))]
