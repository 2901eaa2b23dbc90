"""A sealed dossier checks out with nothing but Python, and names the file of every changed byte."""

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from casefile import evidence
from casefile.evidence import seal
from casefile.evidence.verify import Dossier
from tests.casefile.evidence.conftest import MAKING, WHY, unzipped
from tests.network.stored import network

SEED = 20261126
FAST, SLOW = 30, 500
"""Changes, of each of the two kinds of seal."""
TOKEN = b"\x30\x82token of nobody"


def verify(verifier, *arguments):
    """(exit code, what it said) of the verifier run by a bare Python: no environment, no packages, no network asked."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(verifier), *map(str, arguments)],
        capture_output=True, text=True, env={}, check=False, timeout=60,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def net(sqlite_store):
    return network(sqlite_store)


@pytest.fixture(params=["", "SN-DKR"], ids=["with its proof", "a unit's, without"])
def made(contact, request):
    wish = evidence.Wish(WHY)
    return evidence.export_for_home(contact.net.store, contact.hit_id, wish, MAKING, unit_code=request.param)


@pytest.fixture
def folder(made, tmp_path):
    return unzipped(made.content, tmp_path / "dossier")


@pytest.fixture
def untouched(folder, tmp_path):
    """A verifier from elsewhere."""
    return shutil.copy(folder / "verify.py", tmp_path / "verify.py")


def test_an_untouched_dossier_checks_out_in_its_own_folder(folder):
    code, said = verify(folder / "verify.py")
    assert code == 0, said
    assert MAKING.sealer.key in said
    assert verify(folder / "verify.py", f"--key={MAKING.sealer.key}")[0] == 0
    code, said = verify(folder / "verify.py", "--key=griot.test+00000000+AQ==")
    assert code == 1 and "seal/key.txt" in said


def test_the_same_content_gives_the_same_zip(made):
    files = {"a": b"1", "verify.py": b"2", "LISEZMOI.txt": b"3"}
    assert seal.zipped(files) == seal.zipped(dict(reversed(files.items())))
    assert made.content.startswith(b"PK") and b"verify.py" in made.content[:80], "the verifier at its top"


def changed(data, draw):
    """The bytes with one of them changed, to any other value."""
    at = draw.randrange(len(data))
    return data[:at] + bytes([(data[at] + draw.randrange(1, 256)) % 256]) + data[at + 1 :]


def all_found(folder, many, draw):
    """Each change is named by the dossier's own verifier, and by an untouched one, which names nothing else."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    for number in range(many):
        name = names[number % len(names)] if number < len(names) else draw.choice(names)
        path = Path(folder, name)
        before = path.read_bytes()
        path.write_bytes(changed(before, draw))
        code, said = verify(folder / "verify.py")  # one that no longer runs is named by Python itself
        assert code == 1 and name in said, f"{name}: {said}"
        assert set(Dossier(folder).check()) == {name}
        path.write_bytes(before)
    assert Dossier(folder).check() == {}


def test_every_changed_byte_is_found_and_its_file_named(folder):
    all_found(folder, FAST, random.Random(SEED))


@pytest.mark.slow
def test_five_hundred_changed_bytes_are_all_found_and_named(folder):
    all_found(folder, SLOW, random.Random())


@pytest.mark.parametrize("known_as", [b'"manifest.json"', b'"verify.py"', b'"seal.txt"', b'"*.json"'])
def test_a_verifier_whose_own_names_were_changed_names_itself(folder, known_as):
    """By another name it would not find the manifest, and call that one missing."""
    path = folder / "verify.py"
    before = path.read_bytes()
    assert known_as in before
    path.write_bytes(before.replace(known_as, known_as.replace(b"s", b"k").replace(b"v", b"w"), 1))
    code, said = verify(path)
    assert code == 1 and "verify.py" in said, said


def test_every_byte_of_the_seal_counts(folder):
    """Each byte of the small files of the seal in its turn: by the verifier's own functions, in this process."""
    draw = random.Random(SEED)
    known = Dossier(folder).files
    for name in sorted({seal.SEAL, seal.SIGNATURE, seal.KEY, seal.CHECKPOINT, seal.RECEIPT} & set(known)):
        for at in range(0, len(known[name]), 7):
            dossier = Dossier(folder)
            one = known[name]
            dossier.files[name] = one[:at] + bytes([one[at] ^ (1 << draw.randrange(8))]) + one[at + 1 :]
            assert set(dossier.check()) == {name}, f"byte {at} of {name}"


def test_each_file_that_is_missing_is_named(folder, untouched):
    for path in sorted(folder.rglob("*.*")):
        before, name = path.read_bytes(), path.relative_to(folder).as_posix()
        path.unlink()
        assert Dossier(folder).check().get(name) == "missing" or name == seal.MANIFEST
        path.write_bytes(before)
    (folder / seal.MANIFEST).unlink()
    code, said = verify(untouched, folder)
    assert code == 1 and "manifest.json: missing" in said


@pytest.mark.parametrize("name", ["note.txt", "data/more.json", "seal/timestamp.tsr", "verify2.py"])
def test_a_file_that_was_added_is_named(folder, untouched, name):
    (folder / name).write_text("slipped in")
    code, said = verify(untouched, folder)
    assert code == 1 and f"{name}: added" in said


@pytest.mark.parametrize("name", ["seal/receipt.json", "seal/proof.json"])
def test_a_file_of_another_kind_of_seal_is_named(folder, untouched, name):
    if not (folder / name).exists():
        (folder / name).write_text("{}")
        code, said = verify(untouched, folder)
        assert code == 1 and f"{name}: added" in said


def test_a_link_in_place_of_a_file_is_named(folder, untouched):
    (folder / "passwd").symlink_to("/etc/hostname")
    code, said = verify(untouched, folder)
    assert code == 1 and "passwd: added" in said


def test_a_dossier_sealed_again_by_another_key_does_not_pass_for_the_first(folder, untouched, made):
    """Who changes a file and seals everything again with a key of his own is seen by the key alone."""
    code, said = verify(untouched, folder, "--key=griot.test+00000000+AQ==")
    assert code == 1 and "seal/key.txt: is not the key that was given" in said


def test_parts_of_two_dossiers_do_not_make_one(contact, tmp_path, untouched):
    made, again = (
        evidence.export_for_home(contact.net.store, contact.hit_id, evidence.Wish(WHY), MAKING) for _ in range(2)
    )
    one, other = unzipped(made.content, tmp_path / "one"), unzipped(again.content, tmp_path / "other")
    for name in ("seal/trail-line.json", "seal/proof.json", "seal/checkpoint.txt", "seal/manifest.sig"):
        before = (one / name).read_bytes()
        (one / name).write_bytes((other / name).read_bytes())
        code, said = verify(untouched, one)
        assert code == 1 and f"{name}: changed" in said
        (one / name).write_bytes(before)
    for name in ("trail-line.json", "proof.json", "checkpoint.txt", "manifest.sig", "seal.txt"):
        shutil.copy(other / "seal" / name, one / "seal" / name)
    code, said = verify(untouched, one)
    assert code == 1 and "manifest.json: changed" in said, "another dossier's whole seal"
