"""The two parties of a hit, a record and a watch, as SQL holds them now, read in batches of a few statements.

A *head* is a current version without its content, a *party* with it. The oracle has readings of its own on purpose
(`casefile/hits/expected.py`): it is what this is held against.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import Session

from casefile.hits.facts import deciding_columns, facts_of_row
from casefile.matching import Prepared, prepare
from casefile.matching.blocking_keys import query_keys, record_keys
from casefile.matching.judging.linked import MOST_LINKED
from casefile.policy import sharing
from casefile.policy.cases.offences import NO_OFFENCES, Offences
from casefile.policy.network.sources import OWN_LIST, counted_topics
from casefile.policy.sharing import DisclosureFacts, is_matchable
from casefile.policy.states import READABLE
from casefile.storage import tables
from casefile.storage.in_list import among_given
from casefile.storage.tables import Listing, Record, RecordLink, RecordVersion, Source, Unit, Watch
from casefile.subjects.identity import Identity
from casefile.subjects.identity_rows import identity_id, load_identities
from casefile.subjects.offences import rows as offence_rows
from casefile.vocabulary import WatchState

VersionState = tuple[int, str]
"""Version and state: what changes when anything does."""

IN_FORCE = (Watch.state == WatchState.ACTIVE.value) & (Watch.expires_at > bindparam("now")) & Unit.closed_at.is_(None)
"""Of a watch and its unit at the moment `now`."""


class CurrentRecord(NamedTuple):
    """A record's current version without its content."""

    id: str
    version: int
    case_id: str
    country: str
    entered_at: datetime
    release: DisclosureFacts
    topics: tuple[str, ...] = ()
    """What lists that others publish name it for now."""
    own_topics: tuple[str, ...] = ()
    """What lists of its unit's own name it for besides: of these nobody else may know."""
    offences: Offences = NO_OFFENCES
    asks_for: str | None = None
    """The unit that asked it at a post, where it is such a question."""

    @property
    def unit_id(self) -> str:
        return self.release.owner_unit_id

    @property
    def is_matchable(self) -> bool:
        return is_matchable(self.release)


class CurrentWatch(NamedTuple):
    """A watch's current version without its content."""

    id: str
    version: int
    unit_id: str
    country: str
    state: WatchState
    is_matchable: bool
    """In force, of a unit that takes part, and its time was not over when it was read."""
    asks_for: str | None = None
    """As of a record."""


def may_meet(record: CurrentRecord, watch: CurrentWatch) -> bool:
    """As `policy.sharing.may_meet`."""
    both = bool(record.asks_for and watch.asks_for)
    return sharing.may_meet(record.asks_for or record.unit_id, watch.asks_for or watch.unit_id, both_asked=both)


@dataclass(frozen=True)
class RecordParty:
    """A record's current version and its content. What is derived from it is derived once, when first asked: not while
    the database is being read, whose readers hold up its writers."""

    current: CurrentRecord
    identity: Identity

    @cached_property
    def keys(self) -> frozenset[str]:
        """By which watches meet it."""
        return record_keys(self.prepared)

    @cached_property
    def prepared(self) -> Prepared:
        """Ready for matching."""
        return prepare(self.identity, self.current.country, self.current.entered_at.date())


@dataclass(frozen=True)
class WatchParty:
    """A watch's current version and its content; the same for watches."""

    current: CurrentWatch
    identity: Identity

    @cached_property
    def keys(self) -> frozenset[str]:
        """By which it meets records. Raises BadInput when they are too many."""
        return query_keys(self.prepared)

    @cached_property
    def prepared(self) -> Prepared:
        """Ready for matching."""
        return prepare(self.identity, self.current.country)


_WATCH_STATES = {state.value: state for state in WatchState}


def searchable(record: CurrentRecord) -> bool:
    """Whether the record has a place in the index; it may be searched there even if it takes no part in matching."""
    return record.release.state in READABLE


def current_records(session: Session, ids: Collection[str]) -> dict[str, CurrentRecord]:
    """The current versions of the records that exist, by id."""
    if not ids:
        return {}
    rows = session.connection().execute(_records(), {"ids": list(ids)}).all()
    topics = _topics_of(session, ids)
    said = offence_rows.load(session, [identity_id(row[0], row[1]) for row in rows])
    return {
        id: CurrentRecord(
            id, version, case_id, country, entered_at, facts_of_row(deciding), *topics.get(id, ((), ())),
            said.get(identity_id(id, version), NO_OFFENCES), asks_for,
        )
        for id, version, case_id, country, entered_at, asks_for, *deciding in rows
    }  # fmt: skip


