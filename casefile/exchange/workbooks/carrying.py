"""Carries out what officers ordered: tables brought in, and taken back. By any worker, any number of times.

Each part is one transaction with its rows in `table_row` and how far the run is; a worker holds an import for a lease
and renews it with each part, so that one that was thought dead writes nothing more when another has gone on.
"""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from casefile.errors import BadInput, CasefileError, NotThere
from casefile.exchange.incoming import ImportReport
from casefile.exchange.runs import Run, StoredOrder, end_quietly
from casefile.exchange.workbooks.drafting import OWN, TableRowRead, record_draft, rows_of, watch_draft
from casefile.exchange.workbooks.keeping import TAKEN_BACK, stored_sheets, touch
from casefile.exchange.workbooks.plan import Plan
from casefile.exchange.workbooks.taking_back import Undo, standing, take_back, worth_keeping
from casefile.people import units, viewers
from casefile.policy.viewer import Viewer
from casefile.records import Entered, enter_many
from casefile.records.sources import came_with
from casefile.storage import tables
from casefile.storage.bulk_insert import insert_rows
from casefile.storage.store import Store
from casefile.storage.tables import TableImport, TableRow, Unit, new_id
from casefile.watches import Watched, watch_many

LEASE = timedelta(seconds=60)
"""So long a worker may be silent before another one goes on: a part takes well under a second."""
AGAIN = timedelta(minutes=10)
"""What was stopped (a day's budget is spent, the case was closed) is tried again then."""
TURN_S = 15.0
"""A worker has other chores, which wait so long at most."""
GONE = "Another worker has gone on with this import."
log = logging.getLogger("griot.tables")


@dataclass(frozen=True, slots=True)
class _Job:
    id: str
    claim: str
    viewer: Viewer
    plan: Plan
    undo_reason: str


class _TurnOver(Exception):
    """The worker has other chores as well; what is in is in."""


def carry_due(store: Store, *, turn_s: float = TURN_S) -> int:
    """Carry out what waits for it, for one turn. Returns how many imports were taken in hand."""
    done, until = 0, time.monotonic() + turn_s

    def turn() -> None:
        if time.monotonic() >= until:
            raise _TurnOver

    while (job := _claimed(store)) is not None:
        done += 1
        try:
            _carry_out(store, job, turn)
        except _TurnOver:
            with store.writing() as session:
                touch(session, job.id, claimed_until=None)
            break
        except CasefileError as error:
            log.warning("table.stopped %s %s", job.id, error)
            _let_go(store, job, error)
    return done


def _claimed(store: Store) -> _Job | None:
    """The next import that nobody has in hand, now in the hands of this worker."""
    moment = tables.now()
    free = or_(TableImport.claimed_until.is_(None), TableImport.claimed_until < moment)
    comes = TableImport.ordered_at.is_not(None) & TableImport.finished_at.is_(None) & TableImport.undo_at.is_(None)
    goes = TableImport.undo_at.is_not(None) & TableImport.undone_at.is_(None)
    with store.writing() as session:
        wanted = select(TableImport).where(or_(comes, goes), free).order_by(TableImport.ordered_at, TableImport.id)
        row = session.scalar(wanted.limit(1).with_for_update(skip_locked=True))
        if row is None:
            return None
        row.claim, row.claimed_until, row.stopped = new_id(), moment + LEASE, None
        viewer = _viewer_of(session, row)
        if viewer is None:
            row.claimed_until = moment + AGAIN
            row.stopped = {"message": STRANGER, "values": {}}
            return None
        return _Job(row.id, row.claim, viewer, Plan.from_json(row.plan), row.undo_reason if row.undo_at else "")


def _let_go(store: Store, job: _Job, error: CasefileError) -> None:
    """Note why it stopped, unless another worker has it; what is to be taken back meanwhile waits for nothing."""
    with store.writing() as session:
        row = session.scalar(select(TableImport).where(TableImport.id == job.id, TableImport.claim == job.claim))
        if row is None:
            return
        if row.undo_at is not None and not job.undo_reason:
            row.claimed_until = None
        else:
            row.stopped = {"message": error.message, "values": error.kept_values}
            row.claimed_until = tables.now() + AGAIN


STRANGER = "Who sent this table may no longer sign in. Send it again."


def _viewer_of(session: Session, row: TableImport) -> Viewer | None:
    """In whose name it is carried out, with the rights of now; None where the officer is shut out or has moved."""
    if row.officer_id is None:
        return units.system_viewer(session, session.scalars(select(Unit.code).where(Unit.id == row.unit_id)).one())
    viewer = viewers.viewer_of(session, row.officer_id)
    return viewer if viewer is not None and viewer.unit_id == row.unit_id else None


