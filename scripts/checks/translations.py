"""The translations are whole: every text is there in each language, none is left over, and .mo is what .po says."""

import re
import sys
from collections.abc import Iterator

from babel.messages.catalog import Catalog, Message

from scripts import translations
from scripts.checks import report

PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def findings() -> Iterator[str]:
    texts = {translations.key(message) for message in translations.extracted() if message.id}
    for language in translations.LANGUAGES:
        catalogue = translations.read(language)
        known = {translations.key(message) for message in catalogue if message.id}
        for text in sorted(texts - known):
            yield f"{language}: not in the catalogue: {text!r} (python -m scripts.translations refresh)"
        for text in sorted(known - texts):
            yield f"{language}: no code says it any more: {text!r} (python -m scripts.translations refresh)"
        for text in sorted(map(str, catalogue.obsolete)):
            yield f"{language}: obsolete: {text!r}"
        yield from _of_messages(language, catalogue)
        path = translations.path_of(language, "mo")
        if not path.exists() or path.read_bytes() != translations.compiled(translations.read(language)):
            yield f"{language}: messages.mo is not what messages.po says (python -m scripts.translations refresh)"


def _of_messages(language: str, catalogue: Catalog) -> Iterator[str]:
    for message in catalogue:
        if not message.id:
            continue
        text = translations.key(message)
        if message.fuzzy:
            yield f"{language}: marked as uncertain (fuzzy): {text!r}"
        elif not translations.is_whole(message):
            yield f"{language}: no translation: {text!r}"
        elif not places_agree(message):
            yield f"{language}: the places to fill in differ: {text!r}"


def places_agree(message: Message) -> bool:
    """The same %(places)s on both sides; a plural form may say one or two in words, its last one may not."""
    forms = [_places(form) for form in translations.strings(message)]
    if not isinstance(message.id, (tuple, list)):
        return forms == [_places(str(message.id))]
    wanted = _places(message.id[-1])
    return all(set(form) <= set(wanted) for form in forms) and forms[-1] == wanted


def _places(text: str) -> list[str]:
    return sorted(PLACE.findall(text))


if __name__ == "__main__":
    sys.exit(report(findings()))
