"""Logins and names of officers: a strict alphabet, so that no two look alike and each can stand in an address."""

import re
import unicodedata

from casefile import limits
from casefile.errors import N_, BadInput

_LOGIN = re.compile(r"[a-z](?:[._-]?[a-z0-9])+")
_NO_LOGIN = N_("A login has 2 to 40 small letters and digits, a letter first; single . _ - may stand between them.")
_TURNS = {"Cc", "Cf", "Zl", "Zp"}
"""Controls and format characters: what turns the reading direction or cannot be seen."""
_JOINERS = "\u200c\u200d"  # parts of names in Arabic script


def clean_login(typed: str) -> str:
    """The login as it is kept; capitals are lowered. Raises BadInput.

    What is not ASCII is refused before it is lowered: the sign for kelvin, lowered, is a k.
    """
    typed = typed.strip(" ")
    login = typed.lower() if typed.isascii() else ""
    if len(login) > limits.LOGIN or not _LOGIN.fullmatch(login):
        raise BadInput(_NO_LOGIN, field="login")
    return login


def clean_display_name(typed: str) -> str:
    """How an officer is called on screen: in one line, without characters that turn it or hide in it."""
    kept = (c if c in _JOINERS or unicodedata.category(c) not in _TURNS else " " for c in typed)
    name = " ".join("".join(kept).split())
    limits.check_length(name, limits.DISPLAY_NAME, "display_name")
    return name
