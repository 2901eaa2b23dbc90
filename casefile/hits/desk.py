"""The lists of a desk: what waits there, what may be looked through, what was decided."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Select, Subquery, and_, case, func, select
from sqlalchemy.orm import Session, aliased

from casefile.hits.facts import facts_of_hits
from casefile.hits.held.again import asked_by_hand
from casefile.hits.held.assigned import holders
from casefile.hits.items import questions
from casefile.hits.items.lists import ITEM, listed
from casefile.hits.items.questions import Asked
from casefile.hits.items.ranked import EVERYTHING, Columns, Filter, at_desk, in_order, ranked
from casefile.hits.review import require_any_desk, still_held
from casefile.matching import StoredEvidence
from casefile.policy.disclosure import DESK_PERMISSION, HitFacts, raises_review
from casefile.policy.states import OPEN
from casefile.policy.viewer import Viewer, require
from casefile.storage import fresh
from casefile.storage.in_list import among
from casefile.storage.tables import HeldJudgement, Hit, Record, Unit
from casefile.vocabulary import Desk, DeskList, HitState

_Lines = Select[Hit, str, str, str, int]
_OPEN = sorted(state.value for state in OPEN)
MOST_WALKED = 5_000
"""Items of a list that are walked through: nobody judges more in a day."""
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
    held: bool = False
    """Judged, and the judgement may still be undone."""
    asked_by_hand: bool = False
    """A reviewer put it to the desk again."""
    taken_by: str = ""
    """The reviewer who has it in hand."""
    at_post: bool = False
    """One side was asked at a post."""


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
    asked: Asked | None = None
    """Of a question at a post: when it was asked there, in this form."""


def queue(
    session: Session,
    viewer: Viewer,
    desk: Desk = Desk.COORDINATION,
    *,
    on: DeskList = DeskList.QUEUE,
    narrow: Filter = EVERYTHING,
    limit: int = 50,
    offset: int = 0,
) -> list[QueueLine]:
    """One of the lists of a desk, one line for each coincidence: what waits strongest first, what was decided newest
    first.

    At the protection desk those that raise a protection review come before all others.
    """
    require(viewer, DESK_PERMISSION[desk])
    found = ranked(viewer, desk, on, narrow)
    return _lines(session, viewer, found, lambda of: of.order_by(*in_order(on, found)).limit(limit).offset(offset))


def lines(
    session: Session,
    viewer: Viewer,
    desk: Desk,
    ids: Sequence[str],
    *,
    on: DeskList = DeskList.QUEUE,
    narrow: Filter = EVERYTHING,
) -> list[QueueLine]:
    """Lines of one of the lists of a desk by the hits that lead them, in the order of the ids; what does not lead a
    line there is left out."""
    require(viewer, DESK_PERMISSION[desk])
    found = ranked(viewer, desk, on, narrow)
    held = {one.hit_id: one for one in _lines(session, viewer, found, lambda of: of.where(among(Hit.id, ids)))}
    return [held[id] for id in ids if id in held]


def _lines(session: Session, viewer: Viewer, found: Subquery, asked: Callable[[_Lines], _Lines]) -> list[QueueLine]:
    record_unit, watch_unit = aliased(Unit), aliased(Unit)
    statement = (
        select(Hit, Record.kind, record_unit.name, watch_unit.name, found.c.many)
        .join(found, and_(found.c.id == Hit.id, found.c.place == 1))
        .join(Record, Record.id == Hit.record_id)
        .join(record_unit, record_unit.id == Hit.record_unit_id)
        .join(watch_unit, watch_unit.id == Hit.watch_unit_id)
    )
    rows = fresh.rows(session, asked(statement))
    facts = facts_of_hits(session, [hit.id for hit, *_ in rows])
    ids = [hit.id for hit, *_ in rows]
    held_by, by_hand = holders(session, viewer, ids), asked_by_hand(session, ids)
    at_post = questions.of_these(session, ids)
    held = set(session.scalars(select(HeldJudgement.hit_id).where(still_held(ids))))
    return [
        replace(
            _queue_line(hit, kind, recorded_by, watched_by, many, facts[hit.id]),
            taken_by=held_by[hit.id].name if hit.id in held_by else "",
            held=hit.id in held,
            at_post=hit.id in at_post,
            asked_by_hand=hit.id in by_hand,
        )
        for hit, kind, recorded_by, watched_by, many in rows
    ]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands on its list, and its neighbours there; empty at an end. `number` 0: it is not on it."""

    before: str = ""
    after: str = ""
    number: int = 0
    total: int = 0


def place(session: Session, viewer: Viewer, hit_id: str, desk: Desk, *, on: DeskList = DeskList.QUEUE) -> Place:
    """The neighbours of a hit on a list of a desk: next and previous, without going back to the list.

    Of a hit that is not on it (decided, say) the first of the list comes next. One statement, whole in ids.
    """
    require(viewer, DESK_PERMISSION[desk])
    found = ranked(viewer, desk, on)
    statement = select(Hit.id).join(found, and_(found.c.id == Hit.id, found.c.place == 1))
    ids = list(session.scalars(statement.order_by(*in_order(on, found)).limit(MOST_WALKED)))
    if hit_id not in ids:
        return Place(after=ids[0] if ids else "", total=len(ids))
    at = ids.index(hit_id)
    return Place(ids[at - 1] if at else "", ids[at + 1] if at + 1 < len(ids) else "", at + 1, len(ids))


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
    statement = at_desk(viewer, desk, select(func.count(ITEM.distinct())))
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
    rows = fresh.rows(session, statement.limit(MOST_COMPANIONS))
    asked = questions.asked(session, [one.id for one, _ in rows])
    return [
        Companion(
            one.id,
            kind,
            HitState(one.state),
            one.decision,
            one.score,
            _agreed(one),
            waits=HitState(one.state) in OPEN or one.asked_again_at is not None,
            asked=asked.get(one.id),
        )
        for one, kind in rows
    ]


def others(session: Session, viewer: Viewer, hit: Hit) -> int:
    """How many those are."""
    require_any_desk(viewer)
    counted = _companions_of(viewer, hit, select(func.count(Hit.id)))
    return session.scalars(counted).one() if hit.coincidence_id is not None else 0


def _companions_of(viewer: Viewer, hit: Hit, statement: Select[*Columns]) -> Select[*Columns]:
    return at_desk(viewer, Desk(hit.desk), statement).where(
        Hit.coincidence_id == hit.coincidence_id, Hit.id != hit.id, Hit.state != HitState.WITHDRAWN.value
    )


def _agreed(hit: Hit) -> tuple[str, ...]:
    return tuple(dict.fromkeys(t.what for t in map(StoredEvidence.from_json, hit.evidence) if t.bits > 0))
