"""Sources and their listings in the database: what stands on a list, what left it, what came back."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, insert, select, update
from sqlalchemy.orm import Session, aliased

from casefile.policy.network.sources import Newest
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.storage import tables
from casefile.storage.in_list import among, chunks
from casefile.storage.tables import ImportRun, Listing, Record, Source, Unit, new_id, new_ids
from casefile.vocabulary import Json, RecordState, UnitKind

LEAVES_AT_ONCE = frozenset({RecordState.TOMBSTONED, RecordState.EXPIRED})
"""States in which a record is on no list, whatever its rows say: nothing is left to withdraw."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A source before a file of it comes in. `listed` maps the ids on the list to their records."""

    id: str = ""
    newest: Newest = Newest()
    listed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source as whoever keeps it sees it. `listed` and `left` count entries; no entry is named."""

    unit: str
    name: str
    kind: str
    publisher: str
    licence: str
    cadence: str
    coverage: str
    as_of: datetime | None
    imported_at: datetime | None
    file_hash: str
    delta: bool
    listed: int
    left: int

    def as_json(self) -> dict[str, Json]:
        """As `griot import sources` gives it."""
        return {
            "unit": self.unit,
            "name": self.name,
            "kind": self.kind,
            "publisher": self.publisher,
            "licence": self.licence,
            "cadence": self.cadence,
            "coverage": self.coverage,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "imported_at": self.imported_at.isoformat() if self.imported_at else None,
            "file_hash": self.file_hash,
            "delta": self.delta,
            "listed": self.listed,
            "no_longer_listed": self.left,
        }


def standing(session: Session, unit: str, name: str, kind: str, *, adopts: bool = False) -> Standing:
    """The source as it is; an empty one where it is not known yet. With `adopts`, a unit that was filled from this one
    list before there were sources stands on it with all its records."""
    row = session.execute(
        select(Source.id, Source.as_of, Source.file_hash, Source.unit_id)
        .join(Unit, Unit.id == Source.unit_id)
        .where(Unit.code == unit, Source.name == name)
    ).first()
    if row is None:
        return Standing(listed=_adopted(session, unit) if adopts else {})
    files = session.scalars(
        select(ImportRun.file_hash).where(
            ImportRun.unit_id == row.unit_id, ImportRun.kind == kind, ImportRun.finished_at.is_not(None)
        )
    )
    return Standing(row.id, Newest(row.as_of, row.file_hash, frozenset(files)), listed_on(session, row.id))


def _adopted(session: Session, unit: str) -> dict[str, str]:
    gone = [RecordState.WITHDRAWN.value, *(state.value for state in LEAVES_AT_ONCE)]
    rows = session.execute(
        select(Record.origin_ref, Record.id)
        .join(Unit, Unit.id == Record.owner_unit_id)
        .where(Unit.code == unit, Record.origin_ref.is_not(None), Record.state.not_in(gone))
    )
    return {str(ref): record_id for ref, record_id in rows}


def listed_on(session: Session, source_id: str) -> dict[str, str]:
    """Ids that stand on the list, with their records."""
    rows = session.execute(
        select(Record.origin_ref, Record.id)
        .join(Listing, Listing.record_id == Record.id)
        .where(Listing.source_id == source_id, Listing.until_at.is_(None), Record.origin_ref.is_not(None))
    )
    return {str(ref): record_id for ref, record_id in rows}


def known_refs(session: Session, unit: str, refs: Sequence[str]) -> set[str]:
    """Those of these ids at the source under which the unit has a record."""
    found: set[str] = set()
    for part in chunks(sorted(refs)):
        wanted = select(Record.origin_ref).join(Unit, Unit.id == Record.owner_unit_id)
        found |= {str(ref) for ref in session.scalars(wanted.where(Unit.code == unit, among(Record.origin_ref, part)))}
    return found


def keep_source(
    session: Session, viewer: Viewer, known: Standing, said: Mapping[str, str], as_of: datetime | None, at: datetime
) -> str:
    """The id of the source, made where it is missing, as a file of this date begins: an older one is refused now.

    `said` is its name, kind, publisher, licence and so on; `at` the date since which what is adopted is on it.
    """
    require(viewer, Permission.ENTER_RECORD)
    connection = session.connection()
    if known.id:
        changes = {**said, **({"as_of": as_of} if as_of else {})}
        connection.execute(update(Source).where(Source.id == known.id).values(**changes))
        return known.id
    source_id = new_id()
    row = {"id": source_id, "unit_id": viewer.unit_id, "as_of": as_of, "file_hash": "", "delta": False, **said}
    connection.execute(insert(Source), {**row, "imported_at": None})
    _open(session, source_id, dict.fromkeys(known.listed.values(), ()), at)
    return source_id


def finish_source(session: Session, viewer: Viewer, source_id: str, file_hash: str, *, delta: bool) -> None:
    """All of the file is in."""
    require(viewer, Permission.ENTER_RECORD)
    values = {"file_hash": file_hash, "delta": delta, "imported_at": tables.now()}
    session.connection().execute(update(Source).where(Source.id == source_id).values(**values))


def note_listed(session: Session, source_id: str, listed: Mapping[str, Sequence[str]], at: datetime) -> list[str]:
    """That these records stand on the list, with their topics. Returns those of which it said something else before."""
    known = {
        record_id: topics
        for part in chunks(sorted(listed))
        for record_id, topics in session.execute(
            select(Listing.record_id, Listing.topics).where(
                Listing.source_id == source_id, Listing.until_at.is_(None), among(Listing.record_id, part)
            )
        )
    }
    otherwise = [record_id for record_id, topics in listed.items() if list(topics) != known.get(record_id, [])]
    for record_id, topics in listed.items():
        if record_id in known and list(topics) != known[record_id]:
            here = and_(Listing.source_id == source_id, Listing.until_at.is_(None), Listing.record_id == record_id)
            session.connection().execute(update(Listing).where(here).values(topics=list(topics)))
    _open(session, source_id, {r: topics for r, topics in listed.items() if r not in known}, at)
    return otherwise


def _open(session: Session, source_id: str, new: Mapping[str, Sequence[str]], at: datetime) -> None:
    if not new:
        return
    rows = [
        {"id": id, "source_id": source_id, "record_id": record_id, "topics": list(topics), "from_at": at,
         "until_at": None, "withdrew": False}
        for id, (record_id, topics) in zip(new_ids(len(new)), new.items(), strict=True)
    ]  # fmt: skip
    session.connection().execute(insert(Listing), rows)


def stays_elsewhere(session: Session, source_id: str, record_ids: Collection[str]) -> set[str]:
    """Those of the records that another list still names."""
    rows = session.scalars(
        select(Listing.record_id).where(
            Listing.source_id != source_id, Listing.until_at.is_(None), among(Listing.record_id, record_ids)
        )
    )
    return set(rows)


def note_left(session: Session, source_id: str, record_ids: Iterable[str], at: datetime, *, withdrew: bool) -> None:
    """That these records stand on the list no more, and whether that withdrew them."""
    for part in chunks(sorted(record_ids)):
        here = (Listing.source_id == source_id, Listing.until_at.is_(None), among(Listing.record_id, part))
        session.connection().execute(update(Listing).where(*here).values(until_at=at, withdrew=withdrew))


def withdrawn_by_list(session: Session, viewer: Viewer, refs: Collection[str]) -> list[str]:
    """Own records under these ids that are withdrawn because they left their last list, not by an officer."""
    require(viewer, Permission.ENTER_RECORD)
    later, found = aliased(Listing), list[str]()
    newer = select(later.id).where(
        later.record_id == Listing.record_id,
        (later.until_at.is_(None)) | (later.until_at > Listing.until_at),
    )
    for part in chunks(sorted(refs)):
        found += session.scalars(
            select(Record.id)
            .join(Listing, and_(Listing.record_id == Record.id, Listing.withdrew))
            .where(
                Record.owner_unit_id == viewer.unit_id,
                Record.state == RecordState.WITHDRAWN.value,
                among(Record.origin_ref, part),
                ~newer.exists(),
            )
        )
    return found


def follow_referents(session: Session, viewer: Viewer, renamed: Mapping[str, Sequence[str]]) -> int:
    """A source found several of its ids to be one: a record under an earlier id is known by the new one from now on,
    where none is yet. Returns how many; the others leave the list with their ids."""
    require(viewer, Permission.ENTER_RECORD)
    wanted = {*renamed, *(old for many in renamed.values() for old in many)}
    known: dict[str, str] = {}
    for part in chunks(sorted(wanted)):
        rows = session.execute(
            select(Record.origin_ref, Record.id).where(
                Record.owner_unit_id == viewer.unit_id, among(Record.origin_ref, part)
            )
        )
        known |= {str(ref): record_id for ref, record_id in rows}
    done = 0
    for ref, before in renamed.items():
        old = next((one for one in before if one in known and one not in renamed), None)
        if old is None or ref in known:
            continue
        session.connection().execute(update(Record).where(Record.id == known.pop(old)).values(origin_ref=ref))
        done += 1
    return done


def sources(session: Session, viewer: Viewer, *, published: bool = False) -> list[SourceView]:
    """Every list that comes in here, with its newest file and how many stand on it; with `published` without the lists
    of units' own, of which only the unit may know how long they are."""
    require(viewer, Permission.ADMINISTER)
    return _views(session, *([Unit.kind == UnitKind.SOURCE.value] if published else []))


