"""Candidates for a name among many.

By shared sound keys, the rare ones first. In memory; the engine does the same by its index.
"""

from collections import defaultdict
from collections.abc import Iterable
from math import log
from typing import Final

from casefile.names.analyze import NameKeys, Token, analyze
from casefile.names.finding.reach import MOST_TOGETHER, everyday_keys, name_parts, without_servant, written_together

MOST: Final = 150  # candidates a query, before each is compared closely: more find hardly more (docs/names.md)
MOST_PARTS: Final = 5
SLIP_WORTH: Final = 0.75  # a key with a consonant left out says less than a whole one
FITTING_WORTH: Final = 2.0  # no more parts than asked for: what a sound key of one name in seven is worth


def part_keys(token: Token) -> tuple[str, ...]:
    """Keys of one name part for retrieval: its sounds, those of its short forms and of a servant's name without *Abd*,
    then each longer sound with one consonant left out ("-MD")."""
    found: dict[str, None] = dict.fromkeys(token.sounds)
    found.update(dict.fromkeys(without_servant(token.word)))
    found.update(dict.fromkeys((*everyday_keys(token.word), *everyday_keys(token.word, asked=True))))
    for sound in token.sounds[:1]:
        if sound.isalpha() and len(sound) > 2:
            found.update((f"-{sound[:i]}{sound[i + 1 :]}", None) for i in range(len(sound)))
            found[f"-{sound}"] = None
    return tuple(found)


def asked_parts(keys: NameKeys) -> list[tuple[str, ...]]:
    """What a query asks for: each part, and all of them written as one word."""
    parts = name_parts(keys)[:MOST_TOGETHER]
    whole = tuple(f"={one}" for one in written_together(parts, 1))
    return [part for part in (*map(part_keys, keys.named), whole) if part]


def stored_keys(keys: NameKeys) -> tuple[str, ...]:
    """Everything a stored name answers to."""
    found = {key: None for part in asked_parts(keys) for key in part}
    parts = name_parts(keys)[:MOST_TOGETHER]
    found.update((f"={whole}", None) for whole in written_together(parts, 2))
    return (*found, length_key(keys))


def length_key(keys: NameKeys) -> str:
    return f"#{min(len(keys.named), MOST_PARTS)}"


def fitting_lengths(keys: NameKeys) -> tuple[str, ...]:
    """The lengths of names that can agree with this one as a whole: of as many parts, or of fewer, but two."""
    longest = min(len(keys.named), MOST_PARTS)
    return tuple(f"#{length}" for length in range(min(2, longest), longest + 1))


def worth(key: str, having: int, total: int) -> float:
    """What one shared key says, from how many of all names have it."""
    if key.startswith("#"):
        return FITTING_WORTH
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
        for part in asked_parts(keys):
            best: dict[int, float] = {}
            for key in part:
                found = self.postings.get(key, ())
                value = worth(key, len(found), len(self.names))
                for place in found:
                    if value > best.get(place, 0.0):
                        best[place] = value
            for place, value in best.items():
                scores[place] += value
        for length in fitting_lengths(keys):
            for place in self.postings.get(length, ()):
                if place in scores:
                    scores[place] += FITTING_WORTH
        return [place for place, _ in sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:most]]
