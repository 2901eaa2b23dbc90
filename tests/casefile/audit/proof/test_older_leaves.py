"""A home whose proof began at an earlier revision: untouched rows hold after the upgrade, a changed one is named."""

import pytest
from sqlalchemy import JSON, Boolean, LargeBinary, inspect, text

from casefile.audit.proof import contents
from casefile.audit.proof.log import ends, walk
from casefile.storage import migrate, proven
from casefile.storage.migrations import counted_tries
from casefile.storage.store import Store
from casefile.storage.tables import Table
from casefile.storage.tables.base import Moment
from tests import older
from tests.network.outside import outside
from tests.network.stored import SECRET

BEGAN = ("0013", "0014", "0016")
"""Where proof began. 0015 adds to rows what 0016 has already: that one brings tables, and no column."""
CAME = {"access_link": "0014", "portal_session": "0014", "lookup": "0015", "hit": "0017", "protection_referral": "0047",
        "case_file": "0035", "unit": "0039"}  # fmt: skip
"""Tables of the stored databases to which a later migration added columns, and which one did."""
FOUND = "it was altered"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty(request, tmp_path):
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else f"sqlite:///{tmp_path / 'old.db'}"
    store = Store(url, secret=SECRET)
    yield store
    store.close()


def problems(store):
    broken = [(entry.what, entry.why) for entry in walk(store, ends(store)) if entry.why]
    return broken + [(one.what, one.why) for one in contents.check(store)]


def value(store, table, column):
    """Something that no migration wrote into it, as SQL."""
    kind = Table.metadata.tables[table].c[column].type
    if isinstance(kind, LargeBinary):
        return "X'01'" if store.sqlite else "'\\x01'::bytea"
    if isinstance(kind, Boolean):
        return "true"
    if isinstance(kind, JSON):
        return """'["drugs"]'"""
    return "'2026-11-26 08:00:00.000000'" if isinstance(kind, Moment) else "'x'"


@pytest.mark.parametrize("began", BEGAN)
def test_an_untouched_home_is_sound_and_each_later_column_is_covered(empty, tmp_path, began):
    older.load(empty, tmp_path, began)
    migrate.migrate(empty)
    assert problems(empty) == []
    for table in (name for name, came in CAME.items() if came > began):
        with empty.reading() as session:
            rows = session.execute(text(f'SELECT * FROM "{table}"')).mappings().all()
        key, one = proven.key_columns(table)[0], rows[-1]
        for column, stood in proven.LATER[table].items():
            where = f"""WHERE "{key}" = '{one[key]}'"""
            outside(empty, f'UPDATE "{table}" SET "{column}" = {value(empty, table, column)} {where}')
            assert problems(empty) == [(f"{table} {one[key]}", FOUND)], column
            was = "NULL" if stood is None else "false" if stood == 0 else f"'{stood}'"
            outside(empty, f'UPDATE "{table}" SET "{column}" = {was} {where}')
        assert problems(empty) == [], table


def test_an_officer_who_mistyped_before_the_upgrade_is_not_called_altered(empty, tmp_path):
    rows = older.load(empty, tmp_path, "0013").rows["officer"]
    mistyped = {row["login"]: row["id"] for row in rows if row["failed_attempts"]}
    assert set(mistyped) == {"dakar", "banjul"} and any(row["locked_until"] for row in rows)
    assert migrate.migrate(empty, "0014") == "0014", "half the way only"
    migrate.migrate(empty)
    assert problems(empty) == []
    outside(empty, f"UPDATE officer SET display_name = 'x' WHERE id = '{mistyped['banjul']}'")
    assert problems(empty) == [(f"officer {mistyped['banjul']}", FOUND)]


@pytest.mark.parametrize("login", ["dakar", "nouakchott"])
def test_an_officer_altered_before_the_upgrade_is_named_after_it(empty, tmp_path, login):
    older.load(empty, tmp_path, "0013")
    outside(empty, f"UPDATE officer SET display_name = 'Somebody else' WHERE login = '{login}'")
    migrate.migrate(empty)
    with empty.reading() as session:
        altered = session.scalar(text("SELECT id FROM officer WHERE login = :login"), {"login": login})
    assert problems(empty) == [(f"officer {altered}", FOUND)]


def revisions():
    walked = migrate._scripts().walk_revisions("base", "head")
    return [one.revision for one in walked if one.revision >= counted_tries.UNTIL][::-1]


def columns(store):
    tables = inspect(store.engine)
    covered = set(tables.get_table_names()) & set(proven.covered())
    return {name: {column["name"] for column in tables.get_columns(name)} for name in covered}


def test_no_migration_changes_a_covered_row_without_the_proof_knowing(tmp_path):
    """Whoever adds a column to a table that has leaves, or takes one, says so in `proven.LATER` or `proven.TAKEN`."""
    store = Store(f"sqlite:///{tmp_path / 'rows.db'}", secret=SECRET)
    added, taken, before = set(), set(), {}
    for revision in revisions():
        migrate.migrate(store, revision)
        now = columns(store)
        added |= {(name, one) for name, had in before.items() for one in now[name] - had}
        taken |= {(name, one) for name, had in before.items() for one in had - now[name]}
        before = now
    store.close()
    assert added - set(proven.VOLATILE) == {(name, one) for name, later in proven.LATER.items() for one in later}
    assert taken == {(name, one) for name, gone in proven.TAKEN.items() for one in gone}
    assert not {name for name, _ in added | taken} & proven.PARTS, "a version's leaf has no form of before"
    assert set(CAME) <= set(proven.LATER)
