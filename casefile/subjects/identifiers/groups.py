"""Which kinds of numbers meet, what no number is, and how much a compared form can be relied on."""

from collections.abc import Iterable
from functools import lru_cache

import phonenumbers
from stdnum import imo

from casefile.subjects.identifiers.written import code
from casefile.vocabulary import IdentifierKind as Kind

GROUPS: dict[Kind, str] = {
    Kind.PHONE: "t",
    # A paper whose type nobody wrote down must meet the passport of the same number.
    Kind.PASSPORT: "d",
    Kind.NATIONAL_ID: "d",
    Kind.DOCUMENT: "d",
    Kind.PLATE: "p",
    Kind.VIN: "v",
    Kind.IMEI: "e",
    Kind.IMO: "o",
    Kind.MMSI: "m",
    Kind.HULL: "h",
    Kind.ACCOUNT: "a",
    Kind.EMAIL: "@",
    Kind.HANDLE: "u",
    Kind.REGISTRATION: "r",
    Kind.LIST_REFERENCE: "l",
}
"""Kinds that meet one another share a group."""

PLACEHOLDERS = frozenset(
    "NA N/A NC ND NR NIL NONE NULL NEANT NEANTE AUCUN AUCUNE INCONNU INCONNUE UNKNOWN UNK TBD TBC XXX XXXX DESCONOCIDO "
    "DESCONOCIDA DESCONHECIDO DESCONHECIDA NINGUNO NINGUNA NENHUM NENHUMA SANS PENDING EXPIRED NOTKNOWN NOTAVAILABLE "
    "NONRENSEIGNE NONRENSEIGNEE NONCOMMUNIQUE NONCONNU NONDISPONIBLE INDISPONIBLE ACOMPLETER AVERIFIER SANSNUMERO "
    "SANSPAPIERS PASDENUMERO PASDETELEPHONE NOPHONE NONUMBER NODOCUMENT SINNUMERO SINTELEFONO SINDOCUMENTO SEMNUMERO "
    "SEMTELEFONE SEMDOCUMENTO NAOTEM NOTIENE TEST DUMMY PERDU LOST VOLE STOLEN "
    "12345 123456 "
    "مجهول مجهوله غيرمعروف غيرمعروفه لايوجد لاشيء بدون بدونرقم غيرمتوفر غيرمتوفره لاتوجد".split()
)
"""What is written where no number is known, without blanks and accents, in the five languages."""

_MISREAD = str.maketrans({"O": "0", "I": "1", "Q": "0"})
_FREE_DOTS = "gmail.com"
"""Boxes that one may write with or without dots and with a +tag: their maker says so in its help pages."""


def group(kind: Kind) -> str:
    """One letter; identifiers of one group meet when their normal forms are equal."""
    return GROUPS[kind]


def confusable(normal_form: str) -> str:
    """The form in which what readers confuse is one: for keys, never for equality.

    Letters and digits (O, 0); a handle with and without its platform; the dots of a box at Google.
    """
    if not normal_form.islower():
        return normal_form.translate(_MISREAD)
    _, colon, handle = normal_form.partition(":")
    if colon:
        return handle
    local, at, domain = normal_form.partition("@")
    if at and domain == _FREE_DOTS:
        return f"{local.partition('+')[0].replace('.', '')}@{domain}"
    return normal_form


def key(kind: Kind, form: str) -> str:
    """By what numbers find one another: their group, and the form in which what readers confuse is one."""
    return f"{group(kind)}:{confusable(form)}"


def index_terms(form: str) -> tuple[str, ...]:
    """Under what a number stands in the index: its form, and marked what readers confuse it with, where it differs."""
    read_as = confusable(form)
    return (form,) if read_as == form else (form, MARK + read_as)


def search_terms(form: str) -> tuple[str, ...]:
    """What a search for this number asks for, so that it finds what a watch on it would."""
    read_as = confusable(form)
    if form.islower() and ":" in form:  # the same handle without a platform, never on another one
        return form, read_as
    return tuple(dict.fromkeys((form, read_as, MARK + read_as)))


MARK = "~"
"""Before a key among the index's numbers; no form begins with it."""


def found_by(terms: frozenset[str], held: Iterable[str]) -> tuple[str, ...]:
    """Of a document's index terms the forms that a search asked for, in order."""
    forms = (form for form in held if not form.startswith(MARK))
    return tuple(sorted(form for form in forms if not terms.isdisjoint(index_terms(form))))


def meet(one: str, other: str) -> bool:
    """Whether two forms of one key can be one number: not when both name a platform, and not the same one."""
    platforms = [form.partition(":")[0] for form in (one, other) if form.islower() and ":" in form]
    return len(platforms) < 2 or platforms[0] == platforms[1]


def tells(form: str) -> bool:
    """Whether a code can tell one bearer from another: not a placeholder, not one sign over and over."""
    return len(form) >= 4 and len(set(form)) > 1 and form not in PLACEHOLDERS


def is_placeholder(text: str) -> bool:
    """Whether the whole text says that there is no number."""
    return code(text) in PLACEHOLDERS


def is_sound(kind: Kind, form: str) -> bool:
    """Whether a compared form is a number as its issuer gives it: a valid phone, a check digit that holds.

    What is not was misread, or is short or old. It still meets the same writing, but is worth less there.
    """
    match kind:
        case Kind.PHONE:
            return form.startswith("+") and _in_a_plan(form)
        case Kind.IMEI:
            return len(form) == 14
        case Kind.IMO:
            return bool(imo.is_valid(form))
        case Kind.MMSI:
            return len(form) == 9 and form.isdigit()
        case Kind.VIN:
            return len(form) == 17
        case _:
            return True


@lru_cache(maxsize=8192)
def _in_a_plan(form: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(form))
    except phonenumbers.NumberParseException:
        return False