def _carry_out(store: Store, job: _Job, turn: Callable[[], None]) -> None:
    if job.undo_reason:
        _take_back(store, job, turn)
        return
    with store.reading() as session:
        rows = list(rows_of(job.id, stored_sheets(session, job.id), job.plan))
    report = ImportReport(read=len(rows))
    run = Run.begun(store, job.viewer, StoredOrder("table", job.id), report, len(rows))

    def write(session: Session, counted: ImportReport, at: int, until: int) -> None:
        _hold(session, job)
        _write(session, job, rows[at:until], counted)

    report = run.write("entries", len(rows), report, write, lambda _done: turn())
    run.finish(report, lambda session: touch(session, job.id, finished_at=tables.now(), claimed_until=None))


def _hold(session: Session, job: _Job, *, undo: bool = False) -> None:
    """Raises Conflict unless it is still in this worker's hands, and nobody asked to take it back meanwhile."""
    asked = TableImport.undo_at.is_not(None) if undo else TableImport.undo_at.is_(None)
    held = session.connection().execute(
        update(TableImport)
        .where(TableImport.id == job.id, TableImport.claim == job.claim, asked)
        .values(claimed_until=tables.now() + LEASE)
    )
    if held.rowcount != 1:
        raise NotThere(GONE)


def _write(session: Session, job: _Job, batch: Sequence[TableRowRead], counted: ImportReport) -> None:
    sound = [read for read in batch if not read.row.faults]
    problems = {read.position: [_problem(f.message, f.values, f.column) for f in read.row.faults] for read in batch}
    refs = _refs(session, job, sound)

    def reject(place: int, error: BadInput) -> None:
        problems[sound[place].position].append(_problem(error.message, error.kept_values))

    said = job.plan.said
    own = [ref for ref in refs.values() if ref.startswith(OWN)]
    before = standing(session, job.viewer, own, as_watches=said.as_watches) if own else {}
    done: list[Entered | Watched] = []
    since = tables.now()
    if said.as_watches:
        drafts = [watch_draft(read, refs[read.position], said) for read in sound]
        done += watch_many(session, job.viewer, drafts, reject)
        ids = [one.watch_id for one in done if isinstance(one, Watched)]
    else:
        done += enter_many(
            session, job.viewer, [record_draft(read, refs[read.position], said) for read in sound], reject
        )
        ids = [one.record_id for one in done if isinstance(one, Entered)]
    became: dict[int, tuple[Entered | Watched, str]] = {}
    for at, one in enumerate(done):
        became[sound[at].position] = (one, ids[at])
    was = worth_keeping(session, before, {subject: one.outcome for one, subject in became.values()})
    brought = came_with.came(session, [s for one, s in became.values() if one.outcome == "updated" and s in was], since)
    kept = {id: {**before[id], "signs": came_with.as_json(brought.get(id, {}))} for id in was}
    rows: list[dict[str, object]] = []
    for read in batch:
        known = became.get(read.position)
        subject = known[1] if known else ""
        outcome = known[0].outcome if known else "rejected"
        setattr(counted, outcome, getattr(counted, outcome) + 1)
        if known is not None and known[0].kept:
            counted.kept += 1
        rows.append({
            "import_id": job.id, "position": read.position, "sheet": read.sheet, "line": read.line,
            "ref": refs.get(read.position, read.ref), "outcome": outcome, "subject_id": subject or None,
            "version": known[0].version if subject and known else None, "problems": problems[read.position],
            "before": kept.get(subject), "at": tables.now(),
        })  # fmt: skip
    insert_rows(session, TableRow, rows)


def _problem(message: str, values: dict[str, int | str], column: int = -1) -> dict[str, object]:
    return {"message": message, "values": values, "column": column}


def _refs(session: Session, job: _Job, batch: Sequence[TableRowRead]) -> dict[int, str]:
    """The id at the source of each row. The unit's own number that an undone import had brought is a new one: what was
    withdrawn stays withdrawn, and is not what a later table means."""
    own = {read.ref for read in batch if read.ref.startswith(OWN)}
    undone: dict[str, int] = {}
    if own:
        gone = (
            select(TableRow.ref, func.count())
            .join(TableImport, TableImport.id == TableRow.import_id)
            .where(TableImport.unit_id == job.viewer.unit_id, TableRow.outcome == TAKEN_BACK)
            .group_by(TableRow.ref)
        )
        for ref, many in session.execute(gone):
            base = ref.partition("~")[0]
            if base in own:
                undone[base] = undone.get(base, 0) + many
    return {read.position: f"{read.ref}~{undone[read.ref]}" if read.ref in undone else read.ref for read in batch}


def _take_back(store: Store, job: _Job, turn: Callable[[], None]) -> None:
    with store.writing() as session:
        _hold(session, job, undo=True)
        end_quietly(session, job.viewer, StoredOrder("table", job.id), job.undo_reason)
    undo = Undo(job.id, job.viewer, job.plan.said.as_watches, job.undo_reason)
    take_back(store, undo, lambda session: _hold(session, job, undo=True), turn)
