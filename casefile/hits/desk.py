"""The desk: what waits there, and one hit opened with both its sides."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Select, Text, and_, case, cast, func, not_, or_, select, true
from sqlalchemy.orm import Session, aliased

from casefile import audit
from casefile.errors import MISSING, NotThere
from casefile.hits.facts import facts_of_hits, protected_now
from casefile.hits.review import hit_at_desk, require_any_desk
from casefile.hits.shown.covered import (
    Shielded,
    covered,
    masked_evidence,
    masked_identity,
    shielded,
    unmasked_until,
)
from casefile.matching import StoredEvidence
from casefile.policy.disclosure import DESK_PERMISSION, HitFacts, desk_for, is_networks, raises_review, recipients
from casefile.policy.handling import SUSPECTED, Rules, rules_of
from casefile.policy.protection import PROTECTED_CATEGORIES
from casefile.policy.states import HIT, JUDGEMENT_MOVE, WAITING, allows
from casefile.policy.viewer import Viewer, require
from casefile.storage import fresh
from casefile.storage.tables import Hit, Officer, Record, RecordVersion, Review, Unit, Watch, WatchVersion
from casefile.subjects import identity_rows, protection_signs
from casefile.subjects.identity import Identity
from casefile.vocabulary import Desk, HitState, Judgement, Protection

Columns = TypeVarTuple("Columns")
_WAITING = sorted(state.value for state in WAITING)


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A hit in a queue: masked. It shows which kinds of values agreed; opening it reveals them."""

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
    protection_review: bool
    """One side seeks as a suspect whom the other knows as a victim."""


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
    shielded: Shielded | None = None
    """Why it is protected; at the protection desk only."""


@dataclass(frozen=True, slots=True)
class ReviewLine:
    number: int
    officer: str
    judgement: str
    """A `Judgement`, or how it was settled for an owner who did not answer (`answers.TELL`, `answers.SEAL`)."""
    reason: str
    protection_reason: str
    from_state: HitState
    to_state: HitState
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class HitView:
    """A hit opened: both sides, the evidence, what was decided, and who would be notified if it were confirmed."""

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
    after_agreement: tuple[str, ...]
    """Names of those that get theirs only when the others have agreed."""
    judgements: tuple[Judgement, ...]
    protected: bool
    """Nobody is notified but the protection officers of both sides."""
    protection_review: bool
    """One side seeks as a suspect whom the other knows as a victim: a judgement takes a reason of its own."""
    masked: bool
    unmasked_until: datetime | None


def queue(
    session: Session,
    viewer: Viewer,
    desk: Desk = Desk.COORDINATION,
    *,
    decided: bool = False,
    limit: int = 50,
    offset: int = 0,
) -> list[QueueLine]:
    """The hits that wait at a desk, strongest first; with `decided`, those that no longer do, newest first.

    At the protection desk those that raise a protection review come before all others.
    """
    require(viewer, DESK_PERMISSION[desk])
    record_unit, watch_unit = aliased(Unit), aliased(Unit)
    statement = (
        _at(viewer, desk, select(Hit, Record.kind, record_unit.name, watch_unit.name))
        .join(record_unit, record_unit.id == Hit.record_unit_id)
        .join(watch_unit, watch_unit.id == Hit.watch_unit_id)
    )
    if decided:
        statement = statement.where(Hit.state.not_in(_WAITING)).order_by(Hit.detected_at.desc(), Hit.id)
    else:
        if desk is Desk.PROTECTION:
            statement = statement.order_by(_reviews_first())
        statement = statement.where(Hit.state.in_(_WAITING)).order_by(Hit.score.desc(), Hit.detected_at, Hit.id)
    rows = fresh.rows(session, statement.limit(limit).offset(offset))
    facts = facts_of_hits(session, [hit.id for hit, *_ in rows])
    return [_queue_line(*row, facts=facts[row[0].id]) for row in rows]


