"""The states of a record: each step is a new version with its reason, and the table of moves decides."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile import audit, hits, outbox
from casefile.errors import BadInput
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.retention import RETENTION, review_of
from casefile.policy.states import LEAVES_MATCHING, OWNER_MOVES, RECORD, REFUSED, RecordMove
from casefile.policy.viewer import Viewer, require
from casefile.records import protection_links
from casefile.storage import tables
from casefile.storage.tables import Unit
from casefile.storage.versioned import RECORDS, Head
from casefile.subjects import identity_rows
from casefile.subjects.identity import Identity
from casefile.subjects.offences import rows as offence_rows
from casefile.vocabulary import DateKind, FactKind, RecordKind, RecordState, Topic, UnitKind

LONG_PAST = timedelta(days=60)
"""More than any crossing lasts, and any doubt about a day that is said to be *about* so."""


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
    return step(session, viewer, head, move, why.text)


def extend_listed(session: Session, viewer: Viewer, heads: Sequence[Head]) -> None:
    """Extend records under review that a published list names again: it has no officers who could, and a name that
    stands on it must not stop being matched. Other units' files extend nothing: there silence is expiry.
    """
    require(viewer, Permission.ENTER_RECORD)
    kind = session.scalar(select(Unit.kind).where(Unit.id == viewer.unit_id)) if heads else None
    if kind != UnitKind.SOURCE.value:
        return
    moment = tables.now()
    until = moment + RETENTION
    dates = {"retain_until": until, "review_at": review_of(until, moment)}
    for head in heads:
        step(session, viewer, head, RecordMove.EXTEND, "", dates=dates)


def step(
    session: Session,
    viewer: Viewer | None,
    head: Head,
    move: RecordMove,
    note: str,
    *,
    on_head: Mapping[str, object] | None = None,
    dates: Mapping[str, datetime] | None = None,
) -> int:
    """One move, as every action and the schedule (`viewer` None) make it: a new version, its hits, the trail.

    `on_head` are further columns of the record, `dates` further ones of the version. A move that the table lacks is
    refused with Conflict, and the trail keeps that it was tried.
    """
    state = next_state(session, viewer, head, move)
    version = RECORDS.move(session, head, {"state": state.value, **(on_head or {})})
    RECORDS.copy_version(
        session,
        head,
        {
            "state": state.value,
            "supersedes": head.version,
            "entered_at": tables.now(),
            "entered_by": (viewer.officer_id or None) if viewer else None,
            "change_note": note,
            **(dates or {}),
        },
    )
    identity_rows.copy_identity(session, head.id, head.version, version)
    offence_rows.copy(session, head.id, head.version, version)
    outbox.enqueue(session, Topic.RECORD, head.id, version)
    if head.kind == RecordKind.EVENT.value:
        compare_events(session, [(head.id, version)])
    protection_links.match_linked_again(session, [head.id])
    if state in LEAVES_MATCHING:
        hits.withdraw_all(session, record_id=head.id)
    detail = {"version": version, "state": state.value}
    audit.write(session, viewer, audit.Action.ALTERATION, "record", head.id, reason=note, detail=detail)
    return version


def next_state(session: Session, viewer: Viewer | None, head: Head, move: RecordMove) -> RecordState:
    """The state the move leads to. Raises Conflict where the table lacks it, which stands in the trail."""
    return audit.next_state(session, viewer, RECORD, RecordState(head.state), move, ("record", head.id))


def compare_events(session: Session, rows: Iterable[tuple[str, int]]) -> None:
    """Have the worker compare records of events, as they are in these versions, with what units plan.

    A row for each, whatever is planned: neither the answer nor its time depends on it (`casefile.planned.events`).
    """
    outbox.enqueue_many(session, [(Topic.OPERATION, id, version) for id, version in rows])


def may_lie_ahead(identity: Identity, today: date) -> bool:
    """Whether a new record's event may still meet what is planned: of a list of past years nothing is compared."""
    if identity.kind is not RecordKind.EVENT:
        return False
    if any(fact.kind in (FactKind.DEPARTED_AT, FactKind.ARRIVED_AT) for fact in identity.facts):
        return True
    since = (today - LONG_PAST).isoformat()
    ends = [one.until or one.value for one in identity.dates if one.kind is DateKind.EVENT]
    return any(end >= since[: len(end)] for end in ends)
