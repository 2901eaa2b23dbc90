"""The numbers in a labelled field: their kind is what the label says, their shape only where they begin and end."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from casefile.narrative.codes import PLATES
from casefile.subjects.identifiers import ascii_digits
from casefile.subjects.identity import Identifier
from casefile.vocabulary import IdentifierKind as Kind

Span = tuple[int, int]
NUMBERS: dict[str, Kind] = {
    "phone": Kind.PHONE,
    "passport": Kind.PASSPORT,
    "idcard": Kind.NATIONAL_ID,
    "document": Kind.DOCUMENT,
    "plate": Kind.PLATE,
    "vin": Kind.VIN,
    "imei": Kind.IMEI,
    "imo": Kind.IMO,
    "mmsi": Kind.MMSI,
    "hull": Kind.HULL,
    "account": Kind.ACCOUNT,
}
"""Kinds of fields whose value is a number."""
MAX_VALUE = 400  # characters of a value in which its number is looked for

_PHONE = re.compile(r"\+?\(?\d[\d \t().\-]{5,24}\d")
_PHONES_PARTED = re.compile(r"[/;,|]|\b(?:et|and|ou|or|y|e|o)\b|و")
_DATE = r"(?!\d{1,2}[-. ]\d{1,2}[-. ](?:19|20)\d\d(?!\d)|(?:19|20)\d\d-\d\d-\d\d(?!\d))"
_PAPER = re.compile(
    rf"(?<![A-Za-z0-9])(?<!\d[/.]){_DATE}(?:[A-Za-z]{{1,3}}|[A-Z]{{1,3}}[ -])?\d[A-Za-z0-9]{{0,14}}"
    rf"(?:[ .-]{_DATE}\d[A-Za-z0-9]{{0,8}}){{0,5}}(?:-[A-Za-z])?(?![A-Za-z0-9])(?!/\d)"
)
_SIGNS = r"\d{1,5}|[A-Z]{1,3}|[\u0621-\u064a]{1,5}"
_PLATE = re.compile(rf"(?<![^\W_])(?:{_SIGNS})(?:[ -]?(?:{_SIGNS})){{1,3}}(?![^\W_])")
_LOWER_PLATE = re.compile(r"(?<![^\W_])(?:[a-z]{1,3}[ -]?)?\d{1,5}(?:[ -]?[a-z]{1,3}(?:[ -]?\d{1,2})?)?(?![^\W_])")
_VIN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]{11,17}(?![A-Za-z0-9])")
_VIN_IN_BLOCKS = re.compile(r"(?<![A-Z0-9])(?:[A-Z0-9]{2,11}[ -]){1,4}[A-Z0-9]{2,11}(?![A-Z0-9])")
_IMEI = re.compile(r"(?<!\d)\d(?:[ /.-]{0,2}\d){13,15}(?!\d)")
_IMO = re.compile(r"(?<!\d)\d(?:[ -]?\d){6}(?!\d)")
_MMSI = re.compile(r"(?<!\d)\d(?:[ -]?\d){8}(?!\d)")
_ACCOUNT = re.compile(
    r"(?<![+A-Za-z0-9])(?=[A-Z]{0,2}\d)[A-Z0-9]{2,34}(?:[ -][A-Z0-9]{1,34}(?![a-z])){0,9}(?![A-Za-z0-9])"
)
_WORDS_AT_END = re.compile(r"(?:[ -][A-Z]+)+$")
_HULL = re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,4}[ -]?\d{2,8}(?![A-Za-z0-9])")


def find_numbers(kind: str, text: str, first: int, last: int) -> list[tuple[Identifier, Span]]:
    """The numbers of a field whose label says this kind, in its value from `first` to `last`, with their places."""
    value = text[first : min(last, first + MAX_VALUE)]
    return [(one, (first + a, first + b)) for one, a, b in _numbers(kind, value)]


@lru_cache(maxsize=1024)  # a field's end is asked for before its number
def _numbers(kind: str, value: str) -> tuple[tuple[Identifier, int, int], ...]:
    value = ascii_digits(value)
    if not any(c.isdigit() for c in value):
        return ()
    return tuple((Identifier(NUMBERS[kind], value[a:b].strip(" -.")), a, b) for a, b in _SHAPES[kind](value))


def _phones(value: str) -> Iterator[Span]:
    at = 0
    for cut in [*_PHONES_PARTED.finditer(value), None]:
        if match := _PHONE.search(value, at, cut.start() if cut else len(value)):
            yield match.span()
        at = cut.end() if cut else at


def _papers(value: str) -> Iterator[Span]:
    for match in _PAPER.finditer(value):
        signs = [c for c in match.group() if c.isalnum()]
        if len(signs) >= 5 and sum(c.isdigit() for c in signs) >= 3:
            yield match.span()
            return  # what follows is of its issue: a day, an office


def _plates(value: str) -> Iterator[Span]:
    """As the plates of the region are made; else groups of letters and of figures."""
    match = PLATES.search(value) or _first_mixed(_PLATE, value)
    if match is None and not any("A" <= c <= "Z" for c in value):
        match = _first_mixed(_LOWER_PLATE, value)
    if match is not None:
        yield match.span()


def _first_mixed(pattern: re.Pattern[str], value: str) -> re.Match[str] | None:
    """The first with letters and figures, as long as a plate."""
    for match in pattern.finditer(value):
        signs = [c for c in match.group() if c.isalnum()]
        figures = sum(c.isdigit() for c in signs)
        if 4 <= len(signs) <= 10 and 0 < figures < len(signs):
            return match
    return None


def _vins(value: str) -> Iterator[Span]:
    for match in _VIN.finditer(value):
        if sum(c.isdigit() for c in match.group()) >= 5:
            yield match.span()
            return
    for match in _VIN_IN_BLOCKS.finditer(value):
        signs = [c for c in match.group() if c.isalnum()]
        if len(signs) == 17 and sum(c.isdigit() for c in signs) >= 5:
            yield match.span()
            return


def _accounts(value: str) -> Iterator[Span]:
    """Of ten signs at least: a sum of money is shorter."""
    for match in _ACCOUNT.finditer(value):
        written = _WORDS_AT_END.sub("", match.group())
        signs = [c for c in written if c.isalnum()]
        if 10 <= len(signs) <= 34 and sum(c.isdigit() for c in signs) >= 8:
            yield match.start(), match.start() + len(written)


def _all(pattern: re.Pattern[str]) -> Callable[[str], Iterator[Span]]:
    return lambda value: (match.span() for match in pattern.finditer(value))


_SHAPES: dict[str, Callable[[str], Iterator[Span]]] = {
    "phone": _phones,
    "passport": _papers,
    "idcard": _papers,
    "document": _papers,
    "plate": _plates,
    "vin": _vins,
    "imei": _all(_IMEI),
    "imo": _all(_IMO),
    "mmsi": _all(_MMSI),
    "hull": _all(_HULL),
    "account": _accounts,
}
