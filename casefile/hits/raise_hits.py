"""Hits: raised once per record, watch and matched facts; withdrawn when the facts no longer stand.

A unit never sees a hit. It sees pointers addressed to it (`casefile/notices.py`), after a review.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, delete, select, tuple_, update
from sqlalchemy.orm import Session, aliased

from casefile import audit, outbox
from casefile.policy.handling import release_of
from casefile.policy.sharing import Release, desk_for, takes_part
from casefile.storage import tables
from casefile.storage.in_list import among
from casefile.storage.tables import Hit, Pointer, Record, RecordVersion, Unit, Watch, WatchVersion, new_ids
from casefile.vocabulary import Desk, HitState, RecordState, Topic, WatchState

BATCH = 400
"""Pairs of ids per statement: SQLite allows 999 places in old builds. Single ids go together (`among`)."""

Facts = tuple[str, str, str]
"""(record id, watch id, facts hash): what makes a hit the same hit."""

OPEN = frozenset({HitState.DETECTED, HitState.QUEUED, HitState.IN_REVIEW, HitState.UNRESOLVED})
"""Still waiting for a person."""

LASTING = frozenset({HitState.FALSE_MATCH, HitState.CLOSED, HitState.WITHDRAWN})
"""Nothing to withdraw: nobody has been told, or all is over. A false match is remembered for the same facts."""

LET_GO = frozenset({WatchState.ENDED.value, WatchState.SUSPENDED.value})
"""A watch its own unit no longer pursues, which corrects nothing of what was true."""


@dataclass(frozen=True, slots=True)
class FoundHit:
    """What matching found, with the versions it compared. `evidence` is a list of plain JSON objects."""

    record_id: str
    record_version: int
    watch_id: str
    watch_version: int
    facts_hash: str
    score: float
    decision: str
    evidence: list[dict[str, Any]]
    rules_version: str

    @property
    def facts(self) -> Facts:
        return self.record_id, self.watch_id, self.facts_hash


@dataclass(frozen=True, slots=True)
class _Side:
    version: int
    unit_id: str
    release: Release
    live: bool


def raise_hits(session: Session, found: Sequence[FoundHit]) -> int:
    """Keep what matching found and return how many are new (or stand again after a withdrawal).

    Left out: what was compared in a version that is no longer current (its successor is owed by the outbox and
    will be compared itself), what takes no part in matching any more, two sides of one unit, and facts already
    kept: judged *not the same* once, the same facts never come back.
    """
    unique = {f.facts: f for f in found}
    if not unique:
        return 0
    records = _sides(session, Record, RecordVersion, RecordVersion.record_id, {f.record_id for f in unique.values()})
    watches = _sides(session, Watch, WatchVersion, WatchVersion.watch_id, {f.watch_id for f in unique.values()})
    moment = tables.now()
    rows = []
    for id, hit in zip(new_ids(len(unique)), unique.values(), strict=True):
        record, watch = records.get(hit.record_id), watches.get(hit.watch_id)
        if (record is None or watch is None or not record.live or not watch.live
                or record.version != hit.record_version or watch.version != hit.watch_version
                or record.unit_id == watch.unit_id):
            continue
        rows.append({
            "id": id, "record_id": hit.record_id, "record_version": hit.record_version,
            "watch_id": hit.watch_id, "watch_version": hit.watch_version, "record_unit_id": record.unit_id,
            "watch_unit_id": watch.unit_id, "facts_hash": hit.facts_hash, "score": hit.score,
            "decision": hit.decision, "evidence": hit.evidence, "rules_version": hit.rules_version,
            "desk": desk_for(record.release, watch.release).value, "state": HitState.QUEUED.value,
            "detected_at": moment})
    if not rows:
        return 0
    insert = tables.insert_for(session)(Hit.__table__).on_conflict_do_nothing(
        index_elements=["record_id", "watch_id", "facts_hash"]).returning(Hit.id, Hit.record_id, Hit.watch_id)
    new = session.connection().execute(insert, rows).all()
    again = _revive(session, rows) if len(new) < len(rows) else []
    audit.write_many(session, None, [
        audit.Entry(audit.Action.COMBINATION, "hit", i, detail={"record": r, "watch": w}) for i, r, w in new] + [
        audit.Entry(audit.Action.COMBINATION, "hit", i, detail={"record": r, "watch": w, "again": True})
        for i, r, w in again])
    return len(new) + len(again)


def _revive(session: Session, rows: Sequence[dict[str, Any]]) -> list[Any]:
    """Hits that were withdrawn and whose facts stand again go back to the queue."""
    by_facts = {(r["record_id"], r["watch_id"], r["facts_hash"]): r for r in rows}
    again = []
    withdrawn = session.connection().execute(
        select(Hit.id, Hit.record_id, Hit.watch_id, Hit.facts_hash)
        .where(among(Hit.record_id, {r["record_id"] for r in rows}), Hit.state == HitState.WITHDRAWN.value)).all()
    for hit in withdrawn:
        row = by_facts.get((hit.record_id, hit.watch_id, hit.facts_hash))
        if row is not None:
            session.connection().execute(update(Hit).where(Hit.id == hit.id).values(
                {k: row[k] for k in ("record_version", "watch_version", "score", "decision", "evidence",
                                     "rules_version", "desk", "state", "detected_at")}))
            again.append((hit.id, hit.record_id, hit.watch_id))
    return again


def _sides(session: Session, head: Any, version: Any, version_of: Any, ids: Iterable[str]) -> dict[str, _Side]:
    """The current version of each. Locked for reading until the commit, so that no amendment slips in between."""
    found = {}
    rows = session.connection().execute(
        select(head.id, head.owner_unit_id, head.version, head.state, version.sharing, version.sharing_units,
               version.protection, version.subject_category)
        .join(version, and_(version_of == head.id, version.version == head.version))
        .where(among(head.id, ids)).order_by(head.id).with_for_update(read=True, of=head)).all()
    for r in rows:
        state = RecordState(r.state) if head is Record else RecordState.ACTIVE
        release = release_of(r, r.owner_unit_id, state)
        live = takes_part(release) and (head is Record or r.state == WatchState.ACTIVE.value)
        found[r.id] = _Side(r.version, r.owner_unit_id, release, live)
    return found


def withdraw_stale(session: Session, *, record_id: str | None = None, watch_id: str | None = None,
                   still_matching: Collection[Facts] = ()) -> int:
    """Withdraw the hits of this record or watch whose facts are not among `still_matching`. Returns how many.

    Open ones go whenever their facts changed (other facts make another hit). One already decided goes only when
    the two no longer match on anything: more evidence for a coincidence must not recall its pointer.
    """
    still = set(still_matching)
    pairs = {(r, w) for r, w, _ in still}
    mine = Hit.record_id == record_id if record_id is not None else Hit.watch_id == watch_id
    rows = session.connection().execute(
        select(Hit.id, Hit.record_id, Hit.watch_id, Hit.facts_hash, Hit.state)
        .where(mine, Hit.state.not_in([s.value for s in LASTING])).with_for_update())
    stale = [r.id for r in rows if (r.record_id, r.watch_id, r.facts_hash) not in still
             and (HitState(r.state) in OPEN or (r.record_id, r.watch_id) not in pairs)]
    return _withdraw(session, stale)


def withdraw_stale_pairs(session: Session, pairs: Iterable[tuple[str, str]], *,
                         still_matching: Collection[Facts]) -> int:
    """The same for these (record, watch) pairs only: for the relay, which may judge no pair it has not decided.

    Decided hits of a watch that its unit ended or lets rest stand: what the two units were told stays true.
    """
    still = set(still_matching)
    matching = {(r, w) for r, w, _ in still}
    stale = []
    for chunk in _chunks(sorted(set(pairs))):
        rows = session.connection().execute(
            select(Hit.id, Hit.record_id, Hit.watch_id, Hit.facts_hash, Hit.state, Watch.state.label("watch_state"))
            .join(Watch, Watch.id == Hit.watch_id)
            .where(tuple_(Hit.record_id, Hit.watch_id).in_(chunk), Hit.state.not_in([s.value for s in LASTING]))
            .with_for_update(of=Hit))
        stale += [r.id for r in rows if (r.record_id, r.watch_id, r.facts_hash) not in still
                  and (HitState(r.state) in OPEN
                       or ((r.record_id, r.watch_id) not in matching and r.watch_state not in LET_GO))]
    return _withdraw(session, stale)


def withdraw_all(session: Session, *, record_id: str | None = None, watch_id: str | None = None) -> int:
    """Withdraw every hit of a record or watch that leaves matching. Returns how many."""
    return withdraw_stale(session, record_id=record_id, watch_id=watch_id)


def withdraw_open(session: Session, *, watch_id: str) -> int:
    """Withdraw what nobody has decided yet on a watch that has ended. Pointers already given stand: they were true."""
    rows = session.connection().execute(select(Hit.id).where(
        Hit.watch_id == watch_id, Hit.state.in_([s.value for s in OPEN])).with_for_update()).scalars().all()
    return _withdraw(session, rows)


def _withdraw(session: Session, hit_ids: Sequence[str]) -> int:
    """The step itself. Who already had the pointer is told; a pointer not yet delivered never will be."""
    if not hit_ids:
        return 0
    connection, pointers = session.connection(), among(Pointer.hit_id, hit_ids)
    connection.execute(update(Hit).where(among(Hit.id, hit_ids)).values(state=HitState.WITHDRAWN.value))
    connection.execute(delete(Pointer).where(pointers, Pointer.sent_at.is_(None)))
    told = connection.execute(select(Pointer.id).where(pointers, Pointer.withdrawn_at.is_(None))).scalars().all()
    outbox.owe_many(session, [(Topic.NOTICE, pointer_id, 2) for pointer_id in told])
    audit.write_many(session, None, [audit.Entry(audit.Action.WITHDRAWAL, "hit", i) for i in hit_ids])
    return len(hit_ids)


def sort_to_desks(session: Session, *, record_ids: Iterable[str] = (), watch_ids: Iterable[str] = ()) -> None:
    """After a side's rules changed: its open hits go to the desk that may now handle them, in the same commit."""
    for column, ids in ((Hit.record_id, [*record_ids]), (Hit.watch_id, [*watch_ids])):
        mine = select(Hit.id, Hit.record_id, Hit.watch_id, Hit.desk).where(
            among(column, ids), Hit.state.in_([s.value for s in OPEN]))
        rows = session.connection().execute(mine).all() if ids else []
        if not rows:
            continue
        left = _sides(session, Record, RecordVersion, RecordVersion.record_id, {r.record_id for r in rows})
        right = _sides(session, Watch, WatchVersion, WatchVersion.watch_id, {r.watch_id for r in rows})
        for r in rows:
            desk = desk_for(left[r.record_id].release, right[r.watch_id].release)
            if desk.value != r.desk:
                session.connection().execute(update(Hit).where(Hit.id == r.id).values(desk=Desk(desk).value))


