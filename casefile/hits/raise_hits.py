"""Hits: raised once per record, watch and matched facts; withdrawn when the facts no longer stand.

A unit never sees a hit. It sees pointers addressed to it (`casefile/hits/pointers.py`), after a review.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import and_, null, select, update
from sqlalchemy.orm import Session

from casefile import audit
from casefile.hits.facts import deciding_columns, facts_of_row, part_protected
from casefile.hits.treaty import by_agreement
from casefile.matching import EvidenceJson
from casefile.policy.disclosure import HitFacts, desk_for
from casefile.policy.sharing import DisclosureFacts, is_matchable
from casefile.policy.states import HIT, IN_FORCE, OPEN, HitMove, after
from casefile.storage import tables
from casefile.storage.in_list import among
from casefile.storage.tables import Hit, Record, Unit, new_ids
from casefile.storage.versioned import RECORDS, WATCHES, Versioned
from casefile.vocabulary import HitState, WatchState

BATCH = 400
"""Pairs of ids per statement: SQLite allows 999 places in old builds. Single ids go together (`among`)."""

T = TypeVar("T")

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
    disclosure: DisclosureFacts
    live: bool
    protected_values: Sequence[str] = ()


def raise_hits(session: Session, found: Sequence[FoundHit]) -> int:
    """Keep what matching found and return how many are new (or stand again after a withdrawal).

    Left out: what was compared in a version that is no longer current (its successor is in the outbox and
    will be compared itself), what takes no part in matching any more, two sides of one unit, and facts already
    kept: judged *not the same* once, the same facts never come back.
    """
    unique = {f.facts: f for f in found}
    if not unique:
        return 0
    records = _sides(session, RECORDS, {f.record_id for f in unique.values()})
    watches = _sides(session, WATCHES, {f.watch_id for f in unique.values()})
    moment = tables.now()
    rows: list[dict[str, object]] = []
    facts: dict[str, HitFacts] = {}
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
        part = record.disclosure.names_protected and part_protected(hit.evidence, record.protected_values)
        facts[id] = HitFacts(record.disclosure, watch.disclosure, part)
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
                "desk": desk_for(facts[id]).value,
                "part_protected": part,
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
    if len(new) + len(again) < len(rows):
        _grade_again(session, rows)
    audit.write_many(
        session,
        None,
        [audit.Entry(audit.Action.COMBINATION, "hit", i, detail={"record": r, "watch": w}) for i, r, w in new]
        + [
            audit.Entry(audit.Action.COMBINATION, "hit", i, detail={"record": r, "watch": w, "again": True})
            for i, r, w in again
        ],
    )
    decisions = {row["id"]: str(row["decision"]) for row in rows}
    by_agreement.confirm(session, [by_agreement.Raised(i, r, w, decisions[i], facts[i]) for i, r, w in new])
    return len(new) + len(again)


STANDS_AGAIN_WITH = (
    "record_version", "watch_version", "score", "decision", "evidence", "model_version", "desk", "state", "detected_at",
    "part_protected",
)  # fmt: skip
"""What a hit that was withdrawn takes over from the comparison by which it stands again."""


def _revive(session: Session, rows: Sequence[dict[str, object]]) -> list[tuple[str, str, str]]:
    """Hits that were withdrawn and whose facts stand again go back to the queue: (hit, record, watch)."""
    by_facts = {(r["record_id"], r["watch_id"], r["facts_hash"]): r for r in rows}
    withdrawn = session.execute(
        select(Hit.id, Hit.record_id, Hit.watch_id, Hit.facts_hash).where(
            among(Hit.record_id, {r["record_id"] for r in rows}), Hit.state == HitState.WITHDRAWN.value
        )
    ).all()
    again = []
    for hit_id, record_id, watch_id, facts in withdrawn:
        if (row := by_facts.get((record_id, watch_id, facts))) is not None:
            values = {name: row[name] for name in STANDS_AGAIN_WITH}
            values["state"] = after(HIT, HitState.WITHDRAWN, HitMove.STAND_AGAIN).value
            session.connection().execute(update(Hit).where(Hit.id == hit_id).values(**values))
            again.append((hit_id, record_id, watch_id))
    return again


GRADED_AGAIN = ("score", "decision", "evidence", "model_version")


def _grade_again(session: Session, rows: Sequence[dict[str, object]]) -> None:
    """Open hits take the worth that their facts have today, so that a grade does not depend on the day it was given.

    What was judged keeps the words on which it was judged.
    """
    by_facts = {(r["record_id"], r["watch_id"], r["facts_hash"]): r for r in rows}
    standing = session.execute(
        select(Hit.id, Hit.record_id, Hit.watch_id, Hit.facts_hash, Hit.score, Hit.decision).where(
            among(Hit.record_id, {r["record_id"] for r in rows}), Hit.state.in_([state.value for state in OPEN])
        )
    ).all()
    for hit_id, record_id, watch_id, facts, score, decision in standing:
        row = by_facts.get((record_id, watch_id, facts))
        if row is not None and (row["score"], row["decision"]) != (score, decision):
            values = {name: row[name] for name in GRADED_AGAIN}
            session.connection().execute(update(Hit).where(Hit.id == hit_id).values(**values))


def _sides(session: Session, family: Versioned, ids: Iterable[str]) -> dict[str, _Side]:
    """The current version of each. Locked for reading until the commit, so that no amendment slips in between."""
    head, version = family.head, family.version
    of_records = family is RECORDS
    rows = session.execute(
        select(
            head.id,
            head.owner_unit_id,
            head.version,
            head.state,
            Record.protected_values if of_records else null(),
            *deciding_columns(head, version, Unit),
        )
        .join(version, and_(family.version_of == head.id, version.version == head.version))
        .join(Unit, Unit.id == head.owner_unit_id)
        .where(among(head.id, ids))
        .order_by(head.id)
        .with_for_update(read=True, of=head)
    ).all()
    sides = {}
    for id, unit_id, number, state, values, *deciding in rows:
        disclosure = facts_of_row(deciding)
        live = is_matchable(disclosure) and (of_records or WatchState(state) in IN_FORCE)
        sides[id] = _Side(number, unit_id, disclosure, live, values or ())
    return sides


def chunks(values: Sequence[T]) -> Iterable[Sequence[T]]:
    """Parts of a list that fit one statement each."""
    return (values[start : start + BATCH] for start in range(0, len(values), BATCH))
