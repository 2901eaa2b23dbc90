"""A database as it stands after something every test begins with, made once in a process and put back for the others.

To enter the network of the tests (ten officers, four units, three cases) costs 0.15 s; to put its rows back some 2 ms
on SQLite and 15 on PostgreSQL. It is put back only where the database is to the byte what it was before they were
entered, and within `FRESH` of that moment by the clock that is followed: in all other cases they are entered again.
"""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from casefile.storage import clock
from casefile.storage.store import Store
from tests.reuse.database import rows_of, write_rows

FRESH = timedelta(minutes=10)
"""Less than anything of the network lasts: the links that set a first password, the age of what is due."""
SEQUENCES = (
    "SELECT format('%I.%I', schemaname, sequencename), last_value FROM pg_sequences WHERE last_value IS NOT NULL"
)
State = bytes | Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class _Image:
    before: State
    after: State
    made: Any
    moment: datetime
    sequences: tuple[tuple[str, int], ...] = ()


_images: dict[tuple[str, str], _Image] = {}


def standing(store: Store, name: str, make: Callable[[], Any]) -> Any:
    """What `make` gives, which enters it into the database or finds it put back there. The same object each time."""
    key, file = (store.engine.dialect.name, name), store.engine.url.database
    if store.sqlite and file in (None, "", ":memory:"):
        return make()
    with _connected(store) as connection:
        before, image = _state(file, connection), _images.get(key)
        if image is not None and image.before == before and abs(clock.now() - image.moment) < FRESH:
            _put_back(image, file, connection)
        else:
            made = make()
            numbers = tuple(connection.execute(SEQUENCES).fetchall()) if connection else ()
            image = _images[key] = _Image(before, _state(file, connection), made, clock.now(), numbers)
    return image.made


@contextlib.contextmanager
def _connected(store: Store) -> Iterator[psycopg.Connection | None]:
    if store.sqlite:
        yield None
        return
    url = store.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with contextlib.closing(psycopg.connect(url, autocommit=True)) as connection:
        yield connection


def _state(file: str, connection: psycopg.Connection | None) -> State:
    return Path(file).read_bytes() if connection is None else rows_of(connection)


def _put_back(image: _Image, file: str, connection: psycopg.Connection | None) -> None:
    if connection is None:
        Path(file).write_bytes(image.after)  # its counter of changes tells who has it open
        return
    changed = {table: rows for table, rows in image.after.items() if image.before.get(table) != rows}
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")
        for table in changed.keys() & image.before.keys():
            connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
        write_rows(connection, changed)
        for sequence, last in image.sequences:
            connection.execute("SELECT setval(%s::regclass, %s)", (sequence, last))
