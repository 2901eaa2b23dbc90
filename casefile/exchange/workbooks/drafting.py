"""The rows of a table by a plan: each a draft of a record or a watch, or what is wrong with it. The same each time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from casefile.errors import N_
from casefile.exchange.workbooks.columns import Column
from casefile.exchange.workbooks.plan import Plan, Said, SheetPlan
from casefile.exchange.workbooks.reading import Sheet
from casefile.exchange.workbooks.rows import Fault, Row, read_row
from casefile.records import RecordDraft
from casefile.subjects.facts import WATCHED
from casefile.vocabulary import RecordKind, SubjectCategory
from casefile.watches import DEFAULT_LIST, WatchDraft

OWN = "own:"
"""Before the unit's own number, in the id at the source: nobody else's list has such ids."""
NO_EVENT = N_("There is no place with a day in this row, and no word of what happened: it could not be found.")
NOTHING = N_("There is nothing in this row by which it could be found: no name, no number.")


@dataclass(frozen=True, slots=True)
class TableRowRead:
    """A row with its place: `line` counts from 1 as people do; `ref` tells it from all others of the unit."""

    position: int
    sheet: int
    line: int
    ref: str
    row: Row


def rows_of(import_id: str, sheets: Sequence[Sheet], plan: Plan) -> Iterator[TableRowRead]:
    """Every row that holds something, in the order of the file."""
    position = 0
    for at, (sheet, said) in enumerate(zip(sheets, plan.sheets, strict=True)):
        if not said.used:
            continue
        for line, cells in enumerate(sheet.rows[said.header + 1 :], start=said.header + 2):
            if not any(cells) or cells == (sheet.rows[said.header] if said.header >= 0 else None):
                continue
            row = _read(cells, said)
            ref = f"{OWN}{row.key}"[:190] if row.key else f"table:{import_id}:{position}"
            yield TableRowRead(position, at, line, ref, row)
            position += 1


def _read(cells: Sequence[str], said: SheetPlan) -> Row:
    row = read_row(cells, said.columns, said.kind)
    identity = row.identity
    said_of = (identity.names, identity.identifiers, identity.dates)
    if said.kind is RecordKind.EVENT and not row.faults and not (identity.places and identity.dates or identity.names):
        return replace(row, faults=(Fault(_first(said), NO_EVENT),))
    if not row.faults and not any(said_of):
        return replace(row, faults=(Fault(_first(said), NOTHING),))
    return row


def _first(said: SheetPlan) -> int:
    return next((at for at, column in enumerate(said.columns) if column is not Column.LEAVE), 0)


def record_draft(read: TableRowRead, ref: str, said: Said) -> RecordDraft:
    """The row as a record of the case."""
    rules, ground = said.rules(), read.row.ground or said.ground
    if read.row.identity.kind in (RecordKind.PERSON, RecordKind.ORGANISATION):
        rules = replace(rules, subject_category=read.row.category or said.category)
    else:
        rules, ground = replace(rules, subject_category=SubjectCategory.NONE), ""
    return RecordDraft(
        identity=read.row.identity, case_id=said.case_id, rules=rules, origin_ref=ref, suspicion_note=ground,
        offences=read.row.offences,
    )  # fmt: skip


def watch_draft(read: TableRowRead, ref: str, said: Said) -> WatchDraft:
    """The row as a watched subject; of an event without what a watch does not ask for."""
    identity = read.row.identity
    asked = WATCHED.get(identity.kind, ())
    return WatchDraft(
        identity=replace(identity, facts=tuple(fact for fact in identity.facts if fact.kind in asked)),
        ground=read.row.ground or said.ground,
        watchlist=said.watchlist or DEFAULT_LIST,
        case_id=said.case_id or None,
        rules=replace(said.rules(), subject_category=read.row.category or said.category),
        origin_ref=ref,
    )
