"""The states of a record: each step is a new version with its reason, and the table of moves decides."""

from sqlalchemy.orm import Session

from casefile import audit, hits, outbox
from casefile.errors import BadInput
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.states import LEAVES_MATCHING, OWNER_MOVES, RECORD, REFUSED, RecordMove, after
from casefile.policy.viewer import Viewer, require
from casefile.storage import tables
from casefile.storage.versioned import RECORDS
from casefile.subjects import identity_rows
from casefile.vocabulary import RecordState, Topic


def withdraw(session: Session, viewer: Viewer, record_id: str, reason: str) -> int:
    """Take an own record out of search and matching: a new version says so, and its hits are withdrawn at once."""
    require(viewer, Permission.ENTER_RECORD)
    return change_state(session, viewer, record_id, RecordMove.WITHDRAW, reason)


def change_state(
    session: Session,
    viewer: Viewer,
    record_id: str,
    move: RecordMove,
    reason: str,
    expected_version: int | None = None,
) -> int:
    """A new version of an own record, equal but for its state. The reason is kept in it and in the trail.

    Raises Conflict for a move that the record's state does not allow, or that its unit does not make alone.
    """
    require(viewer, Permission.ENTER_RECORD)
    why = Reason.stated(reason)
    if move not in OWNER_MOVES:
        raise BadInput(REFUSED, field="state")
    head = RECORDS.own(session, viewer.unit_id, record_id, expected_version)
    state = after(RECORD, RecordState(head.state), move)
    version = RECORDS.move(session, head, {"state": state.value})
    RECORDS.copy_version(
        session,
        head,
        {
            "state": state.value,
            "supersedes": head.version,
            "entered_at": tables.now(),
            "entered_by": viewer.officer_id or None,
            "change_note": why.text,
        },
    )
    identity_rows.copy_identity(session, record_id, head.version, version)
    outbox.enqueue(session, Topic.RECORD, record_id, version)
    if state in LEAVES_MATCHING:
        hits.withdraw_all(session, record_id=record_id)
    detail = {"version": version, "state": state.value}
    audit.write(session, viewer, audit.Action.ALTERATION, "record", record_id, reason=why.text, detail=detail)
    return version
