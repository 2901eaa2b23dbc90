"""One row of a table as an identity. A cell that cannot be what its column is named with its column, and all at once.

A row with such a cell is not brought in: it goes back to who sent it, to be mended and sent again.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from casefile.errors import N_, BadInput
from casefile.exchange.countries import country_code
from casefile.exchange.workbooks.columns import CATEGORIES, FORMS, NUMBERS, OFFENCES, SEXES, Column, folded
from casefile.exchange.workbooks.events import OF_EVENTS, ONLY_EVENTS, EventCells, day_of
from casefile.policy.cases.offences import NO_OFFENCES, Offences, stated_offences
from casefile.subjects.dates.reading import read_date
from casefile.subjects.identifiers import each_number
from casefile.subjects.identity import Identifier, Identity, Name, PartialDate, Place
from casefile.vocabulary import DateKind, FactKind, NameKind, OffenceKind, PlaceKind, RecordKind, Sex, SubjectCategory

NO_SEX = N_("“%(value)s” is no sex. Write M or F, or leave it empty.")
NO_COUNTRY = N_("“%(value)s” is no country. Write its name or its two letters.")
NO_CATEGORY = N_("“%(value)s” is not known here. Write suspect, convicted, victim, witness or missing.")
NO_OFFENCE = N_("“%(value)s” is no kind of offence known here. Write it as on the entry form, or leave it empty.")
NO_NUMBER = N_("“%(value)s” holds no number.")
NOT_KNOWN = frozenset(("", "-", "--", "?", "x", "n/a", "na", "neant", "inconnu", "inconnue", "unknown", "nd", "ras",
                       "desconocido", "desconhecido", "غير معروف", "مجهول"))  # fmt: skip
"""What people write into a cell that has to hold something."""
MANY = re.compile(r"\s*[;\n|]\s*|\s+/\s+|\s+(?:alias|dit|aka|a\.k\.a\.?)\s+", re.IGNORECASE)
BOTH_SCRIPTS = re.compile(r"^(.*?)\s*[/(–-]\s*([^/()]*)\)?$")
ARABIC = "und-Arab"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell: `message` and `values` as an error has them."""

    column: int
    message: str
    values: dict[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """A row as read: what it is, or what is wrong with it."""

    identity: Identity
    key: str = ""
    category: SubjectCategory | None = None
    ground: str = ""
    faults: tuple[Fault, ...] = ()
    offences: Offences = NO_OFFENCES


def is_arabic(text: str) -> bool:
    """Whether most of its letters are Arabic."""
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and sum("ARABIC" in unicodedata.name(c, "") for c in letters) * 2 > len(letters)


def read_row(cells: Sequence[str], columns: Sequence[Column], kind: RecordKind) -> Row:
    """The row by these columns."""
    reader = _Reader(kind)
    for place, (cell, column) in enumerate(zip(cells, columns, strict=False)):
        if column is not Column.LEAVE and folded(cell) not in NOT_KNOWN:
            try:
                reader.take(column, cell)
            except BadInput as error:
                reader.faults.append(Fault(place, error.message, error.kept_values))
    try:
        dates = [*reader.dates, *reader.event.dates()]
    except BadInput as error:
        dates = []
        last = next(at for at, column in enumerate(columns) if column is Column.EVENT_LAST)
        reader.faults.append(Fault(last, error.message))
    identity = Identity(
        kind=kind,
        names=tuple(reader.names()),
        identifiers=tuple(reader.numbers),
        dates=tuple(dates),
        places=(*reader.places, *reader.event.places),
        sex=reader.sex,
        nationalities=tuple(dict.fromkeys(reader.nationalities)),
        narrative="\n".join(reader.notes),
        facts=reader.event.stated(),
    )
    return Row(identity, reader.key, reader.category, reader.ground, tuple(reader.faults), reader.offences)


class _Reader:
    def __init__(self, kind: RecordKind) -> None:
        self.kind, self.event = kind, EventCells()
        self.key = self.ground = ""
        self.sex: Sex | None = None
        self.category: SubjectCategory | None = None
        self.whole: list[str] = []
        self.parts: dict[Column, list[str]] = {}
        self.aliases: list[str] = []
        self.numbers: list[Identifier] = []
        self.dates: list[PartialDate] = []
        self.places: list[Place] = []
        self.nationalities: list[str] = []
        self.notes: list[str] = []
        self.offences = NO_OFFENCES
        self.faults: list[Fault] = []

    def take(self, column: Column, cell: str) -> None:
        """One cell. Raises BadInput."""
        if column in NUMBERS:
            self._number(column, cell)
        elif column in OF_EVENTS:
            if self.kind is not RecordKind.EVENT:
                raise BadInput(ONLY_EVENTS)
            self.event.take(column, cell)
        elif column in (Column.GIVEN, Column.FAMILY, Column.NAME_PART):
            self.parts.setdefault(column, []).append(cell)
        elif column is Column.NAME:
            self.whole += _names_of(cell)
        elif column is Column.ALIAS:
            self.aliases += [part for part in re.split(r"\s*[;,\n|/]\s*", cell) if part]
        elif column in (Column.BIRTH_PLACE, Column.ADDRESS):
            kind = PlaceKind.BIRTH if column is Column.BIRTH_PLACE else PlaceKind.ADDRESS
            self.places.append(Place(kind, cell))
        elif column is Column.KEY:
            self.key = cell
        elif column is Column.OFFENCE:
            self._about(cell)
        elif column is Column.GROUND:
            self.ground = cell
        elif column is Column.NOTE:
            self.notes.append(cell)
        else:
            self._stated(column, cell)

    def _number(self, column: Column, cell: str) -> None:
        value = cell.lstrip("'")
        if column not in (Column.EMAIL, Column.HANDLE) and not any(c.isdigit() for c in value):
            raise BadInput(NO_NUMBER, value=cell[:40])
        self.numbers += each_number(Identifier(NUMBERS[column], value))

    def _about(self, cell: str) -> None:
        """Kinds of offences and forms of exploitation; a form says trafficking with it."""
        kinds, forms = list(self.offences.kinds), list(self.offences.forms)
        for part in re.split(r"\s*[;,/\n]\s*", cell):
            kind, form = OFFENCES.get(folded(part)), FORMS.get(folded(part))
            if kind is None and form is None:
                raise BadInput(NO_OFFENCE, value=part[:40])
            kinds += [kind] if kind else [OffenceKind.TRAFFICKING]
            forms += [form] if form else []
        self.offences = Offences.of_json(stated_offences(kinds, forms))

    def _stated(self, column: Column, cell: str) -> None:
        if column is Column.BIRTH:
            found = read_date(day_of(cell), DateKind.BIRTH, field="birth_date")
            self.dates += [found] if found else []
        elif column is Column.NATIONALITY and self.kind is RecordKind.EVENT:
            self.event.facts[FactKind.NATIONALITIES] = cell
        elif column is Column.NATIONALITY:
            for part in re.split(r"\s*[;,/\n]\s*", cell):
                code = country_code(part)
                if code is None:
                    raise BadInput(NO_COUNTRY, value=part[:40])
                self.nationalities.append(code)
        elif column is Column.SEX:
            self.sex = SEXES.get(folded(cell))
            if self.sex is None:
                raise BadInput(NO_SEX, value=cell[:40])
        else:
            self.category = CATEGORIES.get(folded(cell))
            if self.category is None:
                raise BadInput(NO_CATEGORY, value=cell[:40])

    def names(self) -> list[Name]:
        """The whole name first, else its parts: given, further, family; another script, then the other names."""
        order = (Column.GIVEN, Column.NAME_PART, Column.FAMILY)
        parts = " ".join(part for column in order for part in self.parts.get(column, []))
        if self.whole and self.parts.keys() == {Column.NAME_PART}:
            written = [" ".join([self.whole[0], parts]), *self.whole[1:]]
        else:
            written = [*self.whole, *([parts] if parts else [])]
        found: list[Name] = []
        for text in dict.fromkeys(written):
            other = found and is_arabic(text) != is_arabic(found[0].text)
            kind = NameKind.ORIGINAL_SCRIPT if other else NameKind.ALIAS if found else NameKind.MAIN
            found.append(Name(text, kind, ARABIC if is_arabic(text) else None))
        held = {name.text for name in found}
        return found + [
            Name(a, NameKind.ALIAS if found else NameKind.MAIN, ARABIC if is_arabic(a) else None)
            for a in dict.fromkeys(self.aliases)
            if a not in held
        ]


def _names_of(cell: str) -> list[str]:
    """The names of one cell: apart where they are told apart, or in two scripts."""
    found: list[str] = []
    for part in MANY.split(cell):
        both = BOTH_SCRIPTS.match(part)
        if both and all(both.groups()) and is_arabic(both[1]) != is_arabic(both[2]):
            found += [both[1].strip(), both[2].strip()]
        elif part:
            found.append(part)
    return found
