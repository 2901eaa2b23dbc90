"""An extract of document lists: it answers for what is on it, and nothing that is not sound answers at all."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from casefile.errors import BadInput
from casefile.posts import extract
from casefile.posts.extract import ENTRY_BYTES, Extract, Listed, Unusable
from casefile.posts.keys import PostKey, SigningKey, bytes_of, text_of
from casefile.posts.offline import ask
from casefile.vocabulary import PostAnswer

NOW = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
ROUNDS = extract.LEAST_ROUNDS
DOCUMENTS = frozenset(
    {Listed("L898902C3", "UT", "SN-DCP"), Listed("A01234567", "SN", "SN-DCP"), Listed("A01234567", "GM", "GM-BJL")}
    | {Listed(f"X{number:08d}", "", "SN-DCP") for number in range(300)}
)
LISTS = ("Stolen and lost documents, 20.11.2026",)
TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"


@pytest.fixture(scope="module")
def key():
    return SigningKey.new("post-1", b"s" * 32)


@pytest.fixture(scope="module")
def made(key):
    return extract.make(key, DOCUMENTS, LISTS, NOW, extract_id="e" * 32, rounds=ROUNDS)


@pytest.mark.parametrize(
    ("number", "issuer", "desks"),
    [
        ("L898902C3", "UT", ("SN-DCP",)),
        ("L898902C3", "", ("SN-DCP",)),
        ("L898902C3", "FR", ()),
        ("A01234567", "SN", ("SN-DCP",)),
        ("A01234567", "GM", ("GM-BJL",)),
        ("A01234567", "", ("GM-BJL", "SN-DCP")),
        ("A01234568", "", ()),
        *((f"X{number:08d}", "SN", ("SN-DCP",)) for number in (0, 1, 150, 298, 299)),
        ("X00000300", "", ()),
        ("", "", ()),
    ],
)
def test_the_desks_of_a_document(made, key, number, issuer, desks):
    assert Extract.open(made, key.post, NOW).desks_of(number, issuer) == desks


@pytest.mark.parametrize(
    ("text", "issuer", "answer", "desks"),
    [
        (TD3, "", PostAnswer.CONTACT, ("SN-DCP",)),
        (TD3.replace("L898902C36", "L898902C37"), "", PostAnswer.CONTACT, ("SN-DCP",)),
        (TD3.replace("L898902C3", "L898907C3"), "", PostAnswer.NOT_CHECKED, ()),
        (TD3.replace("L898902C3", "L8989O2C3"), "", PostAnswer.CONTACT, ("SN-DCP",)),
        ("a 0123 4567", "sn", PostAnswer.CONTACT, ("SN-DCP",)),
        ("A 0123-4569", "", PostAnswer.NOTHING, ()),
        ("—", "", PostAnswer.NOT_CHECKED, ()),
    ],
    ids=["zone", "wrong check digit", "wrong number", "put right", "as typed", "on no list", "no number"],
)
def test_a_question_at_the_post(made, key, text, issuer, answer, desks):
    asked = ask(made, str(key.post), text, issuer, NOW)
    assert (asked.answer, asked.desks) == (answer, desks)
    assert asked.as_of == NOW and asked.lists == LISTS, "the answer is of the day of the lists, not of the question"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (NOW + timedelta(days=7), "ended"),
        (NOW - timedelta(hours=1), "clock"),
    ],
    ids=["after its end", "a clock set back"],
)
def test_one_out_of_its_time_is_refused_never_nothing_found(made, key, at, said):
    asked = ask(made, str(key.post), TD3, "", at)
    assert asked.answer is PostAnswer.NOT_CHECKED and said in asked.why
    assert ask(made, str(key.post), TD3, "", NOW + timedelta(days=7, seconds=-1)).answer is PostAnswer.CONTACT


def altered(made, part, change):
    whole = json.loads(made)
    whole[part] = change(whole[part])
    return json.dumps(whole)


def flipped(at):
    def change(text):
        content = bytearray(bytes_of(text))
        content[at] ^= 1
        return text_of(bytes(content))

    return change


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("header", lambda text: text.replace("2026-12-04", "2027-12-04")),
        ("header", lambda text: text.replace('"documents": 303', '"documents": 302')),
        *(("body", flipped(at)) for at in (0, 12, 40, 1000, -1)),
        ("body", lambda text: text_of(bytes_of(text)[:-ENTRY_BYTES])),
        *(("signature", flipped(at)) for at in (0, 31, 63)),
        ("signature", lambda _: text_of(b"\0" * 64)),
        ("signature", lambda _: ""),
    ],
)
def test_an_altered_one_is_refused(made, key, part, change):
    changed = altered(made, part, change)
    assert changed != made
    with pytest.raises(Unusable):
        Extract.open(changed, key.post, NOW)
    assert ask(changed, str(key.post), TD3, "", NOW).answer is PostAnswer.NOT_CHECKED


def test_who_has_the_key_of_a_post_cannot_make_an_extract_for_it(made, key):
    forged = SigningKey(key.post, SigningKey.new("post-1", key.post.seed).private)
    with pytest.raises(Unusable):
        Extract.open(extract.make(forged, (), LISTS, NOW, extract_id="f" * 32, rounds=ROUNDS), key.post, NOW)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"header": 1}', "<html>", '{"header": "{}", "body": "x"}'])
def test_what_is_no_extract_is_refused(key, text):
    assert ask(text, str(key.post), TD3, "", NOW).answer is PostAnswer.NOT_CHECKED


def test_another_posts_key_opens_nothing(made, key):
    for other in (SigningKey.new("post-2", b"t" * 32), SigningKey.new("post-1", b"t" * 32)):
        assert ask(made, str(other.post), TD3, "", NOW).answer is PostAnswer.NOT_CHECKED
    assert ask(made, "griot-post-1 x y z", TD3, "", NOW).answer is PostAnswer.NOT_CHECKED


def test_no_number_desk_or_order_stands_in_the_file(made, key):
    opened = Extract.open(made, key.post, NOW)
    held = opened.entries + made.encode()
    assert not any(one.number.encode() in held for one in DOCUMENTS) and b"SN-DCP" not in made.encode()
    entries = [opened.entries[at : at + ENTRY_BYTES] for at in range(0, len(opened.entries), ENTRY_BYTES)]
    assert entries == sorted(entries), "their order is that of the hashes, not of the list"
    again = extract.make(key, DOCUMENTS, LISTS, NOW, extract_id="d" * 32, rounds=ROUNDS)
    assert not set(entries) & {
        other[at : at + ENTRY_BYTES]
        for other in (Extract.open(again, key.post, NOW).entries,)
        for at in range(0, len(other), ENTRY_BYTES)
    }, "two extracts cannot be laid over each other"


def test_the_key_survives_as_text(key):
    assert PostKey.parse(f"  {key.post}\n") == key.post
    assert SigningKey.of("post-1", key.held) == key


@pytest.mark.parametrize(("days", "rounds"), [(0, ROUNDS), (32, ROUNDS), (7, 999), (7, 1_000_001)])
def test_wishes_out_of_bounds(key, days, rounds):
    with pytest.raises(BadInput):
        extract.make(key, (), LISTS, NOW, extract_id="e" * 32, days=days, rounds=rounds)
