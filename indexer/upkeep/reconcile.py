"""Index, stored queries and hits held against the database and the oracle; what can be repaired is enqueued again.

A difference counts only when a second comparison still finds it and nothing is pending for the subject: what the relay
has yet to do is backlog, not loss. Reports ids and counts, never a name.
"""

import random
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from casefile import audit, outbox
from casefile.hits import candidate_pairs
from casefile.hits.expected import oracle, records_in_force, with_linked
from casefile.hits.parties import IN_FORCE, CurrentRecord, CurrentWatch, current_records, current_watches
from casefile.policy.states import OPEN, READABLE
from casefile.storage import tables
from casefile.storage.in_list import among
from casefile.storage.store import Store
from casefile.storage.tables import Hit, Record, Unit, Watch
from casefile.subjects.name_counts import TermFrequencies, load_newest
from casefile.vocabulary import HitState, Json, Topic
from indexer.engine import fields, indices
from indexer.engine.client import Drop, Engine
from indexer.engine.indices import Kind
from indexer.engine.wire import Object, number_of, text_of
from indexer.pipeline import percolate
from indexer.pipeline.index_writes import LAST

SMALL = 20_000
"""Up to so many records all hits are worked out again; above, those of a random sample."""

SAMPLE = 2_000
PAGE = 10_000
EXAMPLES = 50

TABLE: Mapping[Kind, type[Record] | type[Watch]] = {Kind.RECORDS: Record, Kind.WATCHES: Watch}
UNIQUE = {Kind.RECORDS: fields.RECORD_ID, Kind.WATCHES: fields.WATCH_ID}
TOPIC = {Kind.RECORDS: Topic.RECORD, Kind.WATCHES: Topic.WATCH}

HitKey = tuple[str, str, str]


@dataclass(slots=True)
class Drift:
    """One kind of index against the database: ids by what is wrong with them."""

    missing: set[str] = field(default_factory=set)
    """Not in the index, or there in an older version."""
    extra: dict[str, int] = field(default_factory=dict)
    """In the index, not in the database or no longer to be found; with the index's version."""
    newer: set[str] = field(default_factory=set)
    """The index knows a later version than the database: it belongs to another state of it. Only a rebuild helps."""

    @property
    def none(self) -> bool:
        return not (self.missing or self.extra or self.newer)


@dataclass(slots=True)
class Report:
    """What was compared and what differs. `missing` and `extra` together say whether all is well."""

    missing: int = 0
    extra: int = 0
    newer: int = 0
    duplicated: int = 0
    unextracted: int = 0
    pending: int = 0
    dead_lettered: int = 0
    records: int = 0
    watches: int = 0
    records_checked: int = 0
    hits_expected: int = 0
    hits_present: int = 0
    repaired: int = 0
    seconds: float = 0.0
    differences: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not (self.missing or self.extra or self.newer or self.duplicated or self.unextracted)

    def as_json(self) -> Object:
        return {**asdict(self), "sound": self.sound}


@dataclass(frozen=True, slots=True)
class Window:
    """Neighbouring ids of one kind: those after `after` up to `last`, or to the end where `last` is empty."""

    ids: tuple[str, ...]
    after: str = ""
    last: str = ""

    def holds(self, id: InstrumentedAttribute[str]) -> ColumnElement[bool]:
        """The same ids, as the database is asked for them."""
        return and_(id > self.after, id <= self.last) if self.last else id > self.after

    def query(self, unique: str) -> Object:
        """The same ids, as the engine is asked for them."""
        return {"range": {unique: {"gt": self.after} | ({"lte": self.last} if self.last else {})}}


Windows = Mapping[Kind, Window]


def reconcile(
    store: Store,
    engine: Engine,
    *,
    sample: int | None = None,
    repair: bool = False,
    seed: int | None = None,
    windows: Windows | None = None,
    against: Window | None = None,
) -> Report:
    """Compare everything (hits: of `sample` records, or all); with `repair`, enqueue again what differs.

    With `windows`, one window of each kind, and hits of records of that window with the watches of `against`.
    """
    started, report = time.monotonic(), Report()
    drifts = {kind: index_drift(store, engine, kind, within=windows[kind] if windows else None) for kind in Kind}
    missing, extra = _hits(store, report, sample, seed, windows[Kind.RECORDS] if windows else None, against)
    with store.reading() as session:
        backlog = outbox.read_backlog(session)
        report.pending, report.dead_lettered = backlog.total, backlog.dead_lettered
        report.records = session.scalar(select(func.count()).select_from(Record)) or 0
        report.watches = session.scalar(select(func.count()).select_from(Watch)) or 0
        report.duplicated = _duplicates(session, windows[Kind.RECORDS] if windows else None)
    report.unextracted = percolate.unextracted_count(engine)
    report.missing = len(missing) + sum(len(d.missing) for d in drifts.values())
    report.extra = len(extra) + sum(len(d.extra) for d in drifts.values())
    report.newer = sum(len(d.newer) for d in drifts.values())
    report.differences = _lines(drifts, missing, extra)[:EXAMPLES]
    if repair and (missing or extra or any(not d.none for d in drifts.values())):
        report.repaired = repair_drift(store, engine, drifts, {key[0] for key in [*missing, *extra]})
    report.seconds = round(time.monotonic() - started, 3)
    return report


