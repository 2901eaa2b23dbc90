"""A list of a bus: one question per line, the two or three lines of one document together."""

import hashlib

from casefile.policy.reasons import LIST

CARD = 34
"""Up to so many characters a line is of a card (30, with a few blanks), which has three; longer ones have two."""
_NEAR = 4
"""Characters by which the lines of one document may differ as typed."""


def split(text: str) -> list[str]:
    """The questions of a text, in their order. What has no filler is one line by itself."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found, at = list[str](), 0
    while at < len(lines):
        first, taken = lines[at], 1
        if "<" in first:
            most = 3 if len(first) <= CARD else 2
            while taken < most and at + taken < len(lines) and abs(len(lines[at + taken]) - len(first)) <= _NEAR:
                taken += 1
        found.append("\n".join(lines[at : at + taken]))
        at += taken
    return found


def in_list(form: dict[str, str], questions: list[str]) -> dict[str, str]:
    """The question as kept, with the mark of its list: the same list asked again is the same look."""
    return {**form, LIST: hashlib.sha256("\n\n".join(sorted(questions)).encode()).hexdigest()}