def facts_of(session: Session, pairs: Iterable[tuple[str, str]]) -> dict[Facts, HitState]:
    """The hits kept for these (record, watch) pairs. For the oracle and the reconciler."""
    found: dict[Facts, HitState] = {}
    for chunk in _chunks(sorted(set(pairs))):
        rows = session.connection().execute(
            select(Hit.record_id, Hit.watch_id, Hit.facts_hash, Hit.state)
            .where(tuple_(Hit.record_id, Hit.watch_id).in_(chunk)))
        found.update(((r.record_id, r.watch_id, r.facts_hash), HitState(r.state)) for r in rows)
    return found


def export(session: Session, *, states: Collection[HitState] | None = None) -> Iterator[dict[str, Any]]:
    """Every hit as a line of `griot hits export`, oldest first, read in batches."""
    record_unit, watch_unit = aliased(Unit), aliased(Unit)
    wanted = (
        select(Hit.id, Hit.state, record_unit.code.label("record_unit"), watch_unit.code.label("watch_unit"),
               Record.origin_ref.label("record_ref"), Hit.record_id, Watch.origin_ref.label("watch_ref"),
               Hit.watch_id, Hit.score, Hit.decision, Hit.evidence)
        .join(record_unit, record_unit.id == Hit.record_unit_id)
        .join(watch_unit, watch_unit.id == Hit.watch_unit_id)
        .join(Record, Record.id == Hit.record_id).join(Watch, Watch.id == Hit.watch_id)
        .order_by(Hit.detected_at, Hit.id)
    )
    if states is not None:
        wanted = wanted.where(Hit.state.in_([s.value for s in states]))
    for r in session.execute(wanted, execution_options={"yield_per": 500}):
        yield {"hit": r.id, "state": r.state, "record_unit": r.record_unit, "watch_unit": r.watch_unit,
               "record": r.record_ref or r.record_id, "watch": r.watch_ref or r.watch_id, "score": r.score,
               "decision": r.decision, "evidence": r.evidence}


def _chunks(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[start : start + BATCH] for start in range(0, len(values), BATCH))
