"""What a worker takes in hand of a list: which lines are asked as which searches, and what they were answered.

Two transactions a part. The first notes each line as a search, before it is asked: a look that fails half-way was
still a look. The second has the answers. A worker that was thought dead writes nothing more when another has gone on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, func, or_, select, update
from sqlalchemy.orm import Session

from casefile import audit, sealing
from casefile.batches.keeping import GONE, unlocked
from casefile.batches.reading import Line, as_form
from casefile.budgets.series import ListSeries
from casefile.errors import CasefileError, NotThere
from casefile.people import viewers
from casefile.policy.viewer import Viewer
from casefile.searches.own_knowledge import marks_of
from casefile.storage import tables
from casefile.storage.bulk_insert import insert_rows
from casefile.storage.in_list import among
from casefile.storage.store import Store
from casefile.storage.tables import BatchCheck, BatchLine, Lookup, new_id, new_ids
from casefile.vocabulary import LineAnswer

LEASE = timedelta(seconds=60)
"""So long a worker may be silent before another one goes on: a part takes a second or two."""
AGAIN = timedelta(minutes=1)
"""What could not be checked is tried again then, `MOST_TRIES` times in all; after that its unit says when."""
MOST_TRIES = 5
PART = 100
"""Lines in a part: its two transactions take some ten milliseconds each, and a killed worker asks so many twice."""
OPEN = (LineAnswer.WAITING.value, LineAnswer.UNCHECKED.value)
STRANGER = "Who gave this list may no longer sign in. Give it again."
ELSEWHERE = "Another worker has gone on with this list."


@dataclass(frozen=True, slots=True)
class Job:
    """A list in the hands of one worker."""

    id: str
    claim: str
    viewer: Viewer
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Open:
    """A line that has no answer yet, and the search it is asked as."""

    position: int
    lookup_id: str
    form: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answered:
    """What is noted of a line. Of one that could not be checked, `problem` says why it is not tried again."""

    position: int
    lookup_id: str
    answer: LineAnswer
    found: int = 0
    records: tuple[str, ...] = ()
    problem: CasefileError | None = None


def claimed(store: Store, only: str = "") -> Job | None:
    """The next list that nobody has in hand, now in the hands of this worker; `only` that one."""
    moment = tables.now()
    with store.writing() as session:
        wanted = select(BatchCheck).where(
            BatchCheck.ordered_at.is_not(None), BatchCheck.finished_at.is_(None),
            or_(BatchCheck.claimed_until.is_(None), BatchCheck.claimed_until < moment),
            *([BatchCheck.id == only] if only else []),
        )  # fmt: skip
        row = session.scalar(
            wanted.order_by(BatchCheck.ordered_at, BatchCheck.id).limit(1).with_for_update(skip_locked=True)
        )
        if row is None:
            return None
        row.claim, row.claimed_until = new_id(), moment + LEASE
        viewer = viewers.viewer_of(session, row.officer_id)
        try:
            if viewer is None or viewer.unit_id != row.unit_id:
                raise NotThere(STRANGER)
            return Job(row.id, row.claim, viewer, unlocked(session, row))
        except NotThere as error:
            _end_unchecked(session, row, error)
            return None


def _end_unchecked(session: Session, row: BatchCheck, error: CasefileError) -> None:
    left = (BatchLine.check_id == row.id, BatchLine.answer.in_(OPEN))
    session.execute(
        update(BatchLine).where(*left).values(
            answer=LineAnswer.UNCHECKED.value, answered_at=tables.now(), problem=_told(error)
        )
    )  # fmt: skip
    row.finished_at, row.claimed_until = tables.now(), None


def next_part(session: Session, job: Job, after: int) -> list[int]:
    """Positions behind `after` that have no answer yet, as many as make a part."""
    wanted = select(BatchLine.position).where(
        BatchLine.check_id == job.id, BatchLine.answer.in_(OPEN), BatchLine.problem.is_(None),
        BatchLine.position > after,
    )  # fmt: skip
    return list(session.scalars(wanted.order_by(BatchLine.position).limit(PART)))


def note_asked(session: Session, job: Job, positions: Sequence[int], series: ListSeries) -> list[Open]:
    """Note lines as searches, each with its line in the trail; what is one more of a series is not asked.

    What a killed worker noted before is the same search.
    """
    _hold(session, job)
    check = session.get_one(BatchCheck, job.id)
    known = dict(
        session.execute(
            select(BatchLine.position, BatchLine.lookup_id).where(
                BatchLine.check_id == job.id, BatchLine.position.in_(positions), BatchLine.lookup_id.is_not(None)
            )
        ).all()
    )  # fmt: skip
    found = [Open(at, known.get(at) or "", as_form(job.lines[at])) for at in positions]
    fresh = [one for one in found if not one.lookup_id]
    named = {one.position: id for one, id in zip(fresh, new_ids(len(fresh)), strict=True)}
    asked = [Open(one.position, one.lookup_id or named[one.position], one.form) for one in found]
    kept: list[Open] = []
    for one in asked:
        if one.position in named and (refusal := series.stops(session, job.viewer, one.form, one.lookup_id)):
            note_answers(session, job, [Answered(one.position, "", LineAnswer.UNCHECKED, problem=refusal)])
        else:
            kept.append(one)
    _keep_searches(session, job, check, [one for one in kept if one.position in named])
    return kept


def _keep_searches(session: Session, job: Job, check: BatchCheck, lines: Sequence[Open]) -> None:
    rows: list[dict[str, object]] = []
    entries: list[audit.Entry] = []
    for one in lines:
        sealed, asked = sealing.seal_for_auditors(session, check.unit_id, one.form), sealing.asked_for(one.form)
        rows.append({
            "id": one.lookup_id, "officer_id": check.officer_id, "unit_id": check.unit_id, "made_at": tables.now(),
            "reason": check.reason, "case_ref": check.case_ref, "purpose": check.purpose, "form": None, "asked": asked,
            "kept": sealing.keep(session, check.unit_id, one.lookup_id, one.form), "sealed": sealed.box,
            "auditor_key_id": sealed.key_id, "found": None,
        })  # fmt: skip
        entries.append(
            audit.Entry(
                audit.Action.SEARCH, "lookup", one.lookup_id, check.reason, check.case_ref, check.purpose,
                {"asked": asked, "list": check.id},
            )
        )  # fmt: skip
    insert_rows(session, Lookup, rows)
    marked = [(one, *marks_of(session, check.unit_id, one.form)) for one in lines]
    _change(session, check.id, [
        {"at": one.position, "lookup_id": one.lookup_id, "mark": mark, "mark_latin": latin}
        for one, mark, latin in marked
    ])  # fmt: skip
    audit.write_many(session, job.viewer, entries)


def note_answers(session: Session, job: Job, answers: Sequence[Answered]) -> None:
    """Note what lines were answered, and one line of the trail that says how many of each."""
    _hold(session, job)
    moment = tables.now()
    _change(session, job.id, [
        {
            "at": one.position, "answer": one.answer.value, "found": one.found, "records": list(one.records),
            "answered_at": moment, "problem": _told(one.problem) if one.problem else None,
        }
        for one in answers
    ])  # fmt: skip
    told = {
        one.lookup_id: one.found for one in answers if one.lookup_id and one.answer is not LineAnswer.UNCHECKED
    }  # fmt: skip
    if told:
        for found in sorted(set(told.values())):
            ids = [lookup_id for lookup_id, many in told.items() if many == found]
            session.connection().execute(update(Lookup).where(among(Lookup.id, ids)).values(found=found))
        audit.write(session, job.viewer, audit.Action.SEARCH, "batch_check", job.id, detail={"found": dict(told)})


def _change(session: Session, check_id: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Change lines, `at` each its position: one statement for all of them."""
    if rows:
        changed: dict[str, Any] = {name: bindparam(f"new_{name}") for name in rows[0] if name != "at"}
        statement = update(BatchLine).where(
            BatchLine.check_id == check_id, BatchLine.position == bindparam("new_at")
        ).values(**changed)  # fmt: skip
        session.connection().execute(statement, [{f"new_{name}": value for name, value in row.items()} for row in rows])


