"""compare(wanted, found): are two whole names one person's? First usable form; see docs/names.md."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final, Protocol

from casefile.names.analyze import NameKeys, Token, analyze
from casefile.names.phonetic import sound

SAME_THRESHOLD: Final = 0.5


class Commonness(Protocol):
    """How much a sound key says: bits of surprise when two names share it."""

    def bits_of(self, key: str) -> float: ...


@dataclass(frozen=True, slots=True)
class PartMatch:
    wanted: str
    found: str
    score: float
    rule: str


@dataclass(frozen=True, slots=True)
class NameMatch:
    score: float
    same: bool
    rule: str
    wanted: str
    found: str
    parts: tuple[PartMatch, ...]


def compare(wanted: str, found: str, common: Commonness | None = None) -> NameMatch:
    left, right = analyze(wanted), analyze(found)
    a, b = _names(left), _names(right)
    if not a or not b:
        return NameMatch(0.0, False, "nothing to compare", wanted, found, ())
    few, many = (a, b) if (len(a), [t.text for t in a]) <= (len(b), [t.text for t in b]) else (b, a)
    free = list(range(len(many)))
    parts, worst = [], 1.0
    for token in few:
        best = max(free, key=lambda i: (_alike(token, many[i]), -i))
        score = _alike(token, many[best])
        free.remove(best)
        worst = min(worst, score)
        parts.append(PartMatch(token.text, many[best].text, score, "sound"))
    score = worst * (1.0 - 0.1 * min(3, len(free)))
    return NameMatch(score, score >= SAME_THRESHOLD, "sound", wanted, found, tuple(parts))


def _names(keys: NameKeys) -> list[Token]:
    return [t for t in keys.tokens if t.role in ("name", "initial")]


def _alike(a: Token, b: Token) -> float:
    if a.role == "initial" or b.role == "initial":
        return 0.8 if a.latin[:1] == b.latin[:1] else 0.0
    return _token_score(*sorted((a.text, b.text)))


@lru_cache(maxsize=65536)
def _token_score(a: str, b: str) -> float:
    return SequenceMatcher(None, sound(a), sound(b), autojunk=False).ratio()