def _reviews_first() -> ColumnElement[int]:
    """`policy.disclosure.raises_review` as an order; a test holds the two together."""
    record, watch = RecordVersion.subject_category, WatchVersion.subject_category
    suspects, victims = sorted(SUSPECTED), sorted(PROTECTED_CATEGORIES)
    known = or_(record.in_(victims), _protects_victim(Record), and_(Record.names_protected, Hit.part_protected))
    there = and_(watch.in_(suspects), known)
    here = and_(record.in_(suspects), or_(watch.in_(victims), _protects_victim(Watch)))
    return case((or_(there, here), 0), else_=1)


def _protects_victim(head: type[Record] | type[Watch]) -> ColumnElement[bool]:
    """What nobody has worked out counts as a victim's."""
    kept = func.coalesce(cast(head.protection, Text), "null")
    return or_(kept == "null", kept.contains(f'"{Protection.VICTIM.value}"'))


def _queue_line(hit: Hit, kind: str, record_unit: str, watch_unit: str, facts: HitFacts) -> QueueLine:
    agreed = (term.what for term in map(StoredEvidence.from_json, hit.evidence) if term.bits > 0)
    return QueueLine(
        hit_id=hit.id,
        state=HitState(hit.state),
        desk=Desk(hit.desk),
        detected_at=hit.detected_at,
        kind=kind,
        record_unit=record_unit,
        watch_unit=watch_unit,
        score=hit.score,
        decision=hit.decision,
        agreed=tuple(dict.fromkeys(agreed)),
        protection_review=raises_review(facts),
    )


def waiting(session: Session, viewer: Viewer, desk: Desk = Desk.COORDINATION) -> int:
    """How many hits wait at a desk."""
    require(viewer, DESK_PERMISSION[desk])
    statement = _at(viewer, desk, select(func.count(Hit.id)))
    return session.scalars(statement.where(Hit.state.in_(_WAITING))).one()


def _at(viewer: Viewer, desk: Desk, statement: Select[*Columns]) -> Select[*Columns]:
    """Of hits, those of a desk: what belongs elsewhere since leaves no line behind, and no count.

    At the protection desk those the viewer may open (`policy.disclosure.sits_at_protection`).
    """
    mine = or_(Hit.record_unit_id == viewer.unit_id, Hit.watch_unit_id == viewer.unit_id)
    here = and_(protected_now(), true() if is_networks(viewer) else mine)
    return (
        statement.join(Record, Record.id == Hit.record_id)
        .join(RecordVersion, and_(RecordVersion.record_id == Record.id, RecordVersion.version == Record.version))
        .join(Watch, Watch.id == Hit.watch_id)
        .join(WatchVersion, and_(WatchVersion.watch_id == Watch.id, WatchVersion.version == Watch.version))
        .where(Hit.desk == desk.value, here if desk is Desk.PROTECTION else not_(protected_now()))
    )


def open_hit(session: Session, viewer: Viewer, hit_id: str, reason: str = "") -> HitView:
    """Reveal both sides of a hit. Written into the trail with both ids, so it needs a writing session.

    At the protection desk names, numbers, places and texts are masked until two persons have unmasked them for this
    viewer; what agrees, by which rule and how strongly is shown all the same.
    """
    require_any_desk(viewer)
    hit, facts = hit_at_desk(session, viewer, hit_id)
    record, watch = _compared(session, hit)
    evidence = tuple(StoredEvidence.from_json(term) for term in hit.evidence)
    at_protection = Desk.PROTECTION in (desk_for(facts), Desk(hit.desk))
    until = unmasked_until(session, viewer.officer_id, hit_id) if at_protection else None
    masked = at_protection and until is None
    if at_protection:
        record, watch = _shield(session, (record, watch), masked=masked)
        evidence = masked_evidence(evidence) if masked else evidence
    elif facts.record.names_protected:
        record = _cover(session, record)
    notified = recipients(facts)
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
            "masked": masked,
        },
    )
    units = fresh.rows(session, select(Unit).where(Unit.id.in_([hit.record_unit_id, hit.watch_unit_id])))
    names = {unit.id: unit.name for (unit,) in units}
    state = HitState(hit.state)
    return HitView(
        id=hit.id,
        state=state,
        desk=Desk(hit.desk),
        detected_at=hit.detected_at,
        score=hit.score,
        decision=hit.decision,
        evidence=evidence,
        model_version=hit.model_version,
        record=record,
        watch=watch,
        reviews=_reviews(session, hit_id),
        recipients=tuple(names[unit_id] for unit_id in notified.first),
        after_agreement=tuple(names[unit_id] for unit_id in notified.after_agreement),
        judgements=tuple(j for j in Judgement if allows(HIT, state, JUDGEMENT_MOVE[j])),
        protected=at_protection,
        protection_review=at_protection and raises_review(facts),
        masked=masked,
        unmasked_until=until,
    )


