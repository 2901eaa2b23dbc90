"""A text in several languages, and the one a reader is shown. Pure."""

from collections.abc import Mapping

NEAREST: Mapping[str, str] = {"es": "fr", "pt": "fr"}
"""What a reader is shown where a text is not in the own language."""
LANGUAGES = ("fr", "en", "ar")
"""In which every text of the simulation and the exercises is written."""


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text as this reader reads it."""
    return texts[shown_in(language)]


def shown_in(language: str) -> str:
    """The language of what this reader reads."""
    wanted = NEAREST.get(language, language)
    return wanted if wanted in LANGUAGES else LANGUAGES[0]
