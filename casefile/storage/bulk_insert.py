"""Many rows of one shape in one statement, with as little work per row as the driver allows.

SQLAlchemy's own executemany spends more on each row's parameters than SQLite does on storing it (measured: 45 % of
an import). Here the columns' own converters run once per value, and once per batch for a value all rows share.

PostgreSQL takes several rows by COPY: 400 rows of the trail cost the client 1.7 and the server 2.5 microseconds of
processor time each, as statements 8 and 8, and are there in a third of the time. Lines and leaves are written while
everybody else waits to number theirs.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import JSON, Connection
from sqlalchemy import Table as SqlTable
from sqlalchemy.engine import Dialect, ExecutionContext
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from casefile.storage import touched
from casefile.storage.tables import Table

Convert = Callable[[object], object]
COPY = "griot_copy"
"""The option of a statement that PostgreSQL is given as this COPY where it has several rows."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """How rows of one shape are inserted: the statement, its options, and by which converters their values go."""

    sql: str
    options: dict[str, str]
    columns: list[tuple[str, Convert | None]]

    def send(self, connection: Connection, values: list[tuple[object, ...]]) -> None:
        connection.exec_driver_sql(self.sql, values, execution_options=self.options)


_plans: dict[tuple[str, str, tuple[str, ...]], _Plan] = {}


def insert_rows(session: Session, table: type[Table], rows: Sequence[Mapping[str, object]]) -> None:
    """Insert the rows. All have the keys of the first one; defaults of the table are *not* filled in."""
    if not rows:
        return
    connection = session.connection()
    names = tuple(sorted(rows[0]))  # as digests take them, so that these values need not be read again
    plan = _plan(table.__table__, connection.dialect, names)  # type: ignore[arg-type]
    memo: dict[tuple[int, Convert], object] = {}  # by identity: the rows keep the values alive as long as this lives

    def converted(value: object, convert: Convert) -> object:
        key = id(value), convert
        if key not in memo:
            memo[key] = convert(value)
        return memo[key]

    values = [
        tuple(row[name] if convert is None else converted(row[name], convert) for name, convert in plan.columns)
        for row in rows
    ]
    plan.send(connection, values)
    touched.inserted(connection, table.__tablename__, names, values)


def insert_rows_on(
    connection: Connection, table: type[Table], names: tuple[str, ...], values: Sequence[tuple[object, ...]]
) -> None:
    """Insert rows whose values stand in the order of these names and are as the driver takes them."""
    if values:
        _plan(table.__table__, connection.dialect, names).send(connection, list(values))  # type: ignore[arg-type]


def by_copy(cursor: Any, _statement: str, rows: Sequence[tuple[object, ...]], context: ExecutionContext) -> bool:
    """Listens to the dialect's `do_executemany`, so that what goes wrong is reported as of any other statement."""
    if (copied := context.execution_options.get(COPY)) is None:
        return False
    with cursor.copy(copied) as copy:
        for row in rows:
            copy.write_row(row)
    return True


def _plan(table: SqlTable, dialect: Dialect, keys: tuple[str, ...]) -> _Plan:
    known = (dialect.name, table.name, keys)
    if known not in _plans:
        place = "%s" if dialect.paramstyle in ("pyformat", "format") else "?"
        names = ", ".join(f'"{key}"' for key in keys)
        sql = f"INSERT INTO {table.name} ({names}) VALUES ({', '.join(place for _ in keys)})"  # noqa: S608  (names of our own tables)
        copied = {COPY: f"COPY {table.name} ({names}) FROM STDIN"} if dialect.name == "postgresql" else {}
        columns = [(key, _converter(table.c[key].type, dialect)) for key in keys]
        _plans[known] = _Plan(sql, copied, columns)
    return _plans[known]


def _converter(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    if dialect.name == "postgresql" and isinstance(kind, JSON):
        return _text_or_none if kind.none_as_null else _text
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _text(value: object) -> str:
    """JSON as its own text, as the store writes it (`store._json`): PostgreSQL keeps it letter for letter, so digests
    can be made of it without reading it again."""
    return orjson.dumps(value).decode()


def _text_or_none(value: object) -> str | None:
    return None if value is None else _text(value)