def _compared(session: Session, hit: Hit) -> tuple[Side, Side]:
    """Both sides in the versions that were compared."""
    keys = (
        identity_rows.identity_id(hit.record_id, hit.record_version),
        identity_rows.identity_id(hit.watch_id, hit.watch_version),
    )
    known = identity_rows.load_identities(session, keys)
    if len(known) < len(keys):  # one side's content is destroyed: there is nothing to compare any more
        raise NotThere(MISSING)
    ((record, record_now, record_unit),) = fresh.rows(
        session,
        select(RecordVersion, Record.version, Unit)
        .join(Record, Record.id == RecordVersion.record_id)
        .join(Unit, Unit.id == Record.owner_unit_id)
        .where(RecordVersion.record_id == hit.record_id, RecordVersion.version == hit.record_version),
    )
    ((watch, watch_now, watch_unit),) = fresh.rows(
        session,
        select(WatchVersion, Watch.version, Unit)
        .join(Watch, Watch.id == WatchVersion.watch_id)
        .join(Unit, Unit.id == Watch.owner_unit_id)
        .where(WatchVersion.watch_id == hit.watch_id, WatchVersion.version == hit.watch_version),
    )
    return (
        _side(record_unit, hit.record_id, record, record_now, known[keys[0]], record.suspicion_note),
        _side(watch_unit, hit.watch_id, watch, watch_now, known[keys[1]], watch.ground),
    )


def _cover(session: Session, side: Side) -> Side:
    """A report that names a victim is split: the coordinator reads the part about others."""
    identity, ground = covered(session, side.subject_id, side.identity, side.ground, side.country)
    return replace(side, identity=identity, ground=ground)


def _shield(session: Session, sides: tuple[Side, Side], *, masked: bool) -> tuple[Side, Side]:
    """Both sides as the protection desk reads them: why they are protected, and masked what would name anybody."""
    signs = protection_signs.standing(session, [side.subject_id for side in sides])
    shown = [
        replace(side, shielded=shielded(signs.get(side.subject_id, ()), side.identity, masked=masked)) for side in sides
    ]
    if masked:
        shown = [
            replace(
                side,
                identity=masked_identity(side.identity),
                ground="",
                rules=replace(side.rules, handling_text="", legal_basis=""),
            )
            for side in shown
        ]
    return shown[0], shown[1]


def _side(
    unit: Unit, subject_id: str, row: RecordVersion | WatchVersion, newest: int, identity: Identity, ground: str
) -> Side:
    return Side(
        unit_id=unit.id,
        unit_name=unit.name,
        country=unit.country,
        subject_id=subject_id,
        version=row.version,
        current=row.version == newest,
        identity=identity,
        rules=rules_of(row),
        ground=ground,
    )


def _reviews(session: Session, hit_id: str) -> tuple[ReviewLine, ...]:
    statement = (
        select(Review, Officer.login)
        .join(Officer, Officer.id == Review.officer_id)
        .where(Review.hit_id == hit_id)
        .order_by(Review.number)
    )
    return tuple(
        ReviewLine(
            number=review.number,
            officer=login,
            judgement=review.judgement,
            reason=review.reason,
            protection_reason=review.protection_reason,
            from_state=HitState(review.from_state),
            to_state=HitState(review.to_state),
            decided_at=review.decided_at,
        )
        for review, login in fresh.rows(session, statement)
    )
