"""Reading hits for the pipeline and for `griot hits export`."""

from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session, aliased

from casefile.hits.raise_hits import Facts, chunks
from casefile.matching import StoredEvidence
from casefile.storage.tables import Hit, Record, Unit, Watch
from casefile.vocabulary import HitState, Json


def facts_of(session: Session, pairs: Iterable[tuple[str, str]]) -> dict[Facts, HitState]:
    """The hits kept for these (record, watch) pairs. For the oracle and the reconciler."""
    found: dict[Facts, HitState] = {}
    for chunk in chunks(sorted(set(pairs))):
        rows = session.connection().execute(
            select(Hit.record_id, Hit.watch_id, Hit.facts_hash, Hit.state).where(
                tuple_(Hit.record_id, Hit.watch_id).in_(chunk)
            )
        )
        found.update(((r.record_id, r.watch_id, r.facts_hash), HitState(r.state)) for r in rows)
    return found


def export(session: Session, *, states: Collection[HitState] | None = None) -> Iterator[dict[str, Json]]:
    """Every hit as a line of `griot hits export`, oldest first, read in batches."""
    record_unit, watch_unit = aliased(Unit), aliased(Unit)
    wanted = (
        select(
            Hit.id,
            Hit.state,
            record_unit.code.label("record_unit"),
            watch_unit.code.label("watch_unit"),
            Record.origin_ref.label("record_ref"),
            Hit.record_id,
            Watch.origin_ref.label("watch_ref"),
            Hit.watch_id,
            Hit.score,
            Hit.decision,
            Hit.evidence,
        )
        .join(record_unit, record_unit.id == Hit.record_unit_id)
        .join(watch_unit, watch_unit.id == Hit.watch_unit_id)
        .join(Record, Record.id == Hit.record_id)
        .join(Watch, Watch.id == Hit.watch_id)
        .order_by(Hit.detected_at, Hit.id)
    )
    if states is not None:
        wanted = wanted.where(Hit.state.in_([s.value for s in states]))
    for r in session.execute(wanted, execution_options={"yield_per": 500}):
        yield {
            "hit": r.id,
            "state": r.state,
            "record_unit": r.record_unit,
            "watch_unit": r.watch_unit,
            "record": r.record_ref or r.record_id,
            "watch": r.watch_ref or r.watch_id,
            "score": r.score,
            "decision": r.decision,
            "evidence": [StoredEvidence.from_json(term).as_json() for term in r.evidence],
        }
