"""The machine-readable zone of a travel document: TD1, TD2, TD3 and both sizes of visa, wherever it stands in a text.

Source: ICAO Doc 9303, eighth edition, Parts 3 to 7. Blanks and broken lines do not matter, nor a miscount of fillers:
the zone is found by its dates. A character misread where only letters or only digits may stand is put right and said
(`Repair`); in a number, which may hold both, only if the check digit then holds and no other reading makes it hold.
The weights 7-3-1 cannot tell G from 6 (ten apart), so these two are never exchanged in a number.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from casefile.subjects.identity import Identifier, PartialDate
from casefile.subjects.issuers import country_of, is_issuer
from casefile.vocabulary import DateKind, IdentifierKind, Sex

Size = Literal["TD1", "TD2", "TD3", "MRV-A", "MRV-B"]
Span = tuple[int, int]
MAX_ZONES = 200  # of one text

LENGTH: Mapping[Size, int] = {"TD1": 30, "TD2": 36, "TD3": 44, "MRV-A": 44, "MRV-B": 36}
"""Characters of a line."""

_TO_DIGIT = str.maketrans("OQDILZSGB", "000112568")
_TO_LETTER = str.maketrans("012568", "OIZSGB")
_IN_NUMBER = {"O": "0", "0": "OQD", "Q": "0", "D": "0", "I": "1", "L": "1", "1": "IL", "Z": "2", "2": "Z",
              "S": "5", "5": "S", "B": "8", "8": "B"}  # fmt: skip
_D, _A = "[0-9OQDILZSGB]", "[A-Z0-9]"
_DATES = (
    rf"(?P<birth>(?:{_D}|<){{6}})(?P<birth_check>{_D}|<)(?P<sex>[MFX<])"
    rf"(?P<expiry>(?:{_D}|<){{6}})(?P<expiry_check>{_D}|<)"
)
_NATION = rf"(?P<nationality>{_A}(?:{_A}{{2}}|<<))"
_SECOND = re.compile(rf"(?=(?P<number>[A-Z0-9][A-Z0-9<]{{8}})(?P<number_check>{_D}|<){_NATION}{_DATES})")
_CARD = re.compile(rf"(?=(?P<whole>{_DATES}{_NATION}(?P<more>[A-Z0-9<]{{11}})(?P<total>{_D}|<)))")
_SECOND_LENGTH, _CARD_LENGTH = 28, 30
_AREAS = tuple(
    # Possessive, so that a text of nothing but capitals is walked once.
    re.compile(rf"(?:[{letters}0-9<«‹]++[ \t\r\u00a0]*+\n?+[ \t]*+)++")
    for letters in ("A-Z", "A-Za-z")
)
_FILLED = re.compile(r"<<|««|‹‹")
_MISREAD_FILLERS = re.compile(r"(?=[KCL]*<)[<KCL]{6,}$|(?:K{6,}|C{6,}|L{6,})$")
_MISREAD_IN_NAMES = 3  # digits read for letters; more, and it is no line of names
_SLACK = 6  # fillers too many or too few in the line of names


@dataclass(frozen=True, slots=True)
class Repair:
    """A field that was put right: as read, and as taken."""

    field: str
    read: str
    taken: str


@dataclass(frozen=True, slots=True)
class TravelDocument:
    """What a zone says. `start` and `end` are its place in the text, half-open."""

    size: Size
    code: str
    """One or two letters: P passport, V visa, I, A, C cards."""
    issuer: str
    surname: str
    given: str
    number: str
    nationality: str
    birth: str | None
    """An ISO day, or its beginning where the rest is not known."""
    sex: Sex | None
    expiry: str | None
    optional: str = ""
    unsound: frozenset[str] = frozenset()
    """Fields whose check digit does not hold, or is missing; `all` is the one over the others."""
    repairs: tuple[Repair, ...] = ()
    may_be: tuple[str, ...] = ()
    """Numbers that would hold, when more than one would: none of them is taken."""
    cut: bool = False
    """Whether the names fill their field, so that their end may be missing."""
    start: int = 0
    end: int = 0

    @property
    def name(self) -> str:
        """Given names, then surname."""
        return f"{self.given} {self.surname}".strip()

    def birth_date(self) -> PartialDate | None:
        """The date of birth as identities hold it."""
        return PartialDate(DateKind.BIRTH, self.birth) if self.birth else None

    def identifier(self) -> Identifier | None:
        """The number with its kind and who issued it; a visa's number is a document's."""
        if not self.number:
            return None
        kind = IdentifierKind.PASSPORT if self.code[:1] == "P" else IdentifierKind.DOCUMENT
        return Identifier(kind, self.number, country_of(self.issuer))


def check_digit(text: str) -> str:
    """Doc 9303 Part 3, 4.9: 7-3-1 over digits, A = 10 … Z = 35, < = 0; modulo 10."""
    values = (0 if c == "<" else int(c, 36) for c in text)
    return str(sum((7, 3, 1)[i % 3] * value for i, value in enumerate(values)) % 10)


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
    """A stretch without blanks, in capitals; `at` says where each character stood."""

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
    done = 0
    readers = [_book, _card]
    waiting: dict[int, Found | None] = {}
    while True:
        for which, reader in enumerate(readers):
            held = waiting.get(which)
            if which not in waiting or (held is not None and held[0] < done):
                waiting[which] = reader(area, done, on)
        found = [one for one in waiting.values() if one is not None]
        if not found:
            return
        _, done, document = min(found, key=lambda one: (one[0], len(one[2].unsound)))
        yield document


Found = tuple[int, int, TravelDocument]
"""Where it begins and ends in the area."""


def _book(area: _Area, done: int, on: date | None) -> Found | None:
    """Two lines: names above, the rest below."""
    for match in _SECOND.finditer(area.text, done):
        if not _may_be_dates(match) or (top := _top_line(area.text, done, match.start())) is None:
            continue
        first, code, issuer = top
        size = _size(code, match.start() - first)
        rest = area.text[match.start() + _SECOND_LENGTH : match.start() + LENGTH[size]]
        reading = _Reading(on)
        optional = reading.rest_of_book(match, size, rest)
        names = _names(area.text[first + 5 : match.start()], LENGTH[size] - 5)
        end = match.start() + _SECOND_LENGTH + len(rest)
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
        issuer = above[2:5].translate(_TO_LETTER).rstrip("<")
        if above[0] not in "IAC" or not is_issuer(issuer):
            continue
        below = area.text[match.start() + _CARD_LENGTH :][: LENGTH["TD1"]]
        names = re.match(r"[A-Z0-9<]*", below)
        written = names.group() if names else ""
        if "<" not in written:
            continue
        reading = _Reading(on)
        optional = reading.rest_of_card(match, above)
        end = match.start() + _CARD_LENGTH + len(written)
        code = above[:2].rstrip("<")
        return (
            first,
            end,
            reading.document(
                match,
                "TD1",
                (code, issuer),
                _names(written, LENGTH["TD1"]),
                optional=optional,
                span=area.span(first, end),
            ),
        )
    return None


def _may_be_dates(match: re.Match[str]) -> bool:
    """Months and days as they are: what keeps a zone from being found in a row of fillers."""
    birth, expiry = (match.group(name).translate(_TO_DIGIT) for name in ("birth", "expiry"))
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
        kind, second = text[first], text[first + 1].translate(_TO_LETTER)
        issuer = text[first + 2 : first + 5].translate(_TO_LETTER).rstrip("<")
        if kind not in "PVIAC" or not (second == "<" or second.isalpha()) or not is_issuer(issuer):
            continue
        names = text[first + 5 : end]
        if "<<" not in names or sum(c.isdigit() for c in names) > _MISREAD_IN_NAMES:
            continue
        off = min(abs(end - first - length) for length in (36, 44))
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


def _names(written: str, room: int) -> tuple[str, str, bool]:
    """Surname, given names, and whether they may have been cut."""
    plain = _MISREAD_FILLERS.sub("", written.translate(_TO_LETTER))
    surname, _, given = plain.strip("<").partition("<<")
    cut = len(written) >= room and not written.endswith("<")
    return " ".join(surname.split("<")).strip(), " ".join(given.replace("<", " ").split()), cut


@dataclass(slots=True)
class _Reading:
    """Collects what was put right and what does not hold while one zone is read."""

    on: date | None
    repairs: list[Repair] = field(default_factory=list)
    unsound: set[str] = field(default_factory=set)
    may_be: tuple[str, ...] = ()
    number: str = ""
    """Of a card it stands in the line above, and is read with it."""

    def document(
        self, match: re.Match[str], size: Size, head: tuple[str, str], names: tuple[str, str, bool], *,
        optional: str, span: Span,
    ) -> TravelDocument:  # fmt: skip
        expiry = _expiry(self.digits("expiry", match))
        birth = _birth(self.digits("birth", match), self.on, expiry)
        (code, issuer), (surname, given, cut) = head, names
        return TravelDocument(
            size, code, issuer, surname, given, self.number.rstrip("<").replace("<", ""),
            self.letters("nationality", match.group("nationality")).rstrip("<"), birth,
            {"M": Sex.MALE, "F": Sex.FEMALE}.get(match.group("sex")), expiry,
            " ".join(optional.replace("<", " ").split()),
            frozenset(self.unsound), tuple(dict.fromkeys(self.repairs)), self.may_be, cut, *span,
        )  # fmt: skip

    def rest_of_book(self, match: re.Match[str], size: Size, rest: str) -> str:
        """Reads the number and the end of the second line; gives the optional field."""
        number, check = match.group("number"), match.group("number_check")
        whole = len(rest) == LENGTH[size] - _SECOND_LENGTH
        optional = {"TD3": rest[:14], "TD2": rest[:7]}.get(size, rest)
        if size == "TD2" and check == "<" and (long := _long_number(number, optional)):
            self.number, optional = self.checked_number(*long), ""
        else:
            self.number = self.checked_number(number, check)
        if size == "TD3" and whole:
            self.optional_check(rest[:14], rest[14])
        if size in ("TD2", "TD3") and whole:
            printed = self.number[:9] if len(self.number) == len(number) else number
            self.holds("all", printed + check.translate(_TO_DIGIT) + self.dated(match) + rest[:-1], rest[-1])
        return optional

    def rest_of_card(self, match: re.Match[str], above: str) -> str:
        number, check, optional = above[5:14], above[14], above[15:30]
        if check == "<" and (long := _long_number(number, optional)):
            self.number, optional = self.checked_number(*long), ""
        else:
            self.number = self.checked_number(number, check)
        more = match.group("more")
        self.holds("all", above[5:30] + self.dated(match) + more, match.group("total"))
        return f"{optional}<{more}"

    def dated(self, match: re.Match[str]) -> str:
        names = ("birth", "birth_check", "expiry", "expiry_check")
        return "".join(match.group(name).translate(_TO_DIGIT) for name in names)

    def digits(self, name: str, match: re.Match[str]) -> str:
        read = match.group(name)
        taken = read.translate(_TO_DIGIT)
        if taken != read:
            self.repairs.append(Repair(name, read, taken))
        self.holds(name, taken, match.group(f"{name}_check"))
        return taken

    def letters(self, name: str, read: str) -> str:
        taken = read.translate(_TO_LETTER)
        if taken != read:
            self.repairs.append(Repair(name, read, taken))
        return taken

    def holds(self, name: str, value: str, check: str) -> bool:
        sound = check.translate(_TO_DIGIT) == check_digit(value)
        if not sound:
            self.unsound.add(name)
        return sound

    def optional_check(self, value: str, check: str) -> None:
        """An empty field may have < for its check digit (Part 4, 4.2.2)."""
        if value.strip("<") or check not in "<0":
            self.holds("optional", value, check)

    def checked_number(self, read: str, check: str) -> str:
        """As read when its digit holds or is missing; else put right if only one reading makes it hold."""
        if self.holds("number", read, check) or check == "<":
            return read
        check = check.translate(_TO_DIGIT)
        near = {
            read[:i] + other + read[i + 1 :] for i, c in enumerate(read) for other in _IN_NUMBER.get(c, "")
        }  # fmt: skip
        sound = sorted(one for one in near if check_digit(one) == check)
        if len(sound) != 1:
            self.may_be = tuple(one.rstrip("<") for one in sound)
            return read
        self.unsound.discard("number")
        self.repairs.append(Repair("number", read.rstrip("<"), sound[0].rstrip("<")))
        return sound[0]


def _long_number(number: str, optional: str) -> tuple[str, str] | None:
    """Of more than nine characters: it goes on in the optional field, its check digit after it (Part 5, 4.2.2)."""
    rest = optional.split("<", 1)[0]
    return (number + rest[:-1], rest[-1]) if len(rest) > 1 and "<" not in number else None


def _expiry(text: str) -> str | None:
    """No zone was printed before 1980."""
    return _iso(text, 1900 if text[:2].isdigit() and int(text[:2]) >= 80 else 2000)


def _birth(text: str, on: date | None, expiry: str | None) -> str | None:
    """In the latest century in which the bearer was born by the day of reading, or by the document's last day."""
    latest = on.isoformat() if on else expiry
    recent = _iso(text, 2000)
    return recent if recent and latest and recent <= latest else _iso(text, 1900)


def _iso(text: str, century: int) -> str | None:
    """YYMMDD with unknown parts as fillers; None for no day of the calendar."""
    if not text[:2].isdigit():
        return None
    year, month, day = str(century + int(text[:2])), text[2:4], text[4:6]
    if not month.isdigit() or month == "00":
        return year
    if not day.isdigit() or day == "00":
        return f"{year}-{month}"
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
