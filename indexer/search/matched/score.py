"""A decision as a number from 0 to 1, for programs that know no grades. Pure.

The bands are those of yente's clients: from 0.7 a match, below 0.5 a namesake. Inside a band more bits are more, and no
number of bits leaves it: the grade decides, not the sum.
"""

from casefile.matching import weights as w
from casefile.matching.decision import Decision

MATCH, POSSIBLE = 0.7, 0.5
"""Where the bands of *hit* and of *possible* begin."""
NAMESAKE = 0.3
"""Where that of equal names begins which are worth nothing by themselves; it ends below `POSSIBLE`."""
HALFWAY_BITS = 8.0
"""So many bits above the threshold of a hit go half the way to 1: a paper and a birth add up to that."""
INSIDE = 0.99
"""Of a band's width: the next one is never reached from below."""


def score(decision: Decision | None, likeness: float) -> float:
    """The score of a record; 0 where neither the decision nor the names speak for it. `likeness`: of the names, 0 to 1,
    where comparison calls them one."""
    if decision is None:
        return round(NAMESAKE + (POSSIBLE - NAMESAKE) * INSIDE * likeness, 4) if likeness > 0 else 0.0
    if decision.grade == "hit":
        above = max(0.0, decision.bits - w.HIT_BITS)
        return round(MATCH + (1 - MATCH) * (1 - 2 ** (-above / HALFWAY_BITS)), 4)
    share = (decision.bits - w.POSSIBLE_BITS) / (w.HIT_BITS_NAME_IN_TEXT - w.POSSIBLE_BITS)
    return round(POSSIBLE + (MATCH - POSSIBLE) * INSIDE * min(1.0, max(0.0, share)), 4)
