"""What a watch would have met among the records the unit may read, and whether the unit watches the subject already.

The matcher decides, over the own unit's records and those other units released to it in full: the answer holds nothing
that the reader could not count by reading. Hidden records are not asked, not even for how common a name is.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from casefile.matching import Prepared, decide, prepare
from casefile.matching.blocking_keys import query_keys, record_keys
from casefile.matching.departures import reckoning as departures
from casefile.matching.name_kinds import NAMED_AS
from casefile.policy.permissions import Permission
from casefile.policy.states import READABLE
from casefile.policy.viewer import Viewer, require
from casefile.records.scope import in_scope
from casefile.storage.in_list import among
from casefile.storage.tables import IdentifierRow, IdentityRow, NameRow, Record, RecordVersion, Unit, Watch
from casefile.subjects.identity import Identifier, Identity, Name
from casefile.subjects.identity_rows import identity_id, load_identities
from casefile.subjects.name_counts import default
from casefile.vocabulary import Band, IdentifierKind, NameKind, RecordKind, Sharing, WatchState
from casefile.watches.read import WatchView, views_by_id
from casefile.watches.selectivity import band_of

Row = tuple[str, int, str | None]
"""Id, version, country of the unit that wrote it."""

NEWEST, NEWEST_TEXTS, NEWEST_EVENTS = 5_000, 200, 600
"""Records compared, reports whose text is read, and events with their days: the page waits for it, half a second on the
smallest server."""
OWN_WATCHES = 5_000
"""Own watches compared; a unit with more brought them in as a list, which has ids of its own."""
SHOWN_OWN = 5


@dataclass(frozen=True, slots=True)
class Readable:
    """What it would have met among what may be read. `cut`: there are more records than were compared."""

    band: Band
    cut: bool


def readable(session: Session, viewer: Viewer, identity: Identity) -> Readable:
    """The band of records that a watch for this identity would be found with."""
    require(viewer, Permission.READ_RECORD)
    watch, _ = _prepared(session, viewer, identity)
    keys = query_keys(watch)
    if watch.event is not None:
        return _readable_events(session, viewer, watch, keys)
    things = _rows(session, _scope(viewer).where(Record.kind.in_(_named(True))), NEWEST)
    texts = _rows(session, _scope(viewer).where(Record.kind.in_(_named(False))), NEWEST_TEXTS)
    wanted = list(_may_meet(session, keys, things[:NEWEST])) + texts[:NEWEST_TEXTS]
    met = _met(session, watch, keys, wanted)
    return Readable(band_of(met), len(things) > NEWEST or len(texts) > NEWEST_TEXTS)


def _readable_events(session: Session, viewer: Viewer, watch: Prepared, keys: frozenset[str]) -> Readable:
    """The same for a departure, which meets events and nothing else."""
    rows = _rows(session, _scope(viewer).where(Record.kind == RecordKind.EVENT.value), NEWEST_EVENTS)
    return Readable(band_of(_met(session, watch, keys, rows[:NEWEST_EVENTS])), len(rows) > NEWEST_EVENTS)


def _met(session: Session, watch: Prepared, keys: frozenset[str], rows: Iterable[Row]) -> int:
    met = 0
    for row, found in _loaded(session, rows):
        record = prepare(found, row[2])
        if not keys.isdisjoint(record_keys(record)) and decide(record, watch, common=default()) is not None:
            met += 1
    return met


def same_subject(session: Session, viewer: Viewer, identity: Identity, but: str = "") -> list[WatchView]:
    """Watches of the own unit, not ended, that are for the same subject as far as the matcher can tell; the newest.

    `but` is left out: the watch that is being amended.
    """
    require(viewer, Permission.READ_WATCH)
    watch, home = _prepared(session, viewer, identity)
    keys = query_keys(watch)
    statement = (
        select(Watch.id, Watch.version)
        .where(Watch.owner_unit_id == viewer.unit_id, Watch.state != WatchState.ENDED.value, Watch.id != but)
        .order_by(Watch.created_at.desc(), Watch.id)
        .limit(OWN_WATCHES)
    )
    if watch.event is not None:
        statement = statement.where(Watch.kind == RecordKind.EVENT.value).limit(NEWEST_EVENTS)
    rows = [(row.id, row.version, home) for row in session.connection().execute(statement)]
    same = []
    for row, found in _loaded(session, rows if watch.event is not None else _may_meet(session, keys, rows)):
        other = departures.twin(prepare(found, home))
        if _one_subject(watch, other):
            same.append(row[0])
        if len(same) == SHOWN_OWN:
            break
    return views_by_id(session, viewer, same)


def _one_subject(watch: Prepared, other: Prepared) -> bool:
    """By the matcher; and where neither says more than a name, when the names are the same."""
    if decide(other, watch, common=default()) is not None:
        return True
    bare = not (watch.identifiers or other.identifiers or watch.births or other.births)
    return bare and watch.letter == other.letter and not _heard(watch).isdisjoint(_heard(other))


def _heard(one: Prepared) -> set[frozenset[str]]:
    return {frozenset(part.sounds[0] for part in name.keys.named if part.sounds) for name in one.names}


def _prepared(session: Session, viewer: Viewer, identity: Identity) -> tuple[Prepared, str | None]:
    home = session.scalar(select(Unit.country).where(Unit.id == viewer.unit_id))
    return prepare(identity, home), home


def _scope(viewer: Viewer) -> Select[str, int, str]:
    """In force, and the reader's in full: of a core not more than the core is known, so it is not compared."""
    return (
        select(Record.id, Record.version, Unit.country)
        .join(RecordVersion, and_(RecordVersion.record_id == Record.id, RecordVersion.version == Record.version))
        .join(Unit, Unit.id == Record.owner_unit_id)
        .where(in_scope(viewer), Record.state.in_(sorted(state.value for state in READABLE)))
        .where(or_(Record.owner_unit_id == viewer.unit_id, RecordVersion.sharing == Sharing.FULL.value))
    )


