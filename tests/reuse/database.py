"""One PostgreSQL database for all tests of a process, made empty again after each.

To make and drop one for each test took the server 0.7 s of processor time, two thirds of what such a test costs; this
takes some 30 ms. A test that changes the tables themselves, or what roles may do with them, costs a new one.
"""

import os
from collections.abc import Mapping
from contextlib import closing
from typing import Any, LiteralString

import psycopg
from psycopg import sql

SHAPE: LiteralString = """
SELECT md5(string_agg(line, '|' ORDER BY line)) FROM (
  SELECT concat_ws(' ', 'class', oid::regclass, relkind, relacl, reloptions) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace
  UNION ALL SELECT concat_ws(' ', 'column', attrelid::regclass, attname, atttypid, attnotnull, attisdropped)
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace
  UNION ALL SELECT concat_ws(' ', 'trigger', tgrelid::regclass, tgname, tgenabled)
    FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL SELECT concat_ws(' ', 'constraint', conrelid::regclass, conname) FROM pg_constraint
  UNION ALL SELECT concat_ws(' ', 'schema', nspname, nspacl) FROM pg_namespace WHERE nspname !~ '^pg_'
  UNION ALL SELECT concat_ws(' ', 'database', datacl) FROM pg_database WHERE datname = current_database()
  UNION ALL SELECT concat_ws(' ', 'setting', setrole, setconfig) FROM pg_db_role_setting
    JOIN pg_database ON pg_database.oid = setdatabase WHERE datname = current_database()
) AS shape (line)"""
OTHERS: LiteralString = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"""
TABLES: LiteralString = """
SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"""
BEGIN_AGAIN: LiteralString = """
SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
  FROM pg_sequences WHERE last_value IS NOT NULL"""

TURNS = 30
"""TRUNCATE makes new files for each table: 80 to 230 ms for 24 small tables on a loaded machine. DELETE does not,
but leaves dead rows to be read past: so one in so many is a TRUNCATE."""


class Reused:
    """A database of today's tables, by turns of one test."""

    def __init__(self, cluster: Any, template: str) -> None:
        self.cluster, self.template, self.name = cluster, template, f"griot_turns_{os.getpid()}"
        self.url = f"{cluster.address}/{self.name}"
        self._shape, self._turns = "", 0
        self._rows: dict[str, bytes] = {}

    def ready(self) -> str:
        """Its address; as the template is."""
        if not self._shape:
            self.cluster.sql(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
            self.cluster.sql(f"CREATE DATABASE {self.name} TEMPLATE {self.template} STRATEGY FILE_COPY")
            with closing(self._connect()) as connection:
                self._rows = rows_of(connection)
                self._shape = _shape(connection)
        return self.url

    def empty(self) -> None:
        """What a test wrote is gone; where that cannot be, the next one gets a new database."""
        try:
            with closing(self._connect()) as connection:
                connection.execute(OTHERS)
                if _shape(connection) == self._shape:
                    self._begin_again(connection)
                    return
        except psycopg.Error:  # renamed, dropped, or closed to all
            pass
        self._shape = ""

    def _begin_again(self, connection: psycopg.Connection) -> None:
        connection.execute("SET session_replication_role = replica")  # no trigger keeps the trail from being emptied
        if filled := _filled(connection):
            self._turns += 1
            names = [sql.Identifier(name) for name in filled]
            if self._turns % TURNS:
                each = [sql.SQL("DELETE FROM {}").format(name) for name in names]
                connection.execute(sql.SQL("; ").join(each))
            else:
                connection.execute(sql.SQL("TRUNCATE {} CASCADE").format(sql.SQL(", ").join(names)))
        connection.execute(BEGIN_AGAIN)
        write_rows(connection, self._rows)

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(self.url.replace("postgresql+psycopg", "postgresql"), autocommit=True)


def rows_of(connection: psycopg.Connection) -> dict[str, bytes]:
    """Every row there is, by table."""
    return {table: _copied(connection, table) for table in _filled(connection)}


def write_rows(connection: psycopg.Connection, rows: Mapping[str, bytes]) -> None:
    for table, lines in rows.items():
        with connection.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))) as copy:
            copy.write(lines)


def _shape(connection: psycopg.Connection) -> str:
    row = connection.execute(SHAPE).fetchone()
    return str(row[0]) if row else ""


def _filled(connection: psycopg.Connection) -> list[str]:
    """The tables that hold a row."""
    each = [
        sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(name, sql.Identifier(name))
        for (name,) in connection.execute(TABLES)
    ]
    return [name for (name,) in connection.execute(sql.SQL(" UNION ALL ").join(each))]


def _copied(connection: psycopg.Connection, table: str) -> bytes:
    with connection.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))) as copy:
        return b"".join(bytes(part) for part in copy)
