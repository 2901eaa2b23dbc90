"""Database sessions, and the one commit per action.

SQLite runs with `journal_mode=DELETE` and `synchronous=FULL`: versions before 3.51.3 can lose committed writes
in WAL mode (docs/sources/assurance.md, finding 7), and *accepted* must survive power loss. Writers begin with
`BEGIN IMMEDIATE`, because an upgrade from reading to writing fails at once whatever the busy timeout.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any

import orjson
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import Session

from casefile import acting, fault_points
from casefile.storage import bulk_insert, clock, leaves, marks, touched
from casefile.storage.write_queue import WriteQueue

PATIENCE_S = 30.0
CONNECT_S = 10
"""After which a server that does not even refuse counts as away."""
READS_ONLY = "griot_reads_only"
INSTALLATIONS_KEY = "griot_installations_key"
KEPT = "griot_kept_if_refused"
AT_COMMIT = "griot_at_commit"
LANE = "griot_lane"
"""The bulk that a session writes a part of; what it enqueues goes into that lane of the queue (`casefile.outbox`)."""
HELD = "griot_held_s"
TRAIL_LINES = "griot_trail_lines"
"""How many lines of the trail a session has written in a person's name: counted for the request once they are kept."""


class Store:
    """The system of record: hands out sessions that read and sessions that write."""

    def __init__(
        self, url: str, *, secret: str | Sequence[str] = (), patience_s: float = PATIENCE_S, **options: Any
    ) -> None:
        """`secret`: the installation's key, with which `casefile.sealing` locks its own, and former ones after it.
        `patience_s`: how long a busy SQLite file is waited for."""
        self.secrets = tuple(one for one in ((secret,) if isinstance(secret, str) else secret) if one)
        if not url.startswith("sqlite"):
            options = {"pool_pre_ping": True} | options  # one that the server has closed is opened again, unseen
            if "connect_timeout" not in url:
                options = {"connect_args": {"connect_timeout": CONNECT_S}} | options
        self.engine: Engine = create_engine(
            url, json_serializer=_json, json_deserializer=orjson.loads, hide_parameters=True, **options
        )
        self.sqlite = self.engine.dialect.name == "sqlite"
        self._writer = self.engine.execution_options(griot_writes=True, **{touched.NOTED: True})
        self._queue: WriteQueue | None = None
        event.listen(self.engine, "begin", touched.forget)
        event.listen(self.engine, "begin", leaves.not_alone)
        event.listen(self.engine, "do_executemany", bulk_insert.by_copy)
        event.listen(self.engine, "before_execute", touched.before)
        event.listen(self.engine, "after_execute", touched.after)
        if self.sqlite:
            if (file := self.engine.url.database) and file != ":memory:":
                self._queue = WriteQueue(file, patience_s)
            event.listen(self.engine, "connect", _sqlite_connect(patience_s))
            event.listen(self.engine, "begin", _sqlite_begin)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for reading; nothing it does is kept."""
        self._follow_clock()
        with Session(self.engine, autoflush=False, info={READS_ONLY: True, INSTALLATIONS_KEY: self.secrets}) as session:
            yield session
            session.rollback()

    @contextmanager
    def writing(self, *, bulk: str = "", yields: bool = False) -> Iterator[Session]:
        """A session whose work is committed whole when the block ends, or not at all (but see `keep_if_refused`).

        `bulk` names what this is a part of, where thousands are written by themselves: people who wait to write go
        first, here (as with `yields` alone) and in what is enqueued.
        """
        kept: list[Write] = []
        self._follow_clock()
        with self._queue.turn(yields=yields or bool(bulk)) if self._queue else nullcontext():
            turn = time.perf_counter()
            try:
                with self._session(kept) as session, session.begin():
                    session.info[LANE] = bulk
                    yield session
                    _write_all(session, kept)
                    leaves.settle(session, session.info[AT_COMMIT])
                    since = turn if self.sqlite else leaves.alone_since(session)
                    fault_points.point("store.committing")
                session.info[HELD] = time.perf_counter() - since
                acting.committed(session.info.get(TRAIL_LINES, 0))
            except Exception:
                if kept:
                    with self._session([]) as session, session.begin():
                        _write_all(session, kept)
                        leaves.settle(session, session.info[AT_COMMIT])
                    acting.committed(session.info.get(TRAIL_LINES, 0))
                raise
        fault_points.point("store.committed")

    def _follow_clock(self) -> None:
        """Every moment that is stored goes by this database's clock."""
        clock.follow(str(self.engine.url), lambda: marks.read_clock(self.engine))

    def _session(self, kept: "list[Write]") -> Session:
        info = {KEPT: kept, AT_COMMIT: [], INSTALLATIONS_KEY: self.secrets}
        return Session(self._writer, expire_on_commit=False, info=info)

    def close(self) -> None:
        self.engine.dispose()


