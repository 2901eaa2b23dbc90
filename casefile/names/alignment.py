"""Distance between the readings of two words: the cheapest way from one to the other by the table of costs."""

from functools import cache, lru_cache
from typing import Final

from casefile.names.data import sound_costs
from casefile.names.data.folding import SOUNDS

VOWELS: Final = frozenset("aeiouəEĒēōO")
LONG: Final = frozenset("AWYIHV")
_NOT_ARABIC: Final = ("mb", "mp")
_AFTER_A_CONSONANT_Y: Final = ("a", "u", "o", "A")
_AFTER_NASAL: Final = ("b", "d", "g", "ʤ", "j", "ď", "k", "p", "t", "ĝ")


@cache
def substitution() -> dict[str, dict[str, float]]:
    table = {a: {b: 0.0 if a == b else sound_costs.OTHER for b in SOUNDS} for a in SOUNDS}
    for a in SOUNDS:
        for b in SOUNDS:
            if (a in VOWELS or a in LONG) != (b in VOWELS or b in LONG):
                table[a][b] = 1.15  # a vowel for a consonant is a slip of the pen, not of the ear
            elif a != b and a in VOWELS:
                table[a][b] = 0.5
    for left, right, cost, _ in sound_costs.SUBSTITUTE:
        for a in left:
            for b in right:
                if a != b:
                    table[a][b] = table[b][a] = cost
    return table


@lru_cache(maxsize=65536)
def drops(reading: str, unwritten: bool) -> list[float]:
    """What leaving out each sound costs.

    `unwritten`: the other side is in a script that does not write short vowels.
    """
    out, last = [], len(reading) - 1
    for i, c in enumerate(reading):
        if c in VOWELS and unwritten:
            out.append(
                sound_costs.NO_CASE_ENDING
                if i == last and c in sound_costs.FINAL_VOWEL and reading[-3:-1] in _NOT_ARABIC
                else sound_costs.UNWRITTEN_FINAL.get(c, 0.2)
                if i == last
                else sound_costs.UNWRITTEN
                if c not in "OĒ"
                else 0.15
            )
        elif i == 0 and c in "mn" and reading[1:2] in _AFTER_NASAL:
            out.append(sound_costs.PRENASAL)
        elif c in VOWELS and i == 0:
            out.append(sound_costs.FIRST_VOWEL)
        elif i == last and c in sound_costs.FINAL_VOWEL:
            out.append(sound_costs.NO_CASE_ENDING if reading[-3:-1] in _NOT_ARABIC else sound_costs.FINAL_VOWEL[c])
        elif i == 0 and c == "y" and reading[1:2] in _AFTER_A_CONSONANT_Y:
            out.append(sound_costs.FIRST_GLIDE)
        else:
            cost = sound_costs.DROP.get(c, sound_costs.CONSONANT_DROP)
            out.append(cost + sound_costs.FIRST if i == 0 and cost > 0.5 else cost)
    return out


def distance(left: str, right: str, left_arabic: bool, right_arabic: bool, limit: float = 99.0) -> float:
    """Cost of the cheapest alignment, or at least `limit` when it is no less; symmetric because every table is."""
    if left == right:
        return 0.0
    table = substitution()
    one_side = left_arabic != right_arabic
    drop_left = drops(left, one_side and not left_arabic)
    drop_right = drops(right, one_side and not right_arabic)
    above = [0.0]
    for cost in drop_right:
        above.append(above[-1] + cost)
    before: list[float] = []
    for i, a in enumerate(left):
        costs_of, dropped = table[a], drop_left[i]
        row = [above[0] + dropped]
        # An `if` where a call of min would read better: 175,000 of them were a tenth of all comparing.
        for j, b in enumerate(right):
            best = above[j] + costs_of[b]
            step = above[j + 1] + dropped
            if step < best:  # noqa: PLR1730
                best = step
            step = row[j] + drop_right[j]
            if step < best:  # noqa: PLR1730
                best = step
            if i and j and a == right[j - 1] and b == left[i - 1] and a != b:
                step = before[j - 1] + 0.6  # two letters exchanged by the fingers
                best = min(best, step)
            row.append(best)
        if min(row) >= limit:
            return limit
        before, above = above, row
    return above[-1]
