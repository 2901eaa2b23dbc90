"""An upgrade on one machine: what held stays, and when anything does not hold all is as before; on both databases."""

import contextlib
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import make_url

from casefile.backup import aside, postgresql
from casefile.errors import SetupError
from casefile.storage import migrate
from casefile.storage.store import Store
from portal.cli import main
from portal.install import upgrade as module
from portal.install.upgrade import NotUpgraded, upgrade

OLD = "0016"


@dataclass
class Home:
    """A home of the former version, and its database as somebody outside sees it."""

    folder: Path
    url: str

    def ask(self, statement: str, **values: object) -> list[object]:
        engine = create_engine(self.url)
        try:
            with engine.begin() as connection:
                done = connection.execute(text(statement), values)
                return [one for (one,) in done] if done.returns_rows else []
        finally:
            engine.dispose()

    def revision(self) -> str:
        return str(self.ask("SELECT version_num FROM alembic_version")[0])

    def units(self) -> list[object]:
        return self.ask("SELECT code FROM unit")

    def left(self) -> list[str]:
        """What an upgrade may not leave behind next to the database."""
        if self.url.startswith("sqlite"):
            return [path.name for path in self.folder.glob("griot.db?*")]
        stem = make_url(self.url).database or ""
        names = self.ask("SELECT datname FROM pg_database WHERE starts_with(datname, :stem)", stem=f"{stem}_")
        return [str(name) for name in names]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def home(request, tmp_path, monkeypatch) -> Home:
    """A home of the former version, with a unit in it."""
    for name in ("DATABASE_URL", "OPENSEARCH_URL", "BROKER_URL", "GRIOT_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "Mes données"
    folder.mkdir()
    url = f"sqlite:///{folder / 'griot.db'}"
    if request.param == "postgres":
        url = request.getfixturevalue("postgres_url")
        monkeypatch.setenv("DATABASE_URL", url)
    store = Store(url)
    migrate.migrate(store, OLD)
    home = Home(folder, url)
    for name in ("country", "unit"):
        columns = inspect(store.engine).get_columns(name)
        values = {one["name"]: _value(one) for one in columns if not one["nullable"] and one["default"] is None}
        marks = ", ".join(f":{column}" for column in values)
        home.ask(f"INSERT INTO {name} ({', '.join(values)}) VALUES ({marks})", **values)
    store.close()
    return home


def _value(column) -> object:
    kind = str(column["type"]).upper()
    if column["name"] in {"code", "country"}:
        return "SN-AA" if column["name"] == "code" and kind != "VARCHAR(2)" else "SN"
    return True if "BOOL" in kind else 1 if "INT" in kind else "2026-01-01 00:00:00" if "TIME" in kind else "x"


def test_the_tables_are_brought_up_and_what_they_hold_is_there(home):
    done = upgrade(home.folder)
    assert (done.before, done.after, done.started) == (OLD, migrate.head(), False)
    assert home.revision() == migrate.head() and home.units() == ["SN-AA"]
    assert done.copy.stat().st_mode & 0o077 == 0 and done.copy.parent.stat().st_mode & 0o077 == 0
    again = upgrade(home.folder)
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
        upgrade(home.folder)
    assert says in str(refused.value) and OLD in str(refused.value)
    monkeypatch.undo()
    assert home.revision() == OLD and home.units() == ["SN-AA"] and home.left() == []


def test_a_trail_that_does_not_hold_is_no_upgrade(home, monkeypatch):
    monkeypatch.setattr(module.audit, "verify", lambda _session: 3)
    with pytest.raises(NotUpgraded, match="line 3"):
        upgrade(home.folder)
    assert home.revision() == OLD


def test_one_that_does_not_start_is_taken_back(home):
    def start(_home):
        assert home.revision() == migrate.head()
        raise SetupError("The web server did not start.")

    with pytest.raises(NotUpgraded, match="did not start"):
        upgrade(home.folder, start=start)
    assert home.revision() == OLD and home.units() == ["SN-AA"]


def test_one_that_starts_is_started(home):
    started = []
    assert upgrade(home.folder, start=started.append).started and started == [home.folder]


def test_a_disk_without_room_changes_nothing(home, monkeypatch):
    monkeypatch.setattr(aside.shutil, "disk_usage", lambda _path: type("Usage", (), {"free": 1000})())
    with pytest.raises(SetupError, match="Nothing was changed"):
        upgrade(home.folder)
    assert home.revision() == OLD and not (home.folder / "before-upgrade").exists()


def test_while_somebody_else_has_the_database_open_nothing_is_changed(home, monkeypatch):
    monkeypatch.setattr(postgresql, "LEAVING_S", 0.5)
    with contextlib.ExitStack() as held:
        if home.url.startswith("sqlite"):
            file = held.enter_context((home.folder / "griot.db").open("rb"))
            other = held.enter_context(subprocess.Popen(["sleep", "60"], stdin=file))
            held.callback(other.kill)
        else:
            engine = create_engine(home.url)
            held.callback(engine.dispose)
            held.enter_context(engine.connect()).execute(text("SELECT 1"))
        with pytest.raises(SetupError, match="in use"):
            upgrade(home.folder)
    assert home.revision() == OLD


def test_what_cannot_be_put_back_is_said_with_where_the_copy_lies(home, monkeypatch):
    def away(*_arguments, **_named):
        raise SetupError("No space left on the device.")

    monkeypatch.setattr(migrate, "migrate", in_the_middle)
    monkeypatch.setattr(aside, "put_back", away)
    with pytest.raises(SetupError, match="could not be put back.*before-upgrade") as refused:
        upgrade(home.folder)
    assert not isinstance(refused.value, NotUpgraded) and "the power failed" in str(refused.value)


@pytest.mark.postgres
def test_a_dump_that_does_not_hold_what_the_database_does_is_no_copy(postgres_url, monkeypatch, tmp_path):
    store = Store(postgres_url)
    migrate.migrate(store, OLD)
    store.close()
    monkeypatch.setenv("DATABASE_URL", postgres_url)
    monkeypatch.setattr(postgresql, "rows_in", lambda _path: postgresql.Counter())
    with pytest.raises(SetupError, match="does not hold what the database does. Nothing was changed"):
        upgrade(tmp_path)


@pytest.mark.postgres
def test_a_role_that_could_put_nothing_back_is_refused_before_anything(
    postgres_cluster, postgres_url, tmp_path, monkeypatch
):
    store = Store(postgres_url)
    migrate.migrate(store, OLD)
    store.close()
    postgres_cluster.sql("CREATE ROLE plain LOGIN")
    try:
        url = make_url(postgres_url).set(username="plain")
        with_rights = create_engine(postgres_url)
        with with_rights.begin() as connection:
            connection.execute(text("GRANT SELECT ON alembic_version TO plain"))
        with_rights.dispose()
        monkeypatch.setenv("DATABASE_URL", url.render_as_string())
        with pytest.raises(SetupError, match="CREATEDB.*Nothing was changed"):
            upgrade(tmp_path)
    finally:
        owner = create_engine(postgres_url)
        with owner.begin() as connection:
            connection.execute(text("DROP OWNED BY plain"))
        owner.dispose()
        postgres_cluster.sql("DROP ROLE plain")


@pytest.mark.parametrize("command", ["upgrade", "migrate", "unit list"])
def test_a_database_of_a_newer_version_is_refused_with_a_sentence(home, command):
    home.ask("UPDATE alembic_version SET version_num = '9999'")
    if command == "unit list":
        home.ask("ALTER TABLE unit RENAME TO unit_of_tomorrow")
    said = CliRunner().invoke(main, ["--home", str(home.folder), *command.split()])
    assert said.exit_code == 1 and "9999" in said.output and "newer" in said.output
    assert "Traceback" not in said.output


def test_servers_and_commands_on_older_tables_say_what_is_to_be_done(home):
    store = Store(home.url)
    with pytest.raises(SetupError, match=f"{OLD}.*griot upgrade"):
        migrate.must_fit(store)
    migrate.migrate(store)
    migrate.must_fit(store)
    store.close()
    empty = Store("sqlite://")
    migrate.must_fit(empty)
    empty.close()


def test_where_nothing_stands_there_is_nothing_to_upgrade(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    said = CliRunner().invoke(main, ["--home", str(tmp_path), "upgrade"])
    assert said.exit_code == 1 and "There is no installation" in said.output


@pytest.mark.postgres
def test_an_empty_database_on_a_server_is_named_without_its_password(postgres_url, tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", make_url(postgres_url).set(password="of-its-own").render_as_string(False))
    said = CliRunner().invoke(main, ["--home", str(tmp_path), "upgrade"])
    assert said.exit_code == 1 and "There is no installation" in said.output and "of-its-own" not in said.output
