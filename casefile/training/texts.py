"""A text in the five languages, and the one a reader is shown. Pure."""

import re
from collections.abc import Mapping
from typing import Any

LANGUAGES = ("fr", "en", "ar", "es", "pt")
"""In which every text of the simulation is written: those of the portal."""
_GROUPS = re.compile(r"\+?\d+(?: \d+)+")


def in_all(said: Mapping[str, Any]) -> dict[str, str]:
    """The texts of a table of the script. Raises KeyError where a language is missing: the space does not start."""
    return {language: in_order(str(said[language]), language) for language in LANGUAGES}


def in_order(text: str, language: str) -> str:
    """In Arabic each number of several groups as one run from left to right (U+2066, U+2069): a reader would else see
    its groups in the order of the line, 31 12 640 77 for 77 640 12 31."""
    return _GROUPS.sub("\u2066\\g<0>\u2069", text) if language == "ar" else text


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text as this reader reads it."""
    return texts[language if language in texts else LANGUAGES[0]]
