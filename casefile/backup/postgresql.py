"""PostgreSQL's own programs and databases: dumped, read back, restored into a fresh database and put in place by name.

A restore never writes into the database in use: what was dumped goes into a new one next to it, is proved there, and
the two change names in one transaction. That takes the right to make databases (CREATEDB). A database that is empty
can be filled without it; what cannot be proved is then taken out again.
"""

import hashlib
import os
import re
import secrets
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError
from sqlalchemy.pool import NullPool

from casefile import fault_points
from casefile.errors import SetupError
from casefile.storage.store import Store

RESTORE_LOCK = 0x67727405
"""With the database's name behind it: one restore of each at a time."""
RESTORING, BEFORE = "_restoring_", "_before_"
"""In the names of databases that exist for the time of a restore."""

LEAVING_S = 5.0
"""For so long a connection that was closed may still be listed: its server process ends by itself, a moment later. As
long as PostgreSQL itself waits for one before it drops or copies a database."""

LOOK_S = 0.05

MOST = 36
"""Characters of a database's name that are taken into those of its restores; PostgreSQL's own limit is 63."""

_COPY = re.compile(rb"^COPY (?:public\.)?\"?(\w+)\"? \(")
_RIGHTS = (
    "REVOKE UPDATE, DELETE, TRUNCATE ON audit, leaf FROM CURRENT_USER, PUBLIC",
    "GRANT UPDATE (salt) ON leaf TO CURRENT_USER",
)
"""As migration 0013 gives them, to whatever role restores: the one the dump was taken of may not be here."""


def dump(url: URL, path: Path, snapshot: str) -> None:
    """Write all of the database, as an exported snapshot sees it."""
    _run("pg_dump", url, "--format=custom", f"--snapshot={snapshot}", f"--file={path}")


