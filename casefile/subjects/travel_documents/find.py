"""Finding zones in a text: by their dates, whatever became of their lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from casefile.subjects.issuers import is_issuer
from casefile.subjects.travel_documents.document import LENGTH, Size, Span, TravelDocument
from casefile.subjects.travel_documents.fields import SECOND_LENGTH, TO_DIGIT, TO_LETTER, Reading, names_of

MAX_ZONES = 200  # of one text
_D, _A = "[0-9OQDILZSGB]", "[A-Z0-9]"
_DATES = (
    rf"(?P<birth>(?:{_D}|<){{6}})(?P<birth_check>{_D}|<)(?P<sex>[MFX<])"
    rf"(?P<expiry>(?:{_D}|<){{6}})(?P<expiry_check>{_D}|<)"
)
_NATION = rf"(?P<nationality>{_A}(?:{_A}{{2}}|<<))"
_SECOND = re.compile(rf"(?=(?P<number>[A-Z0-9][A-Z0-9<]{{8}})(?P<number_check>{_D}|<){_NATION}{_DATES})")
_CARD = re.compile(rf"(?={_DATES}{_NATION}(?P<more>[A-Z0-9<]{{11}})(?P<total>{_D}|<))")
_AREAS = tuple(
    # Possessive, so that a text of nothing but capitals is walked once.
    re.compile(rf"(?:[{letters}0-9<«‹]++[ \t\r\u00a0]*+\n?+[ \t]*+)++")
    for letters in ("A-Z", "A-Za-z")
)
_FILLED = re.compile(r"<<|««|‹‹")
_MISREAD_IN_NAMES = 3  # digits read for letters; more, and it is no line of names
_SLACK = 6  # fillers too many or too few in the line of names


def find_zones(text: str, on: date | None = None) -> Iterator[TravelDocument]:
    """Every zone in a text, in order. `on` is the day it was read, for the century of a birth."""
    if not _FILLED.search(text):
        return
    found = 0
    for areas in _AREAS:
        for area in areas.finditer(text):
            if not _FILLED.search(area.group()):
                continue
            for document in _in_area(_Area.of(text, area.start(), area.end()), on):
                yield document
                found += 1
                if found >= MAX_ZONES:
                    return
        if found:
            return


@dataclass(frozen=True, slots=True)
class _Area:
    """A stretch of nothing but capitals, digits and fillers; `at` says where each character stood."""

    text: str
    at: list[int]

    @staticmethod
    def of(text: str, first: int, last: int) -> "_Area":
        kept: list[str] = []
        at: list[int] = []
        for place in range(first, last):
            for c in _plain(text[place]):
                kept.append(c)
                at.append(place)
        return _Area("".join(kept), at)

    def span(self, first: int, last: int) -> Span:
        return self.at[first], self.at[min(last, len(self.at)) - 1] + 1


def _plain(c: str) -> str:
    if c in "«‹":
        return "<<" if c == "«" else "<"
    return c.upper() if c.isascii() and (c.isalnum() or c == "<") else ""


def _in_area(area: _Area, on: date | None) -> Iterator[TravelDocument]:
    ahead = {reader: reader(area, 0, on) for reader in (_book, _card)}
    while found := [one for one in ahead.values() if one is not None]:
        _, done, document = min(found, key=lambda one: (one[0], len(one[2].unsound)))
        yield document
        ahead.update({r: r(area, done, on) for r, one in ahead.items() if one is not None and one[0] < done})


Found = tuple[int, int, TravelDocument]
"""Where it begins and ends in the area."""


def _book(area: _Area, done: int, on: date | None) -> Found | None:
    """Two lines: names above, the rest below."""
    for match in _SECOND.finditer(area.text, done):
        if not _may_be_dates(match) or (top := _top_line(area.text, done, match.start())) is None:
            continue
        first, code, issuer = top
        size = _size(code, match.start() - first)
        rest = area.text[match.start() + SECOND_LENGTH : match.start() + LENGTH[size]]
        reading = Reading(on)
        optional = reading.rest_of_book(match, size, rest)
        names = names_of(area.text[first + 5 : match.start()], LENGTH[size] - 5)
        end = match.start() + SECOND_LENGTH + len(rest)
        return (
            first,
            end,
            reading.document(match, size, (code, issuer), names, optional=optional, span=area.span(first, end)),
        )
    return None


def _card(area: _Area, done: int, on: date | None) -> Found | None:
    """Three lines: number, dates, names."""
    for match in _CARD.finditer(area.text, done):
        first = match.start() - LENGTH["TD1"]
        if first < done or not _may_be_dates(match):
            continue
        above = area.text[first : match.start()]
        issuer = above[2:5].translate(TO_LETTER).rstrip("<")
        if above[0] not in "IAC" or not is_issuer(issuer):
            continue
        written = area.text[match.start() + LENGTH["TD1"] :][: LENGTH["TD1"]]
        if "<" not in written:
            continue
        reading = Reading(on)
        optional = reading.rest_of_card(match, above)
        end = match.start() + LENGTH["TD1"] + len(written)
        code = above[:2].rstrip("<")
        return (
            first,
            end,
            reading.document(
                match,
                "TD1",
                (code, issuer),
                names_of(written, LENGTH["TD1"]),
                optional=optional,
                span=area.span(first, end),
            ),
        )
    return None


def _may_be_dates(match: re.Match[str]) -> bool:
    """Months and days as they are: what keeps a zone from being found in a row of fillers."""
    birth, expiry = (match.group(name).translate(TO_DIGIT) for name in ("birth", "expiry"))
    return birth[:2].isdigit() and _is_month_day(birth[2:]) and (expiry == "<<<<<<" or _is_month_day(expiry[2:]))


def _is_month_day(text: str) -> bool:
    month, day = text[:2], text[2:]
    return (month in ("<<", "00") or (month.isdigit() and int(month) <= 12)) and (
        day in ("<<", "00") or (day.isdigit() and int(day) <= 31)
    )


def _top_line(text: str, done: int, end: int) -> tuple[int, str, str] | None:
    """Where the line of names begins, its document code and its issuer; of several the one nearest to a full line."""
    found: list[tuple[int, int, str, str]] = []
    for first in range(max(done, end - LENGTH["TD3"] - _SLACK), end - 12):
        kind, second = text[first], text[first + 1].translate(TO_LETTER)
        issuer = text[first + 2 : first + 5].translate(TO_LETTER).rstrip("<")
        if kind not in "PVIAC" or not (second == "<" or second.isalpha()) or not is_issuer(issuer):
            continue
        names = text[first + 5 : end]
        if "<<" not in names or sum(c.isdigit() for c in names) > _MISREAD_IN_NAMES:
            continue
        off = min(abs(end - first - length) for length in (LENGTH["TD2"], LENGTH["TD3"]))
        starts_line = 0 if second == "<" else 1
        found.append((off + 3 * starts_line, first, (kind + second).rstrip("<"), issuer))
    if not found:
        return None
    _, first, code, issuer = min(found)
    return first, code, issuer


def _size(code: str, top: int) -> Size:
    wide = top > 40
    if code[0] == "V":
        return "MRV-A" if wide else "MRV-B"
    if code[0] == "P":
        return "TD2" if top == LENGTH["TD2"] else "TD3"
    return "TD3" if wide else "TD2"
