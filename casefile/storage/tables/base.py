"""The tables: the truth, of which the index is a copy.

Ids that a page, a link or another unit may ever see are random (`new_id`), never counted: gaps in a number
would tell what is hidden (docs/sources/governance.md, side channel 8). Versions of records and watches are append-only.
"""

import secrets
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Integer,
    MetaData,
    String,
    Text,
    TypeDecorator,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Session

from casefile.storage import clock

Id = String(32)
Word = String(32)  # a value of casefile.vocabulary
Stated = Text().with_variant(String(500), "sqlite")
"""A reason somebody stated, of any length: SQLite keeps the length it was first declared with and never enforces it."""
AutoId = BigInteger().with_variant(Integer(), "sqlite")


def new_id() -> str:
    """A random 128-bit id, 32 hex digits."""
    return secrets.token_hex(16)


def new_ids(many: int) -> list[str]:
    """Ids of rows that are written together: 64 random bits they share, 64 of their own.

    So they become neighbours in every index of the database, and a batch of 200 records writes a few pages instead of
    a page for nearly every row: entering takes 0.15 ms of processor time a record instead of 0.26. An id says nothing
    of when it was made or how many there are; two say at most that they came in one batch.
    """
    together = secrets.token_hex(8)
    return [together + secrets.token_hex(8) for _ in range(many)]


def now() -> datetime:
    """The present moment, in UTC, by the one clock (`casefile.storage.clock`). Tests replace it here."""
    return clock.now()


def now_for_ends() -> datetime:
    """The moment that decides whether something has ended by itself: no clock that leapt ahead ends it early."""
    return clock.ending(now())


def insert_for(session: Session) -> Any:
    """The dialect's own `insert`, which knows ON CONFLICT."""
    return postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite forgets the zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Table(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        datetime: Moment,
        dict[str, object]: JSON,
        list[dict[str, object]]: JSON,
        list[str]: JSON,
    }
