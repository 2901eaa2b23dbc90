"""Passports, identity cards and other papers: the number as its issuer prints it, filler and check digit aside."""

import re

from stdnum.es import dni

from casefile.subjects.identifiers.countries import ALPHA3
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
    form = _as_issued(kind, code(core(kind, text.replace("<", " "), country)), country)
    return form, (Trouble.LENGTH if len(form) < 4 else None)


_PASSPORT_AND_CHECK = re.compile(r"([A-Z]{1,3}\d{6,8})(\d)")
_DNI = re.compile(r"\d{8}[A-Z]")
TUNISIAN = 8
"""Digits of Tunisia's identity card; a spreadsheet loses the zero before them."""


def _as_issued(kind: Kind, form: str, country: str | None) -> str:
    """The number without what says nothing new of it and is left out as often: its issuer's code, the check digit of a
    passport's zone, the letter of a Spanish identity card, which follows from its digits."""
    if kind is Kind.PASSPORT:
        form = _without_issuer(form)
        if (zone := _PASSPORT_AND_CHECK.fullmatch(form)) and len(form) == ZONE_FIELD + 1:
            return zone.group(1) if check_digit(zone.group(1)) == zone.group(2) else form
    if _DNI.fullmatch(form) and dni.is_valid(form):
        return form[:-1]
    if kind is Kind.NATIONAL_ID and country == "TN" and form.isdigit() and len(form) == TUNISIAN - 1:
        return form.zfill(TUNISIAN)
    if country and form.startswith(country) and form[2:].isdigit() and len(form) >= GLUED_CODE:
        return form[2:]
    return form


def _without_issuer(form: str) -> str:
    """The number of a passport without the issuer's three letters, as they stand next to it in the zone."""
    behind, before = _ISSUER_BEHIND.fullmatch(form), _ISSUER_BEFORE.fullmatch(form)
    if behind and behind.group(2) in ALPHA3:
        return behind.group(1)
    return before.group(2) if before and before.group(1) in ALPHA3 else form


_ISSUER_BEHIND = re.compile(r"([A-Z]{0,2}\d{6,9})([A-Z]{3})")
_ISSUER_BEFORE = re.compile(r"([A-Z]{3})([A-Z]{1,2}\d{6,8})")
ZONE_FIELD = 9
"""Signs of the number's field in a passport's zone (ICAO 9303, part 4)."""
GLUED_CODE = 12
"""Signs from which a country's two letters before digits are no part of the number, as where they stand apart."""


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
