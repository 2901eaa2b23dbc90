"""A whole copy of the database set aside for an upgrade, and put back when the upgrade does not hold.

The same promises on both databases: the copy is read back from its first byte to its last before anything is changed,
it keeps its revision, and what is put back takes the place in one step. On SQLite it is a file next to the database's;
on PostgreSQL a dump in the home, restored into a new database that is counted before the two change names. No row of it
is read by this version's tables: they may be older.
"""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, inspect, make_url, select, table, text
from sqlalchemy.engine import URL

from casefile.backup import files, postgresql, sqlite
from casefile.backup.restoring import opened, used
from casefile.errors import SetupError
from casefile.storage import migrate
from casefile.storage.store import Store

SPARE = {"sqlite": 2.2, "postgresql": 1.2}
"""So many times its size the database needs next to the copy. SQLite: the copy, and room for what is changed (a journal
of all pages). PostgreSQL: a dump is smaller than the tables with their indexes, but bytes that cannot be packed."""


@dataclass(frozen=True, slots=True)
class Aside:
    """The database as it was."""

    copy: Path
    revision: str
    rows: Mapping[str, int]
    """Of each table."""


def room(url: str, folder: Path) -> None:
    """Raises SetupError where a copy would not fit into the folder, or could not be put back."""
    with opened(url) as store:
        size = _size(store)
        spare = SPARE["sqlite" if store.sqlite else "postgresql"]
        if not store.sqlite and not postgresql.may_make(store.engine.url):
            raise SetupError(
                "The database's user may not make databases, and without that nothing could be put back (ALTER ROLE … "
                "CREATEDB). Nothing was changed."
            )
    free, wanted = shutil.disk_usage(folder).free, int(size * spare)
    if free < wanted:
        raise SetupError(
            "The upgrade needs %(wanted)s MB of free space in %(folder)s, and %(free)s MB are there. Nothing was "
            "changed.",
            wanted=wanted // 2**20 + 1, free=free // 2**20, folder=folder,
        )  # fmt: skip


def set_aside(url: str, folder: Path) -> Aside:
    """A whole copy in the folder, on the disk and for its owner alone; a former one there goes. Nobody may write
    meanwhile: `unused`."""
    folder.mkdir(mode=0o700, exist_ok=True)
    place = make_url(url)
    if place.get_backend_name() == "sqlite":
        return _sqlite_aside(Path(place.database or ""), folder)
    copy = folder / "griot.dump"
    copy.unlink(missing_ok=True)
    with opened(url) as store, postgresql.snapshot(store) as (connection, snapshot):
        files.make(copy)
        postgresql.dump(store.engine.url, copy, snapshot)
        revision, rows = migrate.revision_of(connection) or "", rows_of(connection)
    files.sync(copy)
    held = postgresql.rows_in(copy)
    if any(held[name] != many for name, many in rows.items()):
        raise SetupError("The copy that was just taken does not hold what the database does. Nothing was changed.")
    return Aside(copy, revision, rows)


def _sqlite_aside(path: Path, folder: Path) -> Aside:
    copy = folder / path.name
    copy.unlink(missing_ok=True)
    sqlite.copy(path, copy)
    files.sync(copy)
    whole(f"sqlite:///{copy}")
    with opened(f"sqlite:///{copy}") as store:
        return Aside(copy, migrate.current(store) or "", rows_in(store))


def put_back(aside: Aside, url: str) -> None:
    """The copy stays too: what is put in place is a copy of it."""
    place = make_url(url)
    if place.get_backend_name() != "sqlite":
        postgresql.place(aside.copy, place, lambda at: _as_it_was(at, aside), empty=False)
        return
    path = Path(place.database or "")
    waiting = path.with_name(f"{path.name}.back")
    waiting.unlink(missing_ok=True)
    files.copy(aside.copy, waiting)
    files.sync(waiting)
    sqlite.put_in_place(waiting, path)


def _as_it_was(url: str, aside: Aside) -> None:
    with opened(url) as store:
        if (migrate.current(store) or "", rows_in(store)) != (aside.revision, aside.rows):
            raise SetupError("%(path)s does not hold what it did when it was written.", path=aside.copy)


def unused(url: str) -> None:
    """Raises SetupError while another process has the database open."""
    place = make_url(url)
    if place.get_backend_name() == "sqlite":
        sqlite.in_use(Path(place.database or ""))
    else:
        postgresql.in_use(place)


def whole(url: str) -> None:
    """Raises SetupError for a file that SQLite cannot read whole. PostgreSQL reads every page, and its checksum, when
    rows are counted."""
    place = make_url(url)
    if place.get_backend_name() == "sqlite" and (said := sqlite.flaw(Path(place.database or ""))):
        raise SetupError("%(path)s is damaged (%(said)s).", path=place.database, said=said)


def there(url: str) -> bool:
    """Whether an installation stands there. Makes no file."""
    with opened(url) as store:
        return used(store)


def rows_in(store: Store) -> dict[str, int]:
    """How many rows each table holds."""
    with store.engine.connect() as connection:
        return rows_of(connection)


def rows_of(connection: Connection) -> dict[str, int]:
    names = inspect(connection).get_table_names()
    return {name: connection.scalar(select(func.count()).select_from(table(name))) or 0 for name in names}


def named(url: str) -> str:
    """The database as a sentence names it: no password."""
    place: URL = make_url(url)
    return place.database or "" if place.get_backend_name() == "sqlite" else place.render_as_string(hide_password=True)


def _size(store: Store) -> int:
    if store.sqlite:
        return Path(store.engine.url.database or "").stat().st_size
    with store.engine.connect() as connection:
        return int(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0)
