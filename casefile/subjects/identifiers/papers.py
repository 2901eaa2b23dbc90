"""Passports, identity cards and other papers: the number as its issuer prints it, filler and check digit aside."""

import re

from casefile.subjects.identifiers.labels import core
from casefile.subjects.identifiers.trouble import Trouble
from casefile.subjects.identifiers.written import code, plain
from casefile.subjects.travel_documents import check_digit
from casefile.vocabulary import IdentifierKind as Kind

_LINE = re.compile(r"([A-Z0-9<]{9})(\d)(?:[A-Z<]{3}\d{6}\d[MFX<]\d{6}\d[A-Z0-9<]*)?")
"""The second line of a passport's zone (ICAO 9303, part 4), or its first ten signs: number, filler, check digit."""
_FIRST_LINE = re.compile(r"[AIC][A-Z<][A-Z<]{3}([A-Z0-9<]{9})(\d)[A-Z0-9<]*")
"""The first line of an identity card's (part 5)."""


def read_paper(kind: Kind, text: str, country: str | None) -> tuple[str, Trouble | None]:
    """Letters and digits of the number; what is too short to be one is named."""
    if "<" in text and (zone := _of_zone(text)) is not None:
        return zone
    form = code(core(kind, text.replace("<", " "), country))
    return form, (Trouble.LENGTH if len(form) < 4 else None)


def _of_zone(text: str) -> tuple[str, Trouble | None] | None:
    """The number within machine-readable signs; of ten signs alone only when the last is their check digit."""
    signs = "".join(plain(text).upper().split())
    for pattern in (_LINE, _FIRST_LINE):
        if (found := pattern.fullmatch(signs)) is not None:
            holds = check_digit(found.group(1)) == found.group(2)
            if holds or len(signs) >= SHORTEST_LINE:
                return found.group(1).replace("<", ""), None if holds else Trouble.CHECK_DIGIT
    return None


SHORTEST_LINE = 28
"""Signs of the second line of a zone up to the check digit of its last date; fewer may be anything."""
