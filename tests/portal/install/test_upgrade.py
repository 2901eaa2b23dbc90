"""An upgrade on one machine: what held stays, and when anything does not hold all is as before."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from casefile.errors import SetupError
from casefile.storage import migrate
from casefile.storage.store import Store
from portal.cli import main
from portal.install import upgrade as module
from portal.install.upgrade import NotUpgraded, upgrade

OLD = "0016"
UNIT = "INSERT INTO unit (id, code, name, country, locale, timezone, active, created_at) VALUES (?,?,?,?,?,?,?,?)"


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """A home of the former version, with a unit in it."""
    for name in ("DATABASE_URL", "OPENSEARCH_URL", "BROKER_URL", "GRIOT_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    home = tmp_path / "Mes données"
    home.mkdir()
    store = Store(f"sqlite:///{home / 'griot.db'}")
    migrate.migrate(store, OLD)
    store.close()
    with closing(sqlite3.connect(home / "griot.db")) as database:
        columns = {row[1]: row for row in database.execute("PRAGMA table_info(unit)")}
        values = {name: _value(row) for name, row in columns.items() if row[3] and row[4] is None}
        marks = ", ".join("?" * len(values))
        database.execute(f"INSERT INTO unit ({', '.join(values)}) VALUES ({marks})", [*values.values()])
        database.commit()
    return home


def _value(column: tuple[object, ...]) -> object:
    kind = str(column[2]).upper()
    if column[1] == "code":
        return "SN-AA"
    return 1 if "INT" in kind or "BOOL" in kind else "2026-01-01 00:00:00" if "DATE" in kind else "x"


def revision(home: Path) -> str | None:
    store = Store(f"sqlite:///{home / 'griot.db'}")
    try:
        return migrate.current(store)
    finally:
        store.close()


def units(home: Path) -> list[str]:
    with closing(sqlite3.connect(home / "griot.db")) as database:
        return [code for (code,) in database.execute("SELECT code FROM unit")]


def test_the_tables_are_brought_up_and_what_they_hold_is_there(home):
    done = upgrade(home)
    assert (done.before, done.after, done.started) == (OLD, migrate.head(), False)
    assert revision(home) == migrate.head() and units(home) == ["SN-AA"]
    assert done.copy.stat().st_mode & 0o077 == 0 and done.copy.parent.stat().st_mode & 0o077 == 0
    again = upgrade(home)
    assert again.before == again.after == migrate.head(), "a second one has nothing to do"


def in_the_middle(*_arguments):
    raise RuntimeError("the power failed")


def tables_of_another(*_arguments):
    return ["a column too many"]


def loses_a_row(store, *_arguments):
    """A migration with a fault in it."""
    original(store)
    with store.engine.execution_options(griot_writes=True).begin() as connection:
        connection.exec_driver_sql("DELETE FROM unit")
    return migrate.head()


original = migrate.migrate


@pytest.mark.parametrize(
    ("what", "fails", "says"),
    [
        ("migrate", in_the_middle, "the power failed"),
        ("differences", tables_of_another, "not those that this version works with"),
        ("migrate", loses_a_row, "Rows are missing in: unit"),
    ],
)
def test_what_does_not_hold_is_taken_back(home, monkeypatch, what, fails, says):
    monkeypatch.setattr(migrate, what, fails)
    with pytest.raises(NotUpgraded) as refused:
        upgrade(home)
    assert says in str(refused.value) and OLD in str(refused.value)
    monkeypatch.undo()
    assert revision(home) == OLD and units(home) == ["SN-AA"]
    assert not list(home.glob("griot.db.back")) and not list(home.glob("griot.db-*"))


def test_a_trail_that_does_not_hold_is_no_upgrade(home, monkeypatch):
    monkeypatch.setattr(module.audit, "verify", lambda _session: 3)
    with pytest.raises(NotUpgraded, match="line 3"):
        upgrade(home)
    assert revision(home) == OLD


def test_one_that_does_not_start_is_taken_back(home):
    def start(_home):
        assert revision(home) == migrate.head()
        raise SetupError("The web server did not start.")

    with pytest.raises(NotUpgraded, match="did not start"):
        upgrade(home, start=start)
    assert revision(home) == OLD and units(home) == ["SN-AA"]


def test_one_that_starts_is_started(home):
    started = []
    assert upgrade(home, start=started.append).started and started == [home]


def test_a_disk_without_room_changes_nothing(home, monkeypatch):
    monkeypatch.setattr(module.shutil, "disk_usage", lambda _path: type("Usage", (), {"free": 1000})())
    with pytest.raises(SetupError, match="Nothing was changed"):
        upgrade(home)
    assert revision(home) == OLD and not (home / "before-upgrade").exists()


@pytest.mark.parametrize("command", ["upgrade", "migrate", "unit list"])
def test_a_database_of_a_newer_version_is_refused_with_a_sentence(home, command):
    with closing(sqlite3.connect(home / "griot.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        if command == "unit list":
            database.execute("ALTER TABLE unit RENAME TO unit_of_tomorrow")
        database.commit()
    said = CliRunner().invoke(main, ["--home", str(home), *command.split()])
    assert said.exit_code == 1 and "9999" in said.output and "newer" in said.output
    assert "Traceback" not in said.output


def test_servers_and_commands_on_older_tables_say_what_is_to_be_done(home):
    store = Store(f"sqlite:///{home / 'griot.db'}")
    with pytest.raises(SetupError, match=f"{OLD}.*griot upgrade"):
        migrate.must_fit(store)
    migrate.migrate(store)
    migrate.must_fit(store)
    store.close()
    empty = Store("sqlite://")
    migrate.must_fit(empty)
    empty.close()


def test_a_database_on_a_server_is_another_way(home, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg://u:of-its-own@localhost/griot")
    said = CliRunner().invoke(main, ["--home", str(home), "upgrade"])
    assert said.exit_code == 1 and "docs/upgrading.md" in said.output
