"""A backup is for its owner alone, in its mode and by its seal; age itself opens it, and nobody without the key."""

import json
import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from casefile.backup import MANIFEST, backup, read_manifest, restore, sealing
from casefile.errors import SetupError
from casefile.storage.store import Store
from tests.network.make import person
from tests.network.stored import network

NAME = "Waralimou Destrake"


@pytest.fixture
def home(sqlite_store: Store) -> Store:
    network(sqlite_store).enter("dakar", person(NAME, "1982"))
    return sqlite_store


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "safe" / "backup-key"
    sealing.make_key(path)
    return path


@pytest.fixture
def taken(home: Store, key: Path, tmp_path: Path) -> Path:
    before = os.umask(0o022)
    try:
        backup(home, tmp_path / "copy", sealed_to=[sealing.make_key(key)], key=key)
    finally:
        os.umask(before)
    return tmp_path / "copy"


def test_nobody_else_may_read_any_of_it_whatever_the_umask(taken: Path, key: Path) -> None:
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in [taken, *taken.iterdir(), key]}
    assert modes == {"copy": 0o700, "griot.db.age": 0o600, MANIFEST: 0o600, "backup-key": 0o600}


def test_a_plain_one_is_closed_as_well(home: Store, tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        backup(home, tmp_path / "plain")
    finally:
        os.umask(before)
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "plain").iterdir()} == {0o600}


def test_no_name_stands_in_it(taken: Path, home: Store) -> None:
    assert NAME.encode() in Path(home.engine.url.database or "").read_bytes()
    assert all(NAME.encode() not in path.read_bytes() for path in taken.iterdir())
    left = [path.name for path in Path(home.engine.url.database or "").parent.iterdir() if "copy" in path.name]
    assert left == [], "the plain copy is gone"


def test_it_comes_back_with_its_key_and_where_the_key_lay_is_known(taken: Path, key: Path, tmp_path: Path) -> None:
    manifest = restore(taken, f"sqlite:///{tmp_path / 'a.db'}", keys=[key])
    assert manifest == read_manifest(taken) and manifest.key == str(key)
    restore(taken, f"sqlite:///{tmp_path / 'b.db'}")
    kept = key.rename(tmp_path / "kept")
    with pytest.raises(SetupError, match="no key was found"):
        restore(taken, f"sqlite:///{tmp_path / 'c.db'}")
    restore(taken, f"sqlite:///{tmp_path / 'c.db'}", keys=[kept])


def test_another_key_opens_nothing_and_leaves_nothing_behind(taken: Path, key: Path, tmp_path: Path) -> None:
    key.unlink()
    other = tmp_path / "other"
    sealing.make_key(other)
    with pytest.raises(SetupError, match="sealed to another key"):
        restore(taken, f"sqlite:///{tmp_path / 'new' / 'griot.db'}", keys=[other])
    assert list((tmp_path / "new").iterdir()) == []


@pytest.mark.parametrize("at", [0, 200, -1])
def test_a_changed_byte_is_found_even_where_the_manifest_was_changed_with_it(
    taken: Path, key: Path, tmp_path, at
) -> None:
    path = taken / "griot.db.age"
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
    with pytest.raises(SetupError, match="cut short or altered"):
        restore(taken, f"sqlite:///{tmp_path / 'new.db'}", keys=[key])
    manifest = json.loads((taken / MANIFEST).read_text())
    from casefile.backup.files import sha256

    (taken / MANIFEST).write_text(json.dumps({**manifest, "sha256": sha256(path)}))
    with pytest.raises(SetupError, match="cannot be opened"):
        restore(taken, f"sqlite:///{tmp_path / 'new.db'}", keys=[key])
    assert not (tmp_path / "new.db").exists()


def test_one_key_is_made_and_kept(tmp_path: Path) -> None:
    made = {sealing.make_key(tmp_path / "key") for _ in range(3)}
    assert len(made) == 1 and [path.name for path in tmp_path.iterdir()] == ["key"]


@pytest.mark.parametrize("text", ["", "nothing", "AGE-SECRET-KEY-1ABC"])
def test_a_file_that_is_no_key_is_said_to_be_none(taken: Path, key: Path, tmp_path: Path, text: str) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text(text)
    key.unlink()
    with pytest.raises(SetupError, match="no key file of age"):
        restore(taken, f"sqlite:///{tmp_path / 'new.db'}", keys=[wrong])
    with pytest.raises(SetupError, match="no public key of age"):
        sealing.seal(wrong, tmp_path / "sealed", [text or "age1"])


def test_a_backup_of_before_is_still_restored(home: Store, tmp_path: Path) -> None:
    """Format 1 had neither seal nor key in its manifest."""
    backup(home, tmp_path / "copy")
    path = tmp_path / "copy" / MANIFEST
    stated = json.loads(path.read_text())
    path.write_text(json.dumps({name: stated[name] for name in stated.keys() - {"sealed_to", "key"}} | {"format": 1}))
    assert restore(tmp_path / "copy", f"sqlite:///{tmp_path / 'new.db'}").format == 1


age = pytest.mark.skipif(shutil.which("age") is None, reason="the program age is not installed")


@age
def test_the_program_age_opens_it_with_the_key_file(taken: Path, key: Path, tmp_path: Path) -> None:
    plain = tmp_path / "opened.db"
    command = ["age", "--decrypt", "--identity", str(key), "--output", str(plain), str(taken / "griot.db.age")]
    subprocess.run(command, check=True, timeout=60)
    assert plain.read_bytes()[:15] == b"SQLite format 3" and NAME.encode() in plain.read_bytes()


@age
def test_a_key_made_by_age_itself_is_one_to_seal_to(home: Store, tmp_path: Path) -> None:
    """Made elsewhere: this machine never holds the secret half."""
    subprocess.run(["age-keygen", "-o", str(tmp_path / "theirs")], check=True, capture_output=True, timeout=60)
    public = subprocess.run(
        ["age-keygen", "-y", str(tmp_path / "theirs")], check=True, capture_output=True, text=True, timeout=60
    ).stdout.strip()
    backup(home, tmp_path / "copy", sealed_to=[public])
    with pytest.raises(SetupError, match="no key was found"):
        restore(tmp_path / "copy", f"sqlite:///{tmp_path / 'new.db'}")
    assert restore(tmp_path / "copy", f"sqlite:///{tmp_path / 'new.db'}", keys=[tmp_path / "theirs"])