def _rows(session: Session, statement: Select[str, int, str], most: int) -> list[Row]:
    """One more than are compared, so that the page can say that there are more."""
    newest = statement.order_by(Record.created_at.desc(), Record.id).limit(most + 1)
    return [(row.id, row.version, row.country) for row in session.connection().execute(newest)]


def _named(are: bool) -> list[str]:
    return sorted(kind.value for kind in RecordKind if (kind in NAMED_AS) is are)


def _may_meet(session: Session, keys: frozenset[str], rows: Sequence[Row]) -> Iterator[Row]:
    """Those whose names or numbers share a key with the watch, whatever their years: a third of the work of all."""
    ids = [identity_id(id, version) for id, version, _ in rows]
    names: dict[str, list[Name]] = {}
    numbers: dict[str, list[Identifier]] = {}
    kinds = _kinds(session, ids)
    found = select(NameRow.identity_id, NameRow.text).where(among(NameRow.identity_id, ids))
    for row in session.connection().execute(found):
        names.setdefault(row.identity_id, []).append(Name(row.text, NameKind.MAIN))
    held = select(IdentifierRow.identity_id, IdentifierRow.kind, IdentifierRow.value, IdentifierRow.country)
    for key, kind, value, country in session.connection().execute(held.where(among(IdentifierRow.identity_id, ids))):
        numbers.setdefault(key, []).append(Identifier(IdentifierKind(kind), value, country))
    for one, key in zip(rows, ids, strict=True):
        if key in kinds:  # one whose content is gone has none
            bare = Identity(kinds[key], tuple(names.get(key, ())), tuple(numbers.get(key, ())))
            if not keys.isdisjoint(record_keys(prepare(bare, one[2]))):
                yield one


def _kinds(session: Session, ids: Sequence[str]) -> dict[str, RecordKind]:
    statement = select(IdentityRow.id, IdentityRow.kind).where(among(IdentityRow.id, ids))
    return {row.id: RecordKind(row.kind) for row in session.connection().execute(statement)}


def _loaded(session: Session, rows: Iterable[Row]) -> Iterator[tuple[Row, Identity]]:
    by_key = {identity_id(row[0], row[1]): row for row in rows}
    for key, identity in load_identities(session, list(by_key)).items():
        yield by_key[key], identity
