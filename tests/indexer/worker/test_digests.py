"""The digest by mail: at the officer's hours, each once, of one size, in the officer's language.

A mail server on the loopback takes what is sent.
"""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from casefile import due, fault_points
from casefile.contact import acts
from casefile.due import slots
from casefile.due.digest import REFERENCES, SIZE, Reader, compose, padded
from casefile.due.words import GROUPS, WORDS
from casefile.errors import BadInput, Conflict
from casefile.people import profiles
from casefile.policy.oversight.due import SPREAD, TRIED_AGAIN, offset
from casefile.retention import belief
from casefile.settings import Settings
from casefile.storage import tables
from casefile.storage.tables import MailDigest, Officer, Unit
from casefile.vocabulary import Due
from indexer.health import ways
from indexer.worker import digests
from tests.network.contact import Contact
from tests.network.mails import read, sink
from tests.network.make import SEEN, WANTED
from tests.network.protection import protected_hit, staff
from tests.network.stored import network


@pytest.fixture
def net(sqlite_store):
    return network(sqlite_store)


@pytest.fixture
def mails():
    server = sink()
    yield server
    server.shutdown()


@pytest.fixture
def sending(net, settings_of, mails, monkeypatch):
    """sending(): what the worker's chore does; the officers' own minutes are none here."""
    monkeypatch.setattr(slots, "offset", lambda _officer: timedelta())
    monkeypatch.setattr(ways, "is_here", lambda _host: True)
    settings = settings_of(mails)
    return lambda: digests.send_due(settings, net.store)


@pytest.fixture
def settings_of(tmp_path):
    def make(mails):
        host, port = mails.server_address
        settings = Settings.from_env(tmp_path / "home", {"GRIOT_SECRET_KEY": "x" * 32})
        return replace(settings, alarm_smtp_url=f"smtp://{host}:{port}", hosts=("griot.example",), secure_cookies=True)

    return make


def wants(net, who, *, due_now=True, hours=None, address=""):
    """The officer wants a digest at this very hour, which nobody has sent yet."""
    with net.store.writing() as session:
        hour = tables.now().hour  # every unit of the network keeps Dakar's time, which is UTC
        slots.choose(session, net.viewers[who], address or f"{who}@example.org", hours or [hour])
        if due_now:
            mine = MailDigest.officer_id == net.viewers[who].officer_id
            session.execute(update(MailDigest).where(mine).values(slot_at=None, sent_at=None))


def later(net, minutes):
    """So long ago somebody took them in hand."""
    with net.store.writing() as session:
        session.execute(update(MailDigest).values(taken_at=tables.now() - timedelta(minutes=minutes)))


def received(mails):
    return [read(raw) for raw in mails.received]


def test_it_holds_numbers_references_and_a_link_and_nothing_else(net, sending, mails):
    contact = Contact(net).sent()
    wants(net, "dakar")
    assert sending() == 1
    (mail,) = received(mails)
    text = mail.get_content()
    assert mail["To"] == "dakar@example.org" and mail["Subject"] == WORDS["fr"]["subject"]
    with net.store.reading() as session:
        reference = due.desk(session, net.dakar).coming[0].reference
    for words in ("À traiter: 1", "Contacts: 1", f"Références: {reference}", "https://griot.example/"):
        assert words in text, words
    for secret in ("Dialo", "Jallow", "Banjul", "Dakar", contact.record_id, "DKR", "Kanary", "345 12 90"):
        assert secret not in str(mail), secret


def test_each_hour_once_and_not_the_hours_that_are_over(net, sending, mails):
    wants(net, "dakar")
    wants(net, "banjul", due_now=False)
    assert [sending() for _ in range(3)] == [1, 0, 0]
    later(net, 90)
    assert sending() == 0 and len(mails.received) == 1, "what was noted is not sent again, however late"


@pytest.mark.parametrize(("point", "copies"), [("digest.taken", 1), ("digest.sent", 2)])
def test_killed_in_between_it_is_sent_again_as_the_same_mail(net, sending, mails, point, copies):
    wants(net, "dakar")
    with fault_points.arm(f"{point}:raise:nth=1"), pytest.raises(fault_points.InjectedFault):
        sending()
    assert sending() == 0, "somebody may have it in hand still"
    later(net, TRIED_AGAIN.total_seconds() / 60)
    assert sending() == 1 and sending() == 0
    assert len(mails.received) == copies
    assert len({mail["Message-ID"] for mail in received(mails)}) == 1


def test_a_mail_server_that_is_away_is_tried_again(net, sending, mails):
    wants(net, "dakar")
    mails.taking = False
    assert sending() == 0
    mails.taking = True
    later(net, 2)
    assert sending() == 1
    assert len({mail["Message-ID"] for mail in received(mails)}) == 1


def test_two_workers_send_one(net, mails, monkeypatch):
    monkeypatch.setattr(slots, "offset", lambda _officer: timedelta())
    wants(net, "dakar")
    taken = []
    for _ in range(2):
        with net.store.writing() as session:
            taken += slots.take_due(session, tables.now())
    assert len(taken) == 1


def test_by_a_clock_that_leapt_nothing_leaves(net, sending, mails, monkeypatch):
    wants(net, "dakar")
    monkeypatch.setattr(belief, "leapt", lambda _session: timedelta(days=30))
    with pytest.raises(Conflict):
        sending()
    assert mails.received == []


