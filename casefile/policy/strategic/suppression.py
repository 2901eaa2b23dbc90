"""When a figure over the entries of many units is shown: not where a reader could work out one under 10.

What a figure counts is partly known to a reader: what the own unit entered, what others released to it. What is left
is what the figure tells; there have to be 10 or more of it, for whichever unit knows most. Else the cell says nothing,
the same for 0 as for 9 and for what one unit alone entered.

No total is ever shown and no figure is part of another: each table counts only what states its two answers, and how
many leave them open is nowhere said. So for each cell that is not shown, every number from 0 to 9 agrees with all that
is shown, whatever tables and months are put together (tests/casefile/policy/strategic/test_attacker.py builds each of
these regions). Source: docs/sources/governance.md, side channel 17 (at least 10 per cell).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from casefile.policy.sharing import EVERY_UNIT

LEAST = 10
"""The smallest figure that is shown outside the coordination office."""

PUBLISHED_AFTER = timedelta(days=30)
"""How long after its end a month is counted, once: contacts take weeks to show whether they were useful, and whoever
asks twice around an entry is told the same twice."""

Key = tuple[str, ...]
"""A cell of a table: the words of its row."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One thing in one cell. `known_to`: units that may read it anyway; `EVERY_UNIT`: all."""

    key: Key
    known_to: frozenset[str]


def figures(things: Iterable[Counted]) -> dict[Key, int]:
    """The cells that are shown, with all they count; a thing that is known counts too, but hides nobody."""
    total, hidden = Counter[Key](), Counter[Key]()
    known: dict[Key, Counter[str]] = {}
    for thing in things:
        total[thing.key] += 1
        if EVERY_UNIT not in thing.known_to:
            hidden[thing.key] += 1
            known.setdefault(thing.key, Counter()).update(thing.known_to)
    return {key: total[key] for key, many in hidden.items() if many - max(known[key].values(), default=0) >= LEAST}
