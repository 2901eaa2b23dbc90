"""compare_entities(left, right): can two names be one company's, vessel's or institution's, with the words that say so.

The words of a name are paired one to one, by the distance that names of persons have, by meaning (bank, banque, بنك),
by initials (*BCEAO*) and joined with their neighbours (*East Gate*, *Eastgate*). What has found a partner speaks for,
what has not speaks against, each by its rarity in bits: *SARL* next to nothing, *Transport* a little, *Nantahala* much.
Numbers, countries and rare words that differ contradict, whatever else agrees.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import exp
from typing import Final, Literal

from rapidfuzz.distance import OSA

from casefile.names.compare import PartMatch
from casefile.names.data.entities.trade_words import FILLERS
from casefile.names.entities.folding import singular
from casefile.names.entities.reading import (
    LETTER_BITS,
    RARE_BITS,
    EntityName,
    EntityWord,
    after_small_words,
    forms,
    joined,
    read_entity,
)
from casefile.names.token_likeness import likeness

Answer = Literal["same", "compatible", "contradicting"]
SAME_THRESHOLD: Final = 0.6
"""As for names of persons, so that one threshold serves both."""
AGREES: Final = 0.6
"""From this chance on two words are one."""
MEANS_THE_SAME, WRITTEN_TOGETHER, INITIALS_OF, LONG_SLIP, SHORT_SLIP = 0.96, 0.96, 0.85, 0.8, 0.65
SHORTEST_SLIP: Final = 5
MISSING_TRADE, MISSING = 0.3, 0.5
"""Share of the bits of a word that counts against when one side has it and the other nothing instead: names are
shortened, by words of the trade first."""
DIFFERING: Final = 1.0
"""The same, of both words, where each side has one that the other has not."""
ONE_COUNTRY: Final = 0.5
"""Share of a country's bits that counts against when only one side names it: a seat is left out at will."""
OTHER_FORM: Final = 0.4
"""Bits against: two legal forms of different families. One undertaking changes its form, two rarely share a name."""
MIDDLE, STEEPNESS = 0.74, 12.0
"""Where the share of agreeing bits is worth 0.6, and how fast the score rises there; fitted by eye on pairs at hand."""
CONTRADICTED: Final = 0.04
RARE_DIFFERS: Final = 7.0
"""A word of at least so many bits on each side without a partner: the names differ, however many others agree."""
RARE_DIFFERS_SCORE: Final = 0.3
NUMBER_MISSING: Final = 2.5
"""Bits against a number on one side only: the second of a series is another company, but of a boat it is left out."""
NUMBERED_LOOSELY: Final = frozenset(("Vessel", "Vehicle", "Airplane", "Address"))


SHORTEST_INITIALS, LONGEST_INITIALS = 3, 8


@dataclass(frozen=True, slots=True)
class EntityMatch:
    """Score from 0 to 1, the same whichever name comes first. `same` is *same* or *compatible*: all that both sides
    state agrees. `bits` is what the agreement is worth by the rarity of its words, before what speaks against."""

    score: float
    same: bool
    answer: Answer
    rule: str
    wanted: str
    found: str
    parts: tuple[PartMatch, ...]
    bits: float = 0.0


def compare_entities(left: str, right: str, schema: str = "Organization") -> EntityMatch:
    """Compare two names of things; `schema` as FollowTheMoney names them (Company, Vessel, Address ...)."""
    return compare_read(read_entity(left), read_entity(right), schema)


def compare_read(left: EntityName, right: EntityName, schema: str = "Organization") -> EntityMatch:
    """The same of names already read."""
    loosely = schema in NUMBERED_LOOSELY
    found = _either_way(left, right, loosely)
    if not found.same and (left.plain or right.plain):  # an institution the tables know by this spelling only
        found = _either_way(left.plain or left, right.plain or right, loosely)
    if not found.same and _calls_itself(left, right):
        words = PartMatch(left.name, right.name, INITIALS_OF, "initials")
        bits = min(RARE_BITS, LETTER_BITS * len(left.short or right.short))
        return EntityMatch(INITIALS_OF, True, "same", "initials", left.name, right.name, (words,), bits)
    return replace(found, wanted=left.name, found=right.name)