def finish(session: Session, job: Job) -> None:
    """All lines were gone through: what could not be checked is tried again, some times."""
    _hold(session, job)
    row = session.get_one(BatchCheck, job.id)
    left = select(func.count()).select_from(BatchLine).where(
        BatchLine.check_id == job.id, BatchLine.answer.in_(OPEN), BatchLine.problem.is_(None)
    )  # fmt: skip
    row.tries += 1
    if session.scalar(left) and row.tries < MOST_TRIES:
        row.claimed_until = tables.now() + AGAIN
    else:
        row.finished_at, row.claimed_until = tables.now(), None


def let_go(session: Session, job: Job) -> None:
    """The worker has other chores; any worker may go on at once."""
    session.execute(
        update(BatchCheck).where(BatchCheck.id == job.id, BatchCheck.claim == job.claim).values(claimed_until=None)
    )


def _hold(session: Session, job: Job) -> None:
    """Raises NotThere unless it is still in this worker's hands."""
    held = session.connection().execute(
        update(BatchCheck)
        .where(BatchCheck.id == job.id, BatchCheck.claim == job.claim, BatchCheck.finished_at.is_(None))
        .values(claimed_until=tables.now() + LEASE)
    )
    if held.rowcount != 1:
        raise NotThere(ELSEWHERE)


def _told(error: CasefileError) -> dict[str, object]:
    return {"message": error.message, "values": error.kept_values}


__all__ = ["GONE", "Answered", "Job", "Open", "claimed", "finish", "let_go", "next_part", "note_answers", "note_asked"]
