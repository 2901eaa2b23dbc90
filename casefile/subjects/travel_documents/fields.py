"""The fields of a zone: check digits, misread characters, names and dates.

The weights 7-3-1 cannot tell G from 6 (ten apart), so these two are never exchanged in a number.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from casefile.subjects.travel_documents.document import LENGTH, Repair, Size, Span, TravelDocument
from casefile.vocabulary import Sex

TO_DIGIT = str.maketrans("OQDILZSGB", "000112568")
TO_LETTER = str.maketrans("012568", "OIZSGB")
_IN_NUMBER = {"O": "0", "0": "OQD", "Q": "0", "D": "0", "I": "1", "L": "1", "1": "IL", "Z": "2", "2": "Z",
              "S": "5", "5": "S", "B": "8", "8": "B"}  # fmt: skip
SECOND_LENGTH = 28
"""Characters of the second of two lines up to the expiry, alike in all sizes."""
_MISREAD_FILLERS = re.compile(r"(?=[KCL]*<)[<KCL]{6,}$|(?:K{6,}|C{6,}|L{6,})$")


def check_digit(text: str) -> str:
    """Doc 9303 Part 3, 4.9: 7-3-1 over digits, A = 10 … Z = 35, < = 0; modulo 10."""
    values = (0 if c == "<" else int(c, 36) for c in text)
    return str(sum((7, 3, 1)[i % 3] * value for i, value in enumerate(values)) % 10)


def misreadings(number: str) -> set[str]:
    """The number with one of its characters as another that people and cameras take for it."""
    return {number[:i] + other + number[i + 1 :] for i, c in enumerate(number) for other in _IN_NUMBER.get(c, "")}


def names_of(written: str, room: int) -> tuple[str, str, bool]:
    """Surname, given names, and whether they may have been cut."""
    plain = _MISREAD_FILLERS.sub("", written.translate(TO_LETTER))
    surname, _, given = plain.strip("<").partition("<<")
    cut = len(written) >= room and not written.endswith("<")
    return " ".join(surname.split("<")).strip(), " ".join(given.replace("<", " ").split()), cut


@dataclass(slots=True)
class Reading:
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
        expiry = expiry_of(self.digits("expiry", match))
        birth = birth_of(self.digits("birth", match), self.on, expiry)
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
        whole = len(rest) == LENGTH[size] - SECOND_LENGTH
        optional = {"TD3": rest[:14], "TD2": rest[:7]}.get(size, rest)
        if size == "TD2" and check == "<" and (long := _long_number(number, optional)):
            self.number, optional = self.checked_number(*long), ""
        else:
            self.number = self.checked_number(number, check)
        if size == "TD3" and whole:
            self.optional_check(rest[:14], rest[14])
        if size in ("TD2", "TD3") and whole:
            printed = self.number[:9] if len(self.number) == len(number) else number
            self.holds("all", printed + check.translate(TO_DIGIT) + self.dated(match) + rest[:-1], rest[-1])
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
        return "".join(match.group(name).translate(TO_DIGIT) for name in names)

    def digits(self, name: str, match: re.Match[str]) -> str:
        read = match.group(name)
        taken = read.translate(TO_DIGIT)
        if taken != read:
            self.repairs.append(Repair(name, read, taken))
        self.holds(name, taken, match.group(f"{name}_check"))
        return taken

    def letters(self, name: str, read: str) -> str:
        taken = read.translate(TO_LETTER)
        if taken != read:
            self.repairs.append(Repair(name, read, taken))
        return taken

    def holds(self, name: str, value: str, check: str) -> bool:
        sound = check.translate(TO_DIGIT) == check_digit(value)
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
        check = check.translate(TO_DIGIT)
        sound = sorted(one for one in misreadings(read) if check_digit(one) == check)
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


def expiry_of(text: str) -> str | None:
    """No zone was printed before 1980."""
    return _iso(text, 1900 if text[:2].isdigit() and int(text[:2]) >= 80 else 2000)


def birth_of(text: str, on: date | None, expiry: str | None) -> str | None:
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
