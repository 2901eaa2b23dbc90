"""Days and sums of money in a text."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from casefile.narrative.ages import is_other_day, names_report_day
from casefile.narrative.dates import date_at
from casefile.narrative.marks.items import Span
from casefile.narrative.tokens import Word
from casefile.subjects.identifiers import ascii_digits

_CURRENCIES = {
    "XOF": r"f\.?\s?cfa|francs?\s(?:cfa|de\sla\scfa)|fcfa|cfa|xof|francos?\scfa|"
    r"فرنك(?:\sسيفا|\sأفريقي)?|francs|francos",
    "EUR": r"euros?|eur|€|يورو|أورو",
    "USD": r"dollars?|dólares|dolares|usd|us\$|\$|دولارا?(?:ت)?",
    "GMD": r"dalasis?|gmd",
    "MRU": r"ouguiyas?|mru|أوقية",
    "MAD": r"dirhams?|mad|درهما?",
    "GNF": r"francs?\sguinéens?|gnf",
}
"""What money is called on the routes, by ISO 4217 code. *Francs* without more are the eight countries' of the CFA."""
_NUMBER = r"\d{1,3}(?:[ \u00a0\u202f.,']\d{3}){1,5}(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_THOUSANDS = {"mille": 1_000, "mil": 1_000, "thousand": 1_000, "k": 1_000, "ألف": 1_000, "آلاف": 1_000,
              "million": 1_000_000, "millions": 1_000_000, "millón": 1_000_000, "millones": 1_000_000,
              "milhão": 1_000_000, "milhões": 1_000_000, "مليون": 1_000_000}  # fmt: skip
_BEFORE = re.compile(rf"(?<![\w])(?P<money>€|\$|US\$|USD|EUR|GMD|FCFA)[ \u00a0]?(?P<number>{_NUMBER})(?!\w)")
_AFTER = re.compile(
    rf"(?<![\w.,])(?P<number>{_NUMBER})[ \u00a0\u202f]?"
    rf"(?:(?P<many>{'|'.join(_THOUSANDS)})[ \u00a0](?:de[ \u00a0]|d['’])?)?"
    rf"(?:{'|'.join(f'(?P<{code}>{words})' for code, words in reversed(_CURRENCIES.items()))})(?!\w)",
    re.IGNORECASE,
)
LONGEST = 15
"""Digits of the largest sum."""


class Day(NamedTuple):
    """A day or a month as an ISO prefix."""

    value: str
    span: Span


class Money(NamedTuple):
    """`amount` in whole and hundredths, `currency` ISO 4217."""

    amount: str
    currency: str
    span: Span


def days(text: str, words: Sequence[Word], births: Collection[str]) -> Iterator[Day]:
    """Days on which something happened: neither births, nor the days of papers, nor that of the report itself."""
    place = 0
    while place < len(words):
        found = date_at(words, place)
        if found is None:
            place += 1
            continue
        start, after = words[place].start, max(found.after, place + 1)
        before = text[max(0, start - 60) : start]
        known = found.value in births or is_other_day(words, place, before) or names_report_day(before)
        if len(found.value) >= len("2026-05") and not known:
            end = words[after - 1].end
            yield Day(found.value, (start, start + len(text[start:end].rstrip("./-"))))
        place = after


def sums(text: str) -> Iterator[Money]:
    """Sums with their currency; a number without one is none."""
    plain = ascii_digits(text)
    for match in (*_AFTER.finditer(plain), *_BEFORE.finditer(plain)):
        amount = _amount(match["number"], (match.groupdict().get("many") or "").casefold())
        if amount:
            yield Money(amount, _currency(match), match.span())


def _currency(match: re.Match[str]) -> str:
    groups = match.groupdict()
    if (sign := groups.get("money")) is not None:
        return {"€": "EUR", "$": "USD", "US$": "USD", "FCFA": "XOF"}.get(sign, sign)
    return next(code for code in _CURRENCIES if groups[code] is not None)


def _amount(written: str, many: str) -> str:
    whole, _, cents = written.partition("\0")
    parted = re.fullmatch(r"(.*)[.,](\d{1,2})", written)
    if parted:
        whole, cents = parted[1], parted[2]
    digits = re.sub(r"\D", "", whole)
    if not digits or len(digits) > LONGEST:
        return ""
    factor = _THOUSANDS.get(many, 1)
    if factor == 1:
        return f"{int(digits)}.{cents}" if cents else str(int(digits))
    return str(int(round(float(f"{digits}.{cents or 0}") * factor)))
