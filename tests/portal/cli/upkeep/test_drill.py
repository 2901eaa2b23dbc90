"""The restore drill on PostgreSQL, and with an engine of its own."""

from pathlib import Path

import pytest
from sqlalchemy import text

from casefile import audit
from casefile.backup import backup
from casefile.errors import SetupError
from portal.cli.upkeep.drill import drill
from tests.network.make import person
from tests.network.stored import INSTALLATION, network


@pytest.fixture
def taken(store, tmp_path: Path) -> Path:
    net = network(store)
    net.enter("dakar", person("Mamadou Diallo", "1984", passport="A01234567"))
    net.watch("banjul", person("Mamadou Diallo", "1984", passport="A01234567"))
    backup(store, tmp_path / "copy")
    return tmp_path / "copy"


def url_of(store) -> str:
    return store.engine.url.render_as_string(hide_password=False)


def databases(store) -> set[str]:
    with store.engine.connect() as connection:
        return set(connection.scalars(text("SELECT datname FROM pg_database")))


def test_it_proves_what_was_taken_and_leaves_what_is_there(taken: Path, store) -> None:
    with store.writing() as session:
        audit.write(session, None, audit.Action.ADMINISTRATION, "unit", "later than the backup")
    before = None if store.sqlite else databases(store)
    with store.reading() as session:
        lines = audit.verify(session), session.execute(text("SELECT count(*) FROM audit")).scalar()
    done = drill(taken, database="" if store.sqlite else url_of(store))
    assert done.proved and done.installation == INSTALLATION and done.counts["record"] == 1
    assert (done.hits_expected, done.hits_missing) == (1, 0), "what is pending is not lost"
    with store.reading() as session:
        assert lines == (audit.verify(session), session.execute(text("SELECT count(*) FROM audit")).scalar())
    assert before is None or databases(store) == before


def test_a_backup_of_postgresql_says_what_it_needs(postgres_store, tmp_path: Path) -> None:
    backup(postgres_store, tmp_path / "copy")
    with pytest.raises(SetupError, match="--database"):
        drill(tmp_path / "copy")


def test_a_server_that_is_called_by_its_name_is_found(postgres_store, tmp_path: Path) -> None:
    """As in the compose files, where no server has a number; two are named where one stands in for the other."""
    backup(postgres_store, tmp_path / "copy")
    url = postgres_store.engine.url
    way = f"postgresql+psycopg://{url.username}@"
    for place in (f"localhost:{url.port}/{url.database}", f"/{url.database}?host=localhost:{url.port}"):
        assert drill(tmp_path / "copy", database=way + place).proved


@pytest.mark.slow
@pytest.mark.node
def test_with_an_engine_of_its_own_the_index_is_built(sqlite_store, tmp_path: Path, open_folder, monkeypatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(open_folder))  # the node's user must be let through
    net = network(sqlite_store)
    net.enter("dakar", person("Mamadou Diallo"))
    backup(sqlite_store, tmp_path / "copy")
    done = drill(tmp_path / "copy", with_engine=True)
    assert done.proved and (done.records_indexed, done.watches_indexed) == (1, 0)
