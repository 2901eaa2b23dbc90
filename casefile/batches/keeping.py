"""A unit's lists: given, looked at, ordered, their answers shown and ticked. Of the own unit alone.

A line is a search: its budget is spent when the list is ordered, its words are kept as those of a search are.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from casefile import audit, records, sealing
from casefile.batches.reading import Line
from casefile.budgets import same_reason, spend
from casefile.errors import MISSING, Conflict, NotThere
from casefile.people import profiles
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.retention import RESULTS_SHOWN
from casefile.policy.viewer import Viewer, require
from casefile.records import RecordLine
from casefile.storage import tables
from casefile.storage.bulk_insert import insert_rows
from casefile.storage.tables import BatchCheck, BatchLine, new_id, new_ids
from casefile.subjects import cleaning
from casefile.vocabulary import Act, Json, LineAnswer, LineKind, Purpose

SHOWN = 50
"""So many of a unit's lists are named, newest first."""
PAGE = 50
GONE = "Your unit keeps these words no longer. Check the list again."


@dataclass(frozen=True, slots=True)
class CheckView:
    """A list as its unit sees it. `answers` counts its lines; `seen` those that somebody ticked."""

    id: str
    lines: int
    made_at: datetime
    officer: str
    own: bool
    reason: str
    case_ref: str
    purpose: str
    ordered_at: datetime | None
    finished_at: datetime | None
    answers: Mapping[LineAnswer, int]
    seen: int = 0

    @property
    def waiting(self) -> int:
        return self.answers.get(LineAnswer.WAITING, 0)


@dataclass(frozen=True, slots=True)
class LineView:
    """A line with what became of it. `problem`: message and values, where it is not asked at all."""

    position: int
    kind: LineKind
    text: str
    answer: LineAnswer
    found: int
    records: tuple[str, ...]
    answered_at: datetime | None
    problem: Mapping[str, object] | None
    lookup_id: str | None
    seen_by: str
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class Taken:
    """A result as it leaves. `reference` names the line of the trail: a file that turns up leads to who took it."""

    view: CheckView
    lines: list[LineView]
    known: Mapping[str, RecordLine]
    """The records of its lines that their reader may read now, by id."""
    reason: str
    reference: str
    at: datetime


def receive(session: Session, viewer: Viewer, lines: Sequence[Line]) -> str:
    """Keep a list, to be looked at before it is checked. Nothing is asked yet."""
    require(viewer, Permission.SEARCH)
    check_id = new_id()
    session.add(
        BatchCheck(
            id=check_id, unit_id=viewer.unit_id, officer_id=viewer.officer_id, lines=len(lines),
            kept=_locked(session, viewer.unit_id, check_id, lines),
        )
    )  # fmt: skip
    audit.write(session, viewer, audit.Action.COLLECTION, "batch_check", check_id, detail={"lines": len(lines)})
    return check_id


def checks_of(session: Session, viewer: Viewer) -> list[CheckView]:
    """The unit's lists whose results are still shown, newest first; of those that nobody ordered the own."""
    require(viewer, Permission.SEARCH)
    rows = session.scalars(
        select(BatchCheck)
        .where(
            BatchCheck.unit_id == viewer.unit_id, BatchCheck.made_at > tables.now() - RESULTS_SHOWN,
            BatchCheck.ordered_at.is_not(None) | (BatchCheck.officer_id == viewer.officer_id),
        )
        .order_by(BatchCheck.made_at.desc(), BatchCheck.id)
        .limit(SHOWN)
    ).all()  # fmt: skip
    return _views(session, viewer, rows)


def opened(session: Session, viewer: Viewer, check_id: str) -> CheckView:
    """One list. Raises NotThere, as for another unit's, for a colleague's that is not ordered, for one too old."""
    require(viewer, Permission.SEARCH)
    return _views(session, viewer, [_own(session, viewer, check_id)])[0]


def lines_of(session: Session, viewer: Viewer, check_id: str) -> list[Line]:
    """Its lines. Raises NotThere where the unit keeps them no longer."""
    require(viewer, Permission.SEARCH)
    return unlocked(session, _own(session, viewer, check_id))


