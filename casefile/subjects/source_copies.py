"""What the source of an import last said of each record and watch, and what becomes of its next word.

A copy is whole where the two had to be weighed against each other; else it names the version that says just this.
Databases from before have no copies: there the newest version that an import wrote first is what the source said.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, delete, select
from sqlalchemy.orm import Session

from casefile.policy.cases.offences import NO_OFFENCES
from casefile.storage import tables
from casefile.storage.bulk_insert import insert_rows
from casefile.storage.in_list import among
from casefile.storage.tables import Case, Record, SourceCopy, Watch, Watchlist
from casefile.storage.versioned import RECORDS, WATCHES, Versioned
from casefile.subjects import identity_rows
from casefile.subjects.identity_rows import identity_id
from casefile.subjects.merge import RULE_FIELDS, UNSTATED, Content, Merged, content_of, differing, lowers, merge
from casefile.subjects.offences import rows as offence_rows


class _Place(NamedTuple):
    """What the head says and no version does, the current version, and whether its case is closed."""

    held: Mapping[str, object]
    version: int
    closed: bool


def _records(session: Session, ids: Sequence[str]) -> dict[str, _Place]:
    statement = (
        select(Record.id, Record.version, Record.case_id, Case.closed_at)
        .join(Case, Case.id == Record.case_id)
        .where(among(Record.id, ids))
    )
    rows = session.connection().execute(statement)
    return {key: _Place({"case_id": case}, version, closed is not None) for key, version, case, closed in rows}


def _watches(session: Session, ids: Sequence[str]) -> dict[str, _Place]:
    statement = (
        select(Watch.id, Watch.version, Watch.case_id, Watchlist.name, Watch.expires_at, Case.closed_at)
        .join(Watchlist, Watchlist.id == Watch.watchlist_id)
        .outerjoin(Case, Case.id == Watch.case_id)
        .where(among(Watch.id, ids))
    )
    return {
        row.id: _Place(
            {"case_id": row.case_id, "watchlist": row.name, "expires_at": row.expires_at.date().isoformat()},
            row.version,
            row.closed_at is not None,
        )
        for row in session.connection().execute(statement)
    }


def _offences(session: Session, keys: Sequence[str]) -> dict[str, Mapping[str, object]]:
    """Of each version of a record: what it is about."""
    said = offence_rows.load(session, keys)
    return {key: {"offences": said.get(key, NO_OFFENCES).as_json()} for key in keys}


def _nothing(_session: Session, _keys: Sequence[str]) -> dict[str, Mapping[str, object]]:
    return {}


@dataclass(frozen=True, slots=True)
class Family:
    """Records or watches: their versions, the columns of a version besides the rules, and what stands beside it."""

    kind: str
    of: Versioned
    stated: tuple[str, ...]
    places: Callable[[Session, Sequence[str]], dict[str, _Place]]
    beside: Callable[[Session, Sequence[str]], dict[str, Mapping[str, object]]] = _nothing


RECORD_SOURCES = Family(
    "record", RECORDS, ("suspicion_note", "fact_or_opinion", "neutrality_check"), _records, _offences
)
WATCH_SOURCES = Family("watch", WATCHES, ("ground",), _watches)


@dataclass(frozen=True, slots=True)
class Copy:
    """One row of `tables.SourceCopy`. With a version, `content` holds only what no version holds."""

    subject_id: str
    content_hash: str
    version: int | None
    content: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What the source's word leads to: `write` when a new version must say it. `ours` is what stands until then."""

    merged: Merged
    base: Content | None
    ours: Content
    theirs: Content
    write: bool

    @property
    def follows(self) -> bool:
        """Whether the new version says just what the source does, and all it leaves open is worked out again."""
        return self.write and not self.merged.kept and set(self.theirs.get(UNSTATED, ())) <= set(self.merged.fresh)

    def copy(self, subject_id: str, content_hash: str, written: Content | None) -> Copy:
        """What to keep of it, whole; `written` is the content of the version it led to.

        Of a field the source did not state, what an import last worked out is kept, so that an officer's date can be
        told from it.
        """
        known = self.base or self.ours
        names = self.theirs.get(UNSTATED, ())
        unstated = {n: written[n] if written and n in self.merged.fresh else known.get(n, self.ours[n]) for n in names}
        return Copy(subject_id, content_hash, None, {**self.theirs, **unstated})


