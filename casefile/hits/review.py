"""Reviews: a person judges each hit before anybody is told, and the rules of both sides decide who is told.

Hits that touch a victim, a minor or a source at risk stand at the protection desk only; for a coordinator they do
not exist. Every reveal of the two sides is a consultation in the trail.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from casefile import audit
from casefile.errors import MISSING, BadInput, Conflict, NotThere
from casefile.hits import pointers
from casefile.policy.handling import Rules, release_of, rules_of
from casefile.policy.permissions import Permission
from casefile.policy.sharing import Viewer, desk_for, pointer_receivers, require
from casefile.storage import tables
from casefile.storage.tables import Hit, Record, RecordVersion, Review, Unit, Watch, WatchVersion, new_id
from casefile.subjects import identity_rows
from casefile.subjects.identity import Identity
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


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A hit in a queue: masked. Which values agreed is told by kind only; opening it reveals them."""

    hit_id: str
    state: HitState
    desk: Desk
    detected_at: datetime
    kind: str
    record_unit: str
    watch_unit: str
    score: float
    decision: str
    agreed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a hit, in the version that was compared."""

    unit_id: str
    unit_name: str
    country: str
    subject_id: str
    version: int
    current: bool
    identity: Identity
    rules: Rules
    ground: str


@dataclass(frozen=True, slots=True)
class ReviewLine:
    number: int
    officer: str
    judgement: Judgement
    reason: str
    from_state: HitState
    to_state: HitState
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class HitView:
    """A hit opened: both sides, the evidence, what was decided, and who would be told if it were confirmed."""

    id: str
    state: HitState
    desk: Desk
    detected_at: datetime
    score: float
    decision: str
    evidence: tuple[dict[str, Any], ...]
    rules_version: str
    record: Side
    watch: Side
    reviews: tuple[ReviewLine, ...]
    would_tell: tuple[str, ...]
    """Names of the units that get a pointer on *same*; empty: it is sealed."""
    judgements: tuple[Judgement, ...]


def desks_of(viewer: Viewer) -> tuple[Desk, ...]:
    """The desks at which the viewer reviews."""
    return tuple(desk for desk, permission in DESK_PERMISSION.items() if viewer.may(permission))


def queue(session: Session, viewer: Viewer, desk: Desk = Desk.COORDINATION, *, decided: bool = False,
          limit: int = 50, offset: int = 0) -> list[QueueLine]:
    """The hits that wait at a desk, strongest first; with `decided`, those that no longer do, newest first."""
    require(viewer, DESK_PERMISSION[desk])
    record_unit, watch_unit = aliased(Unit), aliased(Unit)
    states = [s.value for s in WAITING]
    wanted = (
        select(Hit.id, Hit.state, Hit.desk, Hit.detected_at, Record.kind, record_unit.name, watch_unit.name,
               Hit.score, Hit.decision, Hit.evidence)
        .join(record_unit, record_unit.id == Hit.record_unit_id).join(watch_unit, watch_unit.id == Hit.watch_unit_id)
        .join(Record, Record.id == Hit.record_id).where(Hit.desk == desk.value)
    )
    if decided:
        wanted = wanted.where(Hit.state.not_in(states)).order_by(Hit.detected_at.desc(), Hit.id)
    else:
        wanted = wanted.where(Hit.state.in_(states)).order_by(Hit.score.desc(), Hit.detected_at, Hit.id)
    return [
        QueueLine(i, HitState(s), Desk(d), at, kind, mine, theirs, score, decision,
                  tuple(dict.fromkeys(str(e.get("what", "")) for e in evidence if e.get("bits", 0) > 0)))
        for i, s, d, at, kind, mine, theirs, score, decision, evidence
        in session.connection().execute(wanted.limit(limit).offset(offset))
    ]


def waiting(session: Session, viewer: Viewer, desk: Desk = Desk.COORDINATION) -> int:
    """How many hits wait at a desk."""
    require(viewer, DESK_PERMISSION[desk])
    return int(session.connection().execute(select(func.count()).where(
        Hit.desk == desk.value, Hit.state.in_([s.value for s in WAITING]))).scalar_one())


def open_hit(session: Session, viewer: Viewer, hit_id: str, reason: str = "") -> HitView:
    """Reveal both sides of a hit. Written into the trail with both ids, so it needs a writing session."""
    _require_any_desk(viewer)
    hit = _hit(session, viewer, hit_id)
    keys = [identity_rows.identity_id(hit.record_id, hit.record_version),
            identity_rows.identity_id(hit.watch_id, hit.watch_version)]
    known = identity_rows.load_identities(session, keys)
    record, watch, current = _compared(session, hit)
    audit.write(session, viewer, audit.Action.CONSULTATION, "hit", hit_id, reason=reason, detail={
        "record": hit.record_id, "record_version": hit.record_version, "watch": hit.watch_id,
        "watch_version": hit.watch_version})
    names = {u.id: u for u in session.connection().execute(
        select(Unit.id, Unit.name, Unit.country).where(Unit.id.in_([hit.record_unit_id, hit.watch_unit_id])))}
    state = HitState(hit.state)

    def side(unit_id: str, subject_id: str, row: Any, key: str, ground: str, at: int) -> Side:
        return Side(unit_id, names[unit_id].name, names[unit_id].country, subject_id, row.version, row.version == at,
                    known[key], rules_of(row), ground)

    return HitView(
        id=hit.id, state=state, desk=Desk(hit.desk), detected_at=hit.detected_at, score=hit.score,
        decision=hit.decision, evidence=tuple(hit.evidence), rules_version=hit.rules_version,
        record=side(hit.record_unit_id, hit.record_id, record, keys[0], record.suspicion_note, current.record_version),
        watch=side(hit.watch_unit_id, hit.watch_id, watch, keys[1], watch.ground, current.watch_version),
        reviews=_reviews(session, hit_id),
        would_tell=tuple(names[u].name for u in _receivers(session, hit)),
        judgements=tuple(j for j in Judgement if (state, j) in MACHINE),
    )


def take(session: Session, viewer: Viewer, hit_id: str) -> None:
    """Say that one is at work on it: *queued* becomes *in review*. Seen by reviewers only."""
    _require_any_desk(viewer)
    _hit(session, viewer, hit_id)
    session.connection().execute(update(Hit).where(Hit.id == hit_id, Hit.state == HitState.QUEUED.value)
                                 .values(state=HitState.IN_REVIEW.value))
    audit.write(session, viewer, audit.Action.DECISION, "hit", hit_id, detail={"taken": True})


def decide(session: Session, viewer: Viewer, hit_id: str, judgement: Judgement, reason: str, *,
           seen_state: HitState | None = None) -> HitState:
    """Judge a hit, apply the rules of both sides, owe the notices. Returns the state it comes to.

    Raises Conflict when it is decided or withdrawn already, when another reviewer is first, or when it is no
    longer in `seen_state`.
    """
    _require_any_desk(viewer)
    if len(reason.strip()) < MIN_REASON:
        raise BadInput("Say why, in at least %(least)s characters.", field="reason", least=MIN_REASON)
    if len(reason) > 5000:
        raise BadInput("This text is longer than %(most)s characters. Shorten it.", field="reason", most=5000)
    hit = _hit(session, viewer, hit_id)
    before = HitState(hit.state)
    after = MACHINE.get((before, judgement))
    if after is None or (seen_state is not None and seen_state is not before):
        raise Conflict(DECIDED_ALREADY)
    steps = [after]
    receivers: tuple[str, ...] = ()
    if after is HitState.CONFIRMED:
        receivers = _receivers(session, hit)
        steps += [HitState.RULE_APPLIED, HitState.POINTER_SENT if receivers else HitState.SEALED]
    moved = session.connection().execute(
        update(Hit).where(Hit.id == hit_id, Hit.state == before.value).values(state=steps[-1].value))
    if not moved.rowcount:
        raise Conflict(DECIDED_ALREADY)
    _keep(session, viewer, hit_id, judgement, reason.strip(), before, steps[-1])
    if receivers:
        pointers.point(session, hit_id, receivers)
    audit.write(session, viewer, audit.Action.DECISION, "hit", hit_id, reason=reason.strip(), detail={
        "judgement": judgement.value, "from": before.value, "steps": [s.value for s in steps],
        "told": list(receivers)})
    return steps[-1]


def _require_any_desk(viewer: Viewer) -> None:
    if not desks_of(viewer):
        require(viewer, Permission.REVIEW_HIT)


def _hit(session: Session, viewer: Viewer, hit_id: str) -> Any:
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
    record = session.connection().execute(
        select(RecordVersion.__table__, Record.state.label("now")).join(
            Record, and_(Record.id == RecordVersion.record_id, Record.version == RecordVersion.version))
        .where(Record.id == hit.record_id)).one()
    watch = session.connection().execute(
        select(WatchVersion.__table__).join(
            Watch, and_(Watch.id == WatchVersion.watch_id, Watch.version == WatchVersion.version))
        .where(Watch.id == hit.watch_id)).one()
    return ((release_of(record, hit.record_unit_id, RecordState(record.now)), Notify(record.notify)),
            (release_of(watch, hit.watch_unit_id, RecordState.ACTIVE), Notify(watch.notify)))


def _receivers(session: Session, hit: Any) -> tuple[str, ...]:
    record, watch = _releases(session, hit)
    return pointer_receivers(record[0], record[1], watch[0], watch[1])


def _compared(session: Session, hit: Any) -> tuple[Any, Any, Any]:
    """Both versions that were compared, and the current version numbers."""
    run = session.connection().execute
    record = run(select(RecordVersion.__table__).where(
        RecordVersion.record_id == hit.record_id, RecordVersion.version == hit.record_version)).one()
    watch = run(select(WatchVersion.__table__).where(
        WatchVersion.watch_id == hit.watch_id, WatchVersion.version == hit.watch_version)).one()
    current = run(select(Record.version.label("record_version"), Watch.version.label("watch_version")).join(
        Watch, Watch.id == hit.watch_id).where(Record.id == hit.record_id)).one()
    return record, watch, current


def _keep(session: Session, viewer: Viewer, hit_id: str, judgement: Judgement, reason: str, before: HitState,
          after: HitState) -> None:
    number = session.connection().execute(
        select(func.coalesce(func.max(Review.number), 0) + 1).where(Review.hit_id == hit_id)).scalar_one()
    try:
        session.connection().execute(insert(Review), {
            "id": new_id(), "hit_id": hit_id, "number": number, "officer_id": viewer.officer_id,
            "judgement": judgement.value, "reason": reason, "from_state": before.value, "to_state": after.value,
            "decided_at": tables.now()})
    except IntegrityError as error:
        raise Conflict(DECIDED_ALREADY) from error


def _reviews(session: Session, hit_id: str) -> tuple[ReviewLine, ...]:
    rows = session.connection().execute(
        select(Review.number, tables.Officer.login, Review.judgement, Review.reason, Review.from_state,
               Review.to_state, Review.decided_at)
        .join(tables.Officer, tables.Officer.id == Review.officer_id)
        .where(Review.hit_id == hit_id).order_by(Review.number))
    return tuple(ReviewLine(n, who, Judgement(j), why, HitState(a), HitState(b), at)
                 for n, who, j, why, a, b, at in rows)
