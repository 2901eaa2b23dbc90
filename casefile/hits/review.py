"""Reviews: a person judges each hit before anybody is notified, and the rules of both sides decide who is.

Hits that touch a victim, a minor or a source at risk stand at the protection desk only; for a coordinator they do
not exist.
"""

from sqlalchemy import and_, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import MISSING, Conflict, NotThere
from casefile.hits import pointers
from casefile.policy.disclosure import desks_of, may_open_hit, recipients
from casefile.policy.handling import disclosure_facts
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.sharing import DisclosureFacts
from casefile.policy.states import HIT, JUDGEMENT_MOVE, HitMove, after, allows
from casefile.policy.viewer import Viewer, require
from casefile.storage import fresh, tables
from casefile.storage.tables import Hit, Record, RecordVersion, Review, Watch, WatchVersion, new_id
from casefile.vocabulary import Desk, HitState, Judgement, Notify, RecordState

DECIDED_ALREADY = "This hit has been decided meanwhile, or is withdrawn. Look at it again."

Side = tuple[DisclosureFacts, Notify]
"""What decides who may know of one side of a hit, and whom its owner wants notified."""


def take(session: Session, viewer: Viewer, hit_id: str) -> None:
    """Say that one is at work on it: *queued* becomes *in review*. Seen by reviewers only."""
    require_any_desk(viewer)
    hit = hit_at_desk(session, viewer, hit_id)
    _move(session, hit, after(HIT, HitState(hit.state), HitMove.TAKE))
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
    """Judge a hit, apply the rules of both sides, enqueue the notices. Returns the state it comes to.

    Raises Conflict when it is decided or withdrawn already, when another reviewer is first, or when it is no
    longer in `seen_state`.
    """
    require_any_desk(viewer)
    why = Reason.stated(reason)
    hit = hit_at_desk(session, viewer, hit_id)
    before = HitState(hit.state)
    if not allows(HIT, before, JUDGEMENT_MOVE[judgement]) or seen_state not in (None, before):
        raise Conflict(DECIDED_ALREADY)
    steps = [after(HIT, before, JUDGEMENT_MOVE[judgement])]
    units: tuple[str, ...] = ()
    if steps[-1] is HitState.CONFIRMED:
        units = recipients_of(session, hit)
        for move in (HitMove.APPLY_RULE, HitMove.SEND_POINTER if units else HitMove.SEAL):
            steps.append(after(HIT, steps[-1], move))
    _move(session, hit, steps[-1])
    _save_review(session, viewer, hit_id, judgement, why, before=before, to=steps[-1])
    if units:
        pointers.create_pointers(session, hit_id, units)
    detail = {
        "judgement": judgement.value,
        "from": before.value,
        "steps": [s.value for s in steps],
        "recipients": list(units),
    }
    audit.write(session, viewer, audit.Action.DECISION, "hit", hit_id, reason=why.text, detail=detail)
    return steps[-1]


def require_any_desk(viewer: Viewer) -> None:
    """First statement of every action on hits: the viewer reviews at one desk at least."""
    if not desks_of(viewer):
        require(viewer, Permission.REVIEW_HIT)


def hit_at_desk(session: Session, viewer: Viewer, hit_id: str) -> Hit:
    """The hit, locked, if its desk is the viewer's: judged by the rules of both sides as they stand now."""
    hit = fresh.first(session, select(Hit).where(Hit.id == hit_id).with_for_update())
    if hit is None:
        raise NotThere(MISSING)
    (record, _), (watch, _) = _sides_now(session, hit)
    if not may_open_hit(viewer, Desk(hit.desk), record, watch):
        raise NotThere(MISSING)
    return hit


def recipients_of(session: Session, hit: Hit) -> tuple[str, ...]:
    """Ids of the units that would get a pointer if the hit were confirmed now."""
    (record, record_notify), (watch, watch_notify) = _sides_now(session, hit)
    return recipients(record, record_notify, watch, watch_notify)


def _sides_now(session: Session, hit: Hit) -> tuple[Side, Side]:
    record, state = fresh.rows(
        session,
        select(RecordVersion, Record.state)
        .join(Record, and_(Record.id == RecordVersion.record_id, Record.version == RecordVersion.version))
        .where(Record.id == hit.record_id),
    )[0]
    watch = fresh.one(
        session,
        select(WatchVersion)
        .join(Watch, and_(Watch.id == WatchVersion.watch_id, Watch.version == WatchVersion.version))
        .where(Watch.id == hit.watch_id),
    )
    return (
        (disclosure_facts(record, hit.record_unit_id, RecordState(state)), Notify(record.notify)),
        (disclosure_facts(watch, hit.watch_unit_id, RecordState.ACTIVE), Notify(watch.notify)),
    )


def _move(session: Session, hit: Hit, to: HitState) -> None:
    moved = session.connection().execute(
        update(Hit).where(Hit.id == hit.id, Hit.state == hit.state).values(state=to.value)
    )
    if not moved.rowcount:
        raise Conflict(DECIDED_ALREADY)


def _save_review(
    session: Session,
    viewer: Viewer,
    hit_id: str,
    judgement: Judgement,
    why: Reason,
    *,
    before: HitState,
    to: HitState,
) -> None:
    number = select(func.coalesce(func.max(Review.number), 0) + 1).where(Review.hit_id == hit_id)
    row = {
        "id": new_id(),
        "hit_id": hit_id,
        "number": session.connection().execute(number).scalar_one(),
        "officer_id": viewer.officer_id,
        "judgement": judgement.value,
        "reason": why.text,
        "from_state": before.value,
        "to_state": to.value,
        "decided_at": tables.now(),
    }
    try:
        session.connection().execute(insert(Review), row)
    except IntegrityError as error:
        raise Conflict(DECIDED_ALREADY) from error
