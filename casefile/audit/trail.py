"""Who did what, when and why: append-only, each row holding the hash of the one before.

The words of `Action` follow the logging list of the Law Enforcement Directive. Rows hold ids and counts, never a
name or a searched text. A row is written in the same transaction as what it records. What a command of the command
line writes says so in its detail (`casefile.acting`).
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile import acting
from casefile.policy.viewer import Viewer
from casefile.storage import leaves, tables
from casefile.storage.bulk_insert import insert_rows
from casefile.storage.store import TRAIL_LINES, at_commit, reads_only
from casefile.storage.tables import Audit
from casefile.vocabulary import Json

GENESIS = "0" * 64
STAGED = "griot_lines_staged"


class Action(StrEnum):
    COLLECTION = "collection"
    ALTERATION = "alteration"
    CONSULTATION = "consultation"
    DISCLOSURE = "disclosure"
    COMBINATION = "combination"
    ERASURE = "erasure"
    SEARCH = "search"
    LIST = "list"
    QUEUE = "queue"
    EXPORT = "export"
    FORM = "form"
    COMMAND = "command"
    DECISION = "decision"
    WITHDRAWAL = "withdrawal"
    ADMINISTRATION = "administration"
    SIGN_IN = "sign_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGN_OUT = "sign_out"
    REFUSED = "refused"
    PIPELINE = "pipeline"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the trail, before it is given its place."""

    action: str
    subject_kind: str
    subject_id: str
    reason: str = ""
    case_ref: str = ""
    purpose: str = ""
    detail: Mapping[str, Json] = field(default_factory=dict)


def write(
    session: Session,
    viewer: Viewer | None,
    action: str,
    subject_kind: str,
    subject_id: str,
    *,
    reason: str = "",
    case_ref: str = "",
    purpose: str = "",
    detail: Mapping[str, Json] | None = None,
) -> None:
    """Add one line. `viewer` is None for what the machine does by itself."""
    write_many(session, viewer, [Entry(action, subject_kind, subject_id, reason, case_ref, purpose, detail or {})])


_LAST = select(Audit.seq, Audit.hash).order_by(Audit.seq.desc()).limit(1)


def write_many(session: Session, viewer: Viewer | None, entries: Sequence[Entry]) -> None:
    """Add lines in their order. Raises RuntimeError in a session that only reads: the line would be lost.

    They get their numbers last before the commit (`_append`), so that the lock under which lines are numbered is
    held for that alone, however long the action takes.
    """
    if not entries:
        return
    if reads_only(session):
        raise RuntimeError("An audit line needs a writing session.")
    mark = acting.mark()
    officer_id = (viewer.officer_id or None) if viewer else None
    unit_id = (viewer.unit_id or None) if viewer else None
    staged: list[dict[str, object]] = session.info.setdefault(STAGED, [])
    begins = not staged
    staged += [
        {
            "action": str(entry.action),
            "officer_id": officer_id,
            "unit_id": unit_id,
            "subject_kind": entry.subject_kind,
            "subject_id": entry.subject_id,
            "reason": entry.reason,
            "case_ref": entry.case_ref,
            "purpose": str(entry.purpose),
            "detail": {**entry.detail, **mark} if mark else entry.detail,
        }
        for entry in entries
    ]
    if viewer is not None:
        session.info[TRAIL_LINES] = session.info.get(TRAIL_LINES, 0) + len(entries)
    if begins and not at_commit(session, _append):
        append_now(session)


def append_now(session: Session) -> None:
    """Give the lines written so far their place, for an action that must know it. From here to its end, no other
    transaction adds a line."""
    if session.info.get(STAGED):
        one_at_a_time(session)
        _append(session)


def _append(session: Session) -> None:
    """The same where the lock is held already."""
    staged: list[dict[str, object]] = session.info.pop(STAGED, [])
    if not staged:
        return
    last = session.connection().execute(_LAST).first()
    seq, previous = (last.seq, last.hash) if last else (0, GENESIS)
    at = tables.now()
    for row in staged:
        seq += 1
        row |= {"seq": seq, "at": at, "prev_hash": previous}
        previous = row["hash"] = row_hash(row, at)
    insert_rows(session, Audit, staged)


def one_at_a_time(session: Session) -> None:
    """Until this transaction ends no other one adds a line, hence none does what must stand in the trail.

    For actions that read first what they then change: the last administrator, a request that waits. SQLite has one
    writer anyway; PostgreSQL is given the chain's own lock, which such an action takes in the end, so that no two wait
    for each other.
    """
    leaves.one_at_a_time(session.connection())


def row_hash(row: Mapping[str, object], at: datetime) -> str:
    """SHA-256 over the row's canonical JSON; `prev_hash` is part of it, `hash` is not."""
    payload = {key: value for key, value in row.items() if key != "hash"}
    payload["at"] = at.astimezone(UTC).isoformat()
    return hashlib.sha256(orjson.dumps(payload, option=orjson.OPT_SORT_KEYS)).hexdigest()


def verify(session: Session) -> int | None:
    """Read the whole chain; the first number that is missing, moved or altered, or None when all is sound.

    Rows cut off at the end are not seen here: that needs a checkpoint kept elsewhere.
    """
    columns = list(Audit.__table__.columns)
    expected, previous = 1, GENESIS
    for row in session.connection().execution_options(yield_per=2000).execute(select(*columns).order_by(Audit.seq)):
        payload = row._asdict()
        if row.seq != expected or row.prev_hash != previous or row_hash(payload, row.at) != row.hash:
            return expected
        expected, previous = expected + 1, row.hash
    return None