def hits_against_oracle(store: Store, *, sample: int | None = None) -> Report:
    """The hits alone, of `sample` records or of as many as `reconcile` takes: no index is asked."""
    report = Report()
    missing, extra = _hits(store, report, sample, None)
    report.missing, report.extra = len(missing), len(extra)
    return report


def index_drift(
    store: Store, engine: Engine, kind: Kind, index: str | None = None, *, within: Window | None = None
) -> Drift:
    """One kind of index (the live one unless named) against the database, whole or within a window."""
    found = index_versions(engine, kind, index, within=within)
    with store.reading() as session:
        first = _drift(found, current_versions(session, kind, within.ids if within else None))
        if first.none:
            return first
        suspects = {*first.missing, *first.extra, *first.newer}
    engine.refresh([index or indices.live(engine, kind)])
    again = index_versions(engine, kind, index, only=suspects)
    with store.reading() as session:
        pending = outbox.pending_subjects(session, suspects)
        checked = suspects - set(pending)
        drift = _drift({id: v for id, v in again.items() if id in checked}, current_versions(session, kind, checked))
        drift.missing -= _without_content(session, kind, drift.missing)
    return drift


def index_versions(
    engine: Engine,
    kind: Kind,
    index: str | None = None,
    only: Collection[str] | None = None,
    within: Window | None = None,
) -> dict[str, int]:
    """What the index holds: version by id; of these ids, or within a window."""
    unique, name = UNIQUE[kind], index or indices.live(engine, kind)
    queries: Iterable[Mapping[str, Json]] = (within.query(unique) if within else {"match_all": {}},)
    if only is not None:
        ids = sorted(only)
        queries = ({"terms": {unique: ids[at : at + PAGE]}} for at in range(0, len(ids), PAGE))
    return {
        text_of(hit, unique): number_of(hit, fields.VERSION)
        for query in queries
        for hit in engine.pages(name, query, unique=unique, page=PAGE, fields=[unique, fields.VERSION])
    }


def foreign(store: Store, engine: Engine) -> bool:
    """Whether the live index belongs to another state of the database: ids it does not know, or later versions."""
    for kind in Kind:
        drift = index_drift(store, engine, kind)
        with store.reading() as session:
            known = current_versions(session, kind, drift.extra)
        if drift.newer or set(drift.extra) - set(known):
            return True
    return False


def _drift(found: Mapping[str, int], known: Mapping[str, CurrentRecord | CurrentWatch]) -> Drift:
    drift = Drift()
    for id, head in known.items():
        if indexed(head) and found.get(id, 0) < head.version:
            drift.missing.add(id)
    for id, version in found.items():
        there = known.get(id)
        if there is not None and version > there.version:
            drift.newer.add(id)
        elif there is None or not indexed(there):
            drift.extra[id] = version
    return drift


def _without_content(session: Session, kind: Kind, ids: Collection[str]) -> set[str]:
    """Those whose content was erased, and watches that nothing can meet: they have no place in the index."""
    reader = candidate_pairs.Reader()
    if kind is Kind.RECORDS:
        return set(ids) - set(reader.records(session, ids).parties)
    watches = reader.watches(session, ids).parties
    return {id for id in ids if id not in watches or not watches[id].keys}


def current_versions(
    session: Session, kind: Kind, ids: Collection[str] | None = None
) -> Mapping[str, CurrentRecord | CurrentWatch]:
    """The current versions in the database: of these ids, or all."""
    wanted = session.scalars(select(TABLE[kind].id)).all() if ids is None else ids
    return current_records(session, wanted) if kind is Kind.RECORDS else current_watches(session, wanted)


def indexed_versions(session: Session, kind: Kind) -> Iterable[tuple[str, int]]:
    """Id and version of all that the index should hold: `indexed` as one question, without reading what decides it."""
    if kind is Kind.RECORDS:
        wanted = select(Record.id, Record.version).where(Record.state.in_(sorted(one.value for one in READABLE)))
        rows = session.connection().execute(wanted)
    else:
        wanted = select(Watch.id, Watch.version).join(Unit, Unit.id == Watch.owner_unit_id).where(IN_FORCE)
        rows = session.connection().execute(wanted, {"now": tables.now_for_ends()})
    return ((id, version) for id, version in rows)


def ids_after(session: Session, kind: Kind, last: str, number: int) -> list[str]:
    """Ids in the database after this one, in their order."""
    id = TABLE[kind].id
    return list(session.scalars(select(id).where(id > last).order_by(id).limit(number)))


def pending(session: Session) -> bool:
    """Whether anything is still on its way to the index."""
    return outbox.read_backlog(session).total > 0


