"""What hits there ought to be, worked out from the database alone: the yardstick for index, percolator and relay.

No index takes part. A pair is expected iff it may meet at all (other units, both in force), the two sets of keys
intersect, and `matching.decide` says so. The join over keys is a dictionary: 20,000 records against 10,000
watches take about as long as their decisions do.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import islice

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casefile.matching import Decision, Prepared, decide, prepare
from casefile.matching.blocking_keys import query_keys, record_keys
from casefile.matching.judging.linked import MOST_LINKED
from casefile.policy.handling import record_facts, watch_facts
from casefile.policy.sharing import DisclosureFacts, is_matchable, may_meet, may_speak_for
from casefile.storage import tables
from casefile.storage.in_list import among
from casefile.storage.tables import Record, RecordLink, RecordVersion, Unit, Watch, WatchVersion
from casefile.subjects.identity import Identity
from casefile.subjects.identity_rows import identity_id, load_identities
from casefile.subjects.name_counts import TermFrequencies
from casefile.vocabulary import WatchState

PAGE = 400


@dataclass(frozen=True)
class Side:
    """A record or a watch in force, with all that matching asks for."""

    id: str
    version: int
    unit_id: str
    country: str | None
    release: DisclosureFacts
    identity: Identity
    linked: Sequence["Side"] = ()
    """Of a record: those linked to it that may speak for it."""
    written: date | None = None
    """Of a record: the day of this version."""
    asks_for: str | None = None
    """Of a question at a post: the unit that asked."""

    @cached_property
    def prepared(self) -> Prepared:
        return prepare(self.identity, self.country, self.written)


@dataclass(frozen=True, slots=True)
class Expected:
    """One hit there ought to be."""

    record_id: str
    record_version: int
    watch_id: str
    watch_version: int
    decision: Decision

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes a hit the same hit."""
        return self.record_id, self.watch_id, self.decision.facts_hash


class Oracle:
    """The watches in force, by key. Feed it records."""

    def __init__(self, watches: Iterable[Side], common: TermFrequencies) -> None:
        self.common = common
        self.watches: list[Side] = []
        self.by_key: dict[str, list[int]] = defaultdict(list)
        self.keys = 0
        for at, watch in enumerate(watches):
            self.watches.append(watch)
            for key in query_keys(watch.prepared):
                self.by_key[key].append(at)
                self.keys += 1

    def candidates(self, record: Side) -> list[Side]:
        """The watches that share a key with the record, own unit's left out."""
        found: set[int] = set()
        for key in record_keys(record.prepared):
            found.update(self.by_key.get(key, ()))
        return [watch for watch in map(self.watches.__getitem__, sorted(found)) if self._two(record, watch)]

    @staticmethod
    def _two(record: Side, watch: Side) -> bool:
        """Of two units, and not both of them questions at a post."""
        both = bool(record.asks_for and watch.asks_for)
        return may_meet(record.asks_for or record.unit_id, watch.asks_for or watch.unit_id, both_asked=both)

    def expected(self, record: Side) -> list[Expected]:
        """The hits this record ought to have."""
        hits = []
        for watch in self.candidates(record):
            decision = decide(
                record.prepared, watch.prepared, common=self.common, linked=[one.prepared for one in record.linked]
            )
            if decision is not None:
                hits.append(Expected(record.id, record.version, watch.id, watch.version, decision))
        return hits


def oracle(session: Session, common: TermFrequencies, after: str = "", last: str = "") -> Oracle:
    """The oracle over every watch in force, or over those with ids after `after`, up to `last` where that is given."""
    return Oracle(watches_in_force(session, after, last), common)


def expected_hits(
    session: Session, common: TermFrequencies, record_ids: Sequence[str] | None = None
) -> Iterator[Expected]:
    """Every hit there ought to be, or those of some records."""
    judge = oracle(session, common)
    for record in with_linked(session, records_in_force(session, record_ids)):
        yield from judge.expected(record)


