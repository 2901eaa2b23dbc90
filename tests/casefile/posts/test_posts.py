"""Posts and their extracts, from the lists that came in: what the unit may read, and nothing else."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from casefile.errors import BadInput, Conflict, NotAllowed, NotThere
from casefile.people.units import SYSTEM
from casefile.posts import extract, posts
from casefile.posts.extract import Extract
from casefile.posts.offline import ask
from casefile.sealing import keys
from casefile.storage import tables
from casefile.storage.tables import Audit, Post, RecordVersion
from casefile.subjects.identity import Identifier, Identity, Name
from casefile.vocabulary import IdentifierKind, NameKind, PostAnswer, RecordKind, Sharing
from tests.casefile.exchange.sources.conftest import listed, one_listed  # noqa: F401  (the lists as they come in)
from tests.network.people import BANJUL, DAKAR

WHY = "lists for the post at Rosso"
STOLEN = {"1": ("", "2019"), "2": ("", "2020")}


def rosso(net, unit=DAKAR.code, name="Rosso"):
    with net.store.writing() as session:
        return posts.add_post(session, SYSTEM, name, unit=unit)[1]


def made(net, who="dakar", name="Rosso", **wish):
    with net.store.writing() as session:
        drafted = posts.draft_extract(session, net.viewers[who], name, WHY, rounds=extract.LEAST_ROUNDS, **wish)
    return drafted.make()


def passport(number):
    name, paper = Name("Modou Jallow", NameKind.MAIN), Identifier(IdentifierKind.PASSPORT, number, "GM")
    return Identity(RecordKind.PERSON, (name,), identifiers=(paper,))


def test_a_stolen_document_is_known_at_the_post_with_the_line_down(listed):  # noqa: F811
    listed.bring("sltd", STOLEN)
    key = rosso(listed.net)
    text, header = made(listed.net)
    assert header.documents == 2 and len(header.lists) == 1
    found = ask(text, str(key), "A 0000001", "SN")
    assert (found.answer, found.desks) == (PostAnswer.CONTACT, (DAKAR.code,))
    assert ask(text, str(key), "A0000003", "SN").answer is PostAnswer.NOTHING
    with listed.net.store.reading() as session:
        line = session.scalars(select(Audit).where(Audit.subject_kind == "post_extract")).one()
        assert line.reason == WHY and line.detail["documents"] == 2
        assert "A000000" not in str(line.detail) + line.reason


def test_what_left_the_list_is_in_no_extract(one_listed):  # noqa: F811
    one_listed.bring("sltd", STOLEN, 2024)
    one_listed.bring("sltd", {"2": ("", "2020")}, 2025)
    key = rosso(one_listed.net)
    text, _ = made(one_listed.net)
    assert ask(text, str(key), "A0000001").answer is PostAnswer.NOTHING
    assert ask(text, str(key), "A0000002").answer is PostAnswer.CONTACT


@pytest.mark.parametrize(
    ("sharing", "units", "known"),
    [
        (Sharing.FULL, ["*"], True),
        (Sharing.CORE, ["*"], False),
        (Sharing.FULL, [], False),
        (Sharing.POINTER, ["*"], False),
    ],
)
def test_another_unit_has_what_was_released_to_it_in_full(one_listed, sharing, units, known):  # noqa: F811
    one_listed.bring("sltd", STOLEN)
    with one_listed.net.store.writing() as session:
        session.connection().execute(update(RecordVersion).values(sharing=sharing.value, sharing_units=units))
    key = rosso(one_listed.net, BANJUL.code)
    text, header = made(one_listed.net, "banjul")
    assert header.documents == (2 if known else 0)
    assert (ask(text, str(key), "A0000001").answer is PostAnswer.CONTACT) is known


def test_case_records_stay_here_the_own_too(one_listed):  # noqa: F811
    one_listed.net.enter("dakar", passport("P7654321"))
    rosso(one_listed.net)
    assert made(one_listed.net)[1].documents == 0


def test_a_record_that_is_hidden_changes_no_byte_of_what_is_sealed(one_listed):  # noqa: F811
    one_listed.bring("sltd", STOLEN)
    key = rosso(one_listed.net, BANJUL.code)
    with one_listed.net.store.writing() as session:
        session.connection().execute(update(RecordVersion).values(sharing=Sharing.POINTER.value))
    with_hidden, _ = made(one_listed.net, "banjul")
    opened = Extract.open(with_hidden, key, tables.now())
    assert (opened.header.documents, opened.header.lists, opened.desks, opened.entries) == (0, (), (), b"")


@pytest.mark.parametrize(
    ("who", "name", "error"),
    [("banjul", "Rosso", NotThere), ("dakar", "Diama", NotThere), ("administrator", "Rosso", NotAllowed)],
)
def test_only_an_officer_of_the_unit_makes_one(one_listed, who, name, error):  # noqa: F811
    rosso(one_listed.net)
    with pytest.raises(error):
        made(one_listed.net, who, name)


def test_a_post_is_added_once_and_ended(one_listed):  # noqa: F811
    net = one_listed.net
    rosso(net)
    with pytest.raises(Conflict):
        rosso(net)
    for name in ("", "  ", "x" * 81):
        with pytest.raises(BadInput):
            rosso(net, name=name)
    with net.store.writing() as session, pytest.raises(NotAllowed):
        posts.add_post(session, net.viewers["administrator"], "Kidira", unit=DAKAR.code)
    with net.store.writing() as session:
        assert posts.end_post(session, SYSTEM, "Rosso").ended_at is not None
        assert session.scalar(select(func.length(Post.locked))) == 0, "its key is gone"
    with pytest.raises(NotThere):
        made(net)
    rosso(net)
    with net.store.reading() as session:
        assert [(one.name, one.ended_at is None) for one in posts.posts_of(session, SYSTEM)] == [
            ("Rosso", True), ("Rosso", False),
        ]  # fmt: skip


def test_a_wish_out_of_bounds_writes_nothing(one_listed):  # noqa: F811
    rosso(one_listed.net)
    with pytest.raises(BadInput):
        made(one_listed.net, days=40)
    with one_listed.net.store.reading() as session:
        assert session.scalar(select(Post.extract_at)) is None


def test_its_key_is_locked_again_when_the_installations_key_is_changed(one_listed):  # noqa: F811
    one_listed.bring("sltd", STOLEN)
    net = one_listed.net
    key = rosso(net)
    first = net.store.secrets
    net.store.secrets = ("another key, long enough", first[0])
    with net.store.writing() as session:
        assert keys.lock_again(session) >= 1
    net.store.secrets = ("another key, long enough",)
    text, header = made(net)
    assert ask(text, str(key), "A0000001").answer is PostAnswer.CONTACT
    assert header.ends_at - header.made_at == timedelta(days=7)
