"""A backup taken under load is whole, restores elsewhere to the same thing, and a damaged one is refused: the same on
SQLite and PostgreSQL."""

import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.engine import make_url

from casefile import audit, fault_points, installation
from casefile.backup import MANIFEST, backup, copies, files, postgresql, read_manifest, restore, sqlite
from casefile.errors import SetupError
from casefile.installation import Doubt
from casefile.people import sessions
from casefile.storage import migrate
from casefile.storage.store import Store
from casefile.storage.tables import Audit, PortalSession
from tests.network.outside import outside
from tests.network.stored import INSTALLATION, network

OTHER = "0123" * 8


@dataclass
class Bench:
    """A database in use, and places to restore to."""

    store: Store
    folder: Path
    places: Iterator[str]

    @property
    def url(self) -> str:
        return self.store.engine.url.render_as_string(hide_password=False)

    def place(self) -> str:
        """The URL of a place where nothing stands."""
        return next(self.places)

    def let_go(self) -> None:
        """Nobody is connected any more."""
        self.store.close()

    def broken(self, name: str) -> Path:
        """A backup as an older Griot took one: of a trail that somebody had rewritten."""
        outside(self.store, "UPDATE audit SET subject_id = 'forged' WHERE seq = 2")
        with pytest.MonkeyPatch.context() as held:
            held.setattr(copies, "_verified", copies.figures)
            backup(self.store, self.folder / name)
        return self.folder / name


@pytest.fixture
def bench(store: Store, tmp_path: Path, request) -> Iterator[Bench]:
    """The network, somebody signed in."""
    net = network(store)
    with store.writing() as session:
        sessions.open_session(session, net.dakar.officer_id)
    made: list[str] = []

    def places() -> Iterator[str]:
        while True:
            if store.sqlite:
                folder = tmp_path / f"elsewhere{len(made)}"
                folder.mkdir()
                made.append("")
                yield f"sqlite:///{folder / 'griot.db'}"
                continue
            cluster, name = request.getfixturevalue("postgres_cluster"), f"{store.engine.url.database}_place{len(made)}"
            cluster.sql(f"CREATE DATABASE {name} TEMPLATE template0")
            made.append(name)
            yield store.engine.url.set(database=name).render_as_string(hide_password=False)

    yield Bench(store, tmp_path, places())
    for name in filter(None, made):
        request.getfixturevalue("postgres_cluster").sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def lines(store: Store) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(Audit)) or 0


def test_a_backup_taken_while_others_write_is_one_moment_of_the_whole(bench: Bench) -> None:
    stop, written = threading.Event(), []

    def write_on() -> None:
        while not stop.is_set():
            with bench.store.writing() as session:  # two lines a commit: half of one would show
                audit.write(session, None, audit.Action.PIPELINE, "a", "1")
                audit.write(session, None, audit.Action.PIPELINE, "b", "2")
            written.append(1)

    writer = threading.Thread(target=write_on)
    writer.start()
    try:
        while len(written) < 5:
            time.sleep(0.01)
        taken = [backup(bench.store, bench.folder / f"copy{n}") for n in range(2)]
    finally:
        stop.set()
        writer.join()
    for n, manifest in enumerate(taken):
        place = bench.place()
        assert restore(bench.folder / f"copy{n}", place) == manifest
        restored = Store(place)
        with restored.reading() as session:
            assert audit.verify(session) is None
            pairs = dict(session.execute(select(Audit.subject_kind, func.count()).group_by(Audit.subject_kind)).all())
        assert pairs["a"] == pairs["b"]
        assert lines(restored) == manifest.counts["audit"] + 1  # and the line that says it was restored
        restored.close()


def test_sign_ins_of_the_old_place_do_not_come_back_to_life(bench: Bench) -> None:
    backup(bench.store, bench.folder / "copy")
    place = bench.place()
    restore(bench.folder / "copy", place)
    restored = Store(place)
    with restored.reading() as session:
        assert session.scalar(select(PortalSession.ended_at)) is not None
    restored.close()


