"""Watches on departures and records of events as planned operations meet them: the keys of what each covers or says,
and which operations lie there.

What finds them elsewhere is in the search engine, operations are not; so what they cover from today on stands in the
database as well. A watch's keys are written with it, a record's by the worker once it is saved. Days that are past
have no keys.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import Select, and_, delete, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from casefile import outbox
from casefile.hits.facts import RecordUnit, WatchUnit, deciding_columns, facts_of_row, stands_for
from casefile.matching.departures.covering import covered_keys, covers, happens, last_covered, stated, stated_keys
from casefile.matching.departures.keys import NIGHT
from casefile.matching.departures.reading import ENDS, Event, read_event
from casefile.matching.departures.together import Planned, Together
from casefile.planned.keys import compared
from casefile.planned.pairs import Pair
from casefile.policy.network.operations import COVERS, record_meets
from casefile.policy.sharing import DisclosureFacts
from casefile.policy.states import READABLE
from casefile.storage import fresh, tables
from casefile.storage.bulk_insert import insert_rows
from casefile.storage.in_list import among
from casefile.storage.tables import EventKey, Operation, OperationKey, Record, RecordVersion, Unit, Watch, WatchVersion
from casefile.subjects import identity_rows
from casefile.subjects.identity import Identity
from casefile.vocabulary import MeetingKind, RecordKind, RecordState, Topic, WatchState


@dataclass(frozen=True, slots=True)
class Family:
    """Watches on departures, or records of events: where they stand, and when an operation meets one."""

    kind: MeetingKind
    head: type[Watch] | type[Record]
    version: type[WatchVersion] | type[RecordVersion]
    of_version: InstrumentedAttribute[str]
    unit: type[Unit]
    states: frozenset[str]
    """In which they are compared."""
    may_meet: Callable[[DisclosureFacts], bool]
    read: Callable[[Identity], Event | None]
    keys: Callable[[Event, date], frozenset[str]]
    near: Callable[[Event, Planned], Together | None]


def _read_stated(identity: Identity) -> Event | None:
    event = read_event(identity)
    return stated(event) if event else None


WATCHES = Family(
    MeetingKind.WATCH, Watch, WatchVersion, WatchVersion.watch_id, WatchUnit,
    frozenset(state.value for state in COVERS), lambda _: True, read_event, covered_keys, covers,
)  # fmt: skip
RECORDS = Family(
    MeetingKind.RECORD, Record, RecordVersion, RecordVersion.record_id, RecordUnit,
    frozenset(state.value for state in READABLE), record_meets, _read_stated, stated_keys, happens,
)  # fmt: skip
FAMILIES = {family.kind: family for family in (WATCHES, RECORDS)}
"""By what they are in a meeting."""


@dataclass(frozen=True, slots=True)
class OnEvent:
    """A watch on a departure or a record of an event as the coordination office reads it; `event` is None once its
    content is destroyed."""

    kind: MeetingKind
    unit: Unit
    state: WatchState | RecordState
    places: str
    """As typed."""
    event: Event | None
    facts: DisclosureFacts


class _Keys(NamedTuple):
    """What stands of one: since which of its versions, and the keys."""

    version: int
    keys: frozenset[str]


class _Written(NamedTuple):
    version: int
    keys: bool
    changed: bool


def follow(session: Session, watch_ids: Iterable[str]) -> None:
    """Watches were written: their keys as they stand now, and what the worker does with them once this is saved.

    It depends on the watches alone: neither what is written nor how long it takes tells of what others plan.
    """
    written = _write_keys(session, WATCHES, list(watch_ids))
    rows = [(Topic.OPERATION, id, one.version) for id, one in written.items() if one.keys or one.changed]
    outbox.enqueue_many(session, rows)


def at(session: Session, row: Operation) -> Iterator[Pair]:
    """Other units' watches that cover this operation, and their records of events that happen there."""
    planned = compared(row)
    if planned is None:
        return
    mine = select(OperationKey.key).where(OperationKey.operation_id == row.id)
    near = select(EventKey.subject_id).where(EventKey.key.in_(mine))
    for family in FAMILIES.values():
        for one in _standing(session, family, near):
            if one.unit_id != row.unit_id and family.near(one.event, planned) is not None:
                yield _pair(family, row, one)


def operations_at(session: Session, subject_id: str) -> list[Pair] | None:
    """Other units' operations that this watch covers, or that this record's event meets; None where it is not there,
    or is to be looked at once more.

    That is so where its keys are not saved yet: whoever looks at an operation meanwhile must find them saved.
    """
    for family in FAMILIES.values():
        written = _write_keys(session, family, [subject_id]).get(subject_id)
        if written is None:
            continue
        if written.changed:
            outbox.enqueue(session, Topic.OPERATION, subject_id, written.version)
            return None
        return list(_operations(session, family, subject_id))
    return None


