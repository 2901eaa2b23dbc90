"""Reading hits for the pipeline and for `griot hits export`."""

from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import Select, case, func, select, tuple_
from sqlalchemy.orm import Session, aliased

from casefile.hits.facts import facts_of_hits
from casefile.hits.items.lists import ITEM, listed
from casefile.hits.raise_hits import Facts
from casefile.matching import EvidenceJson, StoredEvidence
from casefile.policy.disclosure import desk_for, who_may_read
from casefile.storage.in_list import chunks
from casefile.storage.tables import Hit, Record, Unit, Watch
from casefile.vocabulary import DeskList, HitState, Json

EXPORT_PAGE = 500
COVERED = "[…]"
"""Stands for a value that would name a protected person."""


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


def export(
    session: Session, *, states: Collection[HitState] | None = None, unmasked: Collection[str] = ()
) -> Iterator[dict[str, Json]]:
    """The hit of each record and watch as a line of `griot hits export`, oldest first, read in batches: possible
    matches too, and however they are put together at the desk (`coincidence`).

    What would name a protected person is covered, save in the hits that two protection officers have unmasked for who
    exports (`unmasked`: their ids).
    `recipients` are the codes of the units that may read a pointer as things stand.
    """
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
            ITEM.label("coincidence"),
            case(
                (listed(DeskList.QUEUE), DeskList.QUEUE.value),
                (listed(DeskList.POSSIBLE), DeskList.POSSIBLE.value),
                else_=DeskList.DECIDED.value,
            ).label("listed"),
        )
        .join(record_unit, record_unit.id == Hit.record_unit_id)
        .join(watch_unit, watch_unit.id == Hit.watch_unit_id)
        .join(Record, Record.id == Hit.record_id)
        .join(Watch, Watch.id == Hit.watch_id)
        .order_by(Hit.detected_at, Hit.id)
    )
    wanted = wanted.where(Hit.id.in_(_one_of_each_pair(states)))
    codes = {row[0]: row[1] for row in session.execute(select(Unit.id, Unit.code))}
    for page in session.execute(wanted, execution_options={"yield_per": EXPORT_PAGE}).partitions():
        facts = facts_of_hits(session, [r.id for r in page])
        for r in page:
            known = facts[r.id]
            covered = known.protected and r.id not in unmasked
            yield {
                "hit": r.id,
                "state": r.state,
                "desk": desk_for(known).value,
                "record_unit": r.record_unit,
                "watch_unit": r.watch_unit,
                "record": r.record_ref or r.record_id,
                "watch": r.watch_ref or r.watch_id,
                "recipients": [codes[unit] for unit in who_may_read(HitState(r.state), known)],
                "score": r.score,
                "decision": r.decision,
                "coincidence": r.coincidence,
                "listed": r.listed,
                "evidence": [_term(term, covered=covered) for term in r.evidence],
            }


def _one_of_each_pair(states: Collection[HitState] | None) -> Select[str]:
    """Of a pair that an older release kept twice, the hit that stands; of two, the newer."""
    stands = (Hit.state == HitState.WITHDRAWN.value, Hit.detected_at.desc(), Hit.id)
    place = func.row_number().over(partition_by=(Hit.record_id, Hit.watch_id), order_by=stands).label("place")
    ranked = select(Hit.id, place)
    if states is not None:
        ranked = ranked.where(Hit.state.in_([s.value for s in states]))
    each = ranked.subquery()
    return select(each.c.id).where(each.c.place == 1)


def _term(stored: dict[str, object], *, covered: bool) -> EvidenceJson:
    term = StoredEvidence.from_json(stored).as_json()
    return {**term, "wanted": COVERED, "found": COVERED} if covered else term