def with_linked(session: Session, records: Iterable[Side]) -> Iterator[Side]:
    """Each record with what is linked to it and may speak for it; read page by page."""
    left = iter(records)
    while page := list(islice(left, PAGE)):
        ends = _linked_ids(session, [record.id for record in page])
        others = {one.id: one for one in records_in_force(session, list(set().union(*ends.values())))} if ends else {}
        for record in page:
            known = [others[id] for id in ends.get(record.id, ()) if id in others]
            yield replace(record, linked=[one for one in known if may_speak_for(one.release, record.release)])


def _linked_ids(session: Session, ids: Sequence[str]) -> dict[str, list[str]]:
    """What each of these is linked to. Read here once more, and not as the relay reads it, which is held against it."""
    found: dict[str, set[str]] = defaultdict(set)
    links = select(RecordLink.from_record_id, RecordLink.to_record_id).where(
        or_(among(RecordLink.from_record_id, ids), among(RecordLink.to_record_id, ids)),
        RecordLink.withdrawn_at.is_(None),
    )
    for one, other in session.execute(links):
        found[one].add(other)
        found[other].add(one)
    return {id: sorted(found[id])[:MOST_LINKED] for id in ids if id in found}


def watches_in_force(session: Session, after: str = "", last: str = "") -> Iterator[Side]:
    """Active watches that have not run out, with ids after `after` and up to `last`; read page by page."""
    question = (
        select(Watch, Unit.country, Unit.asks_for, WatchVersion)
        .join(WatchVersion, (WatchVersion.watch_id == Watch.id) & (WatchVersion.version == Watch.version))
        .join(Unit, Unit.id == Watch.owner_unit_id)
        .where(Watch.state == WatchState.ACTIVE.value, Unit.closed_at.is_(None))
        .where(Watch.expires_at > tables.now_for_ends())
        .order_by(Watch.id)
        .limit(PAGE)
    )
    if last:
        question = question.where(Watch.id <= last)
    while page := session.execute(question.where(Watch.id > after)).all():
        after = page[-1].Watch.id
        identities = load_identities(session, [identity_id(row.Watch.id, row.Watch.version) for row in page])
        for row in page:
            head = row.Watch
            identity = identities[identity_id(head.id, head.version)]
            release = watch_facts(head, row.WatchVersion)
            yield Side(
                head.id, head.version, head.owner_unit_id, row.country, release, identity, asks_for=row.asks_for
            )  # fmt: skip
        session.expunge_all()


def records_in_force(session: Session, record_ids: Sequence[str] | None = None) -> Iterator[Side]:
    """Current versions of the records that take part in matching; read page by page."""
    after = ""
    wanted = sorted(record_ids) if record_ids is not None else None
    while True:
        question = (
            select(Record, Unit.country, Unit.asks_for, Unit.closed_at, RecordVersion)
            .join(RecordVersion, (RecordVersion.record_id == Record.id) & (RecordVersion.version == Record.version))
            .join(Unit, Unit.id == Record.owner_unit_id)
            .order_by(Record.id)
        )
        if wanted is not None:
            chunk, wanted = wanted[:PAGE], wanted[PAGE:]
            rows = session.execute(question.where(Record.id.in_(chunk))).all()
        else:
            rows = session.execute(question.where(Record.id > after).limit(PAGE)).all()
            after = rows[-1].Record.id if rows else ""
        identities = load_identities(session, [identity_id(row.Record.id, row.Record.version) for row in rows])
        for row in rows:
            head = row.Record
            release = record_facts(head, row.RecordVersion, owner_open=row.closed_at is None)
            if is_matchable(release):
                identity = identities[identity_id(head.id, head.version)]
                yield Side(
                    head.id, head.version, head.owner_unit_id, row.country, release, identity,
                    written=row.RecordVersion.entered_at.date(), asks_for=row.asks_for,
                )  # fmt: skip
        session.expunge_all()
        if (wanted is not None and not wanted) or (wanted is None and len(rows) < PAGE):
            return
