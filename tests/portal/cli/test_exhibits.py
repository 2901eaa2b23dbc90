"""`griot exhibit`: the same rules as on the page, and every hash looked at again."""

import hashlib
import json

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select, update

from casefile.storage.tables import Exhibit, ExhibitPart
from portal.cli import main
from tests.network import files
from tests.network.stored import network


@pytest.fixture
def griot(sqlite_store, tmp_path, monkeypatch):
    """griot("exhibit", "check"): exit code and what it printed."""
    (tmp_path / "installation").mkdir()
    monkeypatch.setenv("DATABASE_URL", str(sqlite_store.engine.url))
    monkeypatch.setenv("GRIOT_SECRET_KEY", "test-key-" + "0" * 40)

    def run(*arguments):
        done = CliRunner().invoke(main, ["--home", str(tmp_path / "installation"), "--json", *arguments])
        return done.exit_code, done.output

    return run


def test_a_file_is_brought_in_and_checked(griot, sqlite_store, tmp_path):
    record = network(sqlite_store).enter("dakar")
    photo = tmp_path / "boat.jpg"
    photo.write_bytes(files.photo())
    code, said = griot("exhibit", "add", str(photo), "--as", "dakar", "--record", record)
    assert code == 0 and json.loads(said)["sha256"] == hashlib.sha256(files.photo()).hexdigest()
    assert griot("exhibit", "check")[0] == 0
    with sqlite_store.writing() as session:
        session.execute(update(ExhibitPart).values(content=files.photo()[:-1] + b"x"))
    code, said = griot("exhibit", "check")
    assert code == 1 and json.loads(said)["altered"] == [json.loads(said)["altered"][0]]


@pytest.mark.parametrize(("name", "content"), [("boat.pdf", files.photo()), ("boat.jpg", b"MZ" + bytes(90))])
def test_what_is_refused_leaves_nothing(griot, sqlite_store, tmp_path, name, content):
    record = network(sqlite_store).enter("dakar")
    (tmp_path / name).write_bytes(content)
    assert griot("exhibit", "add", str(tmp_path / name), "--as", "dakar", "--record", record)[0] != 0
    with sqlite_store.reading() as session:
        assert session.scalars(select(func.count()).select_from(Exhibit)).one() == 0
