"""`griot evidence export`: in whose name, for whom, and a file that only its owner reads."""

import json
import os
import pwd
import zipfile

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from casefile.storage.tables import Audit
from portal.cli import main
from tests.casefile.evidence.conftest import unzipped
from tests.casefile.evidence.test_seal import verify
from tests.network.contact import Contact
from tests.network.stored import network

USER = pwd.getpwuid(os.geteuid()).pw_name


@pytest.fixture
def contact(sqlite_store):
    return Contact(network(sqlite_store)).sent()


@pytest.fixture
def export(contact, tmp_path, monkeypatch):
    """export("--as", "dakar") -> (exit code, what it said, path of the ZIP)."""
    home = tmp_path / "installation"
    home.mkdir()
    monkeypatch.setenv("DATABASE_URL", str(contact.net.store.engine.url))
    monkeypatch.setenv("GRIOT_SECRET_KEY", "test-key-" + "0" * 40)
    out = tmp_path / "dossier.zip"

    def run(*words, hit=contact.hit_id):
        typed = ["--home", str(home), "--json", "evidence", "export", hit, "--out", str(out), *words]
        done = CliRunner().invoke(main, typed, catch_exceptions=False)
        return done.exit_code, done.output, out

    return run


def record(path):
    with zipfile.ZipFile(path) as archive:
        return archive.read("data/record.json").decode()


def test_by_itself_it_shows_what_the_coordination_desk_sees(export, contact, tmp_path):
    code, said, out = export()
    answer = json.loads(said.splitlines()[-1])
    assert (code, answer["seen_as"], answer["bytes"]) == (0, "coordination", out.stat().st_size)
    assert out.stat().st_mode & 0o777 == 0o600
    assert "Kanaryrecordtext" in record(out)
    assert verify(unzipped(out.read_bytes(), tmp_path / "one") / "verify.py")[0] == 0
    with contact.net.store.reading() as session:
        wanted = select(Audit.detail).where(Audit.subject_id == contact.hit_id, Audit.action == "disclosure")
        (detail,) = session.scalars(wanted).all()
    assert (detail["manifest"], detail["command"], detail["system_user"]) == (
        answer["manifest"], "evidence export", USER,
    )  # fmt: skip


@pytest.mark.parametrize("words", [("--for", "GM-BJL"), ("--as", "banjul")])
def test_for_a_unit_it_shows_that_units_side(export, words):
    code, _, out = export(*words)
    assert code == 0 and "Kanaryrecordtext" not in record(out)


def test_in_a_coordinators_name_both_sides(export):
    assert export("--as", "coordinator")[0] == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--as", "nouakchott"), "nothing here"), (("--for", "MR-NKC"), "nothing here"),
        (("--for", "XX"), "no unit XX"), (("--as", "analyst"), "may not do this"),
        (("--as", "dakar", "--for", "SN-DKR"), "not both"),
        (("--reason", "..."), "reason"), (("--as", "protection"), "nothing here"),
    ],
)  # fmt: skip
def test_whoever_has_no_part_in_it_gets_a_sentence_and_no_file(export, words, said):
    code, output, out = export(*words)
    assert code == 1 and said in output and not out.exists()


def test_an_unknown_hit_is_said_to_be_one(export):
    code, output, _ = export(hit="f" * 32)
    assert code == 1 and "griot hits export lists them" in output
