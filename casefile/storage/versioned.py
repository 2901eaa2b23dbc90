"""What records and watches share: a head that is locked and moved, and versions that are only ever added.

The head says which version is current and in which state the subject is; a version says what was known. Whoever
writes reads the head first, locked, and moves it only if nobody else has: two officers never overwrite each other.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import orjson
from sqlalchemy import Select, and_, insert, null, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute, Session

from casefile.errors import MISSING, Conflict, NotThere
from casefile.storage.bulk_insert import insert_rows
from casefile.storage.in_list import among
from casefile.storage.tables import Record, RecordVersion, Watch, WatchVersion
from casefile.vocabulary import RecordState, WatchState


class Head(NamedTuple):
    """The current version of a record or watch, without its content. `expires_at` is None for a record."""

    id: str
    origin_ref: str | None
    kind: str
    version: int
    state: str
    content_hash: str
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Versioned:
    """One family of heads and versions. `gone` are the states in which it no longer exists for anybody."""

    head: type[Record] | type[Watch]
    version: type[RecordVersion] | type[WatchVersion]
    version_of: InstrumentedAttribute[str]
    changed_meanwhile: Callable[[], Conflict]
    """Made where its sentence stands, so that the catalogues find it."""
    gone: frozenset[str] = frozenset()

    def heads(self) -> Select[str, str | None, str, int, str, str, datetime | None]:
        """Heads with the hash of their current content, for the caller to narrow; locked until the commit."""
        expires = self.head.expires_at if self.head is Watch else null()
        return (
            select(
                self.head.id,
                self.head.origin_ref,
                self.head.kind,
                self.head.version,
                self.head.state,
                self.version.content_hash,
                expires,
            )
            .join(self.version, and_(self.version_of == self.head.id, self.version.version == self.head.version))
            .with_for_update(of=self.head)
        )

    def own(self, session: Session, unit_id: str, subject_id: str, expected_version: int | None = None) -> Head:
        """The unit's own one. Raises NotThere, or Conflict when it is no longer at `expected_version`."""
        statement = self.heads().where(
            self.head.id == subject_id, self.head.owner_unit_id == unit_id, self.head.state.not_in(self.gone)
        )
        row = session.connection().execute(statement).first()
        if row is None:
            raise NotThere(MISSING)
        head = Head(*row)
        if expected_version is not None and head.version != expected_version:
            raise self.changed_meanwhile()
        return head

    def by_source(self, session: Session, unit_id: str, refs: Sequence[str]) -> dict[str, Head]:
        """The unit's own ones with these ids at the source."""
        if not refs:
            return {}
        statement = self.heads().where(self.head.owner_unit_id == unit_id, among(self.head.origin_ref, refs))
        return {str(head.origin_ref): head for head in map(Head._make, session.connection().execute(statement))}

    def insert_heads(self, session: Session, heads: Sequence[dict[str, object]]) -> None:
        """Write new heads. Raises Conflict when another writer brings the same source id at this moment."""
        try:
            insert_rows(session, self.head, heads)
        except IntegrityError as error:
            raise Conflict("Someone else is entering the same source entry. Try again.") from error

    def move(self, session: Session, head: Head, values: Mapping[str, object]) -> int:
        """Move the head on by one version, with these further values; returns the version's number.

        Raises Conflict when it has moved since it was read.
        """
        version = head.version + 1
        done = session.connection().execute(
            update(self.head)
            .where(self.head.id == head.id, self.head.version == head.version)
            .values(version=version, **values)
        )
        if not done.rowcount:
            raise self.changed_meanwhile()
        return version

    def copy_version(self, session: Session, head: Head, values: Mapping[str, object]) -> None:
        """Add the next version, equal to the head's current one but for these values."""
        table = self.version.__table__
        statement = select(table).where(self.version_of == head.id, self.version.version == head.version)
        row = session.connection().execute(statement).one()._asdict()
        session.connection().execute(insert(self.version), row | {"version": head.version + 1} | dict(values))

    def retained_until(self, session: Session, head: Head) -> datetime:
        """Until when the head's current content is kept."""
        statement = select(self.version.retain_until).where(
            self.version_of == head.id, self.version.version == head.version
        )
        return session.scalars(statement).one()


RECORDS = Versioned(
    Record,
    RecordVersion,
    RecordVersion.record_id,
    lambda: Conflict("Someone else changed this record since you opened it. Read the new version first."),
    gone=frozenset({RecordState.TOMBSTONED.value}),
)
WATCHES = Versioned(
    Watch,
    WatchVersion,
    WatchVersion.watch_id,
    lambda: Conflict("Someone else changed this watch since you opened it. Read the new version first."),
    gone=frozenset({WatchState.TOMBSTONED.value}),
)


def content_hash(content: Sequence[object]) -> str:
    """What tells whether a draft changes anything: a hash of all that was stated, in a fixed order."""
    return hashlib.sha256(orjson.dumps(content)).hexdigest()
