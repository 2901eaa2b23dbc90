"""`griot audit`: sound or the first bad row, on a home where nothing runs; checkpoints, countersigning, proofs."""

import json
import shutil

import pytest
from click.testing import CliRunner

from portal.cli import main
from tests.network.outside import outside
from tests.network.stored import network


@pytest.fixture
def home(sqlite_store, tmp_path):
    """(the network, a way to type a command at its home)."""
    net = network(sqlite_store)
    folder = tmp_path / "home"

    def griot(*words, at=folder, code=0):
        environment = {"GRIOT_SECRET_KEY": "test-key-" + "0" * 40, "DATABASE_URL": ""}
        done = CliRunner().invoke(main, ["--home", str(at), *map(str, words)], env=environment, catch_exceptions=False)
        assert done.exit_code == code, done.output
        return done.output

    return net, griot, folder


def answer(said):
    return json.loads(said.strip().splitlines()[-1])


def test_a_copied_home_verifies_and_one_that_was_altered_names_the_row(home, tmp_path):
    net, griot, folder = home
    record_id = net.enter("dakar")
    griot("audit", "checkpoint")
    shutil.copytree(folder, tmp_path / "copied")
    assert griot("audit", "verify", at=tmp_path / "copied").startswith("Sound: ")
    outside(net.store, f"UPDATE record_version SET subject_category = 'victim' WHERE record_id = '{record_id}'")
    said = answer(griot("audit", "verify", "--json", code=1))
    assert said["sound"] is False and said["first"] == f"record {record_id} version 1: it was altered"
    assert f"record {record_id} version 1" in griot("audit", "verify", code=1)
    assert answer(griot("audit", "verify", "--json", at=tmp_path / "copied"))["sound"] is True


def test_doctor_looks_too(home):
    net, griot, _ = home
    griot("audit", "checkpoint")
    outside(net.store, "UPDATE audit SET reason = 'x' WHERE seq = 4")
    assert "audit line 4" in griot("doctor", code=1)


def test_a_unit_countersigns_away_from_the_installation_and_it_is_kept(home, tmp_path):
    net, griot, _ = home
    note, signed, key = (tmp_path / name for name in ("note.txt", "signed.txt", "unit.pem"))
    griot("audit", "checkpoint", "--out", note)
    origin = griot("audit", "keys").strip()
    words = ("audit", "countersign", note, "--name", "sn-pj", "--key", key, "--origin", origin, "--out", signed)
    public = answer(griot(*words, "--json", at=tmp_path / "unit"))["key"]
    assert answer(griot(*words, "--json", at=tmp_path / "unit"))["key"] == public, "the key is made once"
    unit = net.dakar.unit_code
    assert answer(griot("audit", "receive", signed, "--unit", unit, "--key", public, "--json"))["unit"] == unit
    griot("audit", "verify", "--against", signed)
    griot("audit", "countersign", note, "--name", "a b", "--key", key, code=1)
    griot("audit", "countersign", note, "--name", "ab", "--key", key, "--origin", public, code=1)


def test_proofs_are_checked_without_the_home(home, tmp_path):
    net, griot, _ = home
    first, second, proof = (tmp_path / name for name in ("1.txt", "2.txt", "proof.json"))
    griot("audit", "checkpoint", "--out", first)
    record_id = net.enter("dakar")
    griot("audit", "checkpoint", "--out", second)
    key = griot("audit", "keys").strip()
    for words in (("prove", 3), ("prove", "--leaf", 2), ("prove", "--row", "record", record_id, "--version", 1),
                  ("prove", 3, "--checkpoint", first), ("consistency", first, second)):  # fmt: skip
        proof.write_text(griot("audit", *words))
        assert griot("audit", "check", proof, "--key", key, at=tmp_path / "nowhere").startswith("It holds: ")
    proof.write_text(proof.read_text().replace("griot consistency proof", "griot inclusion proof"))
    griot("audit", "check", proof, "--key", key, code=1)
    griot("audit", "prove", 10**6, code=1)
    griot("audit", "prove", code=2)


def test_a_new_key_is_vouched_for_by_the_old_one(home):
    net, griot, _ = home
    griot("audit", "checkpoint")
    griot("audit", "rotate")
    net.enter("dakar")
    griot("audit", "checkpoint")
    assert len(griot("audit", "keys").strip().splitlines()) == 2
    griot("audit", "verify")
