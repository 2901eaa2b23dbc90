"""Reviews: a person judges each hit before anybody is told, and the rules of both sides decide who is told.

Hits that touch a victim, a minor or a source at risk stand at the protection desk only; for a coordinator they do
not exist. Every reveal of the two sides is a consultation in the trail.
"""

from typing import Any

from sqlalchemy import and_, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import MISSING, BadInput, Conflict, NotThere
from casefile.hits import pointers
from casefile.policy.disclosure import desk_for, pointer_receivers
from casefile.policy.handling import disclosure_facts
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.storage import tables
from casefile.storage.tables import Hit, Record, RecordVersion, Review, Watch, WatchVersion, new_id
from casefile.vocabulary import Desk, HitState, Judgement, Notify, RecordState

DESK_PERMISSION = {Desk.COORDINATION: Permission.REVIEW_HIT, Desk.PROTECTION: Permission.REVIEW_PROTECTED_HIT}

MACHINE: dict[tuple[HitState, Judgement], HitState] = {
    (HitState.QUEUED, Judgement.SAME): HitState.CONFIRMED,
    (HitState.QUEUED, Judgement.NOT_SAME): HitState.FALSE_MATCH,
    (HitState.QUEUED, Judgement.UNRESOLVED): HitState.UNRESOLVED,
    (HitState.IN_REVIEW, Judgement.SAME): HitState.CONFIRMED,
    (HitState.IN_REVIEW, Judgement.NOT_SAME): HitState.FALSE_MATCH,
    (HitState.IN_REVIEW, Judgement.UNRESOLVED): HitState.UNRESOLVED,
    (HitState.UNRESOLVED, Judgement.SAME): HitState.CONFIRMED,
    (HitState.UNRESOLVED, Judgement.NOT_SAME): HitState.FALSE_MATCH,
    (HitState.UNRESOLVED, Judgement.UNRESOLVED): HitState.UNRESOLVED,
}
"""From which state which judgement leads where; what is not listed is refused. A confirmed one goes on at once to
`rule_applied` and from there to `pointer_sent` or `sealed`, in the same commit."""

WAITING = (HitState.QUEUED, HitState.IN_REVIEW, HitState.UNRESOLVED)
MIN_REASON = 5
DECIDED_ALREADY = "This hit has been decided meanwhile, or is withdrawn. Look at it again."


def desks_of(viewer: Viewer) -> tuple[Desk, ...]:
    """The desks at which the viewer reviews."""
    return tuple(desk for desk, permission in DESK_PERMISSION.items() if viewer.may(permission))


def take(session: Session, viewer: Viewer, hit_id: str) -> None:
    """Say that one is at work on it: *queued* becomes *in review*. Seen by reviewers only."""
    require_any_desk(viewer)
    hit_at_desk(session, viewer, hit_id)
    session.connection().execute(
        update(Hit).where(Hit.id == hit_id, Hit.state == HitState.QUEUED.value).values(state=HitState.IN_REVIEW.value)
    )
    audit.write(session, viewer, audit.Action.DECISION, "hit", hit_id, detail={"taken": True})


def decide(
    session: Session,
    viewer: Viewer,
    hit_id: str,
    judgement: Judgement,
    reason: str,
    *,
    seen_state: HitState | None = None,
) -> HitState:
    """Judge a hit, apply the rules of both sides, owe the notices. Returns the state it comes to.

    Raises Conflict when it is decided or withdrawn already, when another reviewer is first, or when it is no
    longer in `seen_state`.
    """
    require_any_desk(viewer)
    if len(reason.strip()) < MIN_REASON:
        raise BadInput("Say why, in at least %(least)s characters.", field="reason", least=MIN_REASON)
    if len(reason) > 5000:
        raise BadInput("This text is longer than %(most)s characters. Shorten it.", field="reason", most=5000)
    hit = hit_at_desk(session, viewer, hit_id)
    before = HitState(hit.state)
    after = MACHINE.get((before, judgement))
    if after is None or (seen_state is not None and seen_state is not before):
        raise Conflict(DECIDED_ALREADY)
    steps = [after]
    receivers: tuple[str, ...] = ()
    if after is HitState.CONFIRMED:
        receivers = recipients_of(session, hit)
        steps += [HitState.RULE_APPLIED, HitState.POINTER_SENT if receivers else HitState.SEALED]
    moved = session.connection().execute(
        update(Hit).where(Hit.id == hit_id, Hit.state == before.value).values(state=steps[-1].value)
    )
    if not moved.rowcount:
        raise Conflict(DECIDED_ALREADY)
    _save_review(session, viewer, hit_id, judgement, reason.strip(), before, steps[-1])
    if receivers:
        pointers.create_pointers(session, hit_id, receivers)
    audit.write(
        session,
        viewer,
        audit.Action.DECISION,
        "hit",
        hit_id,
        reason=reason.strip(),
        detail={
            "judgement": judgement.value,
            "from": before.value,
            "steps": [s.value for s in steps],
            "told": list(receivers),
        },
    )
    return steps[-1]


def require_any_desk(viewer: Viewer) -> None:
    if not desks_of(viewer):
        require(viewer, Permission.REVIEW_HIT)


def hit_at_desk(session: Session, viewer: Viewer, hit_id: str) -> Any:
    """The hit, if its desk is the viewer's: judged by the rules of both sides as they stand now."""
    hit = session.connection().execute(select(Hit.__table__).where(Hit.id == hit_id).with_for_update()).first()
    if hit is None:
        raise NotThere(MISSING)
    record, watch = _releases(session, hit)
    desks = {Desk(hit.desk), desk_for(record[0], watch[0])}
    if not all(viewer.may(DESK_PERMISSION[d]) for d in desks if len(desks) == 1 or d is Desk.PROTECTION):
        raise NotThere(MISSING)
    return hit


def _releases(session: Session, hit: Any) -> tuple[Any, Any]:
    """(release, notify) of each side as it stands now."""
    record = (
        session.connection()
        .execute(
            select(RecordVersion.__table__, Record.state.label("now"))
            .join(Record, and_(Record.id == RecordVersion.record_id, Record.version == RecordVersion.version))
            .where(Record.id == hit.record_id)
        )
        .one()
    )
    watch = (
        session.connection()
        .execute(
            select(WatchVersion.__table__)
            .join(Watch, and_(Watch.id == WatchVersion.watch_id, Watch.version == WatchVersion.version))
            .where(Watch.id == hit.watch_id)
        )
        .one()
    )
    return (
        (disclosure_facts(record, hit.record_unit_id, RecordState(record.now)), Notify(record.notify)),
        (disclosure_facts(watch, hit.watch_unit_id, RecordState.ACTIVE), Notify(watch.notify)),
    )


def recipients_of(session: Session, hit: Any) -> tuple[str, ...]:
    record, watch = _releases(session, hit)
    return pointer_receivers(record[0], record[1], watch[0], watch[1])


def _save_review(
    session: Session, viewer: Viewer, hit_id: str, judgement: Judgement, reason: str, before: HitState, after: HitState
) -> None:
    number = (
        session.connection()
        .execute(select(func.coalesce(func.max(Review.number), 0) + 1).where(Review.hit_id == hit_id))
        .scalar_one()
    )
    try:
        session.connection().execute(
            insert(Review),
            {
                "id": new_id(),
                "hit_id": hit_id,
                "number": number,
                "officer_id": viewer.officer_id,
                "judgement": judgement.value,
                "reason": reason,
                "from_state": before.value,
                "to_state": after.value,
                "decided_at": tables.now(),
            },
        )
    except IntegrityError as error:
        raise Conflict(DECIDED_ALREADY) from error
