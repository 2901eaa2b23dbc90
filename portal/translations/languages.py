"""The languages that the portal speaks."""

from typing import Final

LANGUAGES: Final = {"fr": "Français", "en": "English", "ar": "العربية", "es": "Español", "pt": "Português"}
"""Each named in itself. English is the language of the code; the others have a complete catalogue in this folder."""
