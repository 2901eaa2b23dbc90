"""Signed notes and checkpoints in the forms of C2SP: what was signed is read back, and a changed letter is seen."""

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from casefile.errors import BadInput
from casefile.proof.notes import PLAIN, WITNESS, Checkpoint, Note, VerifyKey, signers

KEY, OTHER = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2))
MOMENT = datetime(2026, 11, 26, 6, tzinfo=UTC)
CHECKPOINT = Checkpoint("griot/0123", 12, bytes(range(32)), {"at": "2026-11-26T06:00:00Z"})
NOTE = Note(CHECKPOINT.text()).signed("griot/0123", KEY)
PUBLIC = VerifyKey.of("griot/0123", PLAIN, KEY)
UNIT = VerifyKey.of("sn-pj", WITNESS, OTHER)


def test_a_note_is_text_an_empty_line_and_signature_lines():
    lines = str(NOTE).split("\n")
    assert lines[:3] == ["griot/0123", "12", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="]
    assert lines[3] == "at 2026-11-26T06:00:00Z" and lines[4] == "" and lines[6] == ""
    assert lines[5].startswith("\N{EM DASH} griot/0123 ")
    assert Note.parse(str(NOTE)) == NOTE and Checkpoint.parse(NOTE.text) == CHECKPOINT


def test_both_kinds_of_signatures_hold_and_survive_an_e_mail():
    both = NOTE.countersigned("sn-pj", OTHER, MOMENT)
    read = Note.parse("\n\n" + str(both).replace("\n", "\r\n") + "  \r\n")
    assert signers(read, [PUBLIC, UNIT]) == [PUBLIC, UNIT] and read == both


@pytest.mark.parametrize("place", range(0, 80, 7))
def test_no_letter_of_the_text_can_be_changed(place):
    text = NOTE.text
    changed = text[:place] + chr(ord(text[place]) ^ 1) + text[place + 1 :]
    countersigned = NOTE.countersigned("sn-pj", OTHER, MOMENT)
    assert signers(Note(changed, countersigned.signatures), [PUBLIC, UNIT]) == []


def test_a_key_of_the_same_name_or_kind_does_not_stand_in_for_another():
    other = VerifyKey.of("griot/0123", PLAIN, OTHER)
    as_witness = VerifyKey("griot/0123", WITNESS, PUBLIC.public)
    assert signers(NOTE, [other, as_witness, UNIT]) == []


@pytest.mark.parametrize("text", ["", "griot", str(PUBLIC)[:-4], str(PUBLIC).replace("+", " "), "a b+00000000+AA=="])
def test_what_is_no_key_is_refused(text):
    with pytest.raises(BadInput, match="public key"):
        VerifyKey.parse(text)


@pytest.mark.parametrize(
    "text",
    ["", "one\ntwo\n", "a\nb\nc\n\nno dash here AAAA\n", f"{CHECKPOINT.text()}\n\N{EM DASH} name !!!\n",
     "x" * 30_000 + "\n\n\N{EM DASH} n AAAAAAAA\n"],
)  # fmt: skip
def test_what_is_no_note_is_refused(text):
    with pytest.raises(BadInput, match="signed checkpoint"):
        Note.parse(text)


@pytest.mark.parametrize("text", ["", "o\n1\n", "o\n-1\nAA==\n", "o\nx\nAA==\n", "o\n1\nAA==\n"])
def test_what_is_no_checkpoint_is_refused(text):
    with pytest.raises(BadInput, match="signed checkpoint"):
        Checkpoint.parse(text)
