"""Values that half of the network holds: *unknown*, 000000, a number of four digits. They tell nobody apart.

Known from published knowledge alone, never from how often a value stands in the shared database: to learn that a
telephone is a hub is to learn that others hold it. Source: docs/sources/governance.md, "Side channels", row 16.
"""

import unicodedata
from dataclasses import replace

from casefile.names.entities import trade_words
from casefile.subjects.identifiers import is_placeholder, plain
from casefile.subjects.identity import Identifier, Identity, Name
from casefile.vocabulary import IdentifierKind, RecordKind


def _folded(text: str) -> str:
    parts = unicodedata.normalize("NFD", text.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c))


_THINGS = frozenset({RecordKind.ORGANISATION, RecordKind.VESSEL, RecordKind.PLACE, RecordKind.VEHICLE})
PLACEHOLDER_NAMES = frozenset(
    _folded(
        "inconnu inconnue unknown unnamed anonymous anonyme neant nil none nobody personne quidam desconocido "
        "desconocida desconhecido desconhecida noname nomen nescio john doe jane untel unetelle unefemme unhomme "
        "individu sujet person man woman homme femme enfant child test tester essai xxx known nom name identifie "
        "identifiee مجهول مجهولة مجهوله غيرمعروف غيرمعروفة بدوناسم بدون شخص رجل امرأة"
    ).split()
)
"""Words that stand where a name should; a name made of nothing else is none."""
FILLERS = frozenset("de du la le un une of the a non no not sans".split())
"""Words that make no name of a placeholder: *femme non identifiée*, *no name*."""
SHORTEST_PHONE = 7
"""Digits. The shortest subscriber's number of the region (The Gambia) has seven; below are short codes (17, 117, 1212)
and numbers of which a part is missing."""
FILLED_UP = 6
"""So many equal digits at the end of a number are how offices fill a field: +221 77 000 0000."""
RUNS = ("0123456789", "9876543210")


def without_stop_values(identity: Identity) -> tuple[Identity, tuple[Name | Identifier, ...]]:
    """The identity without them, and those that were taken out, in order."""
    names = tuple(name for name in identity.names if is_no_name(name.text, identity.kind))
    numbers = tuple(one for one in identity.identifiers if is_no_number(one))
    if not names and not numbers:
        return identity, ()
    kept = replace(
        identity,
        names=tuple(name for name in identity.names if name not in names),
        identifiers=tuple(one for one in identity.identifiers if one not in numbers),
    )
    return kept, (*names, *numbers)


def no_names(identity: Identity) -> tuple[str, ...]:
    """The written names that are placeholders."""
    return tuple(name.text for name in identity.names if is_no_name(name.text, identity.kind))


def is_no_name(text: str, kind: RecordKind = RecordKind.PERSON) -> bool:
    """Whether a written name is a placeholder, in French, English, Spanish, Portuguese or Arabic; of a thing also when
    it is made of the words of its trade alone (*Pirogue*, *Transport*)."""
    words = _words(text)
    if all(len(word) == 1 or word in FILLERS for word in words):
        return True
    if kind in _THINGS and all(word in trade_words() for word in words):
        return True
    return "".join(words) in PLACEHOLDER_NAMES or all(w in PLACEHOLDER_NAMES or w in FILLERS for w in words)


def is_no_number(one: Identifier) -> bool:
    """Whether a number or code is a placeholder, a short code, or digits that fill a field."""
    text = plain(one.value)
    if is_placeholder(text):
        return True
    digits = "".join(c for c in text if c.isdigit())
    if one.kind is not IdentifierKind.PHONE:
        return bool(digits) and _filled(digits) and not any(c.isalpha() for c in text)
    return len(digits) < SHORTEST_PHONE or _filled(digits)


def _filled(digits: str) -> bool:
    """One digit over and over, at least at the end, or digits counted up or down."""
    return len(set(digits[-FILLED_UP:])) == 1 or any(digits in run + run for run in RUNS)


def _words(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in _folded(text)).split()