def _either_way(left: EntityName, right: EntityName, loosely: bool) -> EntityMatch:
    """Compared in one order, whichever is asked for."""
    if left.text <= right.text:
        return _compared(left, right, loosely)
    found = _compared(right, left, loosely)
    return replace(found, parts=tuple(PartMatch(p.found, p.wanted, p.score, p.rule) for p in found.parts))


def _calls_itself(left: EntityName, right: EntityName) -> bool:
    """Whether one side is nothing but the initials that the other gives of itself."""
    return (left.short or " ") == right.squashed or (right.short or " ") == left.squashed


@dataclass(slots=True)
class _Pairing:
    """What has found a partner, and what has not."""

    pairs: list[tuple[EntityWord, EntityWord, float, str]]
    left: list[EntityWord]
    right: list[EntityWord]


@lru_cache(maxsize=65536)
def _compared(a: EntityName, b: EntityName, loosely: bool) -> EntityMatch:
    if not (a.own or a.countries or a.numbers) or not (b.own or b.countries or b.numbers):
        return EntityMatch(0.0, False, "contradicting", "nothing to compare", a.name, b.name, ())
    pairing = _paired(a, b)
    parts = tuple(PartMatch(x.text, y.text, round(chance, 4), rule) for x, y, chance, rule in pairing.pairs)
    bits = _agreeing(pairing, a, b)

    def answer(score: float, rule: str, said: Answer) -> EntityMatch:
        return EntityMatch(round(score, 4), score >= SAME_THRESHOLD, said, rule, a.name, b.name, parts, round(bits, 2))

    if against := _contradiction(a, b):
        return answer(CONTRADICTED, against, "contradicting")
    for_, missing, differing = _weighed(pairing, a, b, loosely)
    score = 1.0 / (1.0 + exp(-STEEPNESS * (for_ / (for_ + missing + differing) - MIDDLE) - 0.405)) if for_ else 0.0
    rarest = min(max((w.bits for w in side), default=0.0) for side in (pairing.left, pairing.right))
    if rarest >= RARE_DIFFERS:
        return answer(min(score, RARE_DIFFERS_SCORE), "a rare word differs", "contradicting")
    if score < SAME_THRESHOLD:
        return answer(
            score, "a word differs" if pairing.left and pairing.right else "too little agrees", "contradicting"
        )
    if pairing.left or pairing.right or missing > OTHER_FORM:
        return answer(score, "a word is missing", "compatible")
    worst = min(pairing.pairs, key=lambda p: p[2], default=None)
    return answer(score, worst[3] if worst else "written alike", "same")


def _contradiction(a: EntityName, b: EntityName) -> str:
    if a.countries - b.countries and b.countries - a.countries:
        return "another country"
    ours, theirs = set(a.numbers), set(b.numbers)
    if ours - theirs and theirs - ours:
        return "another number"
    return ""


def _agreeing(pairing: _Pairing, a: EntityName, b: EntityName) -> float:
    """Bits of what agrees: rarity, less where the likeness is less than sure."""
    shared = 4.0 * len(a.countries & b.countries) + 3.0 * len(set(a.numbers) & set(b.numbers))
    return shared + sum(min(x.bits, y.bits) * (2.0 * chance - 1.0) for x, y, chance, _ in pairing.pairs)


