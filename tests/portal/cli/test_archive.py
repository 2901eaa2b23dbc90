"""PostgreSQL back to any moment: an archive taken by the program itself, and what comes back of it."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, text

from casefile.backup import manifest_in, restore, sealing
from casefile.backup.moments import shelf
from casefile.backup.moments.shelf import Base, base_for, spare_bases, spare_pieces
from casefile.errors import SetupError
from casefile.health import heartbeats
from casefile.health.heartbeats import Beat
from casefile.people.units import SYSTEM, add_unit
from casefile.storage.store import Store
from casefile.storage.tables import Audit, Unit
from portal.cli import main

ROOT = Path(__file__).resolve().parents[3]
SECRET = "k" * 48
DAY = timedelta(days=1)
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


# ---- what stays: pure ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ages", "gone"),
    [
        ([], []),
        ([0.5], []),
        ([0.5, 3, 6.9], []),
        ([0.5, 6, 8], []),
        ([0.5, 6, 8, 9, 30], [9, 30]),
        ([8, 9], [9]),
    ],
    ids=["none", "one", "all young", "one that a week needs", "what is before it", "none young"],
)
def test_a_copy_stays_while_a_moment_of_the_last_week_needs_it(ages, gone):
    assert spare_bases([NOW - age * DAY for age in ages], NOW, 7) == {NOW - age * DAY for age in gone}


def test_pieces_before_the_first_copy_go_whatever_the_servers_life():
    names = ["000000010000000000000004", "000000010000000000000005", "000000020000000000000003", "00000002.history"]
    assert spare_pieces(names, "000000010000000000000005") == {names[0], names[2]}


def base(ended: datetime) -> Base:
    return Base("", ended.isoformat(), "0" * 24, 15, "griot", "griot", 0, "", (), "")


@pytest.mark.parametrize(("age", "chosen"), [(0, "b"), (1.5, "a"), (1, "b"), (2, "a")])
def test_a_moment_begins_with_the_newest_copy_that_was_finished_by_then(age, chosen):
    found = {Path("a"): base(NOW - 2 * DAY), Path("b"): base(NOW - DAY)}
    assert base_for(found, NOW - age * DAY)[0] == Path(chosen)
    assert base_for(found, None)[0] == Path("b")


def test_a_moment_before_the_archive_is_refused_with_the_earliest_that_it_holds():
    with pytest.raises(SetupError, match="earliest moment it holds is 2026-11-25"):
        base_for({Path("b"): base(NOW - DAY)}, NOW - 2 * DAY)
    with pytest.raises(SetupError, match="no finished copy"):
        base_for({}, NOW)


def test_sqlite_has_no_archive(tmp_path, sqlite_store):
    env = {"DATABASE_URL": str(sqlite_store.engine.url), "GRIOT_SECRET_KEY": SECRET}
    said = CliRunner().invoke(main, ["--home", str(tmp_path), "archive", str(tmp_path / "a")], env=env)
    assert said.exit_code == 1 and "griot backups" in said.output


# ---- a real server ---------------------------------------------------------------------------------------------


@dataclass
class Server:
    store: Store
    home: Path
    archive: Path
    until: Callable[..., object]

    @property
    def env(self) -> dict[str, str]:
        url = self.store.engine.url.render_as_string(hide_password=False)
        return {"DATABASE_URL": url, "GRIOT_SECRET_KEY": SECRET, "OPENSEARCH_URL": "http://127.0.0.1:9"}

    @contextmanager
    def archiving(self) -> Iterator["subprocess.Popen[bytes]"]:
        """`griot archive`, as the compose file's service runs it, until the first copy is there."""
        command = [
            sys.executable, "-m", "portal.cli", "--home", str(self.home), "archive", str(self.archive), "--every", "5",
        ]  # fmt: skip
        log = self.home / "archive.log"
        with log.open("ab") as writing:
            child = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **self.env}, stdout=writing, stderr=writing)
        try:
            self.until(lambda: child.poll() is not None or shelf.bases(self.archive), 60)
            assert child.poll() is None, log.read_text("utf-8")
            yield child
        finally:
            child.terminate()
            child.wait(30)
            self.until(lambda: not self._active(), 30)

    def _active(self) -> list[str]:
        with self.store.engine.connect() as connection:
            return list(connection.scalars(text("SELECT slot_name FROM pg_replication_slots WHERE active")))

    def add(self, code: str) -> datetime:
        """A unit; a moment after it, by the database's clock."""
        with self.store.writing() as session:
            add_unit(session, SYSTEM, code, country="SN", name=code)
        return self.now()

    def now(self) -> datetime:
        with self.store.engine.connect() as connection:
            return connection.execute(text("SELECT clock_timestamp()")).scalar_one()

    def beat(self) -> datetime | None:
        with self.store.reading() as session:
            found = heartbeats.last(session).get(Beat.ARCHIVE)
        return found.at if found else None

    def taken(self) -> None:
        """All that was written so far is in the archive."""
        with self.store.engine.connect() as connection:
            piece = connection.execute(text("SELECT pg_walfile_name(pg_current_wal_lsn())")).scalar_one()
        self.until(lambda: piece in shelf.pieces(self.archive), 60)

    def recover(self, folder: Path, *words: str) -> Result:
        return CliRunner().invoke(
            main, ["--home", str(self.home), "recover", str(self.archive), str(folder), *words], env=self.env
        )