def set_kinds(session: Session, viewer: Viewer, check_id: str, kinds: Mapping[int, LineKind]) -> None:
    """What lines are taken for, by position."""
    require(viewer, Permission.SEARCH)
    row = _not_ordered(session, viewer, check_id)
    lines = [(kinds.get(at, kind), text) for at, (kind, text) in enumerate(unlocked(session, row))]
    row.kept = _locked(session, row.unit_id, row.id, lines)


def order(
    session: Session,
    viewer: Viewer,
    check_id: str,
    reason: str,
    case_ref: str = "",
    purpose: Purpose = Purpose.SUPPORT_INVESTIGATION,
) -> None:
    """Have it checked, by the worker, for one reason. Raises OverBudget where its lines are too many for today."""
    require(viewer, Permission.SEARCH)
    row = _not_ordered(session, viewer, check_id)
    why, case_ref = Reason.stated(reason), cleaning.check_case_ref(case_ref)
    same_reason.check_list_reason(session, viewer, why, check_id)
    spend.spend(session, viewer, Act.CHECK, new_ids(row.lines))
    row.reason, row.case_ref, row.purpose, row.ordered_at = why.text, case_ref, purpose.value, tables.now()
    made: list[dict[str, object]] = [
        {
            "check_id": check_id, "position": at, "lookup_id": None, "mark": "", "mark_latin": "",
            "answer": LineAnswer.WAITING.value, "found": 0, "records": [], "problem": None, "answered_at": None,
            "seen_by": None, "seen_at": None, "made_at": row.ordered_at,
        }
        for at in range(row.lines)
    ]  # fmt: skip
    session.flush()
    insert_rows(session, BatchLine, made)
    audit.write(
        session, viewer, audit.Action.SEARCH, "batch_check", check_id, reason=why.text, case_ref=case_ref,
        purpose=purpose.value, detail={"lines": row.lines},
    )  # fmt: skip


def check_again(session: Session, viewer: Viewer, check_id: str) -> None:
    """Have what could not be checked tried again; nothing that was answered is asked twice."""
    require(viewer, Permission.SEARCH)
    row = _own(session, viewer, check_id)
    if row.finished_at is None:
        raise Conflict("This list is being checked already.")
    row.finished_at, row.tries, row.claimed_until = None, 0, None
    audit.write(session, viewer, audit.Action.SEARCH, "batch_check", check_id, detail={"again": True})


def results(
    session: Session, viewer: Viewer, check_id: str, answer: LineAnswer | None = None, *, first: int = 0,
    limit: int | None = PAGE,
) -> tuple[list[LineView], int]:  # fmt: skip
    """Lines in the order of the list, those of one answer or all, and how many there are."""
    require(viewer, Permission.SEARCH)
    row = _own(session, viewer, check_id)
    lines = unlocked(session, row)
    wanted = [BatchLine.check_id == check_id, *([BatchLine.answer == answer.value] if answer else [])]
    total = session.scalar(select(func.count()).select_from(BatchLine).where(*wanted)) or 0
    chosen = select(BatchLine).where(*wanted).order_by(BatchLine.position).offset(first).limit(limit)
    found = session.scalars(chosen).all()
    names = profiles.names_of(session, viewer, sorted({one.seen_by for one in found if one.seen_by}))
    return [_line(one, lines[one.position], names) for one in found], total


def note_shown(session: Session, viewer: Viewer, check_id: str, lines: int, shown: Sequence[str]) -> None:
    """Write into the trail which records an officer was shown with a page of the result."""
    require(viewer, Permission.SEARCH)
    _own(session, viewer, check_id)
    detail: dict[str, Json] = {"lines": lines, "shown": list(shown)}
    audit.write(session, viewer, audit.Action.SEARCH, "batch_check", check_id, detail=detail)


