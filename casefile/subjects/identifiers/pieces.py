"""A number known in part, or with one sign wrong: by pieces of three signs that it shares with the whole.

A search asks for the pieces, and looks at what it found with `holds` and `one_sign_off`: pieces alone prove nothing.
"""

from typing import Final

from casefile.names.finding.one_off import is_one_off
from casefile.subjects.identifiers.groups import confusable

PIECE: Final = 3
SHORTEST_PART, SHORTEST_WRONG = 4, 6
"""Signs of a part of a number, and of a number with one sign wrong, that are still looked for: three figures stand in
every tenth number, and one of five figures wrong makes another number of 45."""
LOST_BY_ONE: Final = 4
"""Pieces of a number that one wrong sign, or two that are turned, can cost."""


def folded(text: str) -> str:
    """Letters and digits alone, as readers confuse them."""
    return confusable("".join(c for c in text.upper() if c.isalnum() and c.isascii()))


def pieces(form: str) -> tuple[str, ...]:
    """All pieces of a number, each once."""
    signs = folded(form)
    return tuple(dict.fromkeys(signs[i : i + PIECE] for i in range(len(signs) - PIECE + 1)))


def holds(form: str, part: str) -> bool:
    """Whether the number has the part in it and more."""
    whole, asked = folded(form), folded(part)
    return len(asked) >= SHORTEST_PART and len(asked) < len(whole) and asked in whole


def one_sign_off(form: str, other: str) -> bool:
    """Whether one sign more, fewer, wrong or turned makes one number of the other."""
    a, b = folded(form), folded(other)
    return min(len(a), len(b)) >= SHORTEST_WRONG and is_one_off(a, b)
