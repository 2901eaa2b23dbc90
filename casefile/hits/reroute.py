"""After what decides about a record or watch has changed: its hits go where they now belong, in the same commit.

A hit that became protected is judged again at the protection desk. A pointer that its unit may no longer hold is
recalled, with a sentence that tells no reason.
"""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Row, Text, cast, delete, or_, select, update
from sqlalchemy.orm import Session

from casefile import audit, outbox
from casefile.hits.facts import facts_of_hits, part_protected
from casefile.hits.shown import released
from casefile.policy.disclosure import HitFacts, desk_for, may_hold_pointer
from casefile.policy.states import HIT, NOTIFIED, HitMove, after, allows
from casefile.storage.in_list import among
from casefile.storage.tables import Hit, Pointer, Record, Watch
from casefile.vocabulary import Desk, HitState, Topic


def follow_rules(session: Session, *, record_ids: Iterable[str] = (), watch_ids: Iterable[str] = ()) -> None:
    """Route the hits of these records and watches by the rules as they stand now, and recall what may not be held.

    The same statements run whether there are hits or not: nobody reads off the time of an own amendment that one of
    another unit's hangs on it.
    """
    records, watches = [*record_ids], [*watch_ids]
    if not records and not watches:
        return
    statement = (
        select(Hit.id, Hit.record_id, Hit.state, Hit.desk, Hit.part_protected, Hit.evidence)
        .where(or_(among(Hit.record_id, records), among(Hit.watch_id, watches)))
        .order_by(Hit.id)
        .with_for_update()
    )
    rows = session.execute(statement).all()
    _mark_parts(session, rows)
    facts = facts_of_hits(session, [r.id for r in rows])
    holders = _holders(session, [r.id for r in rows])
    for r in rows:
        _follow(session, r.id, HitState(r.state), Desk(r.desk), facts[r.id], holders.get(r.id, ()))
    released.note_changes(session, subject_ids=[*records, *watches], hit_ids=[r.id for r in rows])


def follow_protected(session: Session, limit: int = 500) -> int:
    """Route hits that stand at the coordination desk though a side is protected; returns how many. For the schedule.

    There are some after a database of an earlier release was worked out; otherwise whoever protects routes at once.
    """
    statement = (
        select(Hit.record_id)
        .join(Record, Record.id == Hit.record_id)
        .join(Watch, Watch.id == Hit.watch_id)
        .where(
            Hit.desk == Desk.COORDINATION.value,
            or_(cast(Record.protection, Text) != "[]", cast(Watch.protection, Text) != "[]"),
        )
        .order_by(Hit.id)
        .limit(limit)
    )
    ids = set(session.connection().execute(statement).scalars())
    follow_rules(session, record_ids=ids)
    return len(ids)


def _mark_parts(session: Session, rows: Sequence[Row]) -> None:  # type: ignore[type-arg]
    """Which of the hits rest on a protected person whom the record's text names."""
    statement = select(Record.id, Record.protected_values).where(
        among(Record.id, {r.record_id for r in rows}), Record.names_protected
    )
    naming: dict[str, list[str] | None] = {row[0]: row[1] for row in session.connection().execute(statement)}
    for r in rows:
        part = r.record_id in naming and part_protected(r.evidence, naming[r.record_id])
        if part != r.part_protected:
            session.connection().execute(update(Hit).where(Hit.id == r.id).values(part_protected=part))


def _holders(session: Session, hit_ids: Collection[str]) -> dict[str, list[str]]:
    """The units that hold a pointer of each hit, or are about to get one."""
    rows = session.connection().execute(
        select(Pointer.hit_id, Pointer.unit_id).where(among(Pointer.hit_id, hit_ids), Pointer.withdrawn_at.is_(None))
    )
    found: dict[str, list[str]] = {}
    for hit_id, unit_id in rows:
        found.setdefault(hit_id, []).append(unit_id)
    return found


def _follow(
    session: Session, hit_id: str, state: HitState, desk: Desk, facts: HitFacts, holders: Collection[str]
) -> None:
    now, to = desk_for(facts), state
    if now is Desk.PROTECTION and desk is not now and allows(HIT, state, HitMove.PROTECT):
        to = after(HIT, state, HitMove.PROTECT)
    elif state in NOTIFIED and not all(may_hold_pointer(unit, state, facts) for unit in holders):
        to = after(HIT, state, HitMove.RECALL)
    if (now, to) == (desk, state):
        return
    values: dict[str, object] = {"desk": now.value, "state": to.value}
    if to is not state:
        values |= {"answer_due_at": None, "asked_again_at": None}
    session.connection().execute(update(Hit).where(Hit.id == hit_id).values(**values))
    if to is not state:
        recall(session, [hit_id])
        audit.write(session, None, audit.Action.WITHDRAWAL, "hit", hit_id, detail={"from": state.value})


def recall(session: Session, hit_ids: Collection[str]) -> None:
    """Take the pointers of these hits back: who already has one is notified; one not yet delivered never will be."""
    connection, pointers = session.connection(), among(Pointer.hit_id, hit_ids)
    connection.execute(delete(Pointer).where(pointers, Pointer.sent_at.is_(None)))
    sent = connection.execute(select(Pointer.id).where(pointers, Pointer.withdrawn_at.is_(None))).scalars().all()
    outbox.enqueue_many(session, [(Topic.NOTICE, pointer_id, 2) for pointer_id in sent])
