"""What stands in the database held against its leaves: each row has its digest, and each leaf that lives its row.

Rows and leaves of a batch are read in one transaction, a short one: work goes on meanwhile and is no false alarm.
"""

from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select, text

from casefile.audit.proof.log import named
from casefile.proof.digest import FORMAT, GONE, digest
from casefile.storage import proven, standing
from casefile.storage.in_list import among
from casefile.storage.proven import Key
from casefile.storage.standing import Content, Found, Subject, Versions
from casefile.storage.store import Store
from casefile.storage.tables import Leaf

BATCH, FEW = 500, 50


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it was written: which, and what about it."""

    what: str
    why: str


@dataclass(slots=True)
class _Leaves:
    """The leaves that count for some subjects: the last of the row, the last of each version."""

    row: dict[Subject, Any] = field(default_factory=dict)
    version: dict[tuple[Subject, int], Any] = field(default_factory=dict)


@contextmanager
def _moment(store: Store) -> Iterator[Connection]:
    """A connection that sees one state of the database."""
    with store.reading() as session:
        connection = session.connection()
        if not store.sqlite:
            connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
        yield connection


def check(store: Store, touched_after: int = 0) -> Iterator[Problem]:
    """What of the content is not as it was written; with `touched_after`, of what was written after that leaf."""
    if touched_after:
        yield from _by_leaves(store, touched_after, FEW, _written)
        return
    rows = defaultdict[str, int](int)
    for name, ids in _tables():
        last: Key | None = None
        while True:
            with _moment(store) as connection:
                read = proven.page(connection, name, last)
                if not read:
                    break
                found = standing.of_rows(connection, name, read)
                last = proven.key_of(name, read[-1])
                problems = list(_differences(found, _leaves_of(connection, {*found.rows, *found.versions})))
            rows[ids] += len(read)
            yield from problems
    if _living(store) != dict(rows):
        yield from _by_leaves(store, 0, BATCH, _missing)
    yield from _strays(store)


def _tables() -> list[tuple[str, str]]:
    return [(name, name) for name in proven.kinds()] + [(name, name) for name in proven.VERSIONS]


def _differences(found: Found, leaves: _Leaves) -> Iterator[Problem]:
    for subject, content in found.rows.items():
        yield from _one(named(*subject), content, leaves.row.get(subject), "row")
    for subject, versions in found.versions.items():
        for number, content in versions.items():
            yield from _one(named(*subject, number), content, leaves.version.get((subject, number)), "content")


def _one(what: str, content: Content, leaf: Any, part: str) -> Iterator[Problem]:
    if leaf is None or leaf.mark == GONE:
        yield Problem(what, "it was put in from outside: no leaf says that it was written")
    elif leaf.form != FORMAT or leaf.salt is None:
        yield Problem(what, "its leaf was altered")
    elif not any(_is(leaf.salt, one, getattr(leaf, part)) for one in _as_digested(leaf.kind, content, part)):
        yield Problem(what, "it was altered")


def _as_digested(kind: str, content: Content, part: str) -> Iterator[Content]:
    """As it is digested today and, where columns were taken or came later and say nothing, as it was before that."""
    yield content
    values = content[0]
    if part == "row" and isinstance(values, Sequence) and (older := proven.before(kind, values)) is not None:
        yield [older, *content[1:]]


def _is(salt: bytes, content: Content, known: bytes) -> bool:
    try:
        return digest(salt, content) == known
    except TypeError:  # a value no column of ours can hold
        return False


def _leaves_of(connection: Connection, subjects: set[Subject]) -> _Leaves:
    found = _Leaves()
    wanted = select(Leaf.__table__).where(among(Leaf.key, {key for _, key in subjects})).order_by(Leaf.seq)
    for leaf in connection.execute(wanted):
        subject = (leaf.kind, leaf.key)
        if leaf.row is not None or leaf.mark == GONE:
            found.row[subject] = leaf
        if leaf.content is not None and leaf.number is not None:
            found.version[subject, leaf.number] = leaf
    return found


LIVING = """
    SELECT last.kind, count(*) FROM (
        SELECT kind, key, max(seq) AS seq FROM leaf WHERE "row" IS NOT NULL OR mark = 'gone' GROUP BY kind, key
    ) AS last JOIN leaf ON leaf.seq = last.seq WHERE leaf."row" IS NOT NULL GROUP BY last.kind
"""
VERSIONS = """
    SELECT kind, count(*) FROM (SELECT DISTINCT kind, key, number FROM leaf WHERE content IS NOT NULL) AS one
    GROUP BY kind
