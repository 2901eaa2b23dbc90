"""A zone as it was typed or scanned, held to its standard character by character: what a border post asks of it.

Unlike `find_zones`, which reads what a report has of a zone, nothing is forgiven here: a line has its length, a digit
stands where only digits may, every check digit holds. What people and cameras confuse is put right and said.

Source: ICAO Doc 9303, eighth edition, Part 3 (4.9, check digits), Parts 4 to 7 (the places of the fields).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casefile.subjects.issuers import is_issuer
from casefile.subjects.travel_documents.document import LENGTH, Size
from casefile.subjects.travel_documents.fields import (
    TO_DIGIT,
    TO_LETTER,
    birth_of,
    check_digit,
    expiry_of,
    misreadings,
    names_of,
)
from casefile.subjects.travel_documents.layouts import KINDS, LAYOUTS

UNPROTECTED = ("names", "issuer", "nationality", "sex")
"""Fields without a check digit in any size: what they say proves nothing of itself."""
SEXES = "MFX<"


class Fault(StrEnum):
    """What is wrong with a zone or a field of it."""

    NO_ZONE = "no zone: two lines of 44 or 36 characters, or three of 30"
    LENGTH = "the line has not its number of characters"
    SIGN = "a character that no zone has"
    KIND = "the first letter stands for no kind of document"
    ISSUER = "nobody issues documents under these letters"
    LETTER = "a letter where only digits can stand"
    DIGIT = "a digit where only letters can stand"
    CHECK = "the check digit does not hold"
    DAY = "not a day of the calendar"
    SEX = "neither M, F nor <"


@dataclass(frozen=True, slots=True)
class Problem:
    """A field that does not hold: as typed, and as taken where there is only one way to put it right."""

    field: str
    fault: Fault
    read: str
    taken: str | None = None


@dataclass(frozen=True, slots=True)
class CheckedZone:
    """What a zone says, field by field, after what could be put right; and all that is wrong with it as typed."""

    size: Size | None
    problems: tuple[Problem, ...]
    code: str = ""
    issuer: str = ""
    surname: str = ""
    given: str = ""
    number: str = ""
    nationality: str = ""
    birth: str | None = None
    """An ISO day, or its beginning where the rest is not known."""
    sex: str | None = None
    expiry: str | None = None
    optional: str = ""
    may_be: tuple[str, ...] = ()
    """Numbers that would hold, where more than one would: none of them is taken."""

    @property
    def ok(self) -> bool:
        """Whether it holds as typed, every check digit among it."""
        return self.size is not None and not self.problems

    @property
    def number_holds(self) -> bool:
        """Whether the number is one that its check digit vouches for, as typed or as put right. Of another, only a
        contact is believed: that nothing is found says nothing of the document in hand."""
        unrepaired = any(one.field == "number" and one.taken is None for one in self.problems)
        return bool(self.number) and not self.may_be and not unrepaired


_ALLOWED = re.compile(r"[A-Z0-9<]*")
_TYPED_AS_FILLER = str.maketrans({"«": "<<", "‹": "<", " ": "", "\t": "", "\u00a0": ""})


def check_zone(text: str, on: date | None = None) -> CheckedZone:
    """The zone of this text, its lines separated by line breaks. `on`: the day of the check, for centuries."""
    lines = [line for raw in text.strip().splitlines() if (line := raw.translate(_TYPED_AS_FILLER).upper())]
    size = _size(lines)
    if size is None:
        return CheckedZone(None, (Problem("zone", Fault.NO_ZONE, "\n".join(lines)[:200]),))
    wrong = [
        Problem(f"line {number}", Fault.LENGTH, line)
        for number, line in enumerate(lines, 1)
        if len(line) != LENGTH[size]
    ] + [
        Problem(f"line {number}", Fault.SIGN, "".join(sorted({c for c in line if not _ALLOWED.fullmatch(c)})))
        for number, line in enumerate(lines, 1)
        if not _ALLOWED.fullmatch(line)
    ]
    if wrong:
        return CheckedZone(size, tuple(wrong))
    return _Check(size, lines, on).zone()


def _size(lines: Sequence[str]) -> Size | None:
    """By the number of lines and the length that they are nearest to; a visa by its letter."""
    if len(lines) == len(("upper", "middle", "lower")):
        return "TD1"
    if len(lines) != len(("upper", "lower")):
        return None
    long = max(map(len, lines)) > (LENGTH["TD3"] + LENGTH["TD2"]) // 2
    if lines[0].startswith("V"):
        return "MRV-A" if long else "MRV-B"
    return "TD3" if long else "TD2"


class _Check:
    """One zone whose lines have their length: its fields, and what is wrong with them."""

    def __init__(self, size: Size, lines: Sequence[str], on: date | None) -> None:
        self.size, self.lines, self.on = size, list(lines), on
        self.taken = list(lines)
        """The lines with what was put right."""
        self.layout = LAYOUTS[size]
        self.problems: list[Problem] = []
        self.may_be: tuple[str, ...] = ()

    def zone(self) -> CheckedZone:
        code, issuer = self.letters("code"), self.letters("issuer")
        if code[0] not in KINDS[self.size]:
            self.wrong("code", Fault.KIND, code)
        if not is_issuer(issuer.rstrip("<")):
            self.wrong("issuer", Fault.ISSUER, issuer)
        surname, given, _ = names_of(self.letters("names"), len(self.typed("names")))
        expiry = expiry_of(self.digits("expiry"))
        birth = birth_of(self.digits("birth"), self.on, expiry)
        number, optional = self.number()
        for name, day in (("birth", birth), ("expiry", expiry)):
            if not _known_as_written(self.typed(name).translate(TO_DIGIT), day):
                self.wrong(name, Fault.DAY, self.typed(name))
        nationality, sex = self.letters("nationality"), self.typed("sex")
        if not is_issuer(nationality.rstrip("<")):
            self.wrong("nationality", Fault.ISSUER, nationality)
        if sex not in SEXES:
            self.wrong("sex", Fault.SEX, sex)
        self.optional_holds(optional)
        self.all_holds()
        rest = optional + ("<" + self.typed("more") if "more" in self.layout.fields else "")
        return CheckedZone(
            self.size, tuple(self.problems), code.rstrip("<"), issuer.rstrip("<"), surname, given,
            number.replace("<", ""), nationality.rstrip("<"), birth, sex if sex in "MFX" else None, expiry,
            " ".join(rest.replace("<", " ").split()), self.may_be,
        )  # fmt: skip

    def put(self, line: int, first: int, text: str) -> None:
        self.taken[line] = self.taken[line][:first] + text + self.taken[line][first + len(text) :]

    def typed(self, name: str) -> str:
        line, first, end = self.layout.fields[name]
        return self.lines[line][first:end]

    def digit_of(self, name: str) -> str:
        line, at = self.layout.checks[name]
        return self.lines[line][at]

    def wrong(self, name: str, fault: Fault, read: str, taken: str | None = None) -> None:
        self.problems.append(Problem(name, fault, read, taken))

    def letters(self, name: str) -> str:
        read = self.typed(name)
        taken = read.translate(TO_LETTER)
        if any(c.isdigit() for c in read):
            self.wrong(name, Fault.DIGIT, read, taken if not any(c.isdigit() for c in taken) else None)
        return taken

    def digits(self, name: str) -> str:
        """Of a date: as typed, or, where a letter was taken for a digit and its check digit then holds, as meant."""
        read = self.typed(name)
        taken = read.translate(TO_DIGIT)
        sound = self._is(name, self.digit_of(name), check_digit(taken))
        if any(c.isalpha() for c in read):
            right = sound and not any(c.isalpha() for c in taken)
            self.wrong(name, Fault.LETTER, read, taken if right else None)
            if right:
                self.put(*self.layout.fields[name][:2], taken)
        elif not sound:
            self.wrong(name, Fault.CHECK, read)
        return taken

    def _is(self, name: str, typed: str, wanted: str) -> bool:
        """Whether the check digit typed is the one wanted; a letter in its place is said, and put right where it is."""
        if typed.isdigit():
            return typed == wanted
        taken = typed.translate(TO_DIGIT)
        sound = taken == wanted
        self.wrong(f"check digit of {name}", Fault.LETTER, typed, taken if sound else None)
        if sound:
            self.put(*self.layout.checks[name], taken)
        return sound

    def number(self) -> tuple[str, str]:
        """The number and what stands in the optional field. One of more than nine characters goes on there, the check
        digit after it (Part 5, 4.2.2; Part 6, 4.2.2)."""
        read, check, optional = self.typed("number"), self.digit_of("number"), self.typed("optional")
        rest = optional.split("<", 1)[0]
        if check == "<" and len(rest) > 1 and self.size in ("TD1", "TD2") and "<" not in read:
            read, check, optional = read + rest[:-1], rest[-1], ""
        if self._is("number", check, check_digit(read)):
            return read, optional
        wanted = check.translate(TO_DIGIT)
        sound = sorted(one for one in misreadings(read) if check_digit(one) == wanted and self._fits(one))
        taken = sound[0] if len(sound) == 1 else None
        self.may_be = tuple(one.rstrip("<") for one in sound) if taken is None else ()
        self.wrong("number", Fault.CHECK, read.rstrip("<"), taken and taken.rstrip("<"))
        if taken:
            self._put_number(taken)
        return taken or read, optional

    def _put_number(self, number: str) -> None:
        self.put(*self.layout.fields["number"][:2], number[:9])
        self.put(*self.layout.fields["optional"][:2], number[9:])

    def _fits(self, number: str) -> bool:
        """Whether the digit over all holds with this number. Where it does not, the check digit may be wrong."""
        before = list(self.taken)
        self._put_number(number)
        fits = self._all() in (None, True)
        self.taken = before
        return fits

    def _all(self) -> bool | None:
        """Whether the digit over all the others holds with what was put right; None where there is none."""
        if "all" not in self.layout.checks:
            return None
        value = "".join(self.taken[line][first:end] for line, first, end in self.layout.over)
        return check_digit(value) == self.digit_of("all").translate(TO_DIGIT)

    def optional_holds(self, optional: str) -> None:
        """An empty field may have < for its check digit (Part 4, 4.2.2)."""
        if "optional" not in self.layout.checks:
            return
        check = self.digit_of("optional")
        if not optional.strip("<") and check == "<":
            return
        if not self._is("optional", check, check_digit(optional)):
            self.wrong("optional", Fault.CHECK, optional)

    def all_holds(self) -> None:
        if "all" not in self.layout.checks:
            return
        typed = self.digit_of("all")
        if not self._all():
            self.wrong("all", Fault.CHECK, typed)
        elif not typed.isdigit():
            self.wrong("check digit of all", Fault.LETTER, typed, typed.translate(TO_DIGIT))


def _known_as_written(typed: str, day: str | None) -> bool:
    """Whether a date says a day, or as much of one as is not filled (Part 3, 4.8)."""
    known = typed.rstrip("<")
    if any(c.isalpha() for c in typed):
        return True  # said already
    return (None if day is None else len(day)) == _LENGTHS.get(len(known), 0) and "<" not in known


_LENGTHS = {0: None, 2: len("1974"), 4: len("1974-08"), 6: len("1974-08-12")}
"""Known characters of a date: those of its ISO form."""


def problems_of(zone: CheckedZone) -> Iterator[dict[str, str | bool | None]]:
    """The problems as plain values, for a page or a program."""
    for one in zone.problems:
        yield {
            "field": one.field, "what": one.fault.value, "read": one.read, "repaired": one.taken is not None,
            "taken": one.taken,
        }  # fmt: skip
