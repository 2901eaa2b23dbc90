"""Codes that people type from paper or hear on the telephone: letters and digits that are not mistaken for others."""

import re
import secrets

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without 0 and O, 1, I and L."""
LENGTH, GROUP = 16, 4  # 79 bits: not to be guessed, neither at the door nor from the digest that is kept
_SPACES = re.compile(r"[\s\-\u2010-\u2015.]+")


def new_code() -> str:
    """A code in groups, such as `K7QF-2M9X-4TRB-W3ZC`."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(letters[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def clean_code(typed: str) -> str:
    """What was typed as a code in groups, however it was spaced and whatever its case; else as it is."""
    letters = _SPACES.sub("", typed).upper()
    if len(letters) != LENGTH or not set(letters) <= set(ALPHABET):
        return typed
    return "-".join(letters[at : at + GROUP] for at in range(0, LENGTH, GROUP))
