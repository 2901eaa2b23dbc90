"""The match weight of two persons' names: the rarity of the parts that agree, less what does not."""

from collections.abc import Sequence
from functools import lru_cache
from math import inf, log2
from typing import NamedTuple

from casefile.matching import weights as w
from casefile.matching.evidence import Evidence
from casefile.matching.prepared import PreparedName
from casefile.matching.relatives import RULE_OF
from casefile.names import SAME_THRESHOLD, NameKeys, NameMatch, Token, Word
from casefile.names.compare import compare_from
from casefile.names.frequency import TermFrequencies, spelt
from casefile.names.traditions import tradition_of

PART_AGREES = 0.25  # least score of a part that counts as agreeing once the whole name may be one
LEAST_LEFT = 0.05
"""Share of its parts' bits that a name keeps at least: what agrees never speaks against."""
MAX_PAIRS = 40  # pairs of names of one candidate looked at closely: 40 aliases against a report with 40 windows of them


class Agreement(NamedTuple):
    """One pair of names that are, or may be, one."""

    wanted: PreparedName
    found: PreparedName
    evidence: Evidence


def agreements(
    wanted: Sequence[PreparedName], found: Sequence[PreparedName], places: Sequence[tuple[int, int]],
    common: TermFrequencies, *, in_text: bool,
) -> list[Agreement]:  # fmt: skip
    """The pairs of names at `places` that are, or may be, one, each with its match weight."""
    out: list[Agreement] = []
    chances = 0.0 if in_text else min(w.MOST_FOR_ALIASES, w.ALIAS_CHANCE * log2(max(1, len(wanted) * len(found))))
    for i, j in places[:MAX_PAIRS]:
        a, b = wanted[i], found[j]
        match = _compared(a.keys, b.keys)
        if match is not None:
            out.append(Agreement(a, b, _weigh(a, b, match, common, in_text, chances)))
    return out


def are_one(one: PreparedName, other: PreparedName) -> bool:
    """Whether two names are, or may be, one."""
    return _compared(one.keys, other.keys) is not None


@lru_cache(maxsize=32768)
def _compared(wanted: NameKeys, found: NameKeys) -> NameMatch | None:
    """None when they are not one name, not even by a slip of the pen."""
    # Without frequencies: whether two names are one must not change when a count does, or hits would come and go.
    return compare_from(w.NAME_POSSIBLE, wanted, found)


def _weigh(
    a: PreparedName, b: PreparedName, match: NameMatch, common: TermFrequencies, in_text: bool, chances: float
) -> Evidence:
    """`chances`: bits that are lost because so many names of the two were compared."""
    wanted, found = _read(a.keys), _read(b.keys)
    left, right = wanted.tokens, found.tokens
    people = tradition_of(a.text) or tradition_of(b.text)
    from_elsewhere = common.people_bits(people.name) if people else 0.0
    most_of_part = from_elsewhere + people.bits if people else inf
    bits, agreeing = 0.0, 0
    wanted_parts, found_parts = [], []
    for part in match.parts:
        if part.score < PART_AGREES:
            continue
        one, other = part.wanted, part.found
        part_bits = _part_bits(left.get(one) or right.get(one), right.get(other) or left.get(other), common)
        bits += min(part_bits, most_of_part)
        agreeing += 1
        wanted_parts.append(one if one in left else other)
        found_parts.append(other if one in left else one)
    if agreeing == 1 and max(len(left), len(right)) > 1:
        bits *= w.SINGLE_PART
    elif agreeing > 1 and bits > 0:
        # Among people from elsewhere their origin counts once: a Korean's second name is no surprise after the first.
        bits = max(bits * LEAST_LEFT, bits - (agreeing - 1) * max(common.together, from_elsewhere))
    # What a compatible name leaves out costs its bits below, not the strength of what agrees.
    bits *= _strength(match.agreeing if match.same else match.score)
    missing = max(wanted.own, found.own) - agreeing
    bits += w.MISSING_PART.bits * min(w.MAX_MISSING, max(0, missing))
    weak = a.weak or b.weak
    if weak:
        bits *= w.WEAK_ALIAS
    rule = w.NAME_IN_TEXT if in_text else w.NAME_WEAK if weak else w.NAME_SAME if match.same else w.NAME_MAYBE
    rule = RULE_OF.get(match.answer, rule)
    fact = (" ".join(sorted(wanted_parts)), " ".join(sorted(found_parts)))
    bits = _among_namesakes(bits)
    if bits > 0:
        bits = max(bits * LEAST_LEFT, bits - chances)
    return Evidence("name", rule, a.text, b.text, bits, fact)


