"""A text in the five languages, and the one a reader is shown. Pure."""

from collections.abc import Mapping
from typing import Any

LANGUAGES = ("fr", "en", "ar", "es", "pt")
"""In which every text of the simulation is written: those of the portal."""


def in_all(said: Mapping[str, Any]) -> dict[str, str]:
    """The texts of a table of the script. Raises KeyError where a language is missing: the space does not start."""
    return {language: str(said[language]) for language in LANGUAGES}


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text as this reader reads it."""
    return texts[language if language in texts else LANGUAGES[0]]
