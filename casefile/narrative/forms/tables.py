"""Tables: a row of labels, then a row for each person."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casefile.narrative.forms.fields import Field
from casefile.narrative.forms.labels import NAMING, label_at
from casefile.narrative.forms.numbers import NUMBERS
from casefile.narrative.tokens import words_of

_BAR = r"\|"
_FIGURES = re.compile(r"\d{2}|\d[^\W\d]")
"""No row of labels, which has at most the figure of *Tél. 2*."""
_CUTS = ("\t", _BAR, ";", "[ ]{2,}", ",")
MAX_ROWS, MAX_COLUMNS = 2_000, 20
MAX_LINE = 400  # characters: a row of labels is no longer


@dataclass(frozen=True, slots=True)
class Row:
    """One person's fields, and where the row stands."""

    fields: tuple[Field, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Cell:
    first: int
    last: int


def find_tables(text: str) -> tuple[list[Row], list[tuple[int, int]]]:
    """All rows of all tables, and the places of the rows of labels."""
    rows: list[Row] = []
    heads: list[tuple[int, int]] = []
    lines = list(_lines(text))
    at = 0
    while at < len(lines):
        found = _head(text, *lines[at])
        if found is None:
            at += 1
            continue
        cut, kinds = found
        head = lines[at]
        below = at + 1
        while below < len(lines) and below - at <= MAX_ROWS:
            first, last = lines[below]
            cells = _cells(text, first, last, cut)
            if len(cells) != len(kinds):
                break
            rows.append(Row(_fields(text, cells, kinds), first, last))
            below += 1
        if below > at + 1:
            heads.append(head)
        at = max(below, at + 1)
    return rows, heads


def _lines(text: str) -> Iterator[tuple[int, int]]:
    first = 0
    while first <= len(text):
        last = text.find("\n", first)
        last = len(text) if last < 0 else last
        if text[first:last].strip():
            yield first, last
        first = last + 1


def _head(text: str, first: int, last: int) -> tuple[str, list[str]] | None:
    """How the cells of a row of labels are cut, and their kinds; None when the line is no such row."""
    if last - first > MAX_LINE or any(c in text[first:last] for c in ":=") or _FIGURES.search(text, first, last):
        return None
    for cut in _CUTS:
        cells = _cells(text, first, last, cut)
        if not 2 <= len(cells) <= MAX_COLUMNS:
            continue
        kinds = [_kind(text[c.first : c.last]) for c in cells]
        known = [k for k in kinds if k]
        of_things = len(NUMBERS.keys() & set(known)) >= 2
        if len(known) >= 2 and 2 * len(known) >= len(kinds) and (of_things or NAMING & set(known)):
            return cut, [k or "" for k in kinds]
    return None


def _kind(label: str) -> str | None:
    words = words_of(label)
    if not words:
        return "row" if label.strip() == "#" else None
    if len(words) == 1 and words[0].folded in ("n", "no", "nº"):
        return "row"
    last = len(words) - (len(words) > 1 and words[-1].number)
    for place in range(min(3, last)):
        if (found := label_at(words, place, label)) is not None and found[1] == last:
            return found[0]
    return None


def _cells(text: str, first: int, last: int, cut: str) -> list[_Cell]:
    found, at = [], first
    for match in re.finditer(cut, text[first:last]):
        found.append(_trimmed(text, at, first + match.start()))
        at = first + match.end()
    found.append(_trimmed(text, at, last))
    if cut == _BAR:
        found = [c for i, c in enumerate(found) if c.last > c.first or 0 < i < len(found) - 1]
    return found


def _trimmed(text: str, first: int, last: int) -> _Cell:
    while first < last and text[first] in " \t|":
        first += 1
    while last > first and text[last - 1] in " \t|\r":
        last -= 1
    return _Cell(first, last)


def _fields(text: str, cells: Sequence[_Cell], kinds: Sequence[str]) -> tuple[Field, ...]:
    return tuple(
        Field(kind, cell.first, cell.first, cell.last) for kind, cell in zip(kinds, cells, strict=True) if kind
    )