@pytest.fixture
def server(postgres_store, tmp_path, until) -> Iterator[Server]:
    home = tmp_path / "home"
    home.mkdir()
    found = Server(postgres_store, home, tmp_path / "archive", until)
    yield found
    with postgres_store.engine.connect() as connection:
        connection.execute(
            text("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE NOT active")
        )


def units_of(folder: Path, place: str, key: Path) -> set[str]:
    """Put back by the usual way, with its proofs; the units that stand there."""
    restore(folder, place, keys=[key])
    store = Store(place, secret=SECRET)
    with store.reading() as session:
        found = {*session.scalars(select(Unit.code))}
        assert session.scalars(select(Audit.subject_kind).order_by(Audit.seq.desc()).limit(1)).one() == "restore"
    store.close()
    return found


def test_the_database_comes_back_as_it_was_at_a_moment(server: Server, postgres_cluster, tmp_path, request):
    """A unit before the copy, one after it, and one after the moment asked for."""
    server.add("SN-BEFORE")
    with server.archiving():
        moment = server.add("SN-THEN")
        time.sleep(0.05)
        server.add("SN-LATER")
        server.taken()
        server.until(lambda: server.beat() is not None, 60)
    inside = [path for path in server.archive.rglob("*") if path.is_file()]
    assert all(path.read_bytes().startswith(b"age-encryption.org") for path in inside if path.name != "base.json")
    assert all(path.stat().st_mode & 0o077 == 0 for path in inside)

    key = server.home / "backup-key"
    folder = tmp_path / "of-a-moment"
    said = server.recover(folder, "--at", moment.isoformat())
    assert said.exit_code == 0, said.output
    manifest = manifest_in(folder)
    assert datetime.fromisoformat(manifest.taken_at) == moment and manifest.sealed_to
    later = tmp_path / "all-there-is"
    assert server.recover(later).exit_code == 0
    places = [f"moment_{os.getpid()}_{at}" for at in range(2)]
    for name in places:
        postgres_cluster.sql(f"CREATE DATABASE {name} TEMPLATE template0")
        request.addfinalizer(lambda name=name: postgres_cluster.sql(f"DROP DATABASE {name} WITH (FORCE)"))
    then, now = (f"{postgres_cluster.address}/{name}" for name in places)
    assert {"SN-BEFORE", "SN-THEN"} == {code for code in units_of(folder, then, key) if code.startswith("SN-")}
    assert {"SN-BEFORE", "SN-THEN", "SN-LATER"} <= units_of(later, now, key)

    early = server.recover(tmp_path / "early", "--at", (moment - DAY).isoformat())
    assert early.exit_code == 1 and "earliest moment" in early.output
    late = server.recover(tmp_path / "late", "--at", (moment + DAY).isoformat())
    assert late.exit_code == 1 and "does not reach to" in late.output and "last change it holds is of 2" in late.output
    assert not (tmp_path / "late").exists() and not list(server.home.glob(".griot-recover-*"))

    strange = tmp_path / "strange-key"
    sealing.make_key(strange)
    said = server.recover(tmp_path / "shut", "--key", str(strange))
    assert said.exit_code == 1 and "cannot be opened with the keys at hand" in said.output
    [sealed] = server.archive.glob("base-*/base.tar.gz.age")
    with sealed.open("r+b") as writing:
        writing.seek(-100, os.SEEK_END)
        writing.write(b"altered")
    said = server.recover(tmp_path / "altered")
    assert said.exit_code == 1 and "cut short or altered" in said.output