@dataclass(frozen=True, slots=True)
class SourceWord:
    """What the source says otherwise than the unit, since when, and in which fields; the unstated are as they stand."""

    at: datetime
    content: Content
    fields: tuple[str, ...]


def hashes(session: Session, ids: Iterable[str]) -> dict[str, str]:
    """By id, the hash of what the source last said."""
    statement = select(SourceCopy.subject_id, SourceCopy.content_hash).where(among(SourceCopy.subject_id, ids))
    return {row[0]: row[1] for row in session.connection().execute(statement)}


def keep(session: Session, family: Family, copies: Sequence[Copy], moment: datetime, *, new: bool = False) -> None:
    """Keep what the source said. `new` when there can be none of these subjects yet: that is twice as fast."""
    rows = [
        {
            "subject_id": copy.subject_id,
            "subject_kind": family.kind,
            "content_hash": copy.content_hash,
            "version": copy.version,
            "content": copy.content,
            "at": moment,
        }
        for copy in copies
    ]
    if new:
        insert_rows(session, SourceCopy, rows)
    elif rows:
        insert = tables.insert_for(session)(SourceCopy.__table__)
        taken = {name: insert.excluded[name] for name in ("content_hash", "version", "content", "at")}
        session.connection().execute(insert.on_conflict_do_update(index_elements=["subject_id"], set_=taken), rows)


