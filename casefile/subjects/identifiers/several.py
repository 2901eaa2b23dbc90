"""Two numbers in one field, told apart by what stands between them; never by cutting one number in two."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from casefile.subjects.identifiers.data.label_words import EXTENSION
from casefile.subjects.identifiers.devices import LENGTHS
from casefile.subjects.identifiers.labels import core
from casefile.subjects.identifiers.written import code, digits_of, plain
from casefile.vocabulary import IdentifierKind as Kind

_BETWEEN = r"(?:ou|et|and|or|y|e|o|u|و|أو|او|puis|then|ainsi\sque)"
LEVELS = (
    re.compile(rf"[;؛|\n&]|(?<=[\w)\]])\s+{_BETWEEN}\s+(?=[\w(+#])", re.IGNORECASE),
    re.compile(r"\s/\s|[,،]\s|\s[-–—]\s|//"),
    re.compile(r"[/,،]"),
)
"""What may stand between two numbers, the surest first."""
_WORDS = re.compile(r"[^\W\d_]{2,}[^0-9+]*|\)\s*(?=\+?\d{2})")
_EXTENSION = re.compile(rf"\b(?:{EXTENSION})\b", re.IGNORECASE)
LEAST_PHONE = 7
"""Digits of the shortest whole number of the region (The Gambia)."""
MOST = 6  # numbers in one field; more is text


@lru_cache(maxsize=65536)
def split(kind: Kind, value: str) -> tuple[str, ...]:
    """The numbers of a field, each as written; the whole value when it is one, or none can be told apart."""
    if len(value) < 9 or "\n" not in value and not any(c in value for c in " ;؛|,،/&"):
        return (value,)
    rule = _RULES.get(kind, _codes)
    found = rule(kind, value)
    return tuple(found) if 1 < len(found) <= MOST else (value,)


def _pieces(text: str, level: re.Pattern[str]) -> list[str]:
    return [piece.strip() for piece in level.split(text) if piece and piece.strip()]


def _phones(kind: Kind, value: str) -> list[str]:
    """Each with as many digits as a whole number has."""
    value = re.sub(r"(?<=\d)\s+(?=\(?[2-9]\s?\))", " ; ", value)
    for level in LEVELS:
        pieces = [p for p in _pieces(value, level) if digits_of(plain(p))]
        if len(pieces) > 1 and all(len(digits_of(plain(p))) >= LEAST_PHONE for p in pieces):
            return [one for piece in pieces for one in (_phones(kind, piece) or [piece])]
    return _phones_in_words(value) or _phones_in_runs(value)


def _phones_in_words(value: str) -> list[str]:
    """*Wave 77 123 45 67 Orange 78 123 45 67*: a word between two whole numbers."""
    if _EXTENSION.search(value):
        return []
    pieces = [p for p in _WORDS.split(value) if digits_of(plain(p))]
    whole = len(pieces) > 1 and all(len(digits_of(plain(p))) >= LEAST_PHONE for p in pieces)
    return [p.strip(" :(.-/") for p in pieces] if whole else []


def _phones_in_runs(value: str) -> list[str]:
    """*771234567 762345678*: runs without a blank inside, each a whole number; or a + in the middle."""
    if "+" in value[1:]:
        pieces = [f"+{p.strip()}" for p in value.split("+") if digits_of(p)]
        if not value.lstrip().startswith("+"):
            pieces[0] = pieces[0][1:]
        return pieces if len(pieces) > 1 and all(len(digits_of(plain(p))) > LEAST_PHONE for p in pieces) else []
    runs = value.split()
    return runs if len(runs) > 1 and all(LEAST_PHONE <= len(digits_of(plain(r))) <= 15 for r in runs) else []


def _codes(kind: Kind, value: str) -> list[str]:
    """Alike: as many letters and digits in the same places; behind a strong sign each with five digits is enough."""
    for place, level in enumerate(LEVELS):
        written = _pieces(value, level)
        if len(written) < 2:
            continue
        pieces = [p for p in written if digits_of(core(kind, p))]
        read_as = [code(core(kind, p)) for p in pieces]
        if len(pieces) < 2 or not all(_whole(kind, form) for form in read_as):
            continue
        if place == 0 or len(set(map(_shape, read_as))) == 1 or kind is Kind.PLATE and place == 1:
            return pieces
    return _papers_in_words(value) if kind in PAPERS else []


def _papers_in_words(value: str) -> list[str]:
    """*ancien A07654321, nouveau A01234567*: alike, and every other sign is a word's."""
    text = plain(value)
    found = [t.group() for t in _PAPER.finditer(text)]
    alike = len({_shape(one) for one in found}) == 1 and len(set(found)) > 1
    return found if alike and not digits_of(_PAPER.sub(" ", text)) else []


PAPERS = (Kind.PASSPORT, Kind.NATIONAL_ID, Kind.DOCUMENT, Kind.IMO, Kind.MMSI)
_PAPER = re.compile(r"(?<![^\W_])[A-Za-z]{0,3}\d{6,14}[A-Za-z]?(?![^\W_])")


def _shape(form: str) -> str:
    return re.sub(r"[^\W\d_]", "A", re.sub(r"\d", "9", form))


def _whole(kind: Kind, form: str) -> bool:
    if kind in LENGTHS:
        return len(form) in LENGTHS[kind]
    least = 5 if kind is Kind.PLATE else 6
    return len(form) >= least and len(digits_of(form)) >= 3 and (kind is not Kind.PLATE or not form.isdigit())


def _mails(kind: Kind, value: str) -> list[str]:
    pieces = [p for p in re.split(r"[\s;,،؛/|]+", value) if "@" in p]
    return pieces if len(pieces) > 1 and all(re.search(r".@.+\..", p) for p in pieces) else []


_PAGE = re.compile(r"(?:https?://|www\.)|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}/", re.IGNORECASE)


def _handles(kind: Kind, value: str) -> list[str]:
    """Each an address of a page, or begun by its @."""
    pieces = [p for p in re.split(rf"[;,،؛|]\s*|\s+(?:{_BETWEEN}\s+|/\s+)?", value) if p]
    alike = all(p.startswith("@") or _PAGE.match(p) for p in pieces)
    return pieces if len(pieces) > 1 and alike else []


def _imeis(kind: Kind, value: str) -> list[str]:
    """Each behind its label, or as other codes are."""
    pieces = [p.strip(" ;,/") for p in re.split(r"(?=IMEI)", value, flags=re.IGNORECASE) if digits_of(plain(p))]
    whole = len(pieces) > 1 and all(_whole(kind, code(core(kind, p))) for p in pieces)
    return pieces if whole else _codes(kind, value)


_RULES: dict[Kind, Callable[[Kind, str], Sequence[str]]] = {
    Kind.PHONE: _phones,
    Kind.IMEI: _imeis,
    Kind.EMAIL: _mails,
    Kind.HANDLE: _handles,
}
