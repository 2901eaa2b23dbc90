"""A unit's tables: sent, looked at, ordered, taken back. What an officer sees of them is the own unit's alone."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, aliased

from casefile import audit, limits
from casefile.errors import MISSING, BadInput, Conflict, NotThere
from casefile.exchange.workbooks import plan as plans
from casefile.exchange.workbooks.plan import Plan
from casefile.exchange.workbooks.reading import Sheet, read_table
from casefile.policy.handling import demand_for_people
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.viewer import Viewer, require
from casefile.records.cases import open_cases
from casefile.stamp.arriving import refuse_training
from casefile.storage import tables
from casefile.storage.tables import TableFile, TableImport, TableMapping, TableRow, new_id
from casefile.vocabulary import RecordKind

MAKES = {False: Permission.ENTER_RECORD, True: Permission.WATCH_SUBJECT}
"""As watches or not: the right that ordering it, and taking it back, asks for."""
SHOWN = 50
"""So many of a unit's imports are listed, newest first."""
MAX_NAME = 80
TAKEN_BACK = "taken_back"
"""What became of a row whose record or watch an undo withdrew."""
PUT_BACK = "put_back"
"""The same of one that says again what it said before."""
STILL_PROTECTED = "put_back_protected"
"""The same, but that the protection which came with it stays: somebody decided on it since."""
KEPT = "kept"
"""Somebody changed it since: an undo leaves it."""


@dataclass(frozen=True, slots=True)
class TableView:
    """An import as its unit sees it. `outcomes` counts its rows by what became of them."""

    id: str
    file_name: str
    plan: Plan
    sent_at: datetime
    ordered_at: datetime | None
    finished_at: datetime | None
    undo_at: datetime | None
    undone_at: datetime | None
    stopped: dict[str, object] | None
    outcomes: dict[str, int]
    seen_at: datetime | None = None
    """When the same file came in before; None: never."""

    @property
    def done(self) -> int:
        """Rows that were dealt with."""
        return sum(self.outcomes.values())


def receive(session: Session, viewer: Viewer, file_name: str, content: bytes) -> str:
    """Keep a file that can be read, with what it is taken for. Raises BadInput with one sentence."""
    require(viewer, Permission.BRING_TABLE)
    refuse_training(session, content)
    sheets = read_table(content)
    plan = plans.proposed(sheets, [kept for _, kept in mappings(session, viewer)])
    row = TableImport(
        id=new_id(),
        unit_id=viewer.unit_id,
        officer_id=viewer.officer_id or None,
        file_name=file_name.replace("\\", "/").rpartition("/")[2][:200],
        file_hash=hashlib.sha256(content).hexdigest(),
        plan=plan.as_json(),
    )
    session.add(row)
    session.flush()
    session.add(TableFile(import_id=row.id, content=content))
    audit.write(session, viewer, audit.Action.COLLECTION, "import", row.id, detail={"sheets": len(sheets)})
    return row.id


def opened(session: Session, viewer: Viewer, import_id: str) -> TableView:
    """One import. Raises NotThere, as for another unit's."""
    require(viewer, Permission.BRING_TABLE)
    row = _own(session, viewer, import_id)
    before = select(func.max(TableImport.sent_at)).where(
        TableImport.unit_id == viewer.unit_id, TableImport.file_hash == row.file_hash, TableImport.id != row.id,
        TableImport.ordered_at.is_not(None), TableImport.undone_at.is_(None), TableImport.sent_at < row.sent_at,
    )  # fmt: skip
    return _view(row, _outcomes(session, [row.id])[row.id], session.scalar(before))


def imports_of(session: Session, viewer: Viewer) -> list[TableView]:
    """The unit's imports, newest first."""
    require(viewer, Permission.BRING_TABLE)
    newest = select(TableImport).where(TableImport.unit_id == viewer.unit_id)
    rows = session.scalars(newest.order_by(TableImport.sent_at.desc(), TableImport.id).limit(SHOWN)).all()
    counted = _outcomes(session, [row.id for row in rows])
    return [_view(row, counted[row.id]) for row in rows]