def _among_namesakes(bits: float) -> float:
    """Two strangers agree because the parts are common, or because one full name was given twice."""
    return bits - log2(1.0 + 2.0 ** (bits - w.NAMESAKES)) if bits > 0 else bits


def _strength(score: float) -> float:
    """All of the rarity for a perfect name, less the nearer it is to the edge of *same*, and still less below it."""
    if score >= SAME_THRESHOLD:
        return _between(score, SAME_THRESHOLD, 1.0, w.NAME_AT_THRESHOLD, 1.0)
    return _between(score, w.NAME_POSSIBLE, SAME_THRESHOLD, w.NAME_AT_POSSIBLE, w.NAME_AT_THRESHOLD)


def _between(score: float, low: float, high: float, at_low: float, at_high: float) -> float:
    return at_low + (at_high - at_low) * min(1.0, max(0.0, (score - low) / max(high - low, 0.01)))


def _part_bits(a: Token | None, b: Token | None, common: TermFrequencies) -> float:
    if a is None or b is None:
        return _unread_bits(common)
    if a.role == "initial" or b.role == "initial":
        return w.INITIAL_BITS
    return word_bits(a.word, b.word, common)


def _unread_bits(common: TermFrequencies) -> float:
    """A part that the comparison joined or split: worth half of what a word of unknown rarity is."""
    return 0.5 * common.bits_of("=")


@lru_cache(maxsize=65536)
def word_bits(a: Word, b: Word, common: TermFrequencies) -> float:
    """What it is worth that two words that are one name agree: the rarity of their sound, or less by letters alone."""
    if not a.sounds or not b.sounds:
        return 0.0
    shared = [key for key in a.sounds if key in b.sounds]
    if not shared:
        return w.TYPING * min(common.bits_of(key) for key in (*a.sounds, *b.sounds))
    bits = w.KEY_IS_COARSE + min(common.bits_of(key) for key in shared)
    if a.text == b.text:
        exact = common.bits_of(spelt(a.text)) + log2(w.SPELLING_KEPT)
        bits += min(w.SPELLING_BONUS, max(0.0, exact - bits))
    return bits


@lru_cache(maxsize=65536)
def most(wanted: NameKeys, found: NameKeys, common: TermFrequencies) -> float:
    """The most that `agreements` may find these two names worth, without comparing them.

    It costs a fifth of a comparison, and two thirds of all candidates end here: their names are common, and nothing
    else speaks for them.
    """
    left, right = _read(wanted), _read(found)
    if left.words is None or right.words is None:
        return inf
    swap = len(left.words) > len(right.words)
    shorter, longer = (right.words, left.words) if swap else (left.words, right.words)
    joinable = len(shorter) < len(longer)  # two neighbours of the longer may be one part of the shorter
    total = gain = 0.0
    for one in shorter:
        best = 0.0
        for other in longer:
            bits = word_bits(one, other, common) if one and other else w.INITIAL_BITS
            best = max(best, bits)
        total += best
        if joinable:
            alone = word_bits(one, one, common) if one else w.INITIAL_BITS
            gain = max(gain, alone - best, _unread_bits(common) - best)
    missing = max(left.own, right.own) - len(shorter)
    return _among_namesakes(total + gain + w.MISSING_PART.bits * min(w.MAX_MISSING, max(0, missing)))


class _Name(NamedTuple):
    """What the match weight of a name is made of."""

    tokens: dict[str, Token]
    """Its parts by their text."""
    own: int
    """How many of them are more than an initial."""
    words: tuple[Word | None, ...] | None
    """The parts that are compared, None for an initial; None for a name with a doubtful word: there are too many
    ways to read it."""


@lru_cache(maxsize=32768)
def _read(keys: NameKeys) -> _Name:
    """Kept: a name is weighed against some twenty others, and reading it again each time was a tenth of a decision."""
    tokens = {token.text: token for token in keys.tokens if token.role in ("name", "initial")}
    own = sum(token.role == "name" for token in tokens.values())
    if len(keys.parses) > 1:
        return _Name(tokens, own, None)
    parts = [tokens[token.text] for token in keys.named]
    return _Name(tokens, own, tuple([None if part.role == "initial" else part.word for part in parts]))
