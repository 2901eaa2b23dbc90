"""The two sides of a coincidence as SQL holds them now, read in batches: a few statements whatever their number.

The oracle has readings of its own on purpose (`casefile/hits/expected.py`): it is what this is held against.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from casefile.matching import Prepared, prepare
from casefile.matching.blocking_keys import query_keys, record_keys
from casefile.policy.handling import disclosure_facts
from casefile.policy.sharing import DisclosureFacts, is_matchable
from casefile.policy.states import READABLE
from casefile.storage import tables
from casefile.storage.in_list import among
from casefile.storage.tables import Record, RecordVersion, Unit, Watch
from casefile.subjects.identity import Identity
from casefile.subjects.identity_rows import identity_id, load_identities
from casefile.vocabulary import RecordState, WatchState

Current = tuple[int, str]
"""Version and state."""


class RecordHead(NamedTuple):
    """A record's current version without its content."""

    id: str
    version: int
    case_id: str
    country: str
    entered_at: datetime
    release: DisclosureFacts

    @property
    def unit_id(self) -> str:
        return self.release.owner_unit_id

    @property
    def is_matchable(self) -> bool:
        return is_matchable(self.release)


class WatchHead(NamedTuple):
    """A watch's current version without its content."""

    id: str
    version: int
    unit_id: str
    country: str
    state: WatchState
    is_matchable: bool
    """In force, and its time was not over when it was read."""


@dataclass(frozen=True)
class RecordSide:
    """A record's current version and its content. What is worked out of it is worked out once, when first asked:
    not while the database is being read, whose readers hold up its writers."""

    head: RecordHead
    identity: Identity

    @cached_property
    def keys(self) -> frozenset[str]:
        """By which watches meet it. With all else that is worked out, while its report is still read: that is dear."""
        return record_keys(self.prepared)

    @cached_property
    def prepared(self) -> Prepared:
        """Ready for matching."""
        return prepare(self.identity, self.head.country)


@dataclass(frozen=True)
class WatchSide:
    """A watch's current version and its content; the same for watches."""

    head: WatchHead
    identity: Identity

    @cached_property
    def keys(self) -> frozenset[str]:
        """By which it meets records. Raises BadInput when they are too many."""
        return query_keys(self.prepared)

    @cached_property
    def prepared(self) -> Prepared:
        """Ready for matching."""
        return prepare(self.identity, self.head.country)


_WATCH_STATES = {state.value: state for state in WatchState}


def searchable(record: RecordHead) -> bool:
    """Whether the record has a place in the index; it may be searched there even if it takes no part in matching."""
    return record.release.state in READABLE


def record_heads(session: Session, ids: Collection[str]) -> dict[str, RecordHead]:
    """The current heads of the records that exist, by id."""
    version = RecordVersion
    query: Any = (
        select(
            Record.id,
            Record.version,
            Record.case_id,
            Record.state,
            Record.owner_unit_id,
            Unit.country,
            version.entered_at,
            version.sharing,
            version.sharing_units,
            version.protection,
            version.subject_category,
        )
        .join(version, (version.record_id == Record.id) & (version.version == Record.version))
        .join(Unit, Unit.id == Record.owner_unit_id)
        .where(among(Record.id, ids))
    )
    return {row.id: _record_head(row) for row in session.connection().execute(query).all()} if ids else {}


def watch_heads(session: Session, ids: Collection[str]) -> dict[str, WatchHead]:
    """The current heads of the watches that exist, by id."""
    query = (
        select(
            Watch.id,
            Watch.version,
            Watch.owner_unit_id,
            Unit.country,
            Watch.state,
            (Watch.state == WatchState.ACTIVE.value) & (Watch.expires_at > tables.now()),
        )
        .join(Unit, Unit.id == Watch.owner_unit_id)
        .where(among(Watch.id, ids))
    )
    rows = session.connection().execute(query).all() if ids else ()
    return {
        id: WatchHead(id, version, unit, country, _WATCH_STATES[state], bool(in_force))
        for id, version, unit, country, state, in_force in rows
    }


def locked_versions(session: Session, table: type[Record] | type[Watch], ids: Collection[str]) -> dict[str, Current]:
    """Version and state of each, locked: nobody changes them before this commits. Cheap, since content and rules
    never change under a version."""
    query = select(table.id, table.version, table.state).where(among(table.id, ids)).order_by(table.id)
    rows = session.connection().execute(query.with_for_update(read=True)).all()
    return {id: (version, state) for id, version, state in rows}


def current(head: RecordHead | WatchHead | None) -> Current | None:
    """What `locked_versions` says as long as the head is still true."""
    if head is None:
        return None
    state = head.release.state if isinstance(head, RecordHead) else head.state
    return head.version, state.value


def contents(session: Session, heads: Iterable[RecordHead | WatchHead]) -> dict[str, Identity]:
    """The current content of each, by the id of the record or watch; one whose content was erased is left out."""
    wanted = {identity_id(head.id, head.version): head.id for head in heads}
    found = load_identities(session, list(wanted))
    return {wanted[key]: identity for key, identity in found.items()}


def _record_head(row: Row[Any]) -> RecordHead:
    release = disclosure_facts(row, row.owner_unit_id, RecordState(row.state))
    return RecordHead(row.id, row.version, row.case_id, row.country, row.entered_at, release)
