"""A backup taken under load is whole, restores elsewhere to the same thing, and a damaged one is refused."""

import sqlite3
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from casefile import audit, fault_points
from casefile.backup import MANIFEST, backup, read_manifest, restore
from casefile.errors import SetupError
from casefile.people import sessions
from casefile.storage import migrate
from casefile.storage.store import Store
from casefile.storage.tables import Audit, PortalSession
from tests.network.outside import outside
from tests.network.stored import network


@pytest.fixture
def home(sqlite_store: Store) -> Store:
    """The network, somebody signed in."""
    net = network(sqlite_store)
    with sqlite_store.writing() as session:
        sessions.open_session(session, net.dakar.officer_id)
    return sqlite_store


def lines(store: Store) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(Audit)) or 0


def test_a_backup_taken_while_others_write_is_one_moment_of_the_whole(home: Store, tmp_path: Path) -> None:
    stop, written = threading.Event(), []

    def write_on() -> None:
        while not stop.is_set():
            with home.writing() as session:  # two lines a commit: half of one would show
                audit.write(session, None, audit.Action.PIPELINE, "a", "1")
                audit.write(session, None, audit.Action.PIPELINE, "b", "2")
            written.append(1)

    writer = threading.Thread(target=write_on)
    writer.start()
    try:
        while len(written) < 5:
            time.sleep(0.01)
        taken = [backup(home, tmp_path / f"copy{n}") for n in range(3)]
    finally:
        stop.set()
        writer.join()
    for n, manifest in enumerate(taken):
        place = tmp_path / f"elsewhere{n}" / "griot.db"
        assert restore(tmp_path / f"copy{n}", f"sqlite:///{place}") == manifest
        restored = Store(f"sqlite:///{place}")
        with restored.reading() as session:
            assert audit.verify(session) is None
            pairs = dict(session.execute(select(Audit.subject_kind, func.count()).group_by(Audit.subject_kind)).all())
        assert pairs["a"] == pairs["b"]
        assert lines(restored) == manifest.counts["audit"] + 1  # and the line that says it was restored
        restored.close()


def test_sign_ins_of_the_old_place_do_not_come_back_to_life(home: Store, tmp_path: Path) -> None:
    backup(home, tmp_path / "copy")
    place = f"sqlite:///{tmp_path / 'new.db'}"
    restore(tmp_path / "copy", place)
    with Store(place).reading() as session:
        assert session.scalar(select(PortalSession.ended_at)) is not None


def test_a_copy_with_one_changed_byte_is_refused(home: Store, tmp_path: Path) -> None:
    manifest = backup(home, tmp_path / "copy")
    path = tmp_path / "copy" / manifest.file
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(SetupError):
        restore(tmp_path / "copy", f"sqlite:///{tmp_path / 'new.db'}")
    assert not (tmp_path / "new.db").exists()


def test_a_copy_whose_trail_was_rewritten_is_refused_and_the_place_untouched(home: Store, tmp_path: Path) -> None:
    outside(home, "UPDATE audit SET subject_id = 'forged'")
    backup(home, tmp_path / "copy")
    place = tmp_path / "in-use.db"
    sqlite3.connect(place).execute("CREATE TABLE kept (x)").connection.commit()
    before = place.read_bytes()
    with pytest.raises(SetupError, match="audit trail"):
        restore(tmp_path / "copy", f"sqlite:///{place}", over=True)
    assert place.read_bytes() == before


def test_what_stands_there_is_replaced_only_when_said_so(home: Store, tmp_path: Path) -> None:
    backup(home, tmp_path / "copy")
    with pytest.raises(SetupError, match="--over"):
        restore(tmp_path / "copy", str(home.engine.url))
    journal = Path(f"{home.engine.url.database}-journal")
    journal.write_bytes(b"left by a crash of the old file")
    restore(tmp_path / "copy", str(home.engine.url), over=True)
    assert not journal.exists()


def test_killed_half_way_a_backup_is_no_backup(home: Store, tmp_path: Path) -> None:
    with pytest.raises(fault_points.InjectedFault), fault_points.arm("backup.copied:raise"):
        backup(home, tmp_path / "copy")
    assert not (tmp_path / "copy" / MANIFEST).exists()
    with pytest.raises(SetupError, match="no finished backup"):
        read_manifest(tmp_path / "copy")


def test_a_folder_in_use_is_not_written_into(home: Store, tmp_path: Path) -> None:
    backup(home, tmp_path / "copy")
    with pytest.raises(SetupError, match="not empty"):
        backup(home, tmp_path / "copy")


def test_postgresql_goes_the_same_way(postgres_url: str, tmp_path: Path) -> None:
    store = Store(postgres_url)
    migrate.migrate(store)
    with store.writing() as session:
        audit.write(session, None, audit.Action.ADMINISTRATION, "unit", "1")
    manifest = backup(store, tmp_path / "copy")
    with store.writing() as session:
        audit.write(session, None, audit.Action.ADMINISTRATION, "unit", "2")
    with pytest.raises(SetupError, match="--over"):
        restore(tmp_path / "copy", postgres_url)
    store.close()
    restore(tmp_path / "copy", postgres_url, over=True)
    again = Store(postgres_url)
    with again.reading() as session:
        assert audit.verify(session) is None
        assert session.scalar(select(func.count()).select_from(Audit)) == manifest.counts["audit"] + 1
    again.close()
