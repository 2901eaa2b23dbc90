"""Watches on departures as planned operations meet them: the keys of what each covers, and which operations lie there.

The standing query of a watch is in the search engine, operations are not; so what a watch covers from today on stands
in the database as well, written in the transaction that writes the watch. Watches of days that are past have no keys.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import Select, and_, delete, select
from sqlalchemy.orm import Session

from casefile import outbox
from casefile.hits.facts import WatchUnit, deciding_columns, facts_of_row, stands_for
from casefile.matching.departures.covering import covered_keys, covers, last_covered
from casefile.matching.departures.keys import NIGHT
from casefile.matching.departures.reading import ENDS, Event, read_event
from casefile.planned.keys import compared
from casefile.planned.pairs import Pair
from casefile.policy.network.operations import COVERS
from casefile.policy.sharing import DisclosureFacts
from casefile.storage import fresh, tables
from casefile.storage.bulk_insert import insert_rows
from casefile.storage.in_list import among
from casefile.storage.tables import Operation, OperationKey, Unit, Watch, WatchKey, WatchVersion
from casefile.subjects import identity_rows
from casefile.subjects.identity import Identity
from casefile.vocabulary import MeetingKind, RecordKind, Topic, WatchState

_COVERS = sorted(state.value for state in COVERS)


@dataclass(frozen=True, slots=True)
class Watched:
    """A watch on a departure as the coordination office reads it; `event` is None once its content is destroyed."""

    unit: Unit
    state: WatchState
    places: str
    """As typed."""
    event: Event | None
    facts: DisclosureFacts


class _Keys(NamedTuple):
    """What stands of a watch: since which of its versions, and the keys."""

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
    written = _write_keys(session, list(watch_ids))
    rows = [(Topic.OPERATION, id, one.version) for id, one in written.items() if one.keys or one.changed]
    outbox.enqueue_many(session, rows)


def covering(session: Session, row: Operation) -> Iterator[Pair]:
    """Other units' watches that cover this operation."""
    planned = compared(row)
    if planned is None:
        return
    mine = select(OperationKey.key).where(OperationKey.operation_id == row.id)
    near = select(WatchKey.watch_id).where(WatchKey.key.in_(mine))
    for one in _standing(session, near):
        if one.unit_id != row.unit_id and covers(one.event, planned) is not None:
            yield _pair(row, one)


def covered(session: Session, watch_id: str) -> list[Pair] | None:
    """Other units' operations that this watch covers; None where it is not there, or is to be looked at once more.

    That is so of a watch from before there were keys: whoever looks at an operation meanwhile must find them saved.
    """
    written = _write_keys(session, [watch_id]).get(watch_id)
    if written is None or written.changed:
        outbox.enqueue_many(session, [(Topic.OPERATION, watch_id, written.version)] if written else [])
        return None
    found = []
    for one in _standing(session, select(WatchKey.watch_id).where(WatchKey.watch_id == watch_id)):
        mine = select(WatchKey.key).where(WatchKey.watch_id == watch_id)
        shared = select(OperationKey.operation_id).where(OperationKey.key.in_(mine))
        near = select(Operation).where(Operation.id.in_(shared), Operation.unit_id != one.unit_id)
        for (row,) in fresh.rows(session, near.order_by(Operation.id)):
            planned = compared(row)
            if planned is not None and covers(one.event, planned) is not None:
                found.append(_pair(row, one))
    return found


def read(session: Session, watch_ids: Iterable[str]) -> dict[str, Watched]:
    """These watches as they stand now, by id. For the coordination office's desk."""
    columns = deciding_columns(Watch, WatchVersion, WatchUnit)
    statement = (
        select(Watch.id, Watch.version, Watch.state, WatchUnit, *columns)
        .join(WatchVersion, and_(WatchVersion.watch_id == Watch.id, WatchVersion.version == Watch.version))
        .join(WatchUnit, WatchUnit.id == Watch.owner_unit_id)
        .where(among(Watch.id, list(watch_ids)))
    )
    rows = fresh.rows(session, statement)
    known = _identities(session, {id: version for id, version, *_ in rows})
    return {
        id: Watched(
            unit,
            WatchState(state),
            " · ".join(place.text for place in known[id].places if place.kind in ENDS) if id in known else "",
            read_event(known[id]) if id in known else None,
            facts_of_row(deciding),
        )
        for id, _, state, unit, *deciding in rows
    }


