"""Networks that grow across units, counted each night for the coordination office: figures alone, no name, no unit.

Joined are records whose numbers are one (telephone, plate, paper, account …) and the two sides of a hit that was judged
the same, as far as `policy.network.clusters` lets them be counted. A unit's own links are not looked at.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

from sqlalchemy import and_, delete, func, insert, select
from sqlalchemy.orm import Session

from casefile.hits.facts import deciding_columns, facts_of_hits, facts_of_row
from casefile.policy.disclosure import desk_for
from casefile.policy.network import clusters as law
from casefile.policy.network.clusters import Cluster, Node, Tie
from casefile.policy.permissions import Permission
from casefile.policy.sharing import DisclosureFacts
from casefile.policy.states import READABLE
from casefile.policy.viewer import Viewer, require
from casefile.storage import marks, tables
from casefile.storage.in_list import among
from casefile.storage.tables import (
    Hit,
    IdentifierRow,
    NetworkCluster,
    Record,
    RecordVersion,
    Review,
    Unit,
    Watch,
    new_id,
)
from casefile.subjects import identifiers, identity_rows
from casefile.subjects.identity import Identifier
from casefile.vocabulary import Desk, HitState, IdentifierKind, RecordKind, UnitKind

MARK = "networks"
EVERY = timedelta(hours=20)
"""Once a night, whatever the hour of the worker's start."""
AT_ONCE = 1_000
PERSON = RecordKind.PERSON.value


@dataclass(frozen=True, slots=True)
class NetworkView:
    """A network as the office reads it. `hits`: those it may open at its desk now."""

    units: int
    persons: int
    entries: int
    before: int | None
    since: datetime
    grown_at: datetime
    counted_at: datetime
    hits: tuple[str, ...] = ()

    @property
    def new(self) -> bool:
        return self.before is None

    @property
    def grown(self) -> int:
        """By how many persons."""
        return max(self.persons - (self.before or 0), 0)


def networks(session: Session, viewer: Viewer, *, limit: int = 50, offset: int = 0) -> list[NetworkView]:
    """The networks as they were counted last, what grew last first."""
    require(viewer, Permission.COORDINATE)
    rows = session.execute(
        select(NetworkCluster).order_by(NetworkCluster.number).limit(limit).offset(offset)
    ).scalars().all()  # fmt: skip
    facts = facts_of_hits(session, {hit for row in rows for hit in row.hits})
    here = {id for id, one in facts.items() if desk_for(one) is Desk.COORDINATION}
    return [
        NetworkView(
            row.units, row.persons, row.entries, row.persons_before, row.since, row.grown_at, row.counted_at,
            tuple(hit for hit in row.hits if hit in here),
        )
        for row in rows
    ]  # fmt: skip


def counted_at(session: Session, viewer: Viewer) -> datetime | None:
    """When networks were counted last; None: not yet."""
    require(viewer, Permission.COORDINATE)
    mark = marks.read(session, MARK)
    return mark.at if mark else None


def how_many_grew(session: Session, viewer: Viewer) -> int:
    """Networks that were joined by something in the last days, for the desk."""
    require(viewer, Permission.COORDINATE)
    news = tables.now() - law.NEWS_FOR
    return session.scalars(select(func.count()).where(NetworkCluster.grown_at > news)).one()


# ---- counted at night ----------------------------------------------------------------------------------------------


def is_due(session: Session) -> bool:
    mark, now = marks.read(session, MARK), tables.now()
    return mark is None or not (mark.at <= now < mark.at + EVERY)


def count_by(reading: Callable[[], AbstractContextManager[Session]]) -> tuple[datetime, list[Cluster]]:
    """Count them, reading alone. For the schedule: nobody is asked for a permission."""
    with reading() as session:
        now = tables.now()
        nodes: dict[str, Node] = {}
        ties = [*_by_hits(session, nodes), *_by_numbers(session, nodes)]
        return now, law.clusters(nodes.values(), ties, now)


def store_counted(session: Session, counted: tuple[datetime, Sequence[Cluster]]) -> None:
    """Keep them in place of those before. Needs a writing session."""
    moment, found = counted
    session.connection().execute(delete(NetworkCluster))
    rows: list[dict[str, object]] = [
        {
            "id": new_id(), "number": at, "units": one.units, "persons": one.persons, "entries": one.entries,
            "persons_before": one.before, "since": one.since, "grown_at": one.grown_at, "counted_at": moment,
            "hits": list(one.hits),
        }
        for at, one in enumerate(found)
    ]  # fmt: skip
    if rows:
        session.connection().execute(insert(NetworkCluster), rows)
    marks.keep(session, MARK, moment)


