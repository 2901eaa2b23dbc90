"""The desk: what waits there, and one hit opened with both its sides."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from casefile import audit
from casefile.hits.review import DESK_PERMISSION, MACHINE, WAITING, hit_at_desk, recipients_of, require_any_desk
from casefile.matching import StoredEvidence
from casefile.policy.handling import Rules, rules_of
from casefile.policy.viewer import Viewer, require
from casefile.storage import tables
from casefile.storage.tables import Hit, Record, RecordVersion, Review, Unit, Watch, WatchVersion
from casefile.subjects import identity_rows
from casefile.subjects.identity import Identity
from casefile.vocabulary import Desk, HitState, Judgement


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
    evidence: tuple[StoredEvidence, ...]
    model_version: str
    record: Side
    watch: Side
    reviews: tuple[ReviewLine, ...]
    recipients: tuple[str, ...]
    """Names of the units that get a pointer on *same*; empty: it is sealed."""
    judgements: tuple[Judgement, ...]


def queue(
    session: Session,
    viewer: Viewer,
    desk: Desk = Desk.COORDINATION,
    *,
    decided: bool = False,
    limit: int = 50,
    offset: int = 0,
) -> list[QueueLine]:
    """The hits that wait at a desk, strongest first; with `decided`, those that no longer do, newest first."""
    require(viewer, DESK_PERMISSION[desk])
    record_unit, watch_unit = aliased(Unit), aliased(Unit)
    states = [s.value for s in WAITING]
    wanted = (
        select(
            Hit.id,
            Hit.state,
            Hit.desk,
            Hit.detected_at,
            Record.kind,
            record_unit.name,
            watch_unit.name,
            Hit.score,
            Hit.decision,
            Hit.evidence,
        )
        .join(record_unit, record_unit.id == Hit.record_unit_id)
        .join(watch_unit, watch_unit.id == Hit.watch_unit_id)
        .join(Record, Record.id == Hit.record_id)
        .where(Hit.desk == desk.value)
    )
    if decided:
        wanted = wanted.where(Hit.state.not_in(states)).order_by(Hit.detected_at.desc(), Hit.id)
    else:
        wanted = wanted.where(Hit.state.in_(states)).order_by(Hit.score.desc(), Hit.detected_at, Hit.id)
    return [
        QueueLine(
            i,
            HitState(s),
            Desk(d),
            at,
            kind,
            mine,
            theirs,
            score,
            decision,
            tuple(dict.fromkeys(str(e.get("what", "")) for e in evidence if e.get("bits", 0) > 0)),
        )
        for i, s, d, at, kind, mine, theirs, score, decision, evidence in session.connection().execute(
            wanted.limit(limit).offset(offset)
        )
    ]


def waiting(session: Session, viewer: Viewer, desk: Desk = Desk.COORDINATION) -> int:
    """How many hits wait at a desk."""
    require(viewer, DESK_PERMISSION[desk])
    return int(
        session.connection()
        .execute(select(func.count()).where(Hit.desk == desk.value, Hit.state.in_([s.value for s in WAITING])))
        .scalar_one()
    )


def open_hit(session: Session, viewer: Viewer, hit_id: str, reason: str = "") -> HitView:
    """Reveal both sides of a hit. Written into the trail with both ids, so it needs a writing session."""
    require_any_desk(viewer)
    hit = hit_at_desk(session, viewer, hit_id)
    keys = [
        identity_rows.identity_id(hit.record_id, hit.record_version),
        identity_rows.identity_id(hit.watch_id, hit.watch_version),
    ]
    known = identity_rows.load_identities(session, keys)
    record, watch, current = _compared(session, hit)
    audit.write(
        session,
        viewer,
        audit.Action.CONSULTATION,
        "hit",
        hit_id,
        reason=reason,
        detail={
            "record": hit.record_id,
            "record_version": hit.record_version,
            "watch": hit.watch_id,
            "watch_version": hit.watch_version,
        },
    )
    names = {
        u.id: u
        for u in session.connection().execute(
            select(Unit.id, Unit.name, Unit.country).where(Unit.id.in_([hit.record_unit_id, hit.watch_unit_id]))
        )
    }
    state = HitState(hit.state)

    def side(unit_id: str, subject_id: str, row: Any, key: str, ground: str, at: int) -> Side:
        return Side(
            unit_id,
            names[unit_id].name,
            names[unit_id].country,
            subject_id,
            row.version,
            row.version == at,
            known[key],
            rules_of(row),
            ground,
        )

    return HitView(
        id=hit.id,
        state=state,
        desk=Desk(hit.desk),
        detected_at=hit.detected_at,
        score=hit.score,
        decision=hit.decision,
        evidence=tuple(StoredEvidence.from_json(term) for term in hit.evidence),
        model_version=hit.model_version,
        record=side(hit.record_unit_id, hit.record_id, record, keys[0], record.suspicion_note, current.record_version),
        watch=side(hit.watch_unit_id, hit.watch_id, watch, keys[1], watch.ground, current.watch_version),
        reviews=_reviews(session, hit_id),
        recipients=tuple(names[u].name for u in recipients_of(session, hit)),
        judgements=tuple(j for j in Judgement if (state, j) in MACHINE),
    )


def _compared(session: Session, hit: Any) -> tuple[Any, Any, Any]:
    """Both versions that were compared, and the current version numbers."""
    run = session.connection().execute
    record = run(
        select(RecordVersion.__table__).where(
            RecordVersion.record_id == hit.record_id, RecordVersion.version == hit.record_version
        )
    ).one()
    watch = run(
        select(WatchVersion.__table__).where(
            WatchVersion.watch_id == hit.watch_id, WatchVersion.version == hit.watch_version
        )
    ).one()
    current = run(
        select(Record.version.label("record_version"), Watch.version.label("watch_version"))
        .join(Watch, Watch.id == hit.watch_id)
        .where(Record.id == hit.record_id)
    ).one()
    return record, watch, current


def _reviews(session: Session, hit_id: str) -> tuple[ReviewLine, ...]:
    rows = session.connection().execute(
        select(
            Review.number,
            tables.Officer.login,
            Review.judgement,
            Review.reason,
            Review.from_state,
            Review.to_state,
            Review.decided_at,
        )
        .join(tables.Officer, tables.Officer.id == Review.officer_id)
        .where(Review.hit_id == hit_id)
        .order_by(Review.number)
    )
    return tuple(
        ReviewLine(n, who, Judgement(j), why, HitState(a), HitState(b), at) for n, who, j, why, a, b, at in rows
    )