def sheets_of(session: Session, viewer: Viewer, import_id: str) -> tuple[Sheet, ...]:
    """What the file holds. Raises NotThere when it is no longer kept."""
    require(viewer, Permission.BRING_TABLE)
    _own(session, viewer, import_id)
    return stored_sheets(session, import_id)


def stored_sheets(session: Session, import_id: str) -> tuple[Sheet, ...]:
    """The same for who carries it out."""
    content = session.scalar(select(TableFile.content).where(TableFile.import_id == import_id))
    if content is None:
        raise NotThere("The file of this import is no longer kept. Send it again.")
    return read_table(content)


def set_plan(session: Session, viewer: Viewer, import_id: str, plan: Plan, *, mapping: str = "") -> None:
    """What its columns are, and what holds for all of it; kept for tables like it under the name `mapping`."""
    require(viewer, Permission.BRING_TABLE)
    row = _own(session, viewer, import_id)
    if row.ordered_at is not None:
        raise Conflict("This table is on its way in already.")
    plans.check(plan, stored_sheets(session, import_id))
    row.plan = plan.as_json()
    if mapping.strip():
        _keep_mapping(session, viewer, mapping.strip(), plan)


def order(session: Session, viewer: Viewer, import_id: str) -> None:
    """Have it brought in, by the worker. Raises BadInput naming what the law wants stated first."""
    require(viewer, Permission.BRING_TABLE)
    row = _own(session, viewer, import_id)
    plan = Plan.from_json(row.plan)
    plans.check(plan, stored_sheets(session, import_id))
    said = plan.said
    require(viewer, MAKES[said.as_watches])
    if said.as_watches:
        Reason.stated(said.ground, "ground")
    found = open_cases(session, viewer, {said.case_id}) if said.case_id else {}
    if said.case_id not in found and (said.case_id or not said.as_watches):
        raise BadInput("Choose one of your unit's open cases.", field="case")
    people = any(s.used and s.kind is RecordKind.PERSON for s in plan.sheets)
    if people and not said.as_watches:
        basis = said.rules()
        stated = basis if basis.legal_basis.strip() else plans.with_basis(basis, found[said.case_id])
        demand_for_people(stated, RecordKind.PERSON, said.ground)
    if row.ordered_at is None:
        row.ordered_at = tables.now()
        audit.write(
            session, viewer, audit.Action.COLLECTION, "import", row.id,
            detail={"as": "watches" if said.as_watches else "records", "case": said.case_id},
        )  # fmt: skip


def ask_undo(session: Session, viewer: Viewer, import_id: str, reason: str) -> None:
    """Have all that it made withdrawn and what it changed put back, by the worker."""
    require(viewer, Permission.BRING_TABLE)
    why = Reason.stated(reason)
    row = _own(session, viewer, import_id)
    require(viewer, MAKES[Plan.from_json(row.plan).said.as_watches])
    if row.ordered_at is None or row.undo_at is not None:
        raise Conflict("There is nothing to take back.")
    _refuse_under_another(session, row)
    row.undo_at, row.undo_reason, row.stopped = tables.now(), why.text, None
    audit.write(session, viewer, audit.Action.ALTERATION, "import", row.id, reason=why.text, detail={"undo": 1})


LATER = ("created", "updated", "unchanged")
"""A later table that says the same leans on what stands, too."""