def _by_hits(session: Session, nodes: dict[str, Node]) -> Iterator[Tie]:
    """Both sides of each hit that was judged the same; fills in what they are."""
    judged = select(func.max(Review.decided_at)).where(Review.hit_id == Hit.id).scalar_subquery()
    rows = session.execute(
        select(Hit.id, Hit.state, Hit.record_id, Hit.watch_id, Hit.detected_at, judged, Record.kind, Watch.kind)
        .join(Record, Record.id == Hit.record_id)
        .join(Watch, Watch.id == Hit.watch_id)
        .where(Hit.desk == Desk.COORDINATION.value, Hit.state.in_(sorted(law.COUNTED_STATES)))
        .order_by(Hit.id)
    ).all()
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        facts = facts_of_hits(session, [row[0] for row in part])
        for id, state, record, watch, detected, decided, kind, watched in part:
            sides = facts[id]
            if law.counts(HitState(state), sides) and desk_for(sides) is Desk.COORDINATION:
                nodes[record] = Node(record, sides.record.owner_unit_id, kind == PERSON)
                nodes[watch] = Node(watch, sides.watch.owner_unit_id, watched == PERSON)
                yield Tie(record, watch, max(detected, decided or detected), id)


def _by_numbers(session: Session, nodes: dict[str, Node]) -> Iterator[Tie]:
    """Records of two units that have one number, from when both had it; fills in what they are."""
    holders = _holders(session)
    ids = sorted({id for held in holders.values() for id in held})
    facts: dict[str, DisclosureFacts] = {}
    entered: dict[str, datetime] = {}
    homes: dict[str, str] = {}
    for start in range(0, len(ids), AT_ONCE):
        statement = (
            select(
                Record.id, Record.kind, Record.created_at, Record.version, Unit.country,
                *deciding_columns(Record, RecordVersion, Unit),
            )
            .join(RecordVersion, and_(RecordVersion.record_id == Record.id, RecordVersion.version == Record.version))
            .join(Unit, Unit.id == Record.owner_unit_id)
            .where(among(Record.id, ids[start : start + AT_ONCE]))
        )  # fmt: skip
        for id, kind, created, version, home, *columns in session.execute(statement):
            facts[id], entered[id] = facts_of_row(columns), created
            nodes.setdefault(id, Node(id, facts[id].owner_unit_id, kind == PERSON))
            if version > 1:
                homes[id] = home
    since = _since(session, entered, homes)
    for number, held in sorted(holders.items()):
        for one, other in combinations(sorted(held & facts.keys()), 2):
            if law.may_be_counted(facts[one], facts[other]):
                yield Tie(one, other, max(since.get((id, number), entered[id]) for id in (one, other)))


def _since(
    session: Session, entered: Mapping[str, datetime], homes: Mapping[str, str]
) -> dict[tuple[str, str], datetime]:
    """By record and number, since when it has it, for those of `homes`: the records of more than one version, each with
    its unit's country."""
    ids = sorted(homes)
    found: dict[tuple[str, str], datetime] = {}
    for start in range(0, len(ids), AT_ONCE):
        part = ids[start : start + AT_ONCE]
        rows = session.execute(
            select(RecordVersion.record_id, RecordVersion.version, RecordVersion.entered_at)
            .where(among(RecordVersion.record_id, part))
            .order_by(RecordVersion.record_id, RecordVersion.version)
        ).all()
        written: dict[str, set[str]] = {}
        columns = (IdentifierRow.identity_id, IdentifierRow.kind, IdentifierRow.value, IdentifierRow.country)
        keys = [identity_rows.identity_id(id, version) for id, version, _ in rows]
        wanted = select(*columns).where(among(IdentifierRow.identity_id, keys))
        for key, kind, value, country in session.execute(wanted):
            home = homes[key.rpartition(":")[0]]
            written.setdefault(key, set()).update(_numbers(kind, value, country, home))
        versions: dict[str, list[tuple[datetime, set[str]]]] = {}
        for id, version, at in rows:
            numbers = written.get(identity_rows.identity_id(id, version), set())
            versions.setdefault(id, []).append((at if version > 1 else entered[id], numbers))
        found |= {
            (id, number): law.stood_since(number, held) for id, held in versions.items() for number in held[-1][1]
        }
    return found


def _numbers(kind: str, value: str, country: str | None, home: str) -> Iterator[str]:
    """What is written, in its normal forms; none of what tells nobody apart."""
    for one in identifiers.read(Identifier(IdentifierKind(kind), value, country), home):
        if one.form is not None:
            yield identifiers.key(one.kind, one.form)


def _holders(session: Session) -> Mapping[str, set[str]]:
    """By number in its normal form, the records in force that have it, where two units do and not too many records."""
    heads = {
        id: (version, unit, country)
        for id, version, unit, country in session.execute(
            select(Record.id, Record.version, Record.owner_unit_id, Unit.country)
            .join(Unit, Unit.id == Record.owner_unit_id)
            .where(Unit.kind == UnitKind.INVESTIGATION.value, Record.state.in_(sorted(READABLE)))
        )
    }
    held: dict[str, set[str]] = {}
    written = select(IdentifierRow.identity_id, IdentifierRow.kind, IdentifierRow.value, IdentifierRow.country)
    for identity_id, kind, value, country in session.execute(written.execution_options(yield_per=AT_ONCE)):
        id, _, version = identity_id.rpartition(":")
        head = heads.get(id)
        if head is not None and version == str(head[0]):
            for number in _numbers(kind, value, country, head[2]):
                held.setdefault(number, set()).add(id)
    return {
        number: ids
        for number, ids in held.items()
        if len(ids) <= law.MOST_HOLDERS and len({heads[id][1] for id in ids}) > 1
    }
