"""Expand, migrate, contract: after a migration the version before it still works (docs/upgrading.md).

While servers are changed one after the other, the former version reads and writes tables of the new one. So a migration
only adds: tables, columns that may stay empty or have a default of the database, indexes. What takes away or forbids
comes a version later, when nothing uses it, and is named in `CONTRACTS`.
"""

from dataclasses import dataclass, field

import pytest
import sqlalchemy as sa

from casefile.storage import migrate
from casefile.storage.store import Store

BASE = "0017"
"""The tables of before there was this rule."""

CONTRACTS: dict[str, set[str]] = {}
"""Revision: what it takes away or forbids, and that nothing of the version before uses any more (say so next to it)."""


@dataclass(frozen=True)
class Shape:
    """What a version reads and writes of a database: columns by table, and what must be unique."""

    columns: dict[str, dict[str, tuple[str, bool, bool]]]
    unique: dict[str, frozenset[tuple[str, ...]]] = field(default_factory=dict)

    @staticmethod
    def of(engine: sa.Engine) -> "Shape":
        look = sa.inspect(engine)
        columns, unique = {}, {}
        for table in look.get_table_names():
            key = look.get_pk_constraint(table)["constrained_columns"]
            columns[table] = {
                one["name"]: (
                    str(one["type"]),
                    bool(one["nullable"]),
                    one["default"] is not None or (one["name"] in key and "INT" in str(one["type"])),
                )
                for one in look.get_columns(table)
            }
            named = [*look.get_unique_constraints(table), *(one for one in look.get_indexes(table) if one["unique"])]
            unique[table] = frozenset(tuple(one["column_names"]) for one in named)
        return Shape(columns, unique)


def narrowed(before: Shape, after: Shape) -> set[str]:
    """What the version that knows `before` can no longer do in `after`."""
    found = {f"{table} is gone" for table in before.columns.keys() - after.columns.keys()}
    for table in before.columns.keys() & after.columns.keys():
        old, new = before.columns[table], after.columns[table]
        found |= {f"{table}.{name} is gone" for name in old.keys() - new.keys()}
        for name, (kind, empty, default) in new.items():
            if name not in old:
                if not empty and not default:
                    found.add(f"{table}.{name} must be given")
            elif old[name][0] != kind:
                found.add(f"{table}.{name} was {old[name][0]} and is {kind}")
            elif old[name][1] and not empty:
                found.add(f"{table}.{name} may not be empty any more")
        added = after.unique.get(table, frozenset()) - before.unique.get(table, frozenset())
        found |= {f"{table}: {', '.join(one)} must be unique" for one in added if set(one) <= old.keys()}
    return found


def revisions() -> list[str]:
    """All after the base, the oldest first."""
    found = [script.revision for script in migrate._scripts().walk_revisions()]
    return list(reversed(found[: found.index(BASE)]))


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_after_each_migration_the_version_before_still_works(tmp_path, kind, request):
    sqlite = f"sqlite:///{tmp_path / 'griot.db'}"
    store = Store(request.getfixturevalue("postgres_url") if kind == "postgres" else sqlite)
    try:
        migrate.migrate(store, BASE)
        before = Shape.of(store.engine)
        for revision in revisions():
            migrate.migrate(store, revision)
            after = Shape.of(store.engine)
            assert narrowed(before, after) == CONTRACTS.get(revision, set()), revision
            before = after
    finally:
        store.close()


def test_every_migration_goes_back_as_well(tmp_path):
    """Back again for good: what a version added is taken away, and what was there before is there."""
    store = Store(f"sqlite:///{tmp_path / 'griot.db'}")
    try:
        for revision, before in zip(revisions(), [BASE, *revisions()], strict=False):
            migrate.migrate(store, before)
            shape = Shape.of(store.engine)
            migrate.migrate(store, revision)
            migrate.downgrade(store, before)
            assert Shape.of(store.engine) == shape, revision
            migrate.migrate(store, revision)
    finally:
        store.close()


def test_what_the_base_itself_did_shows_that_the_rule_can_fail(tmp_path):
    """0015 let a column be empty that a version before would have given: that adds. 0002 took words away."""
    store = Store(f"sqlite:///{tmp_path / 'griot.db'}")
    try:
        migrate.migrate(store, "0001")
        before = Shape.of(store.engine)
        migrate.migrate(store, BASE)
        assert narrowed(before, Shape.of(store.engine)), "the first releases were changed while they stood still"
    finally:
        store.close()


OLD = "CREATE TABLE hit (id TEXT PRIMARY KEY, kind TEXT NOT NULL, note TEXT)"
MORE = "CREATE TABLE tie (id TEXT PRIMARY KEY)"


@pytest.mark.parametrize(
    ("new", "found"),
    [
        ([OLD], set()),
        ([OLD, MORE], set()),
        ([OLD.replace("note TEXT", "note TEXT, age INTEGER")], set()),
        ([OLD.replace("note TEXT", "note TEXT, age INTEGER NOT NULL DEFAULT 0")], set()),
        ([OLD.replace("note TEXT", "note TEXT, age INTEGER NOT NULL")], {"hit.age must be given"}),
        ([OLD.replace("note TEXT", "note TEXT NOT NULL")], {"hit.note may not be empty any more"}),
        ([OLD.replace("kind TEXT NOT NULL", "kind TEXT")], set()),
        ([OLD.replace("kind TEXT", "kind INTEGER")], {"hit.kind was TEXT and is INTEGER"}),
        ([OLD.replace(", note TEXT", "")], {"hit.note is gone"}),
        ([MORE], {"hit is gone"}),
        ([OLD.replace("note TEXT", "note TEXT, UNIQUE (kind, note)")], {"hit: kind, note must be unique"}),
        ([OLD, "CREATE UNIQUE INDEX one ON hit (kind)"], {"hit: kind must be unique"}),
        ([OLD.replace("note TEXT", "note TEXT, seq INTEGER, UNIQUE (seq)")], set()),
    ],
)
def test_what_a_migration_may_do(tmp_path, new, found):
    shapes = []
    for name, statements in (("before", [OLD]), ("after", new)):
        engine = sa.create_engine(f"sqlite:///{tmp_path / name}.db")
        with engine.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        shapes.append(Shape.of(engine))
        engine.dispose()
    assert narrowed(*shapes) == found
