"""The languages of the portal, and their texts; `scripts/translations.py` keeps them complete."""

from portal.translations.languages import LANGUAGES

__all__ = ["LANGUAGES"]