def tick(session: Session, viewer: Viewer, check_id: str, page: Iterable[int], seen: Iterable[int]) -> None:
    """Of the lines of a page those are seen; who ticked first stays named."""
    require(viewer, Permission.SEARCH)
    _own(session, viewer, check_id)
    seen, page = set(seen), set(page)
    of = (BatchLine.check_id == check_id,)
    ticked = update(BatchLine).where(*of, BatchLine.position.in_(seen & page), BatchLine.seen_by.is_(None))
    session.execute(ticked.values(seen_by=viewer.officer_id, seen_at=tables.now()))
    cleared = update(BatchLine).where(*of, BatchLine.position.in_(page - seen))
    session.execute(cleared.values(seen_by=None, seen_at=None))
    audit.write(session, viewer, audit.Action.ALTERATION, "batch_check", check_id, detail={"seen": len(seen & page)})


def take_out(session: Session, viewer: Viewer, check_id: str, reason: str) -> Taken:
    """All of the result, for a file."""
    require(viewer, Permission.SEARCH)
    why = Reason.stated(reason)
    view = opened(session, viewer, check_id)
    lines, total = results(session, viewer, check_id, limit=None)
    known = records.lines(session, viewer, [id for line in lines for id in line.records])
    reference = new_id()
    audit.write(
        session, viewer, audit.Action.EXPORT, "batch_check", check_id, reason=why.text,
        detail={"lines": total, "reference": reference, "shown": list(known)},
    )  # fmt: skip
    return Taken(view, lines, known, why.text, reference, tables.now())


# ---- inside -----------------------------------------------------------------------------------------------------


def unlocked(session: Session, row: BatchCheck) -> list[Line]:
    """The lines of a list, for its unit and for who carries it out."""
    held = sealing.kept(session, row.unit_id, row.id, row.kept, None)
    if held is None:
        raise NotThere(GONE)
    lines: list[list[str]] = held["lines"]  # type: ignore[assignment]
    return [(LineKind(kind), text) for kind, text in lines]


def _locked(session: Session, unit_id: str, check_id: str, lines: Sequence[Line]) -> bytes:
    return sealing.keep(session, unit_id, check_id, {"lines": [[kind.value, text] for kind, text in lines]})


def _own(session: Session, viewer: Viewer, check_id: str) -> BatchCheck:
    row = session.scalar(
        select(BatchCheck).where(
            BatchCheck.id == check_id, BatchCheck.unit_id == viewer.unit_id,
            BatchCheck.made_at > tables.now() - RESULTS_SHOWN,
            BatchCheck.ordered_at.is_not(None) | (BatchCheck.officer_id == viewer.officer_id),
        )
    )  # fmt: skip
    if row is None:
        raise NotThere(MISSING)
    return row


def _not_ordered(session: Session, viewer: Viewer, check_id: str) -> BatchCheck:
    row = _own(session, viewer, check_id)
    if row.ordered_at is not None:
        raise Conflict("This list is being checked already.")
    return row


def _views(session: Session, viewer: Viewer, rows: Sequence[BatchCheck]) -> list[CheckView]:
    counted: dict[str, Counter[LineAnswer]] = {row.id: Counter() for row in rows}
    seen: Counter[str] = Counter()
    figures = (
        select(BatchLine.check_id, BatchLine.answer, func.count(), func.count(BatchLine.seen_by))
        .where(BatchLine.check_id.in_(list(counted)))
        .group_by(BatchLine.check_id, BatchLine.answer)
    )
    for check_id, answer, many, ticked in session.execute(figures):
        counted[check_id][LineAnswer(answer)] = many
        seen[check_id] += ticked
    names = profiles.names_of(session, viewer, sorted({row.officer_id for row in rows}))
    return [
        CheckView(
            row.id, row.lines, row.made_at, names.get(row.officer_id, ""), row.officer_id == viewer.officer_id,
            row.reason, row.case_ref, row.purpose, row.ordered_at, row.finished_at, dict(counted[row.id]), seen[row.id],
        )
        for row in rows
    ]  # fmt: skip


def _line(row: BatchLine, line: Line, names: Mapping[str, str]) -> LineView:
    return LineView(
        row.position, *line, LineAnswer(row.answer), row.found, tuple(row.records), row.answered_at, row.problem,
        row.lookup_id, names.get(row.seen_by or "", "") if row.seen_by else "", row.seen_at,
    )  # fmt: skip