def _weighed(pairing: _Pairing, a: EntityName, b: EntityName, loosely: bool) -> tuple[float, float, float]:
    """Bits for; bits against what one side leaves out; bits against what each side has instead."""
    agreeing = 4.0 * len(a.countries & b.countries) + 1.0 * len(set(a.numbers) & set(b.numbers))
    doubt = 0.0
    for x, y, chance, _ in pairing.pairs:
        bits = (x.bits + y.bits) / 2.0
        agreeing += bits * chance
        doubt += bits * (1.0 - chance)
    alone_left = sum(w.bits for w in pairing.left)
    alone_right = sum(w.bits for w in pairing.right)
    differing = doubt + DIFFERING * 2.0 * min(alone_left, alone_right)
    over = pairing.left if alone_left > alone_right else pairing.right
    keep = MISSING_TRADE if all(w.kind == "trade" for w in over) else MISSING
    missing = keep * abs(alone_left - alone_right)
    missing += ONE_COUNTRY * 4.0 * bool(a.countries ^ b.countries)
    missing += NUMBER_MISSING * (0.4 if loosely else 1.0) * bool((set(a.numbers) ^ set(b.numbers)) - {"1"})
    if a.forms and b.forms and not a.forms & b.forms:
        missing += OTHER_FORM
    return agreeing, missing, differing


# ---- pairing ------------------------------------------------------------------------------------------------------


def _paired(a: EntityName, b: EntityName) -> _Pairing:
    if a.squashed == b.squashed or a.whole == b.whole:
        return _written_together(a, b)
    pairing = _assigned(a.own, b.own)
    if pairing.left or pairing.right:
        _join_neighbours(pairing, a, b)
        _read_initials(pairing, a, b)
    return pairing


def _written_together(a: EntityName, b: EntityName) -> _Pairing:
    """The same letters, whatever stands between them."""
    if [w.text for w in a.own] == [w.text for w in b.own]:
        return _Pairing([(x, y, 0.995, "written alike") for x, y in zip(a.own, b.own, strict=True)], [], [])
    longer = max(a.own, b.own, key=lambda own: sum(w.bits for w in own))
    return _Pairing([(w, w, WRITTEN_TOGETHER, "written together") for w in longer], [], [])


def _assigned(left: tuple[EntityWord, ...], right: tuple[EntityWord, ...]) -> _Pairing:
    """The likeliest partner of each word, the rarest and surest first."""
    options = []
    for i, x in enumerate(left):
        for j, y in enumerate(right):
            chance, rule = word_likeness(x, y)
            if chance >= AGREES:
                options.append((-chance * (x.bits + y.bits), abs(i - j), i, j, chance, rule))
    options.sort(key=lambda option: option[:4])
    free_left, free_right, pairs = set(range(len(left))), set(range(len(right))), []
    for _, _, i, j, chance, rule in options:
        if i in free_left and j in free_right:
            free_left.discard(i)
            free_right.discard(j)
            pairs.append((i, left[i], right[j], chance, rule))
    pairs.sort(key=lambda pair: pair[0])
    return _Pairing(
        [pair[1:] for pair in pairs], [left[i] for i in sorted(free_left)], [right[j] for j in sorted(free_right)]
    )


def word_likeness(a: EntityWord, b: EntityWord) -> tuple[float, str]:
    """Chance from 0 to 1 that two words of names of things are one, and why; symmetric."""
    if a.text == b.text:
        return 0.995, "written alike"
    if a.concept and b.concept:
        if a.concept != b.concept:
            return 0.0, "different"
        return (MEANS_THE_SAME, "means the same") if singular(a.text) != singular(b.text) else (0.99, "written alike")
    if a.token is None or b.token is None or _is_letters(a.text) or _is_letters(b.text):
        return 0.0, "different"
    chance, rule = likeness(a.token, b.token)
    if chance < AGREES and not (a.known and b.known):
        chance, rule = max((chance, rule), _long_slip(a, b, rule))
    if a.known and b.known and rule == "one slip":
        return 0.0, "different"  # two words that are both in use are no slip of each other
    return chance, rule


def _is_letters(text: str) -> bool:
    """Initials: without a vowel, or of three letters and less. One that differs is another."""
    return text.isascii() and (len(text) <= 2 or not any(c in "aeiouy" for c in text))