def held_s(session: Session) -> float:
    """For how long a transaction that has been committed kept others from writing: on SQLite all of it, on PostgreSQL
    the numbering of its lines and leaves."""
    return float(session.info.get(HELD, 0.0))


def secrets_of(session: Session) -> tuple[str, ...]:
    """The installation's key, then former ones. Raises RuntimeError where the store was opened without: nothing is
    locked with less."""
    secrets: tuple[str, ...] = session.info.get(INSTALLATIONS_KEY, ())
    if not secrets:
        raise RuntimeError("This store was opened without the installation's key.")
    return secrets


def reads_only(session: Session) -> bool:
    """Whether what the session does is thrown away at its end."""
    return bool(session.info.get(READS_ONLY))


Write = Callable[[Session], None]


def keep_if_refused(session: Session, write: Write) -> None:
    """To be called before an action is refused: `write` is done in a transaction of its own once this one is undone.

    So a refusal can be written down although it undoes all else. Where the refusal is caught inside the block and the
    transaction goes on, it is done at its end. Needs a session of `Store.writing`.
    """
    session.info[KEPT].append(write)


def at_commit(session: Session, write: Write) -> bool:
    """Have `write` done last before the commit, when nobody else numbers lines or leaves. False in a session that is
    not of `Store.writing`, which knows no such moment."""
    if (ends := session.info.get(AT_COMMIT)) is None:
        return False
    ends.append(write)
    return True


def _write_all(session: Session, writes: list[Write]) -> None:
    for write in writes:
        write(session)


GUARDED = "griot_guarded"
ONLY_ADDED = "SELECT RAISE(ABORT, 'the trail is only added to')"
GUARDS = (
    ("audit_kept", "DELETE ON main.audit", ""),
    ("audit_unchanged", "UPDATE ON main.audit", ""),
    ("leaf_kept", "DELETE ON main.leaf", ""),
    ("leaf_unchanged", "UPDATE OF seq, trail, kind, key, number, mark, form, row, content ON main.leaf", ""),
    ("leaf_salt", "UPDATE OF salt ON main.leaf", "WHEN NEW.salt IS NOT NULL "),
)
"""What Griot's own connections to SQLite refuse. On PostgreSQL its role has no right to it (migration 0013).

They are triggers of the connection, not of the file: whoever may write to the file could drop those as well, so they
would hold nobody off but mistakes of our own. What is done to the file from outside is found by `griot audit verify`.
"""


def _guard(connection: Any) -> None:
    there = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('audit', 'leaf')"
    if connection.exec_driver_sql(there).scalar() == 2:  # noqa: PLR2004  (before the first migration there is none)
        for name, what, when in GUARDS:
            connection.exec_driver_sql(f"CREATE TEMP TRIGGER {name} BEFORE {what} {when}BEGIN {ONLY_ADDED}; END")
        connection.info[GUARDED] = True


def _json(value: object) -> str:
    return orjson.dumps(value).decode()


def _sqlite_connect(patience_s: float) -> Callable[[Any, Any], None]:
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not open transactions of its own
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=DELETE")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA temp_store=MEMORY")
        cursor.execute(f"PRAGMA busy_timeout={int(patience_s * 1000)}")
        cursor.close()

    return prepare


def _sqlite_begin(connection: Any) -> None:
    writes = connection.get_execution_options().get("griot_writes")
    if writes and GUARDED not in connection.info:
        _guard(connection)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
