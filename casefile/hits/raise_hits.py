"""Hits: one per record and watch, raised when they first match; withdrawn when they no longer do.

A unit never sees a hit. It sees pointers addressed to it (`casefile/hits/pointers.py`), after a review.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, null, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from casefile import audit
from casefile.hits.facts import deciding_columns, facts_of_row, part_protected, stands_for
from casefile.hits.items import grouped
from casefile.hits.items.grouped import Pair
from casefile.hits.memory import weighed_again
from casefile.hits.memory.weighed_again import HitRow
from casefile.hits.treaty import by_agreement
from casefile.matching import EvidenceJson
from casefile.policy.disclosure import HitFacts, desk_for
from casefile.policy.sharing import DisclosureFacts, is_matchable, may_meet
from casefile.policy.states import HIT, IN_FORCE, HitMove, after
from casefile.storage import tables
from casefile.storage.bulk_insert import insert_rows
from casefile.storage.in_list import among
from casefile.storage.tables import Hit, Record, Unit, new_ids
from casefile.storage.versioned import RECORDS, WATCHES, Versioned
from casefile.vocabulary import HitState, WatchState

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
    value_key: str | None = None
    """As of `casefile/hits/items/coincidence.py`."""

    @property
    def facts(self) -> Facts:
        return self.record_id, self.watch_id, self.facts_hash


@dataclass(frozen=True, slots=True)
class _Side:
    version: int
    unit_id: str
    disclosure: DisclosureFacts
    live: bool
    asked: bool
    """A question at a post: `unit_id` is the unit that asked."""
    protected_values: Sequence[str] = ()


def raise_hits(session: Session, found: Sequence[FoundHit]) -> int:
    """Keep what matching found and return how many are new (or stand, or are asked, again).

    A pair has one hit. Other facts of a pair that has one are kept in its row: whether that asks a person again stands
    in `casefile/hits/memory/remembered.py`. Left out: what was compared in a version that is no longer current (its
    successor is in the outbox and will be compared itself), what takes no part in matching any more, and two sides of
    one unit.
    """
    unique = {(f.record_id, f.watch_id): f for f in found}
    if not unique:
        return 0
    records = _sides(session, RECORDS, {record for record, _ in unique})
    watches = _sides(session, WATCHES, {watch for _, watch in unique})
    rows, facts = _rows(unique.values(), records, watches)
    if not rows:
        return 0
    known = weighed_again.known(session, rows)
    new = _insert(session, [row for row in rows if (row["record_id"], row["watch_id"]) not in known])
    again = weighed_again.keep(session, [(known[pair], row) for row in rows if (pair := _pair(row)) in known])
    audit.write_many(
        session,
        None,
        [audit.Entry(audit.Action.COMBINATION, "hit", i, detail={"record": r, "watch": w}) for i, r, w in new]
        + [
            audit.Entry(audit.Action.COMBINATION, "hit", i, detail={"record": r, "watch": w, "again": True})
            for i, r, w in again.combined
        ],
    )
    grouped.put_together(session, [Pair(row["record_id"], row["watch_id"]) for row in rows])
    decisions = {row["id"]: row["decision"] for row in rows}
    plain = [(i, r, w) for i, r, w in new if not (records[r].asked or watches[w].asked)]  # a person judges a question
    by_agreement.confirm(session, [by_agreement.Raised(i, r, w, decisions[i], facts[i]) for i, r, w in plain])
    return len(new) + again.asked


def _pair(row: HitRow) -> tuple[str, str]:
    return row["record_id"], row["watch_id"]


def _rows(
    found: Collection[FoundHit], records: Mapping[str, _Side], watches: Mapping[str, _Side]
) -> tuple[list[HitRow], dict[str, HitFacts]]:
    """The rows of the hits that may be kept, and what decides who may know of each, by the row's id."""
    moment = tables.now()
    rows: list[HitRow] = []
    facts: dict[str, HitFacts] = {}
    for id, hit in zip(new_ids(len(found)), found, strict=True):
        record, watch = records.get(hit.record_id), watches.get(hit.watch_id)
        if record is None or watch is None or not _may_meet(hit, record, watch):
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
                "value_key": hit.value_key,
                "state": after(HIT, HitState.DETECTED, HitMove.QUEUE).value,
                "detected_at": moment,
            }
        )
    return rows, facts


def _may_meet(hit: FoundHit, record: _Side, watch: _Side) -> bool:
    current = record.version == hit.record_version and watch.version == hit.watch_version
    two = may_meet(record.unit_id, watch.unit_id, both_asked=record.asked and watch.asked)
    return current and record.live and watch.live and two


def _insert(session: Session, rows: Sequence[HitRow]) -> Sequence[tuple[str, str, str]]:
    """Write the hits of pairs that have none: (hit, record, watch) of each."""
    if not rows:
        return []
    if session.connection().dialect.name == "sqlite":  # one writer: nobody has raised one since `known` looked
        unsaid = _unsaid(rows[0])
        insert_rows(session, Hit, [{**row, **unsaid} for row in rows])
        return [(row["id"], row["record_id"], row["watch_id"]) for row in rows]
    insert = (
        tables.insert_for(session)(Hit.__table__)
        .on_conflict_do_nothing(index_elements=["record_id", "watch_id", "facts_hash"])
        .returning(Hit.id, Hit.record_id, Hit.watch_id)
    )
    return [(i, r, w) for i, r, w in session.connection().execute(insert, rows).all()]


def _unsaid(row: HitRow) -> dict[str, object]:
    """What nobody has said of a hit that has just been raised, as the table has it."""
    columns = (column for column in Hit.__table__.columns if column.key not in row)
    return {c.key: c.default.arg if isinstance(c.default, ScalarElementColumnDefault) else None for c in columns}


def _sides(session: Session, family: Versioned, ids: Iterable[str]) -> dict[str, _Side]:
    """The current version of each. Locked for reading until the commit, so that no amendment slips in between."""
    head, version = family.head, family.version
    of_records = family is RECORDS
    rows = session.execute(
        select(
            head.id,
            stands_for(head, Unit),
            Unit.asks_for.is_not(None),
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
    for id, unit_id, asked, number, state, values, *deciding in rows:
        disclosure = facts_of_row(deciding)
        live = is_matchable(disclosure) and (of_records or WatchState(state) in IN_FORCE)
        sides[id] = _Side(number, unit_id, disclosure, live, bool(asked), values or ())
    return sides
