"""Hits: raised once per record, watch and matched facts; withdrawn when the facts no longer stand.

A unit never sees a hit. It sees pointers addressed to it (`casefile/hits/pointers.py`), after a review.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select, update
from sqlalchemy.orm import Session

from casefile import audit
from casefile.matching import EvidenceJson
from casefile.policy.disclosure import desk_for
from casefile.policy.handling import disclosure_facts
from casefile.policy.sharing import DisclosureFacts, is_matchable
from casefile.policy.states import HIT, IN_FORCE, OPEN, HitMove, after
from casefile.storage import tables
from casefile.storage.in_list import among
from casefile.storage.tables import Hit, Record, RecordVersion, Watch, WatchVersion, new_ids
from casefile.vocabulary import Desk, HitState, RecordState, WatchState

BATCH = 400
"""Pairs of ids per statement: SQLite allows 999 places in old builds. Single ids go together (`among`)."""

Facts = tuple[str, str, str]
"""(record id, watch id, facts hash): what makes a hit the same hit."""


@dataclass(frozen=True, slots=True)
class FoundHit:
    """What matching found, with the versions it compared. `evidence` is plain JSON."""

    record_id: str
    record_version: int
    watch_id: str
    watch_version: int
    facts_hash: str
    score: float
    decision: str
    evidence: Sequence[EvidenceJson]
    model_version: str

    @property
    def facts(self) -> Facts:
        return self.record_id, self.watch_id, self.facts_hash


@dataclass(frozen=True, slots=True)
class _Side:
    version: int
    unit_id: str
    release: DisclosureFacts
    live: bool


def raise_hits(session: Session, found: Sequence[FoundHit]) -> int:
    """Keep what matching found and return how many are new (or stand again after a withdrawal).

    Left out: what was compared in a version that is no longer current (its successor is in the outbox and
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
        if (
            record is None
            or watch is None
            or not record.live
            or not watch.live
            or record.version != hit.record_version
            or watch.version != hit.watch_version
            or record.unit_id == watch.unit_id
        ):
            continue
        rows.append(
            {
                "id": id,
                "record_id": hit.record_id,
                "record_version": hit.record_version,
                "watch_id": hit.watch_id,
                "watch_version": hit.watch_version,
                "record_unit_id": record.unit_id,
                "watch_unit_id": watch.unit_id,
                "facts_hash": hit.facts_hash,
                "score": hit.score,
                "decision": hit.decision,
                "evidence": hit.evidence,
                "model_version": hit.model_version,
                "desk": desk_for(record.release, watch.release).value,
                "state": after(HIT, HitState.DETECTED, HitMove.QUEUE).value,
                "detected_at": moment,
            }
        )
    if not rows:
        return 0
    insert = (
        tables.insert_for(session)(Hit.__table__)
        .on_conflict_do_nothing(index_elements=["record_id", "watch_id", "facts_hash"])
        .returning(Hit.id, Hit.record_id, Hit.watch_id)
    )
    new = session.connection().execute(insert, rows).all()
    again = _revive(session, rows) if len(new) < len(rows) else []
    audit.write_many(
        session,
        None,
        [audit.Entry(audit.Action.COMBINATION, "hit", i, detail={"record": r, "watch": w}) for i, r, w in new]
        + [
            audit.Entry(audit.Action.COMBINATION, "hit", i, detail={"record": r, "watch": w, "again": True})
            for i, r, w in again
        ],
    )
    return len(new) + len(again)


def _revive(session: Session, rows: Sequence[dict[str, Any]]) -> list[Any]:
    """Hits that were withdrawn and whose facts stand again go back to the queue."""
    by_facts = {(r["record_id"], r["watch_id"], r["facts_hash"]): r for r in rows}
    again = []
    withdrawn = (
        session.connection()
        .execute(
            select(Hit.id, Hit.record_id, Hit.watch_id, Hit.facts_hash).where(
                among(Hit.record_id, {r["record_id"] for r in rows}), Hit.state == HitState.WITHDRAWN.value
            )
        )
        .all()
    )
    for hit in withdrawn:
        row = by_facts.get((hit.record_id, hit.watch_id, hit.facts_hash))
        if row is not None:
            session.connection().execute(
                update(Hit)
                .where(Hit.id == hit.id)
                .values(
                    {
                        k: row[k]
                        for k in (
                            "record_version",
                            "watch_version",
                            "score",
                            "decision",
                            "evidence",
                            "model_version",
                            "desk",
                            "state",
                            "detected_at",
                        )
                    }
                )
            )
            again.append((hit.id, hit.record_id, hit.watch_id))
    return again


def _sides(session: Session, head: Any, version: Any, version_of: Any, ids: Iterable[str]) -> dict[str, _Side]:
    """The current version of each. Locked for reading until the commit, so that no amendment slips in between."""
    found = {}
    rows = (
        session.connection()
        .execute(
            select(
                head.id,
                head.owner_unit_id,
                head.version,
                head.state,
                version.sharing,
                version.sharing_units,
                version.protection,
                version.subject_category,
            )
            .join(version, and_(version_of == head.id, version.version == head.version))
            .where(among(head.id, ids))
            .order_by(head.id)
            .with_for_update(read=True, of=head)
        )
        .all()
    )
    for r in rows:
        state = RecordState(r.state) if head is Record else RecordState.ACTIVE
        release = disclosure_facts(r, r.owner_unit_id, state)
        live = is_matchable(release) and (head is Record or WatchState(r.state) in IN_FORCE)
        found[r.id] = _Side(r.version, r.owner_unit_id, release, live)
    return found


def reroute(session: Session, *, record_ids: Iterable[str] = (), watch_ids: Iterable[str] = ()) -> None:
    """After a side's rules changed: its open hits go to the desk that may now handle them, in the same commit."""
    for column, ids in ((Hit.record_id, [*record_ids]), (Hit.watch_id, [*watch_ids])):
        mine = select(Hit.id, Hit.record_id, Hit.watch_id, Hit.desk).where(
            among(column, ids), Hit.state.in_([s.value for s in OPEN])
        )
        rows = session.connection().execute(mine).all() if ids else []
        if not rows:
            continue
        left = _sides(session, Record, RecordVersion, RecordVersion.record_id, {r.record_id for r in rows})
        right = _sides(session, Watch, WatchVersion, WatchVersion.watch_id, {r.watch_id for r in rows})
        for r in rows:
            desk = desk_for(left[r.record_id].release, right[r.watch_id].release)
            if desk.value != r.desk:
                session.connection().execute(update(Hit).where(Hit.id == r.id).values(desk=Desk(desk).value))


def chunks(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[start : start + BATCH] for start in range(0, len(values), BATCH))
