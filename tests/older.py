"""The stored database of an earlier release (tests/corpus/database), put into SQLite or PostgreSQL as it was."""

import gzip
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, create_engine, insert, select, text

from casefile.storage import migrate
from casefile.storage.store import Store

SAMPLE = Path(__file__).parent / "corpus" / "database" / "0001.sql.gz"
REVISION = "0001"
NUMBERED = {"audit": "seq", "outbox": "id"}
"""Tables whose keys the database counts itself."""


@dataclass(frozen=True)
class Before:
    """What stood in it before anything was migrated: rows by table, as the old columns call them."""

    rows: dict[str, list[dict[str, Any]]]

    def by_id(self, table: str) -> dict[str, dict[str, Any]]:
        return {row["id"]: row for row in self.rows[table]}


def load(store: Store, folder: Path) -> Before:
    """Into an empty database; on PostgreSQL into tables of the old revision."""
    path = Path(store.engine.url.database) if store.sqlite else folder / "older.db"
    with sqlite3.connect(path) as file:
        file.executescript(gzip.decompress(SAMPLE.read_bytes()).decode("utf-8"))
    file.close()
    old = create_engine(f"sqlite:///{path}")
    before, order = _read(old)
    old.dispose()
    if not store.sqlite:
        migrate.migrate(store, REVISION)
        _write(store, before, order)
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


def _write(store: Store, before: Before, order: list[str]) -> None:
    tables = MetaData()
    with store.engine.begin() as connection:
        tables.reflect(connection)
        connection.execute(text("SET TIME ZONE 'UTC'"))  # SQLite keeps moments in UTC and does not say so
        for name in order:
            if before.rows[name]:
                connection.execute(insert(tables.tables[name]), before.rows[name])
        for name, key in NUMBERED.items():
            connection.execute(
                text(f"SELECT setval(pg_get_serial_sequence('{name}', '{key}'), max({key})) FROM {name}")
            )