def test_a_restored_database_belongs_to_its_new_place(bench: Bench) -> None:
    """So a drill next to the cluster in use meets another installation's index, and not one that it takes for its own.
    What its former place had made is no longer its own, and nothing of the index is relied on."""
    with bench.store.writing() as session:
        installation.note(session, {"uuid-of-theirs": "griot-case-records-v1-1"})
    assert backup(bench.store, bench.folder / "copy").installation == INSTALLATION
    place = bench.place()
    restore(bench.folder / "copy", place)
    restored = Store(place)
    with restored.reading() as session:
        row = installation.standing(session)
        assert row.id not in ("", INSTALLATION) and not row.adopts and row.doubt is Doubt.RESTORED
        assert installation.known(session) == frozenset()
    restored.close()


def test_a_copy_with_one_changed_byte_is_refused(bench: Bench) -> None:
    manifest = backup(bench.store, bench.folder / "copy")
    path = bench.folder / "copy" / manifest.file
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    place = bench.place()
    with pytest.raises(SetupError, match="cut short or altered"):
        restore(bench.folder / "copy", place)
    assert nothing_at(place)


def nothing_at(place: str) -> bool:
    store = Store(place)
    try:
        if store.sqlite:
            return not Path(store.engine.url.database or "").exists()
        return migrate.current(store) is None
    finally:
        store.close()


def test_a_trail_that_was_rewritten_is_not_backed_up(bench: Bench) -> None:
    outside(bench.store, "UPDATE audit SET subject_id = 'forged' WHERE seq = 2")
    with pytest.raises(SetupError, match="broken at line 2"):
        backup(bench.store, bench.folder / "copy")
    assert not (bench.folder / "copy" / MANIFEST).exists()