def _hits(
    store: Store,
    report: Report,
    sample: int | None,
    seed: int | None,
    within: Window | None = None,
    watches: Window | None = None,
) -> tuple[set[HitKey], set[HitKey]]:
    """Hits that ought to be there and are not, and the other way round; when compared a second time."""
    with store.reading() as session:
        common = load_newest(session)
        ids = _sampled(session, sample, seed, within)
        expected, present = _expected(session, common, ids, watches), _present(session, ids, watches)
    checked = set(ids) if ids is not None else None
    report.records_checked = len(checked) if checked is not None else -1
    report.hits_expected, report.hits_present = len(expected), len(present)
    missing, extra = expected - set(present), {key for key, state in present.items() if state in OPEN} - expected
    if not (missing or extra):
        return missing, extra
    suspects = {key[0] for key in missing | extra}
    with store.reading() as session:
        pending = outbox.pending_subjects(session, {id for key in missing | extra for id in key[:2]})
        again = _expected(session, common, sorted(suspects), watches)
        there = _present(session, sorted(suspects), watches)
    missing = {key for key in again - set(there) if key[0] not in pending and key[1] not in pending}
    extra = {
        key
        for key, state in there.items()
        if state in OPEN and key not in again and key[0] not in pending and key[1] not in pending
    }
    return missing, extra


def _expected(session: Session, common: TermFrequencies, ids: list[str] | None, watches: Window | None) -> set[HitKey]:
    judge = oracle(session, common, *((watches.after, watches.last) if watches else ()))
    return {
        hit.key for record in with_linked(session, records_in_force(session, ids)) for hit in judge.expected(record)
    }


def _present(session: Session, ids: list[str] | None, watches: Window | None) -> dict[HitKey, HitState]:
    """Every hit that was not withdrawn, with its state."""
    question = select(Hit.record_id, Hit.watch_id, Hit.facts_hash, Hit.state).where(
        Hit.state != HitState.WITHDRAWN.value
    )
    if ids is not None:
        question = question.where(among(Hit.record_id, ids))
    if watches is not None:
        question = question.where(watches.holds(Hit.watch_id))
    return {(r, w, f): HitState(state) for r, w, f, state in session.execute(question)}


def _sampled(session: Session, sample: int | None, seed: int | None, within: Window | None) -> list[str] | None:
    """The ids of the records to check, drawn by chance, within a window or of all; None for all."""
    draw = random.Random(seed)  # noqa: S311  (a sample, no secret)
    if within is not None:
        return sorted(draw.sample(within.ids, min(sample or SAMPLE, len(within.ids))))
    total = session.scalar(select(func.count()).select_from(Record)) or 0
    wanted = sample if sample is not None else (None if total <= SMALL else SAMPLE)
    if wanted is None or wanted >= total:
        return None
    return sorted(draw.sample(list(session.scalars(select(Record.id).order_by(Record.id))), wanted))


def _duplicates(session: Session, within: Window | None) -> int:
    """Hits stored twice for the same record, watch and facts: the unique key makes it impossible; counted anyway."""
    twice = select(Hit.record_id).group_by(Hit.record_id, Hit.watch_id, Hit.facts_hash).having(func.count() > 1)
    if within is not None:
        twice = twice.where(within.holds(Hit.record_id))
    return session.scalar(select(func.count()).select_from(twice.subquery())) or 0


def _lines(drifts: Mapping[Kind, Drift], missing: set[HitKey], extra: set[HitKey]) -> list[str]:
    lines = []
    for kind, drift in drifts.items():
        lines += [f"{kind.value} {id}: missing in the index" for id in sorted(drift.missing)]
        lines += [f"{kind.value} {id}: in the index, not to be found" for id in sorted(drift.extra)]
        lines += [f"{kind.value} {id}: later in the index than in the database" for id in sorted(drift.newer)]
    lines += [f"hit of record {r} and watch {w}: missing" for r, w, _ in sorted(missing)]
    lines += [f"hit of record {r} and watch {w}: not expected" for r, w, _ in sorted(extra)]
    return lines


def repair_drift(store: Store, engine: Engine, drifts: Mapping[Kind, Drift], record_ids: set[str]) -> int:
    """Enqueue again what differs; documents nobody knows are dropped at once. Returns how many were repaired."""
    enqueued: list[tuple[Topic, str, int]] = []
    unknown: list[Drop] = []
    with store.writing() as session:
        for kind, drift in drifts.items():
            wanted = {*drift.missing, *drift.extra} | (record_ids if kind is Kind.RECORDS else set())
            known = current_versions(session, kind, wanted)
            enqueued += [(TOPIC[kind], id, head.version) for id, head in known.items()]
            targets = indices.write_indices(engine, kind) if set(drift.extra) - set(known) else ()
            unknown += [Drop(index, id, LAST) for index in targets for id in drift.extra if id not in known]
        outbox.enqueue_many(session, enqueued)
        audit.write(
            session,
            None,
            audit.Action.PIPELINE,
            "reconcile",
            "",
            detail={"enqueued_again": len(enqueued), "dropped": len(unknown)},
        )
    engine.bulk(unknown)
    return len(enqueued) + len(unknown)


def indexed(head: CurrentRecord | CurrentWatch) -> bool:
    """Whether the index should hold it: the relay's own rule."""
    return head.release.state in READABLE if isinstance(head, CurrentRecord) else head.is_matchable