def sources_of(session: Session, viewer: Viewer) -> list[SourceView]:
    """The own unit's lists."""
    require(viewer, Permission.ENTER_RECORD)
    return _views(session, Source.unit_id == viewer.unit_id)


def _views(session: Session, *conditions: ColumnElement[bool]) -> list[SourceView]:
    counts = {
        row.source_id: (row.listed, row.ever)
        for row in session.execute(
            select(
                Listing.source_id,
                func.count(case((Listing.until_at.is_(None), 1))).label("listed"),
                func.count().label("ever"),
            )
            .join(Source, Source.id == Listing.source_id)
            .join(Unit, Unit.id == Source.unit_id)
            .where(*conditions)
            .group_by(Listing.source_id)
        )
    }
    wanted = select(Source.__table__, Unit.code).join(Unit, Unit.id == Source.unit_id).where(*conditions)
    rows = session.execute(wanted.order_by(Unit.code, Source.name))
    return [
        SourceView(
            row.code, row.name, row.kind, row.publisher, row.licence, row.cadence, row.coverage, row.as_of,
            row.imported_at, row.file_hash, row.delta, *_listed_and_left(counts.get(row.id, (0, 0))),
        )
        for row in rows
    ]  # fmt: skip


def _listed_and_left(counted: tuple[int, int]) -> tuple[int, int]:
    listed, ever = int(counted[0]), int(counted[1])
    return listed, ever - listed