def kept(session: Session, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """By id, what is kept of them now, as JSON: to be put back by `put_back`."""
    rows = _copies(session, list(ids))
    return {
        key: {"hash": row.content_hash, "version": row.version, "content": row.content, "at": row.at.isoformat()}
        for key, row in rows.items()
    }


def put_back(
    session: Session, family: Family, subject_id: str, was: Mapping[str, Any] | None, stood: int, stands: int
) -> None:
    """Have the source's word as it `was` (None: there was none): what version `stood` said, version `stands` says."""
    if was is None:
        session.execute(delete(SourceCopy).where(SourceCopy.subject_id == subject_id))
        return
    says = stands if was["version"] == stood else was["version"]
    keep(session, family, [Copy(subject_id, was["hash"], says, was["content"])], datetime.fromisoformat(was["at"]))


def reconcile(session: Session, family: Family, said: Sequence[tuple[str, Content]]) -> list[Reconciled | None]:
    """For each (id, what its source says now): what is to stand; None where there is nothing to weigh.

    Nothing is to be weighed where all that stands is the source's own word: it is followed. In a closed case a source
    can only protect.
    """
    ids = [subject_id for subject_id, _ in said]
    places, copies = family.places(session, ids), _copies(session, ids)
    followed = _followed(session, family, places, copies, dict(said))
    rest = {subject_id: place for subject_id, place in places.items() if subject_id not in followed}
    standing = _standing(session, family, rest, copies)
    found: list[Reconciled | None] = []
    for subject_id, theirs in said:
        if subject_id in followed:
            found.append(None)
            continue
        one = standing[subject_id]
        merged = merge(one.base, one.ours, theirs, settled=one.closed)
        found.append(Reconciled(merged, one.base, one.ours, theirs, write=merged.changes(one.ours)))
    return found


def _followed(
    session: Session,
    family: Family,
    places: Mapping[str, _Place],
    copies: Mapping[str, Any],
    said: Mapping[str, Content],
) -> set[str]:
    """Those whose current version is the source's, in an open case, and whose protection it does not lower now."""
    own = [
        key
        for key, place in places.items()
        if key in copies
        and copies[key].version == place.version
        and not place.closed
        and all(copies[key].content.get(name) == value for name, value in place.held.items())
    ]
    if not own:
        return set()
    version = family.of.version
    statement = (
        select(SourceCopy.subject_id, version.protection, version.subject_category)
        .join(version, and_(family.of.version_of == SourceCopy.subject_id, version.version == SourceCopy.version))
        .where(among(SourceCopy.subject_id, own))
    )
    return {
        key
        for key, protection, category in session.connection().execute(statement)
        if not lowers({"protection": protection, "subject_category": category}, said[key])
    }


def word_of(session: Session, family: Family, subject_id: str) -> SourceWord | None:
    """Where the source says otherwise than what stands; None when it does not, or there is none."""
    places, copies = family.places(session, [subject_id]), _copies(session, [subject_id])
    one = _standing(session, family, places, copies).get(subject_id)
    if one is None or one.base is None or one.at is None:
        return None
    fields = differing(one.ours, one.base)
    unstated = {name: one.ours[name] for name in one.base.get(UNSTATED, ())}
    return SourceWord(one.at, {**one.base, **unstated}, fields) if fields else None


@dataclass(slots=True)
class _Standing:
    """What stands, and what the source said before; `at` is when, where a copy says it."""

    ours: Content
    closed: bool
    base: Content | None = None
    at: datetime | None = None


@dataclass(slots=True)
class _Versions:
    """The versions of some subjects, as rows, and their identities, read once."""

    rows: dict[str, list[Any]]
    family: Family
    identities: dict[str, Any] = field(default_factory=dict)
    beside: dict[str, Mapping[str, object]] = field(default_factory=dict)

    def read(self, session: Session, wanted: Iterable[tuple[str, int | None]]) -> None:
        keys = [identity_id(subject_id, version) for subject_id, version in wanted if version is not None]
        self.identities = identity_rows.load_identities(session, keys)
        self.beside = self.family.beside(session, keys)

    def content(self, subject_id: str, version: int) -> Content:
        row = next(row for row in self.rows[subject_id] if row.version == version)._mapping
        key = identity_id(subject_id, version)
        more = {**{name: row[name] for name in self.family.stated}, **self.beside.get(key, {})}
        return content_of(self.identities[key], row, **more)

    def placed(self, subject_id: str, place: _Place) -> Mapping[str, object]:
        """What the head says, where no officer can have said it."""
        return place.held if all(row.entered_by is None for row in self.rows[subject_id]) else {}

    def imported(self, subject_id: str) -> int | None:
        """The newest version whose content an import was the first to write: a step of state repeats content."""
        first: dict[str, bool] = {}
        newest = None
        for row in self.rows[subject_id]:
            if first.setdefault(row.content_hash, row.entered_by is None) and row.entered_by is None:
                newest = row.version
        return newest


def _copies(session: Session, ids: Sequence[str]) -> dict[str, Any]:
    """The rows of what the sources last said."""
    statement = select(SourceCopy.__table__).where(among(SourceCopy.subject_id, ids))
    return {row.subject_id: row for row in session.connection().execute(statement)}


def _standing(
    session: Session, family: Family, places: Mapping[str, _Place], copies: Mapping[str, Any]
) -> dict[str, _Standing]:
    if not places:
        return {}
    versions = _Versions(_version_rows(session, family, list(places)), family)
    said = {key: copies[key].version if key in copies else versions.imported(key) for key in places}
    versions.read(session, [*said.items(), *((key, place.version) for key, place in places.items())])
    found = {}
    for key, place in places.items():
        one = found[key] = _Standing({**versions.content(key, place.version), **place.held}, place.closed)
        version = said[key]
        if version is not None:
            one.base = {**versions.content(key, version), **({} if key in copies else versions.placed(key, place))}
        if key in copies:
            one.base, one.at = {**(one.base or {}), **copies[key].content}, copies[key].at
    return found


def _version_rows(session: Session, family: Family, ids: Sequence[str]) -> dict[str, list[Any]]:
    table = family.of.version.__table__
    names = ("version", "entered_by", "content_hash", *RULE_FIELDS, *family.stated)
    statement = (
        select(family.of.version_of.label("subject_id"), *(table.c[name] for name in names))
        .where(among(family.of.version_of, ids))
        .order_by(family.of.version_of, table.c.version)
    )
    rows: dict[str, list[Any]] = {}
    for row in session.connection().execute(statement):
        rows.setdefault(row.subject_id, []).append(row)
    return rows