def rows_in(path: Path) -> Counter[str]:
    """How many rows a dump holds, by table: read from its first byte to its last, as a restore would."""
    found: Counter[str] = Counter()
    table, program = "", "pg_restore"
    with subprocess.Popen(
        [program, "--data-only", "--file=-", str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as reading:
        for line in reading.stdout or ():
            if table:
                if line == b"\\.\n":
                    table = ""
                else:
                    found[table] += 1
            elif begun := _COPY.match(line):
                table = begun[1].decode("ascii")
        why = (reading.stderr.read() if reading.stderr else b"").decode("utf-8", "replace")
    if reading.returncode or table:
        raise SetupError("The copy that was just taken cannot be read back (%(why)s). Take another.", why=why[-400:])
    return found


@contextmanager
def snapshot(store: Store) -> Iterator[tuple[Connection, str]]:
    """A transaction whose view of the data others may share, and its name."""
    connecting = store.engine.connect().execution_options(isolation_level="REPEATABLE READ")
    with connecting as connection, connection.begin():
        yield connection, str(connection.scalar(text("SELECT pg_export_snapshot()")))


def place(path: Path, url: URL, prepare: Callable[[str], None], *, empty: bool) -> None:
    """Restore a plain dump under the database's name, once `prepare` has found it sound; it is given the URL of the
    copy. The database in use stays as it is until then. `empty`: nothing stands in it yet."""
    in_use(url)
    with _server(url) as server:
        fresh = _fresh(server, url)
        if fresh is None:
            if not empty:
                raise SetupError(
                    "The database's user may not make databases, and a restore is proved in a new one before anything "
                    "is replaced. Let it (ALTER ROLE … CREATEDB), or restore into an empty database and name that one "
                    "in DATABASE_URL."
                )
            _fill_empty(path, url, prepare)
            return
        copy = url.set(database=fresh)
        try:
            fill(path, copy)
            prepare(copy.render_as_string(hide_password=False))
            fault_points.point("restore.proven")
            _exchange(server, url, fresh)
        finally:
            _drop(server, fresh)


def in_use(url: URL) -> None:
    """Raises SetupError while anybody else is connected to the database, and does not leave it at once."""
    asked = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    until = time.monotonic() + LEAVING_S
    with connected(url, isolation_level="AUTOCOMMIT") as connection:  # within a transaction the list stays as it was
        while (others := connection.scalar(asked)) and time.monotonic() < until:
            time.sleep(LOOK_S)
    if others:
        raise SetupError(
            "The database is in use (%(number)s connections). Nothing was replaced. Stop the web server, the worker "
            "and the clock first (scripts/run --stop, or docker compose stop web worker beat).",
            number=others,
        )


def may_make(url: URL) -> bool:
    """Whether the database's user may make another one."""
    with connected(url) as connection:
        right = text("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
        return bool(connection.scalar(right))


def fill(path: Path, url: URL) -> None:
    """Restore a plain dump into an empty database."""
    options = ("--single-transaction", "--no-owner", "--no-acl", "--exit-on-error")
    _run("pg_restore", url, *options, str(path))
    with connected(url) as connection, connection.begin():
        if connection.scalar(text("SELECT to_regclass('leaf')")):
            for right in _RIGHTS:
                connection.execute(text(right))


@contextmanager
def temporary(url: URL) -> Iterator[URL]:
    """A database of its own on the same server, gone afterwards. Raises SetupError without the right to make one."""
    with _server(url) as server:
        fresh = _fresh(server, url)
        if fresh is None:
            raise SetupError(
                "The database's user may not make databases, and a drill takes one (ALTER ROLE … CREATEDB)."
            )
        try:
            yield url.set(database=fresh)
        finally:
            _drop(server, fresh)


@contextmanager
def _server(url: URL) -> Iterator[Connection]:
    """A connection of the server next to the database, for one restore at a time; what a killed one left is removed."""
    with connected(url.set(database="postgres"), isolation_level="AUTOCOMMIT") as connection:
        lock = text("SELECT pg_try_advisory_lock(:key, hashtext(:name))")
        if not connection.scalar(lock, {"key": RESTORE_LOCK, "name": url.database}):
            raise SetupError("Another restore of this database is running. Wait for it, or stop it.")
        left = text("SELECT datname FROM pg_database WHERE starts_with(datname, :a) OR starts_with(datname, :b)")
        names = {"a": _stem(url) + RESTORING, "b": _stem(url) + BEFORE}
        for name in list(connection.scalars(left, names)):
            _drop(connection, name)
        yield connection


@contextmanager
def connected(url: URL, **options: str) -> Iterator[Connection]:
    """A connection of its own, closed for good afterwards: a database with one is neither dropped nor renamed."""
    engine = create_engine(url, poolclass=NullPool, **options)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _fresh(server: Connection, url: URL) -> str | None:
    """Make an empty database like this one; its name, or None where the user has no right to."""
    like = server.execute(
        text(
            "SELECT pg_encoding_to_char(encoding) AS encoding, datcollate, datctype FROM pg_database "
            "WHERE datname = :name"
        ),
        {"name": url.database},
    ).one()
    name = f"{_stem(url)}{RESTORING}{secrets.token_hex(4)}"
    try:
        server.exec_driver_sql(
            f"CREATE DATABASE {_quoted(name)} TEMPLATE template0 ENCODING '{like.encoding}' "
            f"LC_COLLATE '{like.datcollate}' LC_CTYPE '{like.datctype}'"
        )
    except ProgrammingError as error:
        if getattr(error.orig, "sqlstate", "") == "42501":  # insufficient_privilege
            return None
        raise
    return name


def _exchange(server: Connection, url: URL, fresh: str) -> None:
    """The copy takes the database's name, in one transaction; what had it is removed."""
    former = f"{_stem(url)}{BEFORE}{secrets.token_hex(4)}"
    try:
        server.exec_driver_sql(
            f"BEGIN; ALTER DATABASE {_quoted(url.database or '')} RENAME TO {_quoted(former)}; "
            f"ALTER DATABASE {_quoted(fresh)} RENAME TO {_quoted(url.database or '')}; COMMIT"
        )
    except DBAPIError as error:
        server.exec_driver_sql("ROLLBACK")
        raise SetupError(
            "The database could not be replaced (%(why)s). It is as it was.", why=str(error.orig).strip()
        ) from error
    _drop(server, former)


def _fill_empty(path: Path, url: URL, prepare: Callable[[str], None]) -> None:
    """Without the right to make a database: into the one that is there, and out again when it cannot be proved."""
    fill(path, url)
    try:
        prepare(url.render_as_string(hide_password=False))
    except BaseException:
        with connected(url) as connection, connection.begin():
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        raise


def _drop(server: Connection, name: str) -> None:
    """Remove a database of a restore; one that has taken its place, or that somebody else is in, stays."""
    try:
        server.exec_driver_sql(f"DROP DATABASE IF EXISTS {_quoted(name)}")
    except OperationalError:
        return


def _stem(url: URL) -> str:
    """Of the names of its restores: the database's own, or what 63 bytes leave of a long one, told from others."""
    name = url.database or ""
    return name if len(name) <= MOST else f"{name[: MOST - 9]}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


_WAYS = {
    name: f"PG{name.replace('_', '').upper()}"
    for name in ("sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl", "target_session_attrs")
}


def _hosts(url: URL) -> tuple[str, str]:
    """Hosts and ports with commas between: several, of which the first that answers is taken, stand behind the `?`."""
    named = url.query.get("host", ())
    pairs = [host.rpartition(":") for host in ([named] if isinstance(named, str) else named)]
    if url.host or not pairs:
        return url.host or "", str(url.port or "")
    hosts = [host if port.isdigit() else f"{host}{colon}{port}" for host, colon, port in pairs]
    ports = [port if port.isdigit() else str(url.port or "") for _, _, port in pairs]
    return ",".join(hosts), ",".join(ports) if any(ports) else ""


def hosts(database: str) -> frozenset[str]:
    """The hosts that an address names; none for another database's, or none at all."""
    return frozenset(_hosts(make_url(database))[0].split(",")) - {""} if database else frozenset()


def way(url: URL) -> tuple[list[str], dict[str, str]]:
    """Arguments and environment by which PostgreSQL's programs reach the server; the password goes by the environment,
    where no process list shows it."""
    # With TLS as the address asks for it: by itself the program would take any certificate, or none.
    ways = {variable: str(url.query[name]) for name, variable in _WAYS.items() if name in url.query}
    env = {**os.environ, **({"PGPASSWORD": str(url.password)} if url.password else {}), **ways}
    hosts, ports = _hosts(url)
    place = [
        *(["--host", hosts] if hosts else []),
        *(["--port", ports] if ports else []),
        *(["--username", url.username] if url.username else []),
    ]
    return place, env


def _run(program: str, url: URL, *arguments: str) -> None:
    place, env = way(url)
    command = [program, *place, "--dbname", url.database or "", *arguments]
    try:
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise SetupError("%(program)s is not installed; it comes with PostgreSQL's client.", program=program) from error
    if done.returncode:
        raise SetupError("%(program)s failed: %(why)s", program=program, why=done.stderr.strip()[-400:])


def is_postgresql(url: str) -> bool:
    return make_url(url).get_backend_name() == "postgresql"