# ---- the rest --------------------------------------------------------------------------------------------------------


class _Standing(NamedTuple):
    """A watch that covers something: whose, since which of its versions, what, until when."""

    id: str
    unit_id: str
    version: int
    event: Event
    over_at: datetime


def _standing(session: Session, wanted: Select[str]) -> list[_Standing]:
    statement = (
        select(Watch.id, Watch.version, stands_for(Watch, WatchUnit), WatchKey.version, WatchKey.over_at)
        .join(WatchKey, WatchKey.watch_id == Watch.id)
        .join(WatchUnit, WatchUnit.id == Watch.owner_unit_id)
        .where(Watch.id.in_(wanted), Watch.state.in_(_COVERS))
        .distinct()
        .order_by(Watch.id)
    )
    rows = session.connection().execute(statement).all()
    known = _identities(session, {id: now for id, now, *_ in rows})
    events = {id: read_event(identity) for id, identity in known.items()}
    return [
        _Standing(id, unit_id, version, event, over_at)
        for id, _, unit_id, version, over_at in rows
        if (event := events.get(id)) is not None
    ]


def _pair(row: Operation, one: _Standing) -> Pair:
    over = max(row.over_at, one.over_at)
    return Pair(row.id, one.id, row.version, one.version, over, MeetingKind.WATCH)


def _write_keys(session: Session, ids: Sequence[str]) -> dict[str, _Written]:
    """The keys of watches on events as they stand now, in place of those they had, by id. The watch is locked before
    it is read: a worker that looks and an officer who changes it write one after the other."""
    heads = (
        select(Watch.id, Watch.version, Watch.state)
        .where(among(Watch.id, ids), Watch.kind == RecordKind.EVENT.value)
        .order_by(Watch.id)
        .with_for_update()
    )
    rows = session.connection().execute(heads).all() if ids else []
    had = _had(session, [row.id for row in rows])
    now = _identities(session, {row.id: row.version for row in rows})
    before = _identities(session, {id: one.version for id, one in had.items()})
    written: dict[str, _Written] = {}
    new: list[dict[str, object]] = []
    for row in rows:
        event = read_event(now[row.id]) if row.state in _COVERS and row.id in now else None
        keys = covered_keys(event, tables.now().date() - timedelta(days=NIGHT)) if event else frozenset[str]()
        old = had.get(row.id, _Keys(row.version, frozenset()))
        same = row.id in before and read_event(before[row.id]) == event
        since = old.version if same else row.version
        changed = keys != old.keys or (bool(keys) and since != old.version)
        written[row.id] = _Written(row.version, bool(keys), changed)
        if changed and event:
            over = datetime.combine(last_covered(event), time(23, 59), UTC)
            new += [{"watch_id": row.id, "key": key, "version": since, "over_at": over} for key in sorted(keys)]
    gone = [id for id, one in written.items() if one.changed and id in had]
    if gone:
        session.connection().execute(delete(WatchKey).where(among(WatchKey.watch_id, gone)))
    if new:
        insert_rows(session, WatchKey, new)
    return written


def _had(session: Session, ids: Sequence[str]) -> dict[str, _Keys]:
    found: dict[str, _Keys] = {}
    rows = select(WatchKey.watch_id, WatchKey.version, WatchKey.key).where(among(WatchKey.watch_id, ids))
    for id, version, key in session.connection().execute(rows) if ids else ():
        found[id] = _Keys(version, found.get(id, _Keys(version, frozenset())).keys | {key})
    return found


def _identities(session: Session, versions: Mapping[str, int]) -> dict[str, Identity]:
    """By watch, what it says in this of its versions."""
    by_key = {identity_rows.identity_id(id, version): id for id, version in versions.items()}
    return {by_key[key]: one for key, one in identity_rows.load_identities(session, by_key).items()}