def _refuse_under_another(session: Session, row: TableImport) -> None:
    """Tables go as they came, the last one first. Raises BadInput naming a later one that speaks of the same."""
    mine, other = aliased(TableRow), aliased(TableRow)
    found = session.execute(
        select(TableImport.file_name, func.count())
        .join(other, other.import_id == TableImport.id)
        .join(mine, mine.subject_id == other.subject_id)
        .where(
            mine.import_id == row.id, mine.outcome.in_(LATER[:2]), other.outcome.in_(LATER), other.at > mine.at,
            TableImport.id != row.id, TableImport.unit_id == row.unit_id, TableImport.undone_at.is_(None),
        )
        .group_by(TableImport.id, TableImport.file_name, TableImport.sent_at)
        .order_by(TableImport.sent_at.desc(), TableImport.id)
    ).first()  # fmt: skip
    if found is not None:
        raise BadInput(
            "A later table, %(file)s, speaks of %(count)s of the same entries. Take that one back first.",
            field="reason", file=found[0], count=found[1],
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Left:
    """What an undo left, because somebody changed it since: `subject_id` is a record or a watch of the unit. Of what is
    `protected` the protection alone was left."""

    line: int
    subject_id: str
    protected: bool = False


def left(session: Session, viewer: Viewer, import_id: str) -> list[Left]:
    """Those of one import, in the order of the file."""
    require(viewer, Permission.BRING_TABLE)
    _own(session, viewer, import_id)
    wanted = select(TableRow.line, TableRow.subject_id, TableRow.outcome).where(
        TableRow.import_id == import_id, TableRow.outcome.in_((KEPT, STILL_PROTECTED))
    )
    rows = session.execute(wanted.order_by(TableRow.position))
    return [Left(line, subject or "", outcome == STILL_PROTECTED) for line, subject, outcome in rows]


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that did not come in: `line` from 1, and each problem's message, values and column (-1: the row's)."""

    sheet: int
    line: int
    problems: tuple[dict[str, Any], ...]


def refused(session: Session, viewer: Viewer, import_id: str) -> list[Refused]:
    """The rows that did not come in, in the order of the file."""
    require(viewer, Permission.BRING_TABLE)
    _own(session, viewer, import_id)
    wanted = select(TableRow).where(TableRow.import_id == import_id, TableRow.outcome == "rejected")
    rows = session.scalars(wanted.order_by(TableRow.position))
    return [Refused(row.sheet, row.line, tuple(row.problems)) for row in rows]


def mappings(session: Session, viewer: Viewer) -> list[tuple[str, Plan]]:
    """The unit's saved mappings, newest first."""
    require(viewer, Permission.BRING_TABLE)
    own = select(TableMapping).where(TableMapping.unit_id == viewer.unit_id).order_by(TableMapping.kept_at.desc())
    return [(row.name, Plan.from_json(row.plan)) for row in session.scalars(own)]


def _keep_mapping(session: Session, viewer: Viewer, name: str, plan: Plan) -> None:
    limits.check_length(name, MAX_NAME, "mapping")
    known = session.scalar(
        select(TableMapping).where(TableMapping.unit_id == viewer.unit_id, TableMapping.name == name)
    )
    if known is None:
        known = TableMapping(unit_id=viewer.unit_id, name=name)
        session.add(known)
    known.plan, known.kept_at = plan.as_json(), tables.now()


def _own(session: Session, viewer: Viewer, import_id: str) -> TableImport:
    row = session.scalar(select(TableImport).where(TableImport.id == import_id, TableImport.unit_id == viewer.unit_id))
    if row is None:
        raise NotThere(MISSING)
    return row


def _outcomes(session: Session, ids: Sequence[str]) -> dict[str, Counter[str]]:
    counted: dict[str, Counter[str]] = {one: Counter() for one in ids}
    rows = session.execute(
        select(TableRow.import_id, TableRow.outcome, func.count())
        .where(TableRow.import_id.in_(ids))
        .group_by(TableRow.import_id, TableRow.outcome)
    )
    for import_id, outcome, many in rows:
        counted[import_id][outcome] = many
    return counted


def _view(row: TableImport, outcomes: dict[str, int], seen_at: datetime | None = None) -> TableView:
    return TableView(
        row.id, row.file_name, Plan.from_json(row.plan), row.sent_at, row.ordered_at, row.finished_at, row.undo_at,
        row.undone_at, row.stopped, dict(outcomes), seen_at,
    )  # fmt: skip


def touch(session: Session, import_id: str, **values: object) -> None:
    """Note how far it is; part of who carries it out."""
    session.execute(update(TableImport).where(TableImport.id == import_id).values(**values))
