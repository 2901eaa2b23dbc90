"""What was typed into a search is read by its officer, by two auditors together, and by nobody who has the database."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from casefile import sealing
from casefile.errors import BadInput, Conflict, NotThere
from casefile.people import officers, units
from casefile.policy.oversight.trail import DAYS
from casefile.records import search_log
from casefile.retention import schedule
from casefile.sealing import boxes
from casefile.storage import tables
from casefile.storage.store import Store
from casefile.storage.tables import AuditorKey, Lookup
from tests.network.stored import SECRET, everything, network

TYPED = {"text": "Inventa Mbodjwal", "mode": "sound", "identifier": "A0099887", "year_from": ""}
PASSPHRASE = "quatre chevaux blancs"


@pytest.fixture
def net(store):
    return network(store)


def searched(net, who="banjul", form=TYPED):
    with net.store.writing() as session:
        return search_log.save_search(session, net.viewers[who], form, "named by a witness")


def test_no_table_holds_what_was_typed(net):
    search_id = searched(net)
    held = everything(net.store)
    assert "Inventa" not in held and "A0099887" not in held and b"Mbodjwal".hex() not in held
    with net.store.reading() as session:
        row = session.execute(select(Lookup).where(Lookup.id == search_id)).scalar_one()
        assert (row.form, row.asked) == (None, ["identifier", "text"])


def test_the_officer_reads_the_own_search_and_nobody_of_the_unit_reads_it_for_him(net):
    search_id = searched(net)
    with net.store.reading() as session:
        assert search_log.load(session, net.banjul, search_id).form == TYPED
        assert [one.form["text"] for one in search_log.latest(session, net.banjul)] == ["Inventa Mbodjwal"]
        with pytest.raises(NotThere):
            search_log.load(session, net.dakar, search_id)


def test_the_auditors_half_opens_it(net):
    search_id = searched(net)
    with net.store.writing() as session:
        assert sealing.key_of(session, search_id).by_passphrase is False
        assert sealing.open_sealed(session, search_id) == TYPED


def test_with_a_passphrase_only_who_knows_it_opens_what_is_searched_from_then_on(net):
    before = searched(net)
    with net.store.writing() as session:
        sealing.set_passphrase(session, net.viewers["auditor"].officer_id, PASSPHRASE)
    after = searched(net)
    with net.store.writing() as session:
        assert sealing.key_of(session).by_passphrase and sealing.key_of(session, after).by_passphrase
        assert sealing.open_sealed(session, after, PASSPHRASE) == sealing.open_sealed(session, before) == TYPED
        for wrong in ("", "quatre chevaux noirs"):
            with pytest.raises(BadInput):
                sealing.open_sealed(session, after, wrong)
        with pytest.raises(BadInput):
            sealing.set_passphrase(session, "x", "short")


def address(net):
    return str(net.store.engine.url.render_as_string(hide_password=False))


def test_without_the_installations_key_nothing_is_searched(net):
    keyless = Store(address(net))
    with keyless.writing() as session, pytest.raises(RuntimeError):
        search_log.save_search(session, net.banjul, TYPED, "named by a witness")
    keyless.close()


def test_with_another_key_of_the_installation_neither_opens_and_searching_goes_on(net):
    lost = searched(net)
    other = Store(address(net), secret="x" * 40)
    with other.writing() as session:
        with pytest.raises(boxes.Unreadable):
            sealing.open_sealed(session, lost)
        with pytest.raises(NotThere):
            search_log.load(session, net.banjul, lost)
        assert search_log.latest(session, net.banjul) == []
        found = search_log.save_search(session, net.banjul, TYPED, "named by another witness")
    with other.writing() as session:
        assert search_log.load(session, net.banjul, found).form == TYPED
        assert sealing.open_sealed(session, found) == TYPED, "nothing is sealed that nobody can open"
    other.close()


def test_a_rotated_key_opens_what_the_former_one_locked_and_then_does_without_it(net):
    before = searched(net)
    both = Store(address(net), secret=("n" * 40, SECRET))
    with both.writing() as session:
        assert search_log.load(session, net.banjul, before).form == TYPED
        after = search_log.save_search(session, net.banjul, TYPED, "named by another witness")
    both.close()
    new = Store(address(net), secret="n" * 40)
    with new.writing() as session:
        for search_id in (before, after):
            assert search_log.load(session, net.banjul, search_id).form == TYPED
            assert sealing.open_sealed(session, search_id) == TYPED
    new.close()


def test_a_unit_that_searched_nothing_meanwhile_loses_nothing_when_the_former_key_goes(net):
    before, theirs = searched(net), searched(net, "dakar")
    both = Store(address(net), secret=("n" * 40, SECRET))
    with both.writing() as session:
        officers.reseal_factors(session, units.SYSTEM)
    with both.writing() as session:
        assert sealing.lock_again(session) == 0, "once is enough"
    both.close()
    new = Store(address(net), secret="n" * 40)
    with new.writing() as session:
        for who, search_id in ((net.banjul, before), (net.dakar, theirs)):
            assert search_log.load(session, who, search_id).form == TYPED
            assert sealing.open_sealed(session, search_id) == TYPED
    new.close()


def test_what_is_put_in_another_search_s_place_or_altered_does_not_open(net):
    one, other = searched(net), searched(net, form={"text": "Somebody Else", "mode": "sound"})
    with net.store.writing() as session:
        kept, sealed = session.execute(select(Lookup.kept, Lookup.sealed).where(Lookup.id == one)).one()
        session.execute(update(Lookup).where(Lookup.id == other).values(kept=kept, sealed=sealed[:-1] + b"x"))
        with pytest.raises(NotThere):
            search_log.load(session, net.banjul, other)
        with pytest.raises(boxes.Unreadable):
            sealing.open_sealed(session, other)


def test_a_unit_keeps_its_searches_for_as_long_as_it_says_and_the_auditors_go_on(net):
    search_id, theirs = searched(net), searched(net, "dakar")
    with net.store.writing() as session:
        assert sealing.keep_days(session, net.banjul.unit_id) == DAYS
        sealing.set_days(session, net.banjul.unit_id, 30)
        for wrong in (0, 29, 4000):
            with pytest.raises(BadInput):
                sealing.set_days(session, net.banjul.unit_id, wrong)
    assert "searches" not in schedule.run(net.store, tables.now() + timedelta(days=29))
    assert schedule.run(net.store, tables.now() + timedelta(days=31))["searches"] == 1
    with net.store.writing() as session:
        assert search_log.latest(session, net.banjul) == [] and sealing.keep_days(session, net.banjul.unit_id) == 30
        with pytest.raises(NotThere):
            search_log.load(session, net.banjul, search_id)
        assert search_log.load(session, net.dakar, theirs).form == TYPED
        assert sealing.open_sealed(session, search_id) == TYPED
        searched_again = search_log.save_search(session, net.banjul, TYPED, "named by a witness")
    assert searched_again


def test_what_was_searched_before_anything_was_sealed_is_sealed_in_the_next_round(net):
    search_id = searched(net)
    with net.store.writing() as session:
        clear = {"form": TYPED, "kept": None, "sealed": None, "auditor_key_id": None, "asked": []}
        session.execute(update(Lookup).where(Lookup.id == search_id).values(**clear))
        assert search_log.load(session, net.banjul, search_id).form == TYPED
        with pytest.raises(Conflict):
            sealing.open_sealed(session, search_id)
    schedule.run(net.store, tables.now())
    assert "Inventa" not in everything(net.store)
    with net.store.writing() as session:
        assert sealing.open_sealed(session, search_id) == TYPED
        assert search_log.load(session, net.banjul, search_id).form == TYPED


def test_the_installation_s_key_stands_nowhere_in_the_database(net):
    searched(net)
    with net.store.reading() as session:
        assert len(session.scalars(select(AuditorKey.id)).all()) == 1
    assert SECRET not in everything(net.store)
