"""The page on which a unit takes the checkpoint of the day and brings it back countersigned."""

import io

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from casefile.audit.proof import countersigned, rounds
from casefile.audit.proof.checkpoints import Place
from casefile.proof.notes import WITNESS, Note, VerifyKey
from casefile.storage.tables import now
from tests.network.portal import text_of

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = str(VerifyKey.of("gm-bjl", WITNESS, KEY))


def place(net):
    return Place.of(net.settings)


def signed_copy(net, client):
    taken = client.get("/proof/checkpoint.txt")
    assert taken.headers["Content-Disposition"].startswith("attachment; filename=checkpoint-")
    return str(Note.parse(taken.text).countersigned("gm-bjl", KEY, now()))


def test_before_the_first_one_the_page_says_so(unindexed):
    banjul = unindexed.as_("banjul")
    assert "There is no checkpoint yet" in text_of(banjul.get("/proof/").text)
    assert banjul.get("/proof/checkpoint.txt").status_code == 404


def test_a_unit_takes_the_checkpoint_signs_it_and_brings_it_back(unindexed):
    rounds.sign(unindexed.store, place(unindexed))
    banjul = unindexed.as_("banjul")
    assert "none yet" in text_of(banjul.get("/proof/").text)
    answer = unindexed.post(banjul, "/proof/", {"note": signed_copy(unindexed, banjul), "key": PUBLIC})
    assert answer.status_code == 303
    page = banjul.get("/proof/").text
    assert PUBLIC in page, "its key is filled in the next time"
    assert countersigned.newest(place(unindexed), "GM-BJL").key == PUBLIC


def test_the_signed_file_can_be_sent_instead(unindexed):
    rounds.sign(unindexed.store, place(unindexed))
    banjul = unindexed.as_("banjul")
    file = (io.BytesIO(signed_copy(unindexed, banjul).encode()), "countersigned.txt")
    assert unindexed.post(banjul, "/proof/", {"file": file, "key": PUBLIC, "note": ""}).status_code == 303


def test_what_is_wrong_is_said_at_its_field(unindexed):
    rounds.sign(unindexed.store, place(unindexed))
    banjul = unindexed.as_("banjul")
    plain = banjul.get("/proof/checkpoint.txt").text
    for note, key, said in (
        (plain, PUBLIC, "does not carry a signature of this key"),
        ("x", PUBLIC, "This is not a signed checkpoint"),
        (signed_copy(unindexed, banjul), "x", "This is not a public key"),
    ):
        answer = unindexed.post(banjul, "/proof/", {"note": note, "key": key})
        assert answer.status_code == 422 and said in text_of(answer.text)


def test_who_has_no_part_in_it_neither_sees_nor_is_shown_the_way(unindexed):
    for who, sees in {"banjul": True, "auditor": True, "coordinator": False, "administrator": False}.items():
        client = unindexed.as_(who)
        assert client.get("/proof/").status_code == (200 if sees else 403)
        assert ('href="/proof/"' in client.get("/").text) is sees
