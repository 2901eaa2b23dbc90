"""The leaves of what a transaction wrote, added before its commit, in one order however many write at once.

The version of a record or watch and its head, written together, share one leaf: entering a record adds one. Leaves are
numbered without a gap, under the lock that audit lines are numbered under.
"""

import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, select, text, update
from sqlalchemy.orm import Session

from casefile.proof.digest import BACKFILL, FORMAT, GONE, PADDING, SALT_BYTES, digest
from casefile.proof.tree import HASH_BYTES
from casefile.storage import standing, touched
from casefile.storage.bulk_insert import insert_rows_on
from casefile.storage.in_list import among
from casefile.storage.proven import VERSIONS
from casefile.storage.standing import Found, Subject, Wanted
from casefile.storage.tables import Leaf

CHAIN_LOCK = 0x6772696F7401
"""Any fixed number: PostgreSQL's advisory lock under which audit lines and leaves are numbered."""
ALONE = "griot_alone_since"
COLUMNS = ("content", "form", "key", "kind", "mark", "number", "row", "salt", "seq", "trail")


def one_at_a_time(connection: Connection) -> None:
    """Until this transaction ends no other one adds a line or leaf. SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})
        connection.info.setdefault(ALONE, time.perf_counter())


def alone_since(session: Session) -> float:
    """When this transaction took the lock, by the process's own count of seconds; now, where it has not."""
    return float(session.connection().info.get(ALONE, time.perf_counter()))


def not_alone(connection: Connection, *_: object) -> None:
    """A transaction begins."""
    connection.info.pop(ALONE, None)


def settle(session: Session, under_lock: Iterable[Callable[[Session], None]] = ()) -> None:
    """Add the leaves of all this transaction has written. To be called last before its commit.

    What is read and hashed is done before the lock is taken, `under_lock` (the lines of the trail) after: it is held
    for numbering, two inserts and the commit.
    """
    session.flush()
    connection = session.connection()
    noted = touched.of(connection)
    touched.forget(connection)
    wrote, ends = bool(noted.tables()), list(under_lock)
    ready = _hashed(connection, *standing.of_noted(connection, noted)) if wrote and noted.is_ours() else None
    if wrote or ends:
        one_at_a_time(connection)
    for end in ends:
        end(session)
    if wrote:
        _number(connection, _hashed(connection, *standing.of_noted(connection, noted)) if ready is None else ready)


def backfill(connection: Connection) -> None:
    """Give all that stands in the database its leaves, marked as such."""
    for found in standing.everything(connection):
        subjects = {**found.rows, **found.versions}
        add(connection, found, {s: list(found.versions.get(s, ())) for s in subjects}, mark=BACKFILL)


def add(connection: Connection, found: Found, wanted: Wanted, mark: str = "") -> None:
    """Add a leaf for each of the wanted subjects as found, or that it is gone where it had one before."""
    _number(connection, _hashed(connection, found, wanted, mark))


def _hashed(connection: Connection, found: Found, wanted: Wanted, mark: str = "") -> list[tuple[object, ...]]:
    """The leaves but for their numbers: the values of COLUMNS up to those."""
    gone = {s for s in wanted if s not in found.rows and s not in found.versions}
    gone &= _with_leaves(connection, gone)
    if not mark:
        _drop_salts(connection, wanted)
    random = os.urandom(SALT_BYTES * sum(len(numbers) or 1 for numbers in wanted.values()))
    leaves: list[tuple[object, ...]] = []
    for subject, numbers in wanted.items():
        kind, key = subject
        row, versions = found.rows.get(subject), found.versions.get(subject)
        if subject in gone:
            leaves.append((None, FORMAT, key, kind, GONE, None, None, None))
        elif row is not None or versions:
            for number in sorted(set(numbers)) if versions else (None,):
                at = len(leaves) * SALT_BYTES
                salt = random[at : at + SALT_BYTES]
                of_row = digest(salt, row) if row is not None else None
                of_version = digest(salt, versions[number]) if versions and number is not None else None
                row = None  # the head goes with the first of several versions
                leaves.append((of_version, FORMAT, key, kind, mark, number, of_row, salt))
    return leaves


def _number(connection: Connection, leaves: Iterable[tuple[object, ...]]) -> None:
    lines, seq = heads(connection)
    insert_rows_on(connection, Leaf, COLUMNS, [(*leaf, seq + n, lines) for n, leaf in enumerate(leaves, 1)])


def pad(session: Session, many: int) -> None:
    """Add leaves that stand for nothing and look like others in every proof."""
    connection = session.connection()
    one_at_a_time(connection)
    nothing = (PADDING, PADDING, None, None, None)
    _number(connection, [(os.urandom(HASH_BYTES), FORMAT, os.urandom(16).hex(), *nothing) for _ in range(many)])


def heads(connection: Connection) -> tuple[int, int]:
    """The numbers of the last audit line and the last leaf."""
    last = connection.exec_driver_sql("SELECT (SELECT max(seq) FROM audit), (SELECT max(seq) FROM leaf)").one()
    return last[0] or 0, last[1] or 0


def _with_leaves(connection: Connection, subjects: Iterable[Subject]) -> set[Subject]:
    if not (keys := {key for _, key in subjects}):
        return set()
    rows = connection.execute(select(Leaf.kind, Leaf.key).where(among(Leaf.key, keys)).distinct())
    return {(kind, key) for kind, key in rows}


def _drop_salts(connection: Connection, wanted: Wanted) -> None:
    """Of what was replaced nothing is left to compare with, so its salt goes: a guess could be tested against it.

    Records and watches keep theirs, since their earlier versions stand, until a tombstone is left of them.
    """
    replaced = defaultdict[str, list[str]](list)
    for kind, key in wanted:
        if kind not in VERSIONS.values():
            replaced[kind].append(key)
    stones = {("tombstone", key) for key in replaced.get("tombstone", ())}
    buried = [key for _, key in stones - _with_leaves(connection, stones)]
    for kind, keys in replaced.items():
        connection.execute(update(Leaf).where(Leaf.kind == kind, *_salted(keys)).values(salt=None))
    if buried:
        held = Leaf.kind.in_(list(VERSIONS.values()))
        connection.execute(update(Leaf).where(held, *_salted(buried)).values(salt=None))


def _salted(keys: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    return among(Leaf.key, keys), Leaf.salt.is_not(None)
