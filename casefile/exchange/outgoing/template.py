"""A template: the columns that another system's form or importer wants, each with what of Griot's goes into it.

A small table (CSV, XLSX, ODS) that an office writes itself, for nobody has published those of goCASE, WAPIS or a
unit's own i2 specification: `of`, `heading`, `field`, `format`, `words`, a line for each column, in their order. The
two that come with Griot are such tables as well (`layouts/`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from casefile.errors import BadInput, NotThere
from casefile.exchange.incoming import unreadable
from casefile.exchange.outgoing.fields import (
    CLOSED,
    DATES,
    OF_ENTITIES,
    OF_LINKS,
    OF_RECORDS,
    Column,
    is_date_format,
)
from casefile.exchange.workbooks.reading import read_table
from casefile.vocabulary import RecordKind

HEADS: Final = ("of", "heading", "field", "format", "words")
ENTITIES, LINKS = "entities", "links"
SHEET, I2 = "sheet", "i2"
NEEDED: Final[Mapping[str, frozenset[str]]] = {
    ENTITIES: frozenset({"id", "label"}), LINKS: frozenset({"from", "to"}),
}  # fmt: skip
"""Without these the two tables do not hold together."""
HANDLED: Final[Mapping[str, tuple[Column, ...]]] = {
    SHEET: (
        Column("griot_record", "record"), Column("griot_handling", "handling"),
        Column("griot_handling_text", "handling_text"),
    ),
    ENTITIES: (Column("griot_handling", "handling"), Column("griot_handling_text", "handling_text")),
    LINKS: (),
}  # fmt: skip
"""Columns of our own behind the form's, where it has none for them: nothing leaves without its handling codes."""
LAYOUTS: Final = Path(__file__).with_name("layouts")
BUILT_IN: Final = ("interpol", I2)
NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}")
MOST_LINES, MOST_LETTERS, MOST_FAULTS = 200, 200, 20


@dataclass(frozen=True, slots=True)
class Template:
    """`tables`: by what they are of (a record kind, or *entities* and *links*), their columns."""

    name: str
    tables: Mapping[str, tuple[Column, ...]]

    @property
    def form(self) -> str:
        """What it makes: SHEET or I2."""
        return I2 if ENTITIES in self.tables else SHEET


def read_template(path: Path) -> Template:
    """A file. Raises BadInput naming each line that is wrong and why."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
    return template_of(path.stem[:40], rows_of_file(content))


def rows_of_file(content: bytes) -> tuple[tuple[str, ...], ...]:
    """The lines of a template's first sheet. Raises BadInput where it is no table."""
    return read_table(content)[0].rows


@cache
def built_in(name: str) -> Template:
    """One that comes with Griot. Raises NotThere."""
    if name not in BUILT_IN:
        raise NotThere("There is no template of this name.")
    return template_of(name, rows_of_file((LAYOUTS / f"{name}.csv").read_bytes()))


def template_of(name: str, rows: Sequence[Sequence[str]]) -> Template:
    """Raises BadInput that names every line at fault (the first twenty), counted as a spreadsheet counts them."""
    heads = [one.strip().lower() for one in rows[0]]
    if unknown := sorted({*HEADS[:3]} - {*heads}):
        raise BadInput("Line 1 lacks the headings %(names)s.", field="template", names=", ".join(unknown))
    faults: list[str] = []
    tables: dict[str, list[Column]] = {}
    for line, row in enumerate(rows[1:], 2):
        said = dict(zip(heads, (*row, *[""] * len(heads)), strict=False))
        of, heading, field, form, words = (said.get(one, "").strip() for one in HEADS)
        if not any((of, heading, field)):
            continue
        column = Column(heading, field, form, _words(words))
        faults += [f"Line {line}: {why}" for why in _faults(of, column, words, tables.get(of, []))]
        tables.setdefault(of, []).append(column)
    faults += _of_the_whole(tables)
    if len(rows) > MOST_LINES:
        faults = [f"It has more than {MOST_LINES} lines."]
    if faults:
        raise BadInput("%(faults)s", field="template", faults=" ".join(faults[:MOST_FAULTS]))
    return Template(name, {of: _with_handling(of, columns) for of, columns in tables.items()})


def _faults(of: str, column: Column, words: str, before: Sequence[Column]) -> list[str]:
    """What is wrong with one line."""
    known = {ENTITIES: OF_ENTITIES, LINKS: OF_LINKS}.get(of, OF_RECORDS)
    faults = []
    if of not in (ENTITIES, LINKS, *RecordKind):
        faults.append(f"“{of}” is neither a kind of record nor “entities” or “links”.")
    if not column.heading or any(one.heading == column.heading for one in before):
        faults.append("the heading is missing." if not column.heading else f"“{column.heading}” stands there twice.")
    if max(len(column.heading), len(column.field)) > MOST_LETTERS:
        faults.append(f"more than {MOST_LETTERS} letters.")
    if column.field.startswith("="):
        return faults + (["a fixed text has no format and no words."] if column.form or words else [])
    if column.field not in known:
        return [*faults, f"there is no field “{column.field}”; see griot template fields."]
    if column.field in DATES and not is_date_format(column.form):
        faults.append(f"“{column.form}” is no way to write a date; say for instance DD/MM/YYYY.")
    if column.field not in DATES and column.form not in ("", "first"):
        faults.append(f"the format “{column.form}” is for dates; here it is “first” or empty.")
    if words and column.words is None:
        faults.append("words are written as ours=theirs|ours=theirs.")
    return faults + _strange_words(column)


def _strange_words(column: Column) -> list[str]:
    if column.field not in CLOSED:
        return []
    values = [one.value for one in CLOSED[column.field]]
    strange = [one for one in column.words or {} if one not in ("", "*", *values)]
    return [f"“{one}” is no value of {column.field}: {', '.join(filter(None, values))}." for one in strange]


def _of_the_whole(tables: Mapping[str, Sequence[Column]]) -> list[str]:
    """A sheet is of one kind of record; for i2 there are two tables that hold together."""
    if not tables:
        return ["It has no columns."]
    if not {ENTITIES, LINKS} & tables.keys():
        return ["It is of more than one kind of record: make a template for each."] if len(tables) > 1 else []
    if {*tables} != {ENTITIES, LINKS}:
        return ["For i2 it has lines of “entities” and of “links”, and no others."]
    return [
        f"Its {of} lack {', '.join(sorted(lacking))}."
        for of, needed in NEEDED.items() if (lacking := needed - {one.field for one in tables[of]})
    ]  # fmt: skip


def _words(text: str) -> dict[str, str] | None:
    """`m=M|f=F`; None where it is not written so."""
    if not text:
        return {}
    pairs = [one.partition("=") for one in text.split("|")]
    if not all(mark for _, mark, _ in pairs):
        return None
    return {ours.strip(): theirs.strip() for ours, _, theirs in pairs}


def _with_handling(of: str, columns: Sequence[Column]) -> tuple[Column, ...]:
    there = {one.field for one in columns}
    return (*columns, *(one for one in HANDLED.get(of, HANDLED[SHEET]) if one.field not in there))
