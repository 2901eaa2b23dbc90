"""`griot status --check`: one line and an exit code for a monitor, whatever state the installation is in."""

import json
import os
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from casefile.health import heartbeats
from casefile.health.heartbeats import Beat
from casefile.storage import tables
from casefile.storage.tables import Audit, Heartbeat
from indexer.node import door
from portal.cli import main
from tests.network.memory_engine import MemoryEngine
from tests.network.stored import SECRET


@pytest.fixture
def griot(sqlite_store, tmp_path, monkeypatch):
    """griot("status", …): typed at an installation with a sound engine, whose worker and clock run."""
    from indexer.engine import indices
    from portal.cli.context import Installation

    engine = MemoryEngine()
    indices.ensure(engine)
    monkeypatch.setattr(Installation, "engine", engine)
    monkeypatch.setattr("portal.cli.upkeep.health._engine", lambda *_: engine)
    with sqlite_store.writing() as session:
        for kind in Beat:
            heartbeats.beat(session, kind)

    def typed(*words, **env):
        environment = {"GRIOT_SECRET_KEY": SECRET, "DATABASE_URL": str(sqlite_store.engine.url), **env}
        return CliRunner().invoke(main, ["--home", str(tmp_path / "home"), *words], env=environment)

    return typed


def quiet(store, kind, **time):
    with store.writing() as session:
        session.execute(update(Heartbeat).where(Heartbeat.kind == kind).values(at=tables.now() - timedelta(**time)))


def test_fine_is_zero_with_the_figures_behind_the_bar(griot, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda _: os.statvfs_result and type("U", (), {"free": 9000 * 2**20}))
    done = griot("status", "--check")
    assert done.exit_code == 0
    assert done.output.startswith("GRIOT OK: 18 signals | pending=0s;120;900 bulk=0s;7200;43200 ")
    assert "disk=9000MB;1000:;500:" in done.output


def test_a_warning_is_one_and_critical_is_two_each_with_the_way_out(griot, sqlite_store):
    quiet(sqlite_store, "backup", hours=30)
    done = griot("status", "--check")
    assert done.exit_code == 1 and done.output.startswith("GRIOT WARNING: backup warning |")
    assert "Run griot backup FOLDER" in done.output
    quiet(sqlite_store, "worker", hours=1)
    done = griot("status", "--check", "--json")
    said = json.loads(done.stdout.strip().splitlines()[-1])
    assert done.exit_code == 2 and said["level"] == "critical"
    worker = next(one for one in said["signals"] if one["signal"] == "worker")
    assert worker["level"] == "critical" and worker["value"] == pytest.approx(3600, abs=60) and worker["remedy"]


def test_a_container_asks_after_its_own_part(griot, sqlite_store):
    quiet(sqlite_store, "worker", hours=1)
    assert griot("status", "--check", "--only", "clock,database").exit_code == 0
    assert griot("status", "--check", "--only", "worker").output.startswith("GRIOT CRITICAL: worker critical |")
    refused = griot("status", "--check", "--only", "heart")
    assert refused.exit_code == 2 and "heart is no signal" in refused.output
    # What rests on a database that is away cannot be judged, and what cannot be judged is not well.
    away = griot("status", "--check", "--only", "worker", DATABASE_URL="sqlite:////nowhere/griot.db")
    assert away.exit_code == 2


def test_the_doctor_tells_the_signals_that_are_not_in_order(griot, sqlite_store):
    assert "ok    Signals: " in griot("doctor").output or "disk" in griot("doctor").output
    quiet(sqlite_store, "worker", hours=1)
    said = griot("doctor").output
    assert "worker critical" in said and "No worker runs" in said


def test_a_backup_is_seen(griot, sqlite_store, tmp_path):
    from casefile.backup import backup

    quiet(sqlite_store, "backup", hours=30)
    assert griot("status", "--check").exit_code == 1
    backup(sqlite_store, tmp_path / "copy")
    assert griot("status", "--check", "--only", "backup").exit_code == 0


def test_without_its_database_it_is_critical_and_without_an_installation_unknown(griot, tmp_path):
    done = griot("status", "--check", DATABASE_URL=f"sqlite:///{tmp_path}/nowhere/griot.db")
    assert done.exit_code == 2 and "database critical" in done.output
    done = CliRunner().invoke(main, ["--home", str(tmp_path / "none"), "status", "--check"], env={"DATABASE_URL": ""})
    assert done.exit_code == 3 and done.output.startswith("GRIOT UNKNOWN: There is no installation")
    done = griot("status", "--check", OPENSEARCH_URL="nonsense")
    assert done.exit_code == 3 and "OPENSEARCH_URL" in done.output


def test_it_makes_no_file_and_leaves_no_line(griot, sqlite_store, tmp_path):
    before = sorted(path.name for path in (tmp_path / "home").iterdir())
    griot("status", "--check")
    with sqlite_store.reading() as session:
        assert session.scalars(select(Audit)).all() == []
    assert sorted(path.name for path in (tmp_path / "home").iterdir()) == before


def test_where_the_homes_own_engine_is_and_how_its_owner_asks_it(griot, tmp_path):
    url = door.url_of(tmp_path / "home" / "engine.sock")
    said = json.loads(griot("status", "--json", OPENSEARCH_URL=url).stdout.strip().splitlines()[-1])
    assert said["engine_url"] == url and said["engine_socket"] == str(tmp_path / "home" / "engine.sock")
    assert said["engine_ask"][-2:] == ["--ask", said["engine_socket"]]
    said = json.loads(
        griot("status", "--json", OPENSEARCH_URL="https://griot:k8-Wq2@search.example").stdout.strip().splitlines()[-1]
    )
    assert said["engine_url"] == "https://***@search.example" and said["engine_socket"] is None
