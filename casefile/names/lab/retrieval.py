"""Candidates for a name among many.

By shared sound keys, the rare ones first. In memory; the engine does the same by its index.
"""

from collections import defaultdict
from collections.abc import Iterable
from math import log
from typing import Final

from casefile.names.analyze import NameKeys, Token, analyze

MOST: Final = 150  # candidates a query, before each is compared closely: more find hardly more (docs/names.md)
SLIP_WORTH: Final = 0.75  # a key with a consonant left out says less than a whole one
SAME_LENGTH_WORTH: Final = 2.0  # as many parts: what a sound key of one name in seven is worth


def part_keys(token: Token) -> tuple[str, ...]:
    """Keys of one name part for retrieval: its sounds, then each longer sound with one consonant left out ("-MD")."""
    found: dict[str, None] = dict.fromkeys(token.sounds)
    for sound in token.sounds[:1]:
        if sound.isalpha() and len(sound) > 2:
            found.update((f"-{sound[:i]}{sound[i + 1 :]}", None) for i in range(len(sound)))
            found[f"-{sound}"] = None
    return tuple(found)


def stored_keys(keys: NameKeys) -> tuple[str, ...]:
    """Everything a stored name answers to."""
    found = {key: None for token in keys.named for key in part_keys(token)}
    return (*found, length_key(keys))


def length_key(keys: NameKeys) -> str:
    return f"#{min(len(keys.named), 5)}"


def worth(key: str, having: int, total: int) -> float:
    """What one shared key says, from how many of all names have it."""
    if key.startswith("#"):
        return SAME_LENGTH_WORTH
    rarity = log(1.0 + total / max(having, 1))
    return rarity * SLIP_WORTH if key.startswith("-") else rarity


class CandidateIndex:
    """Keys to the names that have them."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = list(names)
        self.postings: dict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(self.names):
            for key in stored_keys(analyze(name)):
                self.postings[key].append(place)

    def find(self, query: str, most: int = MOST) -> list[int]:
        """Places of the likeliest names, at most `most`.

        Each part of the query counts once, by its rarest shared key.
        """
        keys = analyze(query)
        scores: dict[int, float] = defaultdict(float)
        for part in [part_keys(token) for token in keys.named]:
            best: dict[int, float] = {}
            for key in part:
                found = self.postings.get(key, ())
                value = worth(key, len(found), len(self.names))
                for place in found:
                    if value > best.get(place, 0.0):
                        best[place] = value
            for place, value in best.items():
                scores[place] += value
        for place in self.postings.get(length_key(keys), ()):
            if place in scores:
                scores[place] += SAME_LENGTH_WORTH
        return [place for place, _ in sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:most]]
