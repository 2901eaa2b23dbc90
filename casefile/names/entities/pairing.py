"""Which words of one name stand for which of another: by letters, sound, meaning, initials, or grown together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from jellyfish import damerau_levenshtein_distance

from casefile.names.data.entities.trade_words import FILLERS
from casefile.names.entities.countries import countries
from casefile.names.entities.folding import singular
from casefile.names.entities.reading import LETTER_BITS, RARE_BITS, EntityName, EntityWord, after_small_words, joined
from casefile.names.entities.tables import forms
from casefile.names.token_likeness import likeness

AGREES: Final = 0.6
"""From this chance on two words are one."""
MEANS_THE_SAME, WRITTEN_TOGETHER, INITIALS_OF, LONG_SLIP, SHORT_SLIP = 0.96, 0.96, 0.85, 0.8, 0.65
SHORTEST_SLIP: Final = 5
SHORTEST_INITIALS, LONGEST_INITIALS = 3, 8


@dataclass(slots=True)
class Pairing:
    """What has found a partner, and what has not."""

    pairs: list[tuple[EntityWord, EntityWord, float, str]]
    left: list[EntityWord]
    right: list[EntityWord]


def paired(a: EntityName, b: EntityName) -> Pairing:
    if a.squashed == b.squashed or a.whole == b.whole:
        return _written_together(a, b)
    pairing = _assigned(a.own, b.own)
    if pairing.left or pairing.right:
        _join_neighbours(pairing, a, b)
        _read_initials(pairing, a, b)
    return pairing


def _written_together(a: EntityName, b: EntityName) -> Pairing:
    """The same letters, whatever stands between them."""
    if [w.text for w in a.own] == [w.text for w in b.own]:
        return Pairing([(x, y, 0.995, "written alike") for x, y in zip(a.own, b.own, strict=True)], [], [])
    longer = max(a.own, b.own, key=lambda own: sum(w.bits for w in own))
    return Pairing([(w, w, WRITTEN_TOGETHER, "written together") for w in longer], [], [])


def _assigned(left: tuple[EntityWord, ...], right: tuple[EntityWord, ...]) -> Pairing:
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
    return Pairing(
        [pair[1:] for pair in pairs], [left[i] for i in sorted(free_left)], [right[j] for j in sorted(free_right)]
    )


def word_likeness(a: EntityWord, b: EntityWord) -> tuple[float, str]:  # noqa: PLR0911  (a table of cases)
    """Chance from 0 to 1 that two words of names of things are one, and why; symmetric."""
    if a.text == b.text:
        return 0.995, "written alike"
    if a.concept and b.concept:
        if a.concept != b.concept:
            return 0.0, "different"
        return (MEANS_THE_SAME, "means the same") if singular(a.text) != singular(b.text) else (0.99, "written alike")
    if singular(a.text) == singular(b.text):
        return 0.98, "written alike"
    if a.token is None or b.token is None or _is_letters(a.text) or _is_letters(b.text):
        return 0.0, "different"
    chance, rule = likeness(a.token, b.token)
    if chance < AGREES and not (a.known and b.known):
        chance, rule = max((chance, rule), _long_slip(a, b, rule))
    if a.known and b.known and rule == "one slip":
        return 0.0, "different"  # two words that are both in use are no slip of each other
    return chance, rule


@lru_cache(maxsize=65536)
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
    if abs(len(x) - len(y)) > allowed or damerau_levenshtein_distance(x, y) > allowed:
        return 0.0, "different"
    if letters >= 7 and min(len(x), len(y)) > SHORTEST_SLIP:
        return LONG_SLIP, "one slip"
    return (SHORT_SLIP, "one slip") if x[0] == y[0] else (0.0, "different")


def _join_neighbours(pairing: Pairing, a: EntityName, b: EntityName) -> None:
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


def _release(pairing: Pairing, taken: Iterable[EntityWord], turned: bool) -> None:
    """A word that is joined gives its former partner back."""
    taken = list(taken)
    for pair in list(pairing.pairs):
        mine, theirs = (pair[1], pair[0]) if turned else (pair[0], pair[1])
        if mine in taken:
            pairing.pairs.remove(pair)
            (pairing.left if turned else pairing.right).append(theirs)


def _read_initials(pairing: Pairing, a: EntityName, b: EntityName) -> None:
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
    """Whether a word is the first letters of others, in order; articles, forms and countries may have none in it."""
    reached = {0}
    for word in spread:
        optional = word in FILLERS or word in forms() or word in countries()
        further = {n + 1 for n in reached if n < len(short) and short[n] == word[0]}
        reached = further | (reached if optional else set())
    return len(short) in reached
