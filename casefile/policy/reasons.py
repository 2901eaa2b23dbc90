"""A stated reason: one rule for every place where an officer must say why.

Kept whole, never cut: a reason that was shortened is a reason nobody gave. Too short, too long and of nothing (`.....`,
`xxxxx`, `bla bla bla`, `azerty`) are refused: a reason is read again by a coordinator, an auditor, a judge.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from casefile.errors import N_, BadInput
from casefile.limits import check_length

MIN_LENGTH = 5
"""Characters. Shorter is no reason; what a reason must say is for those who read the trail."""
MAX_LENGTH = 5_000
"""Characters: two pages of a police report."""
LETTERS = 3
"""Different letters that the shortest reason has; *xxxxx* and *ababab* have fewer."""
TIMES_REPEATED = 3
"""A text that is one piece so many times over says nothing; words may double (*chercher*)."""
SAME_AT_MOST = 39
"""Looks that one and the same text may give reason for in 24 hours: a long errand, not a day's habit."""

LIST_AT_MOST = 60
"""Questions of one list, a bus: one control, so one use of its reason. Budgets and series still count every line."""
LIST = "list"
"""Field of a kept question that says of which list it is; what it holds is never typed."""

SAYS_NOTHING = N_("This does not say why. Write in a few words what it is needed for, as you would tell a colleague.")
SAME_AGAIN = N_("You have given this same reason %(times)s times today. Say what this look is for.")

RUN = 4
"""Neighbouring keys in a row that are a run. *erty* stands in *property*, so what is left without runs decides."""
_ROWS = (
    "qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn", "abcdefghijklmnopqrstuvwxyz",
    "ضصثقفغعهخحجد", "شسيبلاتنمكط", "ئءؤر", "ىةوزظ",
)  # fmt: skip
"""Rows of the keyboards in use (QWERTY, AZERTY, Arabic), and the alphabet."""
_PAIRS = frozenset(pair for row in _ROWS for way in (row, row[::-1]) for pair in zip(way, way[1:], strict=False))
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason that was stated and may be kept."""

    text: str

    @classmethod
    def stated(cls, text: str, field: str = "reason") -> "Reason":
        """The reason in a text somebody wrote. Raises BadInput, naming `field`, when it is none or too long."""
        text = text.strip()
        if len(text) < MIN_LENGTH:
            raise BadInput("State your reason, in at least %(least)s characters.", field=field, least=MIN_LENGTH)
        check_length(text, MAX_LENGTH, field)
        if says_nothing(text):
            raise BadInput(SAYS_NOTHING, field=field)
        return cls(text)

    @classmethod
    def optional(cls, text: str, field: str = "reason") -> "Reason | None":
        """The same where none is demanded: None for an empty text."""
        return cls.stated(text, field) if text.strip() else None

    def __str__(self) -> str:
        return self.text


def says_nothing(text: str) -> bool:
    """Whether a text only fills the field: no letters, too few different ones, a piece repeated, key after key."""
    return any(found(text) for found in _NOTHING)


def in_essence(text: str) -> str:
    """What makes two reasons the same text: letters and digits, whatever their case and what stands between them."""
    return "".join(_WORD.findall(text.casefold()))


def refuse_same_again(uses: int, field: str = "reason") -> None:
    """Raises BadInput when the same text has given reason for so many other looks of the officer within 24 hours."""
    if uses >= SAME_AT_MOST:
        raise BadInput(SAME_AGAIN, field=field, times=uses)


def refuse_too_long(lines: int, field: str = "text") -> None:
    """Raises BadInput for a list of more questions than one reason may serve at once."""
    if lines > LIST_AT_MOST:
        raise BadInput("At most %(most)s lines at once. Check the others after these.", field=field, most=LIST_AT_MOST)


def _few_letters(text: str) -> bool:
    return len({letter for letter in text.casefold() if letter.isalpha()}) < LETTERS


def _repeated(text: str) -> bool:
    """One word over and over, or a whole text that is one piece at least three times over, the last perhaps cut."""
    words = _WORD.findall(text.casefold())
    if len(words) > 1 and len(set(words)) == 1:
        return True
    whole = "".join(words)
    return any(whole[piece:] == whole[:-piece] for piece in range(1, len(whole) // TIMES_REPEATED + 1))


def _key_after_key(text: str) -> bool:
    """Whether fewer letters than a reason needs are left without the runs along a row of keys."""
    words = [word for word in _WORD.findall(text.casefold()) if len(word) < LETTERS or _unrun(word, LETTERS)]
    return sum(_unrun("".join(filter(str.isalpha, "".join(words))), RUN)) < LETTERS


def _unrun(letters: str, least: int) -> list[int]:
    """The lengths of the pieces that are no run: each ends where the next letter is no neighbour on the keys."""
    ends = [at for at in range(1, len(letters)) if (letters[at - 1], letters[at]) not in _PAIRS]
    starts = [0, *ends]
    lengths = [end - start for start, end in zip(starts, [*ends, len(letters)], strict=True)]
    return [length for length in lengths if length < least]


_NOTHING: tuple[Callable[[str], bool], ...] = (_few_letters, _repeated, _key_after_key)