def test_who_may_not_sign_in_any_more_gets_none_and_the_address_is_forgotten(net, sending, mails):
    for who in ("dakar", "banjul"):
        wants(net, who)
    with net.store.writing() as session:
        session.execute(update(Officer).where(Officer.id == net.dakar.officer_id).values(active=False))
        session.execute(update(Unit).where(Unit.id == net.banjul.unit_id).values(closed_at=tables.now()))
    assert sending() == 0 and mails.received == []
    with net.store.reading() as session:
        assert session.scalars(select(MailDigest.officer_id)).all() == [net.banjul.officer_id]


def test_without_a_mail_server_nothing_is_taken(net, settings_of, mails):
    wants(net, "dakar")
    assert digests.send_due(replace(settings_of(mails), alarm_smtp_url=""), net.store) == 0


# ---- size and language ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", sorted(WORDS))
def test_one_size_whatever_is_due_and_for_whom(net, sending, mails, language):
    """The bytes on the line: what is due, how much, and who reads it change nothing."""
    staff(net)
    everybody = [who for who in net.viewers if who != "second"]

    def sizes():
        mails.received.clear()
        with net.store.writing() as session:
            session.execute(delete(MailDigest))
            for who in everybody:
                profiles.set_locale(session, net.viewers[who], language)
        for who in everybody:
            wants(net, who, address="one@example.org")
        assert sending() == len(everybody)
        return Counter(len(raw) for raw in mails.received)

    empty = sizes()
    protected_hit(net)
    for number in range(REFERENCES + 3):
        record = net.enter("dakar", SEEN)
        net.hit(record, net.watch("banjul", WANTED, expires_at=tables.now() + timedelta(days=3 + number)))
        net.decide(net.hit_of(record))
    net.deliver()
    full = sizes()
    assert empty == full and len(full) == 1, (empty, full)


def test_every_language_has_every_word_and_the_texts_fit():
    for language, words in WORDS.items():
        assert words.keys() == WORDS["en"].keys(), language
        longest = (
            "\n".join(f"{word}: 9999" for word in words.values()) + "K7M4QX23, " * REFERENCES + "https://" + "x" * 200
        )
        assert len(longest.encode()) < SIZE, language
    assert {group.name for group in GROUPS} <= WORDS["en"].keys()
    assert Counter(kind for group in GROUPS for kind in group.kinds) == Counter(Due)


def test_what_is_longer_than_the_size_takes_whole_sizes():
    assert {len(padded("é" * n).encode()) % SIZE for n in (0, 1, SIZE // 2, SIZE)} == {0}


def test_it_is_written_in_the_officers_language_else_in_the_units(net):
    with net.store.writing() as session:
        profiles.set_locale(session, net.dakar, "ar")
        for who in ("dakar", "banjul", "nouakchott"):
            slots.choose(session, net.viewers[who], "one@example.org", [(tables.now().hour + 23) % 24])
        session.execute(update(MailDigest).values(slot_at=None))
        taken = slots.take_due(session, tables.now() + SPREAD)
    said = {one.officer_id: one.language for one in taken}
    assert [said[net.viewers[who].officer_id] for who in ("dakar", "banjul", "nouakchott")] == ["ar", "en", "fr"]


# ---- the setting ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "hours"),
    [
        ("", [7]),
        ("no address", [7]),
        ("a@b", [7]),
        ("a@b.sn, c@d.sn", [7]),
        ("a@b.sn\nBcc: c@d.sn", [7]),
        ("é@b.sn", [7]),
        ("a@" + "b" * 250 + ".sn", [7]),
        ("a@b.sn", [24]),
        ("a@b.sn", [-1]),
        ("a@b.sn", [1, 2, 3]),
    ],
)
def test_what_is_no_address_and_no_hour_is_refused(net, address, hours):
    with pytest.raises(BadInput), net.store.writing() as session:
        slots.choose(session, net.dakar, address, hours)


def test_off_forgets_the_address(net):
    wants(net, "dakar")
    with net.store.writing() as session:
        slots.choose(session, net.dakar, "whatever", [])
        assert slots.wanted(session, net.dakar) == slots.Wanted()
        assert session.scalars(select(MailDigest.officer_id)).all() == []


def test_officers_have_their_own_minute_within_the_spread(net):
    minutes = {offset(viewer.officer_id) for viewer in net.viewers.values()}
    assert len(minutes) > 3 and all(timedelta() <= one < SPREAD for one in minutes)


# ---- nothing of what the reader may not know --------------------------------------------------------------------


def test_the_text_is_the_same_with_and_without_what_the_reader_may_not_know(net):
    staff(net)
    moment = tables.now()

    def texts():
        with net.store.reading() as session:
            return {
                who: compose(session, Reader(viewer, "en", "UTC", ""), moment).text[40:]
                for who, viewer in net.viewers.items()
            }

    before = texts()
    protected_hit(net)
    after = texts()
    notified = {who for who in before if before[who] != after[who]}
    assert notified == {"protection", "deputy", "shield.dakar", "shield.banjul"}
    record = net.enter("dakar", SEEN)
    net.hit(record, net.watch("banjul", WANTED))
    assert {who for who, text in texts().items() if text != after[who]} == {"coordinator", "second"}
    net.decide(net.hit_of(record))
    net.deliver()
    with net.store.writing() as session:
        pointer = net.pointers("dakar")[0].id
        acts.acknowledge(session, net.dakar, pointer)
        now = texts()
        acts.ask_help(session, net.dakar, pointer, "we need an interpreter")
    assert now["banjul"] == texts()["banjul"] and now["nouakchott"] == before["nouakchott"]