def read(session: Session, kind: MeetingKind, ids: Iterable[str]) -> dict[str, OnEvent]:
    """These watches or records as they stand now, by id. For the coordination office's desk."""
    family = FAMILIES[kind]
    head, version, unit = family.head, family.version, family.unit
    statement = (
        select(head.id, head.version, head.state, unit, *deciding_columns(head, version, unit))
        .join(version, and_(family.of_version == head.id, version.version == head.version))
        .join(unit, unit.id == head.owner_unit_id)
        .where(among(head.id, list(ids)))
    )
    rows = fresh.rows(session, statement)
    known = _identities(session, {id: version for id, version, *_ in rows})
    return {
        id: OnEvent(
            kind,
            its_unit,
            WatchState(state) if family is WATCHES else RecordState(state),
            " · ".join(place.text for place in known[id].places if place.kind in ENDS) if id in known else "",
            family.read(known[id]) if id in known else None,
            facts_of_row(deciding),
        )
        for id, _, state, its_unit, *deciding in rows
    }


# ---- the rest --------------------------------------------------------------------------------------------------------


class _Standing(NamedTuple):
    """One that covers something: whose, since which of its versions, what, until when."""

    id: str
    unit_id: str
    version: int
    event: Event
    over_at: datetime


def _operations(session: Session, family: Family, subject_id: str) -> Iterator[Pair]:
    mine = select(EventKey.key).where(EventKey.subject_id == subject_id)
    shared = select(OperationKey.operation_id).where(OperationKey.key.in_(mine))
    for one in _standing(session, family, select(EventKey.subject_id).where(EventKey.subject_id == subject_id)):
        near = select(Operation).where(Operation.id.in_(shared), Operation.unit_id != one.unit_id)
        for (row,) in fresh.rows(session, near.order_by(Operation.id)):
            planned = compared(row)
            if planned is not None and family.near(one.event, planned) is not None:
                yield _pair(family, row, one)


def _standing(session: Session, family: Family, wanted: Select[str]) -> list[_Standing]:
    head, version, unit = family.head, family.version, family.unit
    side = (stands_for(head, unit), *deciding_columns(head, version, unit))
    keys = select(EventKey.subject_id, EventKey.version, EventKey.over_at)
    since = keys.where(EventKey.subject_id.in_(wanted)).distinct().subquery()
    statement = (
        select(head.id, head.version, since.c.version, since.c.over_at, *side)
        .join(since, since.c.subject_id == head.id)
        .join(version, and_(family.of_version == head.id, version.version == head.version))
        .join(unit, unit.id == head.owner_unit_id)
        .where(head.state.in_(sorted(family.states)))
        .order_by(head.id)
    )
    rows = [row for row in session.connection().execute(statement) if family.may_meet(facts_of_row(row[5:]))]
    known = _identities(session, {row[0]: row[1] for row in rows})
    events = {id: family.read(identity) for id, identity in known.items()}
    return [
        _Standing(id, unit_id, since, event, over_at)
        for id, _, since, over_at, unit_id, *_ in rows
        if (event := events.get(id)) is not None
    ]


def _pair(family: Family, row: Operation, one: _Standing) -> Pair:
    over = max(row.over_at, one.over_at)
    return Pair(row.id, one.id, row.version, one.version, over, family.kind)


def _write_keys(session: Session, family: Family, ids: Sequence[str]) -> dict[str, _Written]:
    """The keys of those on events as they stand now, in place of those they had, by id. Each is locked before it is
    read: a worker that looks and an officer who changes it write one after the other."""
    head = family.head
    heads = (
        select(head.id, head.version, head.state)
        .where(among(head.id, ids), head.kind == RecordKind.EVENT.value)
        .order_by(head.id)
        .with_for_update()
    )
    rows = session.connection().execute(heads).all() if ids else []
    had = _had(session, [row.id for row in rows])
    now = _identities(session, {row.id: row.version for row in rows})
    before = _identities(session, {id: one.version for id, one in had.items()})
    written: dict[str, _Written] = {}
    new: list[dict[str, object]] = []
    for row in rows:
        event = family.read(now[row.id]) if row.state in family.states and row.id in now else None
        keys = family.keys(event, tables.now().date() - timedelta(days=NIGHT)) if event else frozenset[str]()
        old = had.get(row.id, _Keys(row.version, frozenset()))
        same = row.id in before and family.read(before[row.id]) == event
        since = old.version if same else row.version
        changed = keys != old.keys or (bool(keys) and since != old.version)
        written[row.id] = _Written(row.version, bool(keys), changed)
        if changed and event:
            over = datetime.combine(last_covered(event), time(23, 59), UTC)
            new += [{"subject_id": row.id, "key": key, "version": since, "over_at": over} for key in sorted(keys)]
    gone = [id for id, one in written.items() if one.changed and id in had]
    if gone:
        session.connection().execute(delete(EventKey).where(among(EventKey.subject_id, gone)))
    if new:
        insert_rows(session, EventKey, new)
    return written


def _had(session: Session, ids: Sequence[str]) -> dict[str, _Keys]:
    found: dict[str, _Keys] = {}
    rows = select(EventKey.subject_id, EventKey.version, EventKey.key).where(among(EventKey.subject_id, ids))
    for id, version, key in session.connection().execute(rows) if ids else ():
        found[id] = _Keys(version, found.get(id, _Keys(version, frozenset())).keys | {key})
    return found


def _identities(session: Session, versions: Mapping[str, int]) -> dict[str, Identity]:
    """By id, what it says in this of its versions."""
    by_key = {identity_rows.identity_id(id, version): id for id, version in versions.items()}
    return {by_key[key]: one for key, one in identity_rows.load_identities(session, by_key).items()}
