"""The lists of a desk: what waits there, what may be looked through, what was decided."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Select, Subquery, Text, and_, case, cast, func, literal, not_, or_, select, true
from sqlalchemy.orm import Session, aliased

from casefile.hits.facts import facts_of_hits, protected_now
from casefile.hits.items.lists import ITEM, listed
from casefile.hits.review import require_any_desk
from casefile.matching import StoredEvidence
from casefile.policy.disclosure import DESK_PERMISSION, HitFacts, is_networks, raises_review
from casefile.policy.handling import SUSPECTED
from casefile.policy.protection import PROTECTED_CATEGORIES
from casefile.policy.states import OPEN
from casefile.policy.viewer import Viewer, require
from casefile.storage import fresh
from casefile.storage.tables import Hit, Record, RecordVersion, Unit, Watch, WatchVersion
from casefile.vocabulary import Desk, DeskList, HitState, Protection

Columns = TypeVarTuple("Columns")
_OPEN = sorted(state.value for state in OPEN)
MOST_COMPANIONS = 50
"""Companions a page shows: a number that many hold has thousands."""


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
    hits: int = 1
    """So many hits of the list are this one item; this is the strongest."""
    common_value: bool = False
    """They rest on one number that many records hold."""
    asked_again: bool = False
    """It was judged, and a later fact contradicts."""


@dataclass(frozen=True, slots=True)
class Companion:
    """Another hit of the same item, masked as in the queue."""

    hit_id: str
    kind: str
    state: HitState
    decision: str
    score: float
    agreed: tuple[str, ...]
    waits: bool


def queue(
    session: Session,
    viewer: Viewer,
    desk: Desk = Desk.COORDINATION,
    *,
    on: DeskList = DeskList.QUEUE,
    limit: int = 50,
    offset: int = 0,
) -> list[QueueLine]:
    """One of the lists of a desk, one line for each coincidence: what waits strongest first, what was decided newest
    first.

    At the protection desk those that raise a protection review come before all others.
    """
    require(viewer, DESK_PERMISSION[desk])
    ranked = _ranked(viewer, desk, on)
    record_unit, watch_unit = aliased(Unit), aliased(Unit)
    statement = (
        select(Hit, Record.kind, record_unit.name, watch_unit.name, ranked.c.many)
        .join(ranked, and_(ranked.c.id == Hit.id, ranked.c.place == 1))
        .join(Record, Record.id == Hit.record_id)
        .join(record_unit, record_unit.id == Hit.record_unit_id)
        .join(watch_unit, watch_unit.id == Hit.watch_unit_id)
    )
    if on is DeskList.DECIDED:
        statement = statement.order_by(Hit.detected_at.desc(), Hit.id)
    else:
        statement = statement.order_by(ranked.c.first, Hit.score.desc(), Hit.detected_at, Hit.id)
    rows = fresh.rows(session, statement.limit(limit).offset(offset))
    facts = facts_of_hits(session, [hit.id for hit, *_ in rows])
    return [
        _queue_line(hit, kind, recorded_by, watched_by, many, facts[hit.id])
        for hit, kind, recorded_by, watched_by, many in rows
    ]


def _ranked(viewer: Viewer, desk: Desk, on: DeskList) -> Subquery:
    """The hits of a list: how many its item has there, and which of them leads it."""
    strongest = (Hit.score.desc(), Hit.detected_at, Hit.id)
    first = _reviews_first() if desk is Desk.PROTECTION else literal(0)
    return (
        _at(
            viewer,
            desk,
            select(
                Hit.id,
                func.count().over(partition_by=ITEM).label("many"),
                func.row_number().over(partition_by=ITEM, order_by=strongest).label("place"),
                func.min(first).over(partition_by=ITEM).label("first"),
            ),
        )
        .where(listed(on))
        .subquery()
    )


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


def _queue_line(hit: Hit, kind: str, record_unit: str, watch_unit: str, many: int, facts: HitFacts) -> QueueLine:
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
        agreed=_agreed(hit),
        protection_review=raises_review(facts),
        hits=many,
        common_value=hit.common_value,
        asked_again=hit.asked_again_at is not None,
    )


def waiting(session: Session, viewer: Viewer, desk: Desk = Desk.COORDINATION, *, on: DeskList = DeskList.QUEUE) -> int:
    """How many items wait on a list of a desk."""
    require(viewer, DESK_PERMISSION[desk])
    statement = _at(viewer, desk, select(func.count(ITEM.distinct())))
    return session.scalars(statement.where(listed(on))).one()


def companions(session: Session, viewer: Viewer, hit: Hit) -> list[Companion]:
    """The other hits of its coincidence, or of a number that many hold, at this desk: what waits first, strongest
    first, at most so many as a page shows."""
    require_any_desk(viewer)
    if hit.coincidence_id is None:
        return []
    statement = _companions_of(viewer, hit, select(Hit, Record.kind))
    waits_first = case((Hit.state.in_(_OPEN), 0), (Hit.asked_again_at.is_not(None), 1), else_=2)
    statement = statement.order_by(waits_first, Hit.score.desc(), Hit.detected_at, Hit.id)
    return [
        Companion(
            one.id,
            kind,
            HitState(one.state),
            one.decision,
            one.score,
            _agreed(one),
            waits=HitState(one.state) in OPEN or one.asked_again_at is not None,
        )
        for one, kind in fresh.rows(session, statement.limit(MOST_COMPANIONS))
    ]


def others(session: Session, viewer: Viewer, hit: Hit) -> int:
    """How many those are."""
    require_any_desk(viewer)
    counted = _companions_of(viewer, hit, select(func.count(Hit.id)))
    return session.scalars(counted).one() if hit.coincidence_id is not None else 0


def _companions_of(viewer: Viewer, hit: Hit, statement: Select[*Columns]) -> Select[*Columns]:
    return _at(viewer, Desk(hit.desk), statement).where(
        Hit.coincidence_id == hit.coincidence_id, Hit.id != hit.id, Hit.state != HitState.WITHDRAWN.value
    )


def _agreed(hit: Hit) -> tuple[str, ...]:
    return tuple(dict.fromkeys(t.what for t in map(StoredEvidence.from_json, hit.evidence) if t.bits > 0))


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
