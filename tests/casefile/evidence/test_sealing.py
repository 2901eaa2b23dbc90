"""The home's own seal: its key, its signed tree, a unit's countersignature under it."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from casefile import evidence
from casefile.audit.proof import checkpoints, countersigned, keys
from casefile.errors import NotThere
from casefile.evidence import seal
from casefile.evidence.sealing import sealer_of
from casefile.evidence.verify import Dossier
from casefile.proof.notes import WITNESS, VerifyKey
from casefile.settings import Settings
from casefile.storage import tables
from tests.casefile.evidence.conftest import WHY, readable, unzipped
from tests.casefile.evidence.test_seal import verify
from tests.network.stored import network

UNIT_KEY = Ed25519PrivateKey.from_private_bytes(b"u" * 32)


@pytest.fixture
def net(sqlite_store):
    return network(sqlite_store)


@pytest.fixture
def settings(tmp_path):
    return Settings.from_env(tmp_path / "home", {"GRIOT_SECRET_KEY": "k" * 40})


@pytest.fixture
def export(contact, settings, tmp_path):
    """export(name) -> the folder of a new dossier, and what the verifier finds wrong in it."""

    def made(name):
        store = contact.net.store
        making = evidence.Making(readable, sealer_of(settings, store))
        sealed = evidence.export_for_home(store, contact.hit_id, evidence.Wish(WHY), making)
        return unzipped(sealed.content, tmp_path / name)

    return made


def place_of(settings):
    return checkpoints.Place.of(settings)


def countersign(contact, settings, key=UNIT_KEY):
    """Dakar signs the newest checkpoint, as its command does."""
    place, name = place_of(settings), "SN-DKR"
    note = checkpoints.latest(place).countersigned(name, key, tables.now())
    with contact.net.store.writing() as session:
        countersigned.receive(
            session, contact.net.dakar, place, name, str(note), str(VerifyKey.of(name, WITNESS, key))
        )  # fmt: skip


def test_a_dossier_of_the_home_checks_out_by_its_own_key(export, settings):
    code, said = verify(export("one") / "verify.py")
    assert code == 0, said
    public = keys.known(place_of(settings).folder)[-1]
    assert str(public) in said and "No unit had countersigned" in said


def test_the_trail_names_the_key_that_the_first_dossier_made(export, contact):
    from sqlalchemy import select

    from casefile.storage.tables import Audit

    export("one")
    with contact.net.store.reading() as session:
        kinds = session.scalars(select(Audit.subject_kind).where(Audit.action == "administration")).all()
    assert checkpoints.KEY_LINE in kinds


def test_who_is_refused_has_left_nothing_in_the_home(contact, settings):
    making = evidence.Making(readable, sealer_of(settings, contact.net.store))
    with pytest.raises(NotThere):
        evidence.export_for_home(contact.net.store, "f" * 32, evidence.Wish(WHY), making)
    assert not place_of(settings).folder.exists()


def test_the_proof_goes_on_from_what_a_unit_countersigned(export, contact, settings):
    export("before")
    countersign(contact, settings)
    code, said = verify(export("after") / "verify.py")
    assert code == 0 and "Countersigned by SN-DKR" in said


def test_a_countersignature_that_does_not_hold_is_named(export, contact, settings):
    """Sealed by the home's own key, so that hashes and signatures of the seal say nothing: the arithmetic does."""
    export("before")
    countersign(contact, settings)
    folder = export("after")
    sound = Dossier(folder)
    assert sound.check() == {}
    held = json.loads(sound.files[seal.WITNESS])
    for name, wrong in {
        "another path": {**held, "path": ["00" * 32, *held["path"][1:]]},
        "too short": {**held, "path": held["path"][:-1]},
        "another key": {**held, "key": str(VerifyKey.of("SN-DKR", WITNESS, Ed25519PrivateKey.generate()))},
        "another name": {**held, "key": held["key"].replace("SN-DKR", "ML-BKO")},
        "nothing": {},
    }.items():
        dossier = Dossier(folder)
        dossier.files[seal.WITNESS] = seal.canonical(wrong)
        dossier.check_witness()
        assert set(dossier.bad) == {seal.WITNESS}, name


def test_a_new_key_seals_what_comes_after_it(export, contact, settings):
    before = export("before")
    checkpoints.rotate(contact.net.store, place_of(settings))
    after = export("after")
    assert len({Dossier(one).key for one in (before, after)}) == 2
    assert verify(before / "verify.py")[0] == verify(after / "verify.py")[0] == 0
