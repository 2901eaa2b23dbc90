"""Bring the database to the revision this code expects, and say which one it is at."""

from contextlib import suppress
from types import TracebackType

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from casefile.errors import SetupError
from casefile.storage import leaves
from casefile.storage.migrations import counted_tries
from casefile.storage.store import Store
from casefile.storage.tables import Leaf, Table

MIGRATION_LOCK = 0x6772696F7403


def migrate(store: Store, revision: str = "head") -> str:
    """Bring the tables up to `revision`, whole or not at all; done already is no error. Returns the revision.

    What stood in a database before there were leaves of the tree of proof is given them, marked as such; an officer
    whose row counted wrong passwords until 0014, a new one.

    Refuses a database that a newer Griot has written: its rows would be misread.
    """
    with _changing(store) as connection:
        at, had = revision_of(connection), inspect(connection).has_table(Leaf.__tablename__)
        _known(at)
        counted = counted_tries.officers(connection) if at == counted_tries.UNTIL else []
        command.upgrade(_config(connection), revision)
        if counted and revision_of(connection) != at:
            counted_tries.settle(connection, counted)
        if not had and revision_of(connection) == head():
            leaves.backfill(connection)
        return revision_of(connection) or ""


def must_fit(store: Store) -> None:
    """Raise SetupError unless the tables are those that this code works with; an empty database is let through.

    With other tables a server would fail page by page.
    """
    at = current(store)
    _known(at)
    if at is not None and at != head():
        raise SetupError(
            "The database is at revision %(at)s, and this version of Griot works with %(head)s. On one machine: griot "
            "upgrade. On servers of your own: griot backup FOLDER, then griot migrate.",
            at=at,
            head=head(),
        )


def must_fit_at(database_url: str) -> None:
    """`must_fit`, as every server asks before it starts. A database that is away is asked again later."""
    store = Store(database_url)
    try:
        with suppress(SQLAlchemyError):
            must_fit(store)
    finally:
        store.close()


def _known(at: str | None) -> None:
    if at is not None and at not in {script.revision for script in _scripts().walk_revisions()}:
        raise SetupError(
            "The database is at revision %(at)s, which this version of Griot does not know. Install the newer "
            "Griot that wrote it, or restore an older backup.",
            at=at,
        )


def downgrade(store: Store, revision: str) -> None:
    """Take the tables back to `revision` ("base" removes them all, with what they hold)."""
    with _changing(store) as connection:
        command.downgrade(_config(connection), revision)


def current(store: Store) -> str | None:
    """The revision the database is at; None when it is empty."""
    with store.engine.connect() as connection:
        return revision_of(connection)


def head() -> str:
    """The revision this code expects."""
    return _scripts().get_current_head() or ""


def differences(store: Store) -> list[object]:
    """What the tables in the database lack or have beyond `casefile.storage.tables`; empty when they agree."""
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Table.metadata))


class _changing:
    """A connection in one transaction that no second migration enters at the same time."""

    def __init__(self, store: Store) -> None:
        engine = store.engine.execution_options(griot_writes=True) if store.sqlite else store.engine
        self._begun = engine.begin()
        self._sqlite = store.sqlite

    def __enter__(self) -> Connection:
        connection = self._begun.__enter__()
        if not self._sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        return connection

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._begun.__exit__(kind, error, trace)


def revision_of(connection: Connection) -> str | None:
    """The revision of the database behind a connection, as its transaction sees it; None when it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config(None))


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", "casefile.storage:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
