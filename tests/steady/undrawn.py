"""What a test looks for four digits or three letters in, without what is drawn at random: an id holds any four digits
in one of two thousand cases, a form's token any three letters, and a page has a hundred of them."""

import re

DRAWN = re.compile(r"datetime\.datetime\([^)]*\)|[0-9a-f]{16,}|[\w.=-]{32,}")
"""Moments in full, ids and parts of them, and tokens, which are longer than any word."""


def undrawn(said: object) -> str:
    """The text of a page, or what stands for a thing in a program, without ids, seals, tokens and moments.
    A token that a page may break at the end of a line is one token."""
    whole = said.replace("<wbr>", "") if isinstance(said, str) else repr(said)
    return DRAWN.sub("…", whole)