"""


def _living(store: Store) -> dict[str, int]:
    """By table, how many rows there should be."""
    of_head = {kind: name for name, kind in proven.VERSIONS.items()}
    with store.reading() as session:
        connection = session.connection()
        found = {str(kind): int(many) for kind, many in connection.execute(text(LIVING))}
        found |= {of_head[kind]: int(many) for kind, many in connection.execute(text(VERSIONS)) if kind in of_head}
    return found


def _by_leaves(
    store: Store, after: int, many: int, look: Callable[[Connection, set[Subject]], Iterator[Problem]]
) -> Iterator[Problem]:
    """Look at the subjects of the leaves after this one, those of so many leaves in one moment."""
    while True:
        with _moment(store) as connection:
            wanted = select(Leaf.seq, Leaf.kind, Leaf.key).where(Leaf.seq > after).order_by(Leaf.seq).limit(many)
            rows = connection.execute(wanted).all()
            problems = list(look(connection, {(r.kind, r.key) for r in rows}))
        if not rows:
            return
        yield from problems
        after = rows[-1].seq


def _written(connection: Connection, subjects: set[Subject]) -> Iterator[Problem]:
    """All that is wrong with them: these were written of late."""
    leaves, found = _leaves_of(connection, subjects), Found()
    for kind, keys in _by_kind(subjects).items():
        found.rows.update(standing.rows_of(connection, kind, proven.keys_of(kind, keys)))
    found.versions = _versions(connection, subjects, leaves)
    yield from _differences(found, leaves)
    yield from _without_row(subjects, leaves, found.rows, found.versions)


def _missing(connection: Connection, subjects: set[Subject]) -> Iterator[Problem]:
    """Leaves that live and whose row is not there."""
    leaves, there = _leaves_of(connection, subjects), set[Subject]()
    for kind, keys in _by_kind(subjects).items():
        there |= {(kind, key) for key in proven.there(connection, kind, keys)}
    yield from _without_row(subjects, leaves, there, _versions(connection, subjects, leaves))


def _by_kind(subjects: set[Subject]) -> dict[str, list[str]]:
    """Keys of rows by their table; a kind that is none, altered or padding, is left out."""
    found = defaultdict[str, list[str]](list)
    for kind, key in subjects:
        if kind in proven.kinds():
            found[kind].append(key)
    return found


def _versions(connection: Connection, subjects: set[Subject], leaves: _Leaves) -> dict[Subject, Versions]:
    ids = {f"{subject[1]}:{number}" for subject, number in leaves.version if subject in subjects}
    return standing.versions_of(connection, ids)


def _without_row(
    subjects: set[Subject], leaves: _Leaves, rows: Container[Subject], versions: dict[Subject, Versions]
) -> Iterator[Problem]:
    for subject, leaf in leaves.row.items():
        if subject in subjects and leaf.mark != GONE and subject not in rows:
            yield Problem(named(*subject), "it was taken away")
    for subject, number in leaves.version:
        if subject in subjects and number not in versions.get(subject, {}):
            yield Problem(named(*subject, number), "it was taken away")


def _strays(store: Store) -> Iterator[Problem]:
    """Parts that hang on nothing: an identity, a name, a duty put in where no version or officer is."""
    last: Key | None = None
    while True:
        with _moment(store) as connection:
            if not (read := proven.page(connection, proven.IDENTITY, last)):
                break
            ids = {str(proven.key_of(proven.IDENTITY, row)[0]) for row in read}
            held = {f"{s[1]}:{n}" for s, versions in standing.versions_of(connection, ids).items() for n in versions}
        last = proven.key_of(proven.IDENTITY, read[-1])
        yield from (Problem(named(proven.IDENTITY, one), STRAY) for one in sorted(ids - held))
    for name, (column, parent) in PARENTS.items():
        with store.reading() as session:
            held_by = f"SELECT 1 FROM {parent} AS p WHERE p.id = c.{column}"  # noqa: S608  (names of our own tables)
            sql = f"SELECT {column} FROM {name} AS c WHERE NOT EXISTS ({held_by})"  # noqa: S608
            yield from (Problem(named(name, str(key)), STRAY) for (key,) in session.connection().exec_driver_sql(sql))


STRAY = "it was put in from outside: nothing that was written holds it"
PARENTS = dict.fromkeys(proven.CHILDREN, ("identity_id", proven.IDENTITY)) | {proven.ROLES: ("officer_id", "officer")}