@cache
def _records() -> Select[Any]:
    return (
        select(
            Record.id,
            Record.version,
            Record.case_id,
            Unit.country,
            RecordVersion.entered_at,
            Unit.asks_for,
            *deciding_columns(Record, RecordVersion, Unit),
        )
        .join(RecordVersion, (RecordVersion.record_id == Record.id) & (RecordVersion.version == Record.version))
        .join(Unit, Unit.id == Record.owner_unit_id)
        .where(among_given(Record.id, "ids"))
    )


def _topics_of(session: Session, ids: Collection[str]) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """By record, the topics of published lists on which it stands, and those of the unit's own lists alone."""
    said: dict[str, tuple[set[str], set[str]]] = {}
    for record_id, kind, topics in session.connection().execute(_listings(), {"ids": list(ids)}):
        said.setdefault(record_id, (set(), set()))[kind == OWN_LIST].update(counted_topics(topics))
    return {id: (tuple(sorted(told)), tuple(sorted(own - told))) for id, (told, own) in said.items()}


@cache
def _listings() -> Select[str, str, list[str]]:
    return (
        select(Listing.record_id, Source.kind, Listing.topics)
        .join(Source, Source.id == Listing.source_id)
        .where(among_given(Listing.record_id, "ids"), Listing.until_at.is_(None))
    )


def linked_ids(session: Session, ids: Collection[str]) -> dict[str, list[str]]:
    """The records that each of these is linked to, at most `MOST_LINKED` in the order of their ids."""
    return {id: sorted(ends)[:MOST_LINKED] for id, ends in links_of(session, ids).items()}


def links_of(session: Session, ids: Collection[str]) -> dict[str, set[str]]:
    """All the records that each of these is linked to, for those that are linked to any."""
    found: dict[str, set[str]] = defaultdict(set)
    if ids:
        for one, other in session.connection().execute(_links(), {"ids": list(ids)}):
            found[one].add(other)
            found[other].add(one)
    return {id: found[id] for id in ids if id in found}


@cache
def _links() -> Select[str, str]:
    return select(RecordLink.from_record_id, RecordLink.to_record_id).where(
        or_(among_given(RecordLink.from_record_id, "ids"), among_given(RecordLink.to_record_id, "ids")),
        RecordLink.withdrawn_at.is_(None),
    )


def current_watches(session: Session, ids: Collection[str]) -> dict[str, CurrentWatch]:
    """The current versions of the watches that exist, by id."""
    asked = {"ids": list(ids), "now": tables.now_for_ends()}
    rows = session.connection().execute(_watches(), asked).all() if ids else ()
    return {
        id: CurrentWatch(id, version, unit, country, _WATCH_STATES[state], bool(in_force), asks_for)
        for id, version, unit, country, state, in_force, asks_for in rows
    }


@cache
def _watches() -> Select[str, int, str, str, str, bool, str | None]:
    return (
        select(
            Watch.id,
            Watch.version,
            Watch.owner_unit_id,
            Unit.country,
            Watch.state,
            IN_FORCE,
            Unit.asks_for,
        )
        .join(Unit, Unit.id == Watch.owner_unit_id)
        .where(among_given(Watch.id, "ids"))
    )


def locked_versions(
    session: Session, table: type[Record] | type[Watch], ids: Collection[str]
) -> dict[str, VersionState]:
    """Version and state of each, locked: nobody changes them before this commits. Cheap, since content and rules
    never change under a version."""
    rows = session.connection().execute(_locked(table), {"ids": list(ids)}).all()
    return {id: (version, state) for id, version, state in rows}


@cache
def _locked(table: type[Record] | type[Watch]) -> Select[str, int, str]:
    query = select(table.id, table.version, table.state).where(among_given(table.id, "ids")).order_by(table.id)
    return query.with_for_update(read=True)


def version_state(current: CurrentRecord | CurrentWatch | None) -> VersionState | None:
    """What `locked_versions` says as long as what was read is still current."""
    if current is None:
        return None
    state = current.release.state if isinstance(current, CurrentRecord) else current.state
    return current.version, state.value


def contents(session: Session, current: Iterable[CurrentRecord | CurrentWatch]) -> dict[str, Identity]:
    """The current content of each, by the id of the record or watch; one whose content was erased is left out."""
    wanted = {identity_id(one.id, one.version): one.id for one in current}
    identities = load_identities(session, list(wanted))
    return {wanted[key]: identity for key, identity in identities.items()}
