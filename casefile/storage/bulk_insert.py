"""Many rows of one shape in one statement, with as little work per row as the driver allows.

SQLAlchemy's own executemany spends more on each row's parameters than SQLite does on storing it (measured: 45 % of
an import). Here the columns' own converters run once per value, and once per batch for a value all rows share.
"""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Connection
from sqlalchemy import Table as SqlTable
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session

from casefile.storage import touched
from casefile.storage.tables import Table

Convert = Callable[[object], object]
_plans: dict[tuple[str, str, tuple[str, ...]], tuple[str, list[tuple[str, Convert | None]]]] = {}


def insert_rows(session: Session, table: type[Table], rows: Sequence[Mapping[str, object]]) -> None:
    """Insert the rows. All have the keys of the first one; defaults of the table are *not* filled in."""
    if not rows:
        return
    connection = session.connection()
    names = tuple(sorted(rows[0]))  # as digests take them, so that these values need not be read again
    sql, columns = _plan(table.__table__, connection.dialect, names)  # type: ignore[arg-type]
    memo: dict[int, object] = {}  # by identity: the rows keep the values alive for as long as this lives

    def converted(value: object, convert: Convert) -> object:
        key = id(value)
        if key not in memo:
            memo[key] = convert(value)
        return memo[key]

    values = [
        tuple(row[name] if convert is None else converted(row[name], convert) for name, convert in columns)
        for row in rows
    ]
    connection.exec_driver_sql(sql, values)
    touched.inserted(connection, table.__tablename__, names, values)


def insert_rows_on(
    connection: Connection, table: type[Table], names: tuple[str, ...], values: Sequence[tuple[object, ...]]
) -> None:
    """Insert rows whose values stand in the order of these names and are as the driver takes them."""
    if values:
        connection.exec_driver_sql(_plan(table.__table__, connection.dialect, names)[0], list(values))  # type: ignore[arg-type]


def _plan(table: SqlTable, dialect: Dialect, keys: tuple[str, ...]) -> tuple[str, list[tuple[str, Convert | None]]]:
    known = (dialect.name, table.name, keys)
    if known not in _plans:
        place = "%s" if dialect.paramstyle in ("pyformat", "format") else "?"
        names = ", ".join(f'"{key}"' for key in keys)
        sql = f"INSERT INTO {table.name} ({names}) VALUES ({', '.join(place for _ in keys)})"  # noqa: S608  (names of our own tables)
        columns: list[tuple[str, Convert | None]] = [
            (key, table.c[key].type.dialect_impl(dialect).bind_processor(dialect)) for key in keys
        ]
        _plans[known] = (sql, columns)
    return _plans[known]
