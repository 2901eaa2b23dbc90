"""The stored database of an earlier release (tests/corpus/database), put into SQLite or PostgreSQL as it was."""

import gzip
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Boolean, DateTime, MetaData, create_engine, select, text

from casefile.storage import migrate
from casefile.storage.store import Store

SAMPLES = Path(__file__).parent / "corpus" / "database"
REVISION = "0001"
NUMBERED = {"audit": "seq", "outbox": "id"}
"""Tables whose keys the database counts itself."""


@dataclass(frozen=True)
class Before:
    """What stood in it before anything was migrated: rows by table, as the old columns call them."""

    rows: dict[str, list[dict[str, Any]]]

    def by_id(self, table: str) -> dict[str, dict[str, Any]]:
        return {row["id"]: row for row in self.rows[table]}


def load(store: Store, folder: Path, revision: str = REVISION) -> Before:
    """Into an empty database; on PostgreSQL into tables of the old revision."""
    path = Path(store.engine.url.database) if store.sqlite else folder / "older.db"
    with sqlite3.connect(path) as file:
        file.executescript(gzip.decompress((SAMPLES / f"{revision}.sql.gz").read_bytes()).decode("utf-8"))
    file.close()
    old = create_engine(f"sqlite:///{path}")
    before, order = _read(old)
    old.dispose()
    if not store.sqlite:
        migrate.migrate(store, revision)
        _write(store, path, order)
    return before


def _read(engine: Any) -> tuple[Before, list[str]]:
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        rows = {
            table.name: [dict(row._mapping) for row in connection.execute(select(table))]
            for table in tables.sorted_tables
            if table.name != "alembic_version"
        }
    return Before(rows), list(rows)


def _write(store: Store, path: Path, order: list[str]) -> None:
    """The very values that SQLite holds, so that every digest over them stays right: a JSON text with its blanks, NULL
    where nothing stands."""
    tables = MetaData()
    with store.engine.begin() as connection, sqlite3.connect(path) as file:
        tables.reflect(connection)
        connection.execute(text("SET TIME ZONE 'UTC'"))  # SQLite keeps moments in UTC and does not say so
        for name in order:
            columns = tables.tables[name].columns
            places = ", ".join(f"%s{_as(column.type)}" for column in columns)
            names = ", ".join(f'"{column.name}"' for column in columns)
            for row in file.execute(f'SELECT {names} FROM "{name}"'):
                connection.exec_driver_sql(f'INSERT INTO "{name}" ({names}) VALUES ({places})', tuple(row))
        for name, key in NUMBERED.items():
            connection.execute(
                text(f"SELECT setval(pg_get_serial_sequence('{name}', '{key}'), max({key})) FROM {name}")
            )
    file.close()


def _as(kind: Any) -> str:
    if isinstance(kind, JSON):
        return "::text::json"
    if isinstance(kind, Boolean):
        return "::integer::boolean"
    return "::text::timestamptz" if isinstance(kind, DateTime) else ""
