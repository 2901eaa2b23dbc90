"""Which country a word or phrase in a name speaks of."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from icu import Locale  # type: ignore[import-untyped, unused-ignore]

from casefile.names.data.entities.countries import ALSO, LANGUAGES, PHRASES
from casefile.names.entities.folding import fold
from casefile.names.normalize import clean, unquoted, words

ALSO_WORDS: Final = frozenset(("island",))
"""Names that are a common word of another language: Iceland, in German."""


@cache
def countries() -> Mapping[str, str]:
    """Code of two letters by folded name, adjective or phrase; ICU's names in LANGUAGES and our own table."""
    found: dict[str, str] = {}
    for code, written in ALSO:
        for word in written.split():
            found[fold(word)] = code
    for code, many in PHRASES:
        for phrase in many.split("|"):
            found[_phrase(phrase)] = code
    for code in Locale.getISOCountries():
        for language in LANGUAGES:
            name = Locale("", code).getDisplayCountry(Locale(language))
            if (phrase := _phrase(name)) not in ALSO_WORDS:
                found.setdefault(phrase, code)
    return found


def _phrase(name: str) -> str:
    return " ".join(fold(unquoted(word.removeprefix("d'"))) for word in words(clean(name)))
