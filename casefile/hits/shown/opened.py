"""One hit opened, with both its sides."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import MISSING, NotThere
from casefile.hits.desk import Companion, companions, others
from casefile.hits.held.again import asked_by_hand, may_ask_again
from casefile.hits.held.assigned import Colleague, holders
from casefile.hits.held.hold import Held, held_of
from casefile.hits.items import questions
from casefile.hits.items.questions import Asked
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
from casefile.policy.disclosure import desk_for, raises_review, recipients
from casefile.policy.handling import Rules, rules_of
from casefile.policy.states import HIT, allows, judgement_move
from casefile.policy.viewer import Viewer
from casefile.storage import fresh
from casefile.storage.tables import Hit, Officer, Record, RecordVersion, Review, Unit, Watch, WatchVersion
from casefile.subjects import identity_rows, protection_signs
from casefile.subjects.identity import Identity
from casefile.vocabulary import Desk, HitState, Judgement


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
    asked: Asked | None = None
    """Of a question at a post: when it was asked there."""
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
    companions: tuple[Companion, ...] = ()
    """The other hits of the coincidence, the first of them: one judgement answers those that wait."""
    others: int = 0
    """How many there are."""
    common_value: bool = False
    """Its number is held by many: only *not the same* and *unresolved* answer all of them at once."""
    asked_again_at: datetime | None = None
    """The judgement stands; a later fact contradicts it."""
    judged_on: tuple[StoredEvidence, ...] = ()
    """What it was made on, where that was something else than `evidence`."""
    asked_by_hand: bool = False
    """A reviewer put it to the desk again; the reason is the last of `reviews`."""
    may_ask_again: bool = False
    """A judgement is in force that can be corrected."""
    held: Held | None = None
    """A judgement that may still be undone, or that came back."""
    in_hand_of: Colleague | None = None


def open_hit(session: Session, viewer: Viewer, hit_id: str, reason: str = "") -> HitView:
    """Reveal both sides of a hit. Written into the trail with both ids, so it needs a writing session.

    At the protection desk names, numbers, places and texts are masked until two persons have unmasked them for this
    viewer; what agrees, by which rule and how strongly is shown all the same.
    """
    require_any_desk(viewer)
    hit, facts = hit_at_desk(session, viewer, hit_id)
    record, watch = _compared(session, hit)
    evidence, judged_on = (
        tuple(StoredEvidence.from_json(term) for term in terms) for terms in (hit.evidence, hit.judged_evidence or ())
    )
    judged_on = judged_on if judged_on != evidence else ()
    at_protection = Desk.PROTECTION in (desk_for(facts), Desk(hit.desk))
    until = unmasked_until(session, viewer.officer_id, hit_id) if at_protection else None
    masked = at_protection and until is None
    if at_protection:
        record, watch = _shield(session, (record, watch), masked=masked)
        if masked:
            evidence, judged_on = masked_evidence(evidence), masked_evidence(judged_on)
    elif facts.record.names_protected:
        record, judged_on = _cover(session, record), masked_evidence(judged_on)
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
    state, again = HitState(hit.state), hit.asked_again_at
    held = held_of(session, viewer, hit_id)
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
        judgements=()
        if held and not held.returned
        else tuple(j for j in Judgement if allows(HIT, state, judgement_move(j, asked_again=again is not None))),
        protected=at_protection,
        protection_review=at_protection and raises_review(facts),
        masked=masked,
        unmasked_until=until,
        companions=tuple(companions(session, viewer, hit)),
        others=others(session, viewer, hit),
        common_value=hit.common_value,
        asked_again_at=again,
        judged_on=judged_on,
        asked_by_hand=bool(asked_by_hand(session, [hit_id])),
        may_ask_again=may_ask_again(state, asked=again is not None),
        held=held,
        in_hand_of=holders(session, viewer, [hit_id]).get(hit_id),
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
    sides = (
        _side(session, record_unit, hit.record_id, record, record_now, known[keys[0]]),
        _side(session, watch_unit, hit.watch_id, watch, watch_now, known[keys[1]]),
    )
    asked = questions.asked(session, [hit.id]).get(hit.id)
    at_post = [asked if unit.asks_for is not None else None for unit in (record_unit, watch_unit)]
    return replace(sides[0], asked=at_post[0]), replace(sides[1], asked=at_post[1])


def _behind(session: Session, unit: Unit) -> Unit:
    """The unit of people that stands behind a side: of a question at a post the one that asked."""
    return unit if unit.asks_for is None else fresh.one(session, select(Unit).where(Unit.id == unit.asks_for))


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
    session: Session, held_by: Unit, subject_id: str, row: RecordVersion | WatchVersion, newest: int, identity: Identity
) -> Side:
    unit = _behind(session, held_by)
    ground = row.suspicion_note if isinstance(row, RecordVersion) else row.ground
    return Side(
        unit_id=unit.id,
        unit_name=unit.name,
        country=unit.country,
        subject_id=subject_id,
        version=row.version,
        current=row.version == newest,
        identity=identity,
        rules=rules_of(row),
        ground=ground if held_by.asks_for is None else "",
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