def _long_slip(a: EntityWord, b: EntityWord, rule: str) -> tuple[float, str]:
    """One wrong letter in seven or more, two in ten: long words in use have no neighbour so near. One in five or six
    behind the same first letter is a doubt, which other words must outweigh."""
    x, y = a.text, b.text
    if rule == "related name" or not (x.isascii() and y.isascii()) or min(len(x), len(y)) < SHORTEST_SLIP:
        return 0.0, "different"
    letters = max(len(x), len(y))
    allowed = 2 if letters >= 10 else 1
    if OSA.distance(x, y, score_cutoff=allowed) > allowed:
        return 0.0, "different"
    if letters >= 7 and min(len(x), len(y)) > SHORTEST_SLIP:
        return LONG_SLIP, "one slip"
    return (SHORT_SLIP, "one slip") if x[0] == y[0] else (0.0, "different")


def _join_neighbours(pairing: _Pairing, a: EntityName, b: EntityName) -> None:
    """Two neighbours of one side that together are a word of the other."""
    for own, many, few, turned in (
        (a.own, pairing.left, pairing.right, False),
        (b.own, pairing.right, pairing.left, True),
    ):
        for first, second in zip(own, own[1:], strict=False):
            if first not in many and second not in many:
                continue
            both = joined(first, second)
            if (single := next((w for w in few if _one(both, w)), None)) is None:
                continue
            few.remove(single)
            _release(pairing, (first, second), turned)
            for word in (first, second):
                if word in many:
                    many.remove(word)
            pair = (single, both) if turned else (both, single)
            pairing.pairs.append((*pair, WRITTEN_TOGETHER, "written together"))
    for name, many, few, turned in ((a, pairing.left, pairing.right, False), (b, pairing.right, pairing.left, True)):
        for word, both in after_small_words(name):
            if word in many and (single := next((w for w in few if _one(both, w)), None)) is not None:
                few.remove(single)
                many.remove(word)
                pair = (single, word) if turned else (word, single)
                pairing.pairs.append((*pair, WRITTEN_TOGETHER, "written together"))


def _one(both: EntityWord, word: EntityWord) -> bool:
    if both.text == word.text:
        return True
    return (
        len(both.text) > 5
        and word.token is not None
        and both.token is not None
        and (likeness(both.token, word.token)[0] >= 0.8)
    )


def _release(pairing: _Pairing, taken: Iterable[EntityWord], turned: bool) -> None:
    """A word that is joined gives its former partner back."""
    taken = list(taken)
    for pair in list(pairing.pairs):
        mine, theirs = (pair[1], pair[0]) if turned else (pair[0], pair[1])
        if mine in taken:
            pairing.pairs.remove(pair)
            (pairing.left if turned else pairing.right).append(theirs)


def _read_initials(pairing: _Pairing, a: EntityName, b: EntityName) -> None:
    """A word that is made of the first letters of the other side's words."""
    for side, other, name, turned in (
        (pairing.left, pairing.right, b, False),
        (pairing.right, pairing.left, a, True),
    ):
        for short in [w for w in side if w.kind == "word" and SHORTEST_INITIALS <= len(w.text) <= LONGEST_INITIALS]:
            run = list(other)
            spelt_out = spells(short.text, name.spread) or spells(short.text, [w.text for w in run])
            if len(run) < 2 or not spelt_out:
                continue
            side.remove(short)
            other.clear()
            bits = min(RARE_BITS, LETTER_BITS * len(short.text))
            spelt = EntityWord(" ".join(w.text for w in run), "word", "", bits, None)
            pair = (short, spelt) if not turned else (spelt, short)
            pairing.pairs.append((*pair, INITIALS_OF, "initials"))
            break


def spells(short: str, spread: Sequence[str]) -> bool:
    """Whether a word is the first letters of others, in order; articles and legal forms may have none in it."""
    reached = {0}
    for word in spread:
        optional = word in FILLERS or word in forms()
        further = {n + 1 for n in reached if n < len(short) and short[n] == word[0]}
        reached = further | (reached if optional else set())
    return len(short) in reached