def test_a_copy_that_cannot_be_read_back_is_no_backup(bench: Bench, monkeypatch) -> None:
    """What the disk gave back is not what was written: cut off, as by a full disk that nobody reported."""
    whole = files.copy

    def cut(source: Path, target: Path) -> None:
        whole(source, target)
        os.truncate(target, target.stat().st_size // 2)

    monkeypatch.setattr(files, "copy", cut)
    with pytest.raises(SetupError, match="read back"):
        backup(bench.store, bench.folder / "copy")
    assert not (bench.folder / "copy" / MANIFEST).exists()


def test_a_restore_of_a_broken_backup_leaves_the_good_database(bench: Bench) -> None:
    """Broken experiment 12: on PostgreSQL it was gone, and the sentence said that nothing was restored."""
    broken = bench.broken("broken")
    place = bench.place()
    good = Store(place)
    migrate.migrate(good)
    with good.writing() as session:
        installation.renamed(session, INSTALLATION)
        audit.write(session, None, audit.Action.ADMINISTRATION, "unit", "GM-GOOD")
    good.close()
    bench.let_go()
    with pytest.raises(SetupError, match="broken at line 2. It was not restored"):
        restore(broken, place, over=True)
    good = Store(place)
    with good.reading() as session:
        assert session.scalars(select(Audit.subject_id).order_by(Audit.seq.desc())).first() == "GM-GOOD"
        assert audit.verify(session) is None
    good.close()
    assert leftovers(place) == []


def leftovers(place: str) -> list[str]:
    """What a restore left next to a place."""
    store = Store(place)
    try:
        if store.sqlite:
            folder = Path(store.engine.url.database or "").parent
            return [path.name for path in folder.iterdir() if "restoring" in path.name]
        with store.engine.connect() as connection:
            asked = "SELECT datname FROM pg_database WHERE datname LIKE :next_to"
            return list(connection.scalars(text(asked), {"next_to": f"{store.engine.url.database}\\_%\\_%"}))
    finally:
        store.close()


@pytest.mark.parametrize("point", ["restore.proven", "restore.placed"])
def test_stopped_at_any_step_there_is_one_whole_database(bench: Bench, point: str) -> None:
    manifest = backup(bench.store, bench.folder / "copy")
    place = bench.place()
    restore(bench.folder / "copy", place, id=INSTALLATION)
    with pytest.raises(fault_points.InjectedFault), fault_points.arm(f"{point}:raise"):
        restore(bench.folder / "copy", place, over=True)
    there = Store(place)
    with there.reading() as session:
        assert audit.verify(session) is None
    assert lines(there) == manifest.counts["audit"] + 1
    there.close()
    assert leftovers(place) == []


def test_what_stands_there_is_replaced_only_when_said_so(bench: Bench) -> None:
    manifest = backup(bench.store, bench.folder / "copy")
    with bench.store.writing() as session:
        audit.write(session, None, audit.Action.ADMINISTRATION, "unit", "2")
    bench.let_go()
    with pytest.raises(SetupError, match="--over"):
        restore(bench.folder / "copy", bench.url)
    if bench.store.sqlite:
        journal = Path(f"{bench.store.engine.url.database}-journal")
        journal.write_bytes(b"left by a crash of the old file")
    restore(bench.folder / "copy", bench.url, over=True)
    if bench.store.sqlite:
        assert not journal.exists()
    assert lines(bench.store) == manifest.counts["audit"] + 1
    with bench.store.reading() as session:
        assert installation.id_of(session) == INSTALLATION, "the place keeps its own"


def test_anothers_backup_does_not_take_the_place_of_this_one(bench: Bench) -> None:
    backup(bench.store, bench.folder / "copy")
    place = bench.place()
    other = Store(place)
    migrate.migrate(other)
    with other.writing() as session:
        installation.renamed(session, OTHER)
    other.close()
    with pytest.raises(SetupError, match=f"another installation .{INSTALLATION}"):
        restore(bench.folder / "copy", place, over=True)
    other = Store(place)
    with other.reading() as session:
        assert installation.id_of(session) == OTHER
    other.close()
    restore(bench.folder / "copy", place, over=True, of=INSTALLATION)
    with other.reading() as session:
        assert installation.id_of(session) == OTHER, "put there on purpose, it serves that place's home"
    other.close()


HOLDS = """
import sys, time
from casefile.storage.store import Store
store = Store(sys.argv[1])
with store.engine.connect() as connection:
    connection.exec_driver_sql("SELECT count(*) FROM unit").scalar()
    print("held", flush=True)
    time.sleep(120)
"""


def test_a_database_in_use_is_not_replaced(bench: Bench, monkeypatch) -> None:
    """Broken experiment 13: the web server went on with a deleted file."""
    monkeypatch.setattr(postgresql, "LEAVING_S", 0.5)
    backup(bench.store, bench.folder / "copy")
    bench.let_go()
    with subprocess.Popen([sys.executable, "-c", HOLDS, bench.url], stdout=subprocess.PIPE, text=True) as other:
        try:
            assert other.stdout is not None and other.stdout.readline() == "held\n"
            with pytest.raises(SetupError, match="in use"):
                restore(bench.folder / "copy", bench.url, over=True)
        finally:
            other.kill()
    monkeypatch.undo()
    before = lines(bench.store)
    bench.let_go()
    restore(bench.folder / "copy", bench.url, over=True)
    assert lines(bench.store) == before, "the line of the backup went, that of the restore came"


@pytest.mark.postgres
def test_a_connection_that_is_just_leaving_keeps_no_database_from_being_replaced(postgres_url: str) -> None:
    """A closed connection is listed until its server process has ended: an upgrade that had failed could not be put
    back, for its own connection of a moment before."""
    engine = create_engine(postgres_url)
    leaving = engine.connect()
    leaving.execute(text("SELECT 1"))
    later = threading.Timer(0.5, lambda: (leaving.close(), engine.dispose()))
    later.start()
    try:
        postgresql.in_use(make_url(postgres_url))
    finally:
        later.join()


def test_a_process_that_ends_while_it_is_looked_at_hinders_no_restore(tmp_path: Path, monkeypatch) -> None:
    """Of one that has ended the list of open files is gone; of another it holds the file in question."""
    for process in ("7", "8"):
        (tmp_path / process).mkdir()
    (tmp_path / "7" / "fd").write_text("no folder any more")
    (tmp_path / "8" / "fd").mkdir()
    (tmp_path / "8" / "fd" / "3").symlink_to(tmp_path / "griot.db")
    monkeypatch.setattr(sqlite, "PROC", tmp_path)
    sqlite.in_use(tmp_path / "other.db")
    with pytest.raises(SetupError, match="processes 8"):
        sqlite.in_use(tmp_path / "griot.db")


def test_killed_half_way_a_backup_is_no_backup(bench: Bench) -> None:
    with pytest.raises(fault_points.InjectedFault), fault_points.arm("backup.copied:raise"):
        backup(bench.store, bench.folder / "copy")
    assert not (bench.folder / "copy" / MANIFEST).exists()
    with pytest.raises(SetupError, match="no finished backup"):
        read_manifest(bench.folder / "copy")


def test_a_folder_in_use_is_not_written_into(bench: Bench) -> None:
    backup(bench.store, bench.folder / "copy")
    with pytest.raises(SetupError, match="not empty"):
        backup(bench.store, bench.folder / "copy")


def test_a_manifest_that_tells_more_than_the_copy_holds_is_refused(bench: Bench) -> None:
    backup(bench.store, bench.folder / "copy")
    path = bench.folder / "copy" / MANIFEST
    stated = json.loads(path.read_text())
    path.write_text(json.dumps({**stated, "counts": {**stated["counts"], "record": 7}}))
    place = bench.place()
    with pytest.raises(SetupError, match="does not hold what its manifest tells"):
        restore(bench.folder / "copy", place)
    assert nothing_at(place)


def test_what_is_no_database_of_griot_is_left_as_it_is(sqlite_store: Store, tmp_path: Path) -> None:
    bench = Bench(sqlite_store, tmp_path, iter(()))
    network(sqlite_store)
    broken = bench.broken("copy")
    place = tmp_path / "in-use.db"
    sqlite3.connect(place).execute("CREATE TABLE kept (x)").connection.commit()
    before = place.read_bytes()
    with pytest.raises(SetupError, match="audit trail"):
        restore(broken, f"sqlite:///{place}", over=True)
    assert place.read_bytes() == before


def test_without_the_right_to_make_databases_the_good_one_is_not_touched(
    postgres_store: Store, postgres_cluster, tmp_path: Path
) -> None:
    """Into an empty database it goes all the same, and out of it again when the copy cannot be proved."""
    url, database = postgres_store.engine.url, postgres_store.engine.url.database
    bench = Bench(postgres_store, tmp_path, iter(()))
    network(postgres_store)
    backup(postgres_store, tmp_path / "copy")
    broken = bench.broken("broken")
    bench.let_go()
    postgres_cluster.sql("DROP ROLE IF EXISTS plain_user")
    postgres_cluster.sql("CREATE ROLE plain_user LOGIN")
    postgres_cluster.sql(f"CREATE DATABASE {database}_own OWNER plain_user TEMPLATE template0")
    own = url.set(username="plain_user", database=f"{database}_own").render_as_string(hide_password=False)
    try:
        with pytest.raises(SetupError, match="broken at line"):
            restore(broken, own)
        assert nothing_at(own)
        restore(tmp_path / "copy", own, id=INSTALLATION)
        with pytest.raises(SetupError, match="CREATEDB"):
            restore(tmp_path / "copy", own, over=True)
        kept = create_engine(own)
        with kept.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM unit"))
        kept.dispose()
    finally:
        postgres_cluster.sql(f"DROP DATABASE IF EXISTS {database}_own WITH (FORCE)")
        postgres_cluster.sql("DROP ROLE IF EXISTS plain_user")


def test_a_dump_that_was_cut_off_is_found_when_it_is_read_back(postgres_store: Store, tmp_path: Path) -> None:
    network(postgres_store)
    path = tmp_path / "griot.dump"
    with postgresql.snapshot(postgres_store) as (_connection, snapshot):
        postgresql.dump(postgres_store.engine.url, path, snapshot)
    whole = postgresql.rows_in(path)
    with postgres_store.reading() as session:
        assert whole["audit"] == session.scalar(select(func.count()).select_from(Audit))
    os.truncate(path, path.stat().st_size - 4000)
    with pytest.raises(SetupError, match="cannot be read back"):
        postgresql.rows_in(path)