@pytest.mark.slow
def test_killed_and_started_again_it_goes_on_where_it_was(server: Server, tmp_path):
    """What the server wrote meanwhile was kept for it by its slot: no new copy is due, and nothing is missing."""
    with server.archiving() as child:
        child.kill()
        child.wait(20)
    moment = server.add("SN-MEANWHILE")
    before = [*shelf.bases(server.archive)]
    with server.archiving():
        server.add("SN-AGAIN")
        server.taken()
    assert [*shelf.bases(server.archive)] == before
    said = server.recover(tmp_path / "then", "--at", moment.isoformat())
    assert said.exit_code == 0, said.output


@pytest.mark.slow
def test_where_a_piece_is_missing_nothing_after_it_is_called_recovered(server: Server, tmp_path):
    with server.archiving():
        server.add("SN-ONE")
        server.taken()
        moment = server.add("SN-TWO")
        server.taken()
    pieces = shelf.pieces(server.archive)
    (server.archive / "wal" / f"{pieces[-2]}{shelf.ENDING}").unlink()
    said = server.recover(tmp_path / "then", "--at", moment.isoformat())
    assert said.exit_code == 1 and "does not reach to" in said.output, said.output


@pytest.mark.slow
def test_a_gap_on_the_server_is_followed_by_a_new_copy(server: Server):
    """The slot is gone, by a promoted standby or by hand: what comes does not go on from what is there."""
    with server.archiving():
        pass
    with server.store.engine.connect() as connection:
        connection.execute(text("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"))
        connection.commit()
    time.sleep(1.1)  # copies are named by the second
    with server.archiving():
        server.until(lambda: len(shelf.bases(server.archive)) == 2, 60)


def test_a_user_without_the_right_is_named_the_right(server: Server, postgres_cluster, tmp_path):
    postgres_cluster.sql("CREATE ROLE no_archive LOGIN IN ROLE pg_read_all_data, pg_write_all_data")
    try:
        url = server.store.engine.url.set(username="no_archive").render_as_string(hide_password=False)
        said = CliRunner().invoke(
            main, ["--home", str(server.home), "archive", str(server.archive), "--once"],
            env=server.env | {"DATABASE_URL": url},
        )  # fmt: skip
        assert said.exit_code == 1 and "REPLICATION" in said.output, said.output
    finally:
        postgres_cluster.sql("DROP ROLE no_archive")


def test_an_archive_that_is_ended_is_waited_for_by_nobody(server: Server):
    with server.archiving():
        server.add("SN-THEN")
        server.until(lambda: server.beat() is not None, 60)
    said = CliRunner().invoke(
        main, ["--home", str(server.home), "archive", str(server.archive), "--end"], env=server.env
    )
    assert said.exit_code == 0 and "stays" in said.output, said.output
    with server.store.engine.connect() as connection:
        assert connection.scalars(text("SELECT slot_name FROM pg_replication_slots")).all() == []
    assert server.beat() is None and shelf.bases(server.archive)
