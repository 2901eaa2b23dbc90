"""Numbers and codes in one written form: what a phone, a paper, a plate or a hull number is compared by.

Kept strict on purpose: two writings of one number become equal, two numbers never do. What a reader may have
confused (the letter O and the digit 0) is joined in the key only (`confusable`), and the matcher says so.
"""

import re
import unicodedata
from functools import lru_cache

import phonenumbers
from stdnum import imo, luhn

from casefile.subjects.identity import Identifier
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
    "NA N/A NIL NONE NULL NEANT NEANTE AUCUN AUCUNE INCONNU INCONNUE UNKNOWN UNK TBD TBC XXX XXXX DESCONOCIDO "
    "DESCONOCIDA DESCONHECIDO NINGUNO NENHUM SANS PENDING EXPIRED NOTKNOWN NOTAVAILABLE NONRENSEIGNE "
    "12345 123456 مجهول غيرمعروف".split()
)

_LABEL = re.compile(
    r"^\s*(?:(?:PASSEPORT|PASSPORT|PASAPORTE|PASSAPORTE|CARTE D['’]IDENTITE|NATIONAL ID|IDENTITY CARD|CNI|NIN|ID CARD|"
    r"IMEI|IMO|MMSI|VIN|IBAN|PLAQUE|PLATE|MATRICULE|NUMERO|NUMBER|NUM|N[O°º]|N|NR|#)[\s.:°º#-]+){1,3}",
)
_PLATE_COUNTRY = re.compile(r"^(?:SN|RIM|WAG|RMM|RN|GBS)[\s.-]+(?=\S*\s*\S*\d)")
_HANDLE_URL = re.compile(r"^(?:https?://)?(?:www\.|m\.)?[a-z0-9.-]+\.[a-z]{2,6}/(?:@)?", re.IGNORECASE)
_MAX_LENGTH = 80  # characters; no code of these kinds is longer, and a longer "number" is text in the wrong field


@lru_cache(maxsize=65536)
def normal(identifier: Identifier, home_country: str | None) -> str | None:  # noqa: PLR0911  (one case a kind)
    """The identifier's compared form; None when it tells nobody apart ("unknown", 000000, two digits).

    `home_country` (ISO alpha-2 of the unit that wrote it) is how a local phone number is read when the
    identifier names no country itself.
    """
    text = ascii_digits(unicodedata.normalize("NFKC", identifier.value)).strip()
    if not text or len(text) > _MAX_LENGTH:
        return None
    match identifier.kind:
        case Kind.PHONE:
            return _phone(text, identifier.country or home_country, home_country)
        case Kind.EMAIL:
            return _email(text)
        case Kind.HANDLE:
            return _handle(text)
        case Kind.IMEI:
            return _imei(text)
        case Kind.IMO | Kind.MMSI:
            digits = _only_digits(text)
            return digits if len(digits) == (7 if identifier.kind is Kind.IMO else 9) and _tells(digits) else None
        case Kind.VIN:
            # Letters I, O and Q are not used in a VIN (ISO 3779), so each is a misread digit.
            code = _code(text)
            return code.translate(_VIN_MISREAD) if code else None
        case Kind.PLATE:
            return _code(_PLATE_COUNTRY.sub("", _upper(text)))
        case _:
            return _code(text)


def is_sound(kind: Kind, form: str) -> bool:
    """Whether a compared form is a number as its issuer gives it: a valid phone, a check digit that holds.

    What is not was misread, or is short or old. It still meets the same writing, but is worth less there.
    """
    match kind:
        case Kind.PHONE:
            return form.startswith("+")
        case Kind.IMEI:
            return len(form) == 14
        case Kind.IMO:
            return bool(imo.is_valid(form))
        case _:
            return True


def group(kind: Kind) -> str:
    """One letter; identifiers of one group meet when their normal forms are equal."""
    return GROUPS[kind]


def confusable(normal_form: str) -> str:
    """The form in which letters and digits that readers confuse are one: for keys, never for equality."""
    return normal_form.translate(_MISREAD)


def ascii_digits(text: str) -> str:
    """The text with the digits of every script (Arabic-Indic, N'Ko, …) written 0–9."""
    if text.isascii():
        return text
    return _FOREIGN_DIGIT.sub(lambda digit: str(unicodedata.digit(digit.group())), text)


_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")
_MISREAD = str.maketrans({"O": "0", "I": "1", "Q": "0"})
_VIN_MISREAD = str.maketrans({"O": "0", "Q": "0", "I": "1"})


def _upper(text: str) -> str:
    """Upper case without accents, so that N° and É compare."""
    parts = unicodedata.normalize("NFD", text.upper())
    return "".join(c for c in parts if not unicodedata.combining(c))


def _only_digits(text: str) -> str:
    return "".join(c for c in text if c in "0123456789")


def _tells(code: str) -> bool:
    """Whether a code can tell one bearer from another: not a placeholder, not one sign over and over."""
    return len(code) >= 4 and len(set(code)) > 1 and code not in PLACEHOLDERS


def _code(text: str) -> str | None:
    upper = _upper(text)
    if upper in PLACEHOLDERS:
        return None
    bare = _LABEL.sub("", upper)
    code = "".join(c for c in bare if c.isalnum())
    if not _tells(code) or not any(c.isdigit() for c in code):
        return None
    return code


def _phone(text: str, country: str | None, home_country: str | None) -> str | None:
    kept = "".join(c for c in text if c in "+0123456789()-./ \t\u00a0\u202f")
    digits = _only_digits(kept)
    if len(digits) < 4 or len(set(digits)) == 1:
        return None
    international = kept.lstrip(" (").startswith("+") or digits.startswith("00")
    if digits.startswith("00"):
        kept = "+" + digits[2:]
    for region in dict.fromkeys((country, home_country)):
        if (number := _valid(kept, region)) is not None:
            return number
    if not international and len(digits) >= 10 and (number := _valid("+" + digits, None)) is not None:
        return number  # people leave the + out
    if international:
        return "+" + _only_digits(kept)
    # A short or old number: equal only to the same writing from the same country.
    return f"{country or ''}:{digits}"


def _valid(text: str, region: str | None) -> str | None:
    if region is None and not text.lstrip(" (").startswith("+"):
        return None
    try:
        parsed = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _email(text: str) -> str | None:
    address = "".join(text.lower().split()).removeprefix("mailto:").strip("<>;,.")
    local, at, domain = address.partition("@")
    return address if at and local and "." in domain and "@" not in domain else None


def _handle(text: str) -> str | None:
    bare = _HANDLE_URL.sub("", text.strip()).split("?")[0].strip("/").lstrip("@").casefold()
    return bare if len(bare) >= 3 and bare.upper() not in PLACEHOLDERS else None


def _imei(text: str) -> str | None:
    """The 14 digits that name the device; the 15th is a check digit, a 16-digit form ends in a software version."""
    digits = _only_digits(text)
    if len(digits) not in (14, 15, 16) or not _tells(digits):
        return None
    if len(digits) == 15 and not luhn.is_valid(digits):
        return digits  # misread somewhere: equal only to the same writing
    return digits[:14]
