"""A whole import taken back: what it made is withdrawn, what it wrote over says again what it said before.

`TableRow.before` holds of each what no version holds (its case, a watch's list and end, its source's last word). What
somebody changed since is theirs and stays; what a later table brought on top is taken back first (`keeping.ask_undo`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casefile import fault_points, watches
from casefile.exchange.workbooks.keeping import KEPT, PUT_BACK, STILL_PROTECTED, TAKEN_BACK, touch
from casefile.policy.permissions import Permission
from casefile.policy.protection import Sign
from casefile.policy.states import RECORD, WATCH, RecordMove, WatchMove, allows
from casefile.policy.viewer import Viewer, require
from casefile.records import lifecycle
from casefile.records.sources import came_with, put_back
from casefile.storage import tables
from casefile.storage.in_list import among
from casefile.storage.store import Store
from casefile.storage.tables import RecordVersion, TableRow
from casefile.storage.versioned import RECORDS, WATCHES, Head, Versioned
from casefile.subjects import source_copies
from casefile.subjects.source_copies import RECORD_SOURCES, WATCH_SOURCES
from casefile.vocabulary import Json, RecordState, WatchState
from casefile.watches import moves

AT_ONCE = 50
WROTE = ("created", "updated")
LEFT_SO = frozenset({WatchState.ACTIVE, WatchState.PROPOSED, WatchState.APPROVED, WatchState.BROKEN})
"""States in which an import and its approval leave a watch."""


@dataclass(frozen=True, slots=True)
class Undo:
    """What is taken back, in whose name and why."""

    id: str
    viewer: Viewer
    as_watches: bool
    reason: str


# ---- before it is written


def standing(session: Session, viewer: Viewer, refs: Iterable[str], *, as_watches: bool) -> dict[str, dict[str, Json]]:
    """By id, what the own records or watches with these ids at the source say that no version will."""
    require(viewer, Permission.BRING_TABLE)
    of = WATCHES if as_watches else RECORDS
    head = of.head
    own = select(head.id, head.version, head.case_id).where(head.owner_unit_id == viewer.unit_id)
    rows = session.execute(own.where(among(head.origin_ref, list(refs)))).all()
    ids = [row.id for row in rows]
    said = source_copies.kept(session, ids)
    heads: Mapping[str, dict[str, Json]] = (
        moves.held(session, ids) if as_watches else {row.id: {"case_id": row.case_id} for row in rows}
    )
    return {row.id: {"version": row.version, "head": heads[row.id], "said": said.get(row.id)} for row in rows}


def worth_keeping(session: Session, before: Mapping[str, dict[str, Json]], outcomes: Mapping[str, str]) -> set[str]:
    """Of these ids and what became of them: those of which an undo has something to put back."""
    same = [id for id, outcome in outcomes.items() if outcome == "unchanged" and id in before]
    now = source_copies.kept(session, same)
    heard = {id for id in same if _word(now.get(id)) != _word(before[id]["said"])}
    return heard | {id for id, outcome in outcomes.items() if outcome == "updated" and id in before}


def _word(said: Any) -> Any:
    return said and {name: value for name, value in said.items() if name != "at"}


# ---- taken back


def take_back(store: Store, undo: Undo, hold: Callable[[Session], None], turn: Callable[[], None]) -> None:
    """Go on with it, part by part, each one transaction; `hold` refuses who no longer has it in hand."""
    while True:
        with store.writing(bulk=undo.viewer.unit_id) as session:
            hold(session)
            if not _part(session, undo):
                touch(session, undo.id, undone_at=tables.now(), finished_at=tables.now(), claimed_until=None)
                return
        fault_points.point("import.part")
        turn()


def _part(session: Session, undo: Undo) -> bool:
    """The next subjects with all their rows, the same number twice included. False when there are none."""
    mine = TableRow.import_id == undo.id
    waits = or_(TableRow.outcome.in_(WROTE), TableRow.before.is_not(None))
    some = session.scalars(select(TableRow.subject_id).where(mine, waits).order_by(TableRow.position).limit(AT_ONCE))
    ids = list(dict.fromkeys(some))
    if not ids:
        return False
    rows: dict[str, list[TableRow]] = {}
    for row in session.scalars(
        select(TableRow).where(mine, among(TableRow.subject_id, ids)).order_by(TableRow.position)
    ):
        rows.setdefault(row.subject_id or "", []).append(row)
    of = WATCHES if undo.as_watches else RECORDS
    own = of.heads().where(among(of.head.id, ids), of.head.owner_unit_id == undo.viewer.unit_id).order_by(of.head.id)
    heads = {row[0]: Head(*row) for row in session.connection().execute(own)}
    back = (_watches_back if undo.as_watches else _records_back)(session, undo, heads, rows)
    stays = came_with.still_standing(session, {id: _came(rows[id]) for id in back if not _made(rows[id])})
    for id, lines in rows.items():
        _note(lines, taken=id in back, protected=id in stays)
    return True


def _note(lines: Sequence[TableRow], *, taken: bool, protected: bool) -> None:
    became = {"created": TAKEN_BACK, "updated": STILL_PROTECTED if protected else PUT_BACK}
    for row in lines:
        if row.outcome in became:
            row.outcome = became[row.outcome] if taken else KEPT
        row.before = None


def _last(lines: Sequence[TableRow]) -> int:
    """The version it left."""
    return max(row.version or 0 for row in lines)


def _made(lines: Sequence[TableRow]) -> bool:
    return any(row.outcome == "created" for row in lines)


def _unbroken(lines: Sequence[TableRow]) -> bool:
    """Whether nobody wrote between two rows that bring the same number."""
    return all(int(str((then.before or {}).get("version", 0))) <= (one.version or 0) for one, then in pairwise(lines))


def _before(lines: Sequence[TableRow]) -> dict[str, Any] | None:
    """How the subject stood before the first of the rows that say something of it."""
    return next((row.before for row in lines if row.before is not None), None)


def _came(lines: Sequence[TableRow]) -> came_with.Came:
    """The signs of protection that any of the rows brought."""
    found: dict[str, tuple[Sign, ...]] = {}
    for row in lines:
        for id, signs in came_with.from_json((row.before or {}).get("signs")).items():
            found[id] = (*found.get(id, ()), *signs)
    return found


def _untouched(session: Session, of: Versioned, heads: Mapping[str, Head], left: Mapping[str, int]) -> set[str]:
    """Those that say now what the import left: the same content, the same dates. Steps of the schedule are nobody's
    change, and neither is a later table that was taken back."""
    version = of.version
    columns = (version.content_hash, version.review_at, version.retain_until)
    said: dict[tuple[str, int], Any] = {}
    wanted = select(of.version_of, version.version, *columns).where(among(of.version_of, list(heads)))
    for row in session.execute(wanted):
        said[row[0], row[1]] = tuple(row[2:])
    return {id for id, head in heads.items() if said.get((id, left[id])) == said.get((id, head.version))}


def _records_back(
    session: Session, undo: Undo, heads: Mapping[str, Head], rows: Mapping[str, Sequence[TableRow]]
) -> set[str]:
    left = {id: _last(lines) for id, lines in rows.items()}
    same, left_in = _untouched(session, RECORDS, heads, left), _states(session, left)
    same = {
        id for id in same if _unbroken(rows[id]) and heads[id].state in (left_in.get(id), RecordState.REVIEW_DUE.value)
    }
    back: set[str] = set()
    former: list[put_back.Former] = []
    for id in rows:
        if id not in same:
            continue
        before, head = _before(rows[id]), heads[id]
        if _made(rows[id]):
            if allows(RECORD, RecordState(head.state), RecordMove.WITHDRAW):
                lifecycle.step(session, undo.viewer, head, RecordMove.WITHDRAW, undo.reason)
                back.add(id)
        elif before is not None and _wrote(rows[id]):
            former.append(put_back.Former(head, before["version"], before["head"]["case_id"], _came(rows[id])))
        elif before is not None:
            source_copies.put_back(session, RECORD_SOURCES, id, before["said"], before["version"], head.version)
    back |= put_back.put_back(session, undo.viewer, former, undo.reason) if former else set()
    for one in former:
        if one.head.id in back:
            before = _before(rows[one.head.id]) or {}
            source_copies.put_back(
                session, RECORD_SOURCES, one.head.id, before["said"], one.version, one.head.version + 1
            )
    return back


def _wrote(lines: Sequence[TableRow]) -> bool:
    return any(row.outcome == "updated" for row in lines)


def _states(session: Session, left: Mapping[str, int]) -> dict[str, str]:
    """In which state each version that the import left was."""
    wanted = select(RecordVersion.record_id, RecordVersion.version, RecordVersion.state)
    rows = session.execute(wanted.where(among(RecordVersion.record_id, list(left))))
    return {row[0]: row[2] for row in rows if row[1] == left[row[0]]}


def _watches_back(
    session: Session, undo: Undo, heads: Mapping[str, Head], rows: Mapping[str, Sequence[TableRow]]
) -> set[str]:
    same = _untouched(session, WATCHES, heads, {id: _last(lines) for id, lines in rows.items()})
    back: set[str] = set()
    for id in (one for one in rows if one in same and _unbroken(rows[one])):
        before, head = _before(rows[id]), heads[id]
        state = WatchState(head.state)
        if _made(rows[id]):
            if state in LEFT_SO | {WatchState.EXPIRED} and allows(WATCH, state, WatchMove.END):
                watches.end(session, undo.viewer, id, undo.reason)
                back.add(id)
            continue
        if before is None or (state not in LEFT_SO and state.value != before["head"]["state"]):
            continue
        version = head.version
        if _wrote(rows[id]):
            one = moves.Former(head, before["version"], before["head"], _came(rows[id]))
            if not moves.put_back(session, undo.viewer, one, undo.reason):
                continue
            back.add(id)
            version += 1
        source_copies.put_back(session, WATCH_SOURCES, id, before["said"], before["version"], version)
    return back
