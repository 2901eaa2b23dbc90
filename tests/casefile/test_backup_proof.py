"""A backup carries the proof of its home: what is put back is held against what was signed before."""

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from casefile import audit
from casefile.audit.proof import checkpoints, keys
from casefile.audit.proof.checkpoints import Place
from casefile.audit.proof.verify import Report, verify
from casefile.backup import MANIFEST, backup, proof_of, read_manifest, restore, sealing
from casefile.errors import SetupError
from casefile.storage import migrate
from casefile.storage.store import Store


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request, tmp_path: Path) -> str:
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'home' / 'griot.db'}"


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "safe" / "backup-key"
    sealing.make_key(path)
    return path


class Home:
    """A database and the folder of its proof."""

    def __init__(self, url: str, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.url, self.place = url, Place(folder / "proof")

    def work(self, number: int) -> None:
        """Something that leaves a line, and a checkpoint over it."""
        with closing(Store(self.url)) as store:
            migrate.migrate(store)
            with store.writing() as session:
                audit.write(session, None, audit.Action.ADMINISTRATION, "unit", str(number))
            checkpoints.write(store, self.place)

    def copied(self, folder: Path, sealed_to: list[str]) -> Path:
        with closing(Store(self.url)) as store:
            backup(store, folder, sealed_to=sealed_to, proof_folder=self.place.folder)
        return folder

    def put_back(self, folder: Path, key: Path) -> Path | None:
        """As the command does it; where the former series was set aside."""
        manifest = restore(folder, self.url, over=True, keys=[key])
        with closing(Store(self.url)) as store, proof_of(folder, manifest, self.place.folder, [key]) as carried:
            migrate.migrate(store)
            return checkpoints.begin_again(store, self.place, carried)

    def verified(self) -> Report:
        with closing(Store(self.url)) as store:
            return verify(store, self.place)


@pytest.fixture
def home(url: str, tmp_path: Path) -> Home:
    home = Home(url, tmp_path / "home")
    for number in range(3):
        home.work(number)
    return home


@pytest.fixture
def taken(home: Home, key: Path, tmp_path: Path) -> Path:
    return home.copied(tmp_path / "copy", [sealing.make_key(key)])


def test_a_new_home_verifies_against_what_was_signed_before_and_goes_on(home, taken, key, tmp_path) -> None:
    before = [path.name for path in home.place.notes()]
    new = Home(home.url, tmp_path / "new")
    assert new.put_back(taken, key) is None
    report = new.verified()
    assert report.sound, report.problems
    names = [path.name for path in new.place.notes()]
    assert names[: len(before)] == before and len(names) == len(before) + 1, "and the restore's own line is signed"
    assert keys.known(new.place.folder) == keys.known(home.place.folder), "by the key that came along"
    assert stat.S_IMODE((new.place.folder / keys.KEY).stat().st_mode) == 0o600
    new.work(9)
    assert new.verified().sound


def test_an_older_one_beside_newer_checkpoints_says_so(home, taken, key) -> None:
    home.work(7)
    with closing(Store(home.url)) as store:
        checkpoints.rotate(store, home.place)
    newer = {path.name for path in home.place.notes()}
    aside = home.put_back(taken, key)
    report = home.verified()
    assert report.sound and report.aside == [aside.name]
    assert {path.name for path in (aside / checkpoints.CHECKPOINTS).iterdir()} == newer
    assert newer > {path.name for path in home.place.notes()[:-1]}, "the series of the backup stands again"
    with closing(Store(home.url)) as store:
        report = verify(store, home.place, [aside])
    assert not report.sound, "against the former series it is a roll-back"


def test_what_was_cut_off_before_the_backup_is_named_after_it(key, tmp_path) -> None:
    """Its own trail verifies; the checkpoints that came along do not agree."""
    file = tmp_path / "home" / "griot.db"
    home = Home(f"sqlite:///{file}", file.parent)
    for number in range(3):
        home.work(number)
    with closing(sqlite3.connect(file)) as db:
        db.execute("DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)")
        db.commit()
    taken = home.copied(tmp_path / "copy", [sealing.make_key(key)])
    new = Home(f"sqlite:///{tmp_path / 'new' / 'griot.db'}", tmp_path / "new")
    manifest = restore(taken, new.url, keys=[key])
    with closing(Store(new.url)) as store, proof_of(taken, manifest, new.place.folder, [key]) as carried:
        with pytest.raises(SetupError, match=r"not the one|does not go on|other"):
            checkpoints.begin_again(store, new.place, carried)
        assert not verify(store, new.place).sound


def test_the_private_key_goes_into_a_sealed_backup_alone(home, tmp_path, key) -> None:
    plain = home.copied(tmp_path / "plain", [])
    with proof_of(plain, read_manifest(plain), tmp_path / "next-to", []) as carried:
        assert carried is not None and (carried / keys.KEYS).exists() and not (carried / keys.KEY).exists()
    assert not (tmp_path / "next-to").exists()
    new = Home(home.url, tmp_path / "new")
    new.put_back(plain, key)
    assert new.verified().sound, "a new key goes on, and the trail says so"
    assert len(keys.known(new.place.folder)) == 2


def test_an_altered_proof_is_refused_and_one_without_is_restored(home, taken, key, tmp_path) -> None:
    manifest = read_manifest(taken)
    path = taken / manifest.proof
    assert {one.name for one in taken.iterdir()} == {manifest.file, manifest.proof, MANIFEST}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(SetupError, match=path.name):
        restore(taken, home.url, over=True, keys=[key])
    with closing(Store(home.url)) as store:
        backup(store, tmp_path / "bare", sealed_to=[sealing.make_key(key)])
    home.put_back(tmp_path / "bare", key)
    assert home.verified().sound
