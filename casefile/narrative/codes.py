"""Numbers met in a text: phones, papers, plates, devices, addresses."""

import re
from collections.abc import Iterator

from stdnum import luhn

from casefile.narrative.accounts import find_handles
from casefile.subjects.identifiers import ascii_digits, normal, read
from casefile.subjects.identity import Identifier
from casefile.vocabulary import IdentifierKind as Kind

MAX_CODES = 500  # of one text and kind

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_DIGITS = re.compile(r"(?<![\w/])\+?\(?\d(?:[\s().\-]{0,2}\d){5,17}(?![\w/])")
_PHONE_WORD = re.compile(
    r"(?:t[ée]l(?:[ée]phone|[ée]fono|efone|em[óo]vel)?s?|phone|mobile|m[óo]vil|portable|whats\s?app|num[ée]ro|n[úu]mero|number|"
    r"contact|appel[a-zé]{0,5}|call(?:ed|s)?|هاتف\w{0,3}|الهاتف|رقم\w{0,3}|واتساب)"
    r"[^\w+(]{0,4}(?:\w{1,12}[^\w+(]{1,3}){0,2}$",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(
    r"(?:passeport|passport|pasaporte|passaporte|جواز(?:\sال?سفر)?|"
    r"(?P<id>cni|nin|carte d['’ ]identit[ée]|identity card|id card|documento de identi[a-z]{2,5}|"
    r"dni|bilhete de identidade|بطاقة(?:\sال?تعريف)?))"
    r"[^\n;]{0,30}?(?<![A-Za-z0-9])(?<!\d[-/.])(?!(?:19|20)\d\d-\d\d-\d\d|\d\d-\d\d-\d{4}(?!\d))"  # no day
    r"(?P<code>(?=[A-Z0-9\- ]{0,6}\d)[A-Z0-9][A-Z0-9\-]{4,19})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_BARE_DOCUMENT = re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,2}[ ]?\d{6,9}(?![A-Za-z0-9])")
_IMEI = re.compile(r"(?<!\d)\d{2}[\s-]?\d{6}[\s-]?\d{6}[\s-]?\d(?!\d)")
_IMO = re.compile(r"\bIMO\W{0,3}(\d{7})(?!\d)", re.IGNORECASE)
_MMSI = re.compile(r"\bMMSI\W{0,3}(\d{9})(?!\d)", re.IGNORECASE)
PLATES = re.compile(
    r"(?<![A-Za-z0-9])(?:"
    r"[A-Z]{2}[\s-]?\d{3,4}[\s-]?[A-Z]{1,2}"  # SN DK-1234-AB, FR AB-123-CD, ML, GN
    r"|(?:BJL|KM|WR|LR|NBR|CRR|URR)[\s-]?\d{1,4}[\s-]?[A-Z]{1,2}"  # The Gambia
    r"|\d{4}[\s-]?[A-Z]{2}[\s-]?\d{2}"  # MR 1234 AA 00, CI 1234 AB 01
    r"|\d{4}[\s-]?[BCDFGHJKLMNPRSTVWXYZ]{3}"  # Spain
    r"|\d{2}-\d{2}-[A-Z]{2}|\d{2}-[A-Z]{2}-\d{2}|[A-Z]{2}-\d{2}-\d{2}"  # Portugal, Guinea-Bissau
    r")(?![A-Za-z0-9])",
)
_PLATE_WORD = re.compile(
    r"(?:immatricul[ée]{1,2}e?s?|plaques?|plates?|registered|registration|matr[íi]cula|placa|لوحة|رقم\sاللوحة)\W{1,4}(?:n[°o]\W{0,2})?"
    r"(?P<code>[A-Za-z0-9]{1,4}(?![^\W_])(?:[\s-][A-Za-z0-9]{1,4}(?![^\W_])){0,3})",
    re.IGNORECASE,
)


def read_identifiers(text: str, home_country: str | None) -> tuple[Identifier, ...]:
    """Identifiers met, each once, those that tell nobody apart left out."""
    text = ascii_digits(text)
    found: dict[tuple[Kind, str], Identifier] = {}
    for one in _all(text, home_country):
        if (form := normal(one, home_country)) is not None:
            found.setdefault((one.kind, form), one)
            if len(found) >= MAX_CODES:
                break
    return tuple(found.values())


def _all(text: str, home_country: str | None) -> Iterator[Identifier]:
    for match in _EMAIL.finditer(text):
        yield Identifier(Kind.EMAIL, match.group())
    for handle in find_handles(text):
        yield Identifier(Kind.HANDLE, handle)
    for match in _IMO.finditer(text):
        yield Identifier(Kind.IMO, match.group(1))
    for match in _MMSI.finditer(text):
        yield Identifier(Kind.MMSI, match.group(1))
    for match in _DOCUMENT.finditer(text):
        yield Identifier(Kind.NATIONAL_ID if match.group("id") else Kind.PASSPORT, match.group("code"))
    for match in _BARE_DOCUMENT.finditer(text):
        yield Identifier(Kind.DOCUMENT, match.group())
    for match in PLATES.finditer(text):
        yield Identifier(Kind.PLATE, match.group())
    for match in _PLATE_WORD.finditer(text):
        yield from _plates(match.group("code"))
    for match in _IMEI.finditer(text):
        digits = "".join(c for c in match.group() if c.isdigit())
        if luhn.is_valid(digits):
            yield Identifier(Kind.IMEI, digits)
    yield from _phones(text, home_country)


def _plates(written: str) -> Iterator[Identifier]:
    """After *immatriculé* nobody marks where the plate ends: every beginning with letters and digits in it."""
    pieces = written.replace("-", " ").split()
    for end in range(1, len(pieces) + 1):
        code = "".join(pieces[:end])
        if 5 <= len(code) <= 9 and any(c.isdigit() for c in code) and any(c.isalpha() for c in code):
            yield Identifier(Kind.PLATE, code)


def _phones(text: str, home_country: str | None) -> Iterator[Identifier]:
    for match in _DIGITS.finditer(text):
        written = match.group()
        announced = _PHONE_WORD.search(text, max(0, match.start() - 60), match.start()) is not None
        for piece in _pieces(written):
            number = read(Identifier(Kind.PHONE, piece), home_country)[0]
            if number.form is None:
                continue
            if number.form[0] == "+" and not number.assumed or announced and piece == written:
                yield Identifier(Kind.PHONE, piece)
                break


def _pieces(written: str) -> Iterator[str]:
    """The digits as one number; else without their first groups, which may belong to a year or an age before it."""
    yield written
    groups = written.split()
    for start in range(1, min(len(groups), 4)):
        yield " ".join(groups[start:])
    for end in range(len(groups) - 1, max(0, len(groups) - 4), -1):
        yield " ".join(groups[:end])
