"""The words of an alarm in its reader's language: of the same catalogues as the pages.

The catalogues are files next to the portal's code, read here as files: the worker knows nothing of the portal. English
is the language of the code and has no catalogue; a text that has no translation stays English.
"""

import gettext
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "portal" / "translations"
ENGLISH = "en"


def translated(language: str, text: str, **values: object) -> str:
    """The text in that language, with its values filled in."""
    said = _catalogue(language).gettext(text) if text else ""
    return said % values if values else said


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("messages", str(FOLDER), languages=[language], fallback=True)
