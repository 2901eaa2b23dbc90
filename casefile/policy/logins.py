"""Logins and names of officers: a strict alphabet, so that no two look alike and each can stand in an address."""

import re
import unicodedata

from casefile import limits
from casefile.errors import N_, BadInput

_LOGIN = re.compile(r"[a-z](?:[._-]?[a-z0-9])+")
_NO_LOGIN = N_("A login has 2 to 40 small letters and digits, a letter first; single . _ - may stand between them.")
_TURNS = {"Cc", "Cf", "Zl", "Zp", "Co", "Cs", "Cn"}
"""Controls and format characters: what turns the reading direction or cannot be seen."""
_JOINERS = "\u200c\u200d"  # parts of names in Arabic script, and of no other
_SCRIPTS = {"LATIN": "LATIN", "ARABIC": "ARABIC", "ARABIC-INDIC": "ARABIC", "EXTENDED": "ARABIC", "NKO": "NKO",
            "ADLAM": "ADLAM", "TIFINAGH": "TIFINAGH"}  # fmt: skip
"""The scripts names are written in here, by the first word of a character's Unicode name (*EXTENDED ARABIC-INDIC DIGIT*
with them). Letters of others look like these: Cyrillic, Greek, full-width, mathematical."""
_BREAKS = re.compile(r"[\s\-\u2010-\u2015'\u2018\u2019/.,()&]+")
_HIDDEN = N_("This name holds characters that cannot be seen or that turn the text around. Type it again.")
_MIXED = N_("This name mixes letters of several scripts, or of one not used here, that look alike. Type it again.")


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
    """How an officer is called on screen. Raises BadInput."""
    return clean_name(typed, "display_name", limits.DISPLAY_NAME)


def clean_name(typed: str, field: str, most: int) -> str:
    """A name of an officer or a unit as it is kept: in one line, with one script in each word. Raises BadInput.

    Nothing is taken out silently: a name that looks like another one is no slip of the finger.
    """
    name = unicodedata.normalize("NFC", " ".join(typed.split()))
    limits.check_length(name, most, field)
    if any(unicodedata.category(c) in _TURNS and c not in _JOINERS for c in name):
        raise BadInput(_HIDDEN, field=field)
    for word in _BREAKS.split(name):
        scripts = {script for c in word if (script := _script(c))}
        if len(scripts) > 1 or "other" in scripts:
            raise BadInput(_MIXED, field=field)
        if set(_JOINERS) & set(word) and scripts != {"ARABIC"}:
            raise BadInput(_HIDDEN, field=field)
    return name


def _script(character: str) -> str:
    """Of a letter, mark or digit of a script: which; *other* for those not used here; empty for signs and 0 to 9."""
    if character.isascii():
        return "LATIN" if character.isalpha() else ""
    if unicodedata.category(character)[0] not in "LMN" or unicodedata.combining(character):
        return ""
    first = unicodedata.name(character, "other").split(" ")[0]
    return "" if first == "MODIFIER" else _SCRIPTS.get(first, "other")
