"""Of what is on its way to the index: which copies may be old, and what is said of it to a unit."""

import pytest
from sqlalchemy import delete, update

from casefile import outbox
from casefile.errors import NotAllowed, SearchUnavailable
from casefile.records import search_log
from casefile.storage import tables
from casefile.storage.tables import Outbox, Record
from casefile.vocabulary import Sharing, Stage, Topic
from tests.network.make import person, stated


def stale(net, who):
    with net.store.reading() as session:
        return set(search_log.stale_copies(session, net.viewers[who]))


def all_indexed(net):
    with net.store.writing() as session:
        session.execute(delete(Outbox))


@pytest.fixture
def amended(net):
    """Dakar's records, indexed and then amended; the index holds what they were."""
    net.records = [net.enter("dakar", rules=stated(sharing=sharing)) for sharing in (Sharing.FULL, Sharing.POINTER)]
    all_indexed(net)
    for record in net.records:
        net.amend("dakar", record, person("Mamadou Dialo", "1986"))
    return net


def test_another_units_copy_is_old_until_the_index_is_written(amended):
    assert stale(amended, "banjul") == set(amended.records) and stale(amended, "dakar") == set()
    with amended.store.writing() as session:
        session.execute(update(Outbox).values(dead_lettered_at=tables.now()))
    assert stale(amended, "banjul") == set(amended.records), "a dead letter leaves the old copy in its place"
    with amended.store.writing() as session:
        session.execute(update(Outbox).values(stage=Stage.MATCH.value))
    assert stale(amended, "banjul") == set(), "written and visible; only the comparing is to come"


def test_what_was_never_indexed_has_no_old_copy(net):
    record = net.enter("dakar", rules=stated(sharing=Sharing.FULL))
    assert stale(net, "banjul") == set()
    all_indexed(net)
    for found in ({"protection": ["victim"]}, {"protection": None}, {"protection": [], "names_protected": True}):
        with net.store.writing() as session:  # worked out later and written again: the version is the old one
            session.execute(update(Record).where(Record.id == record).values(**found))
            session.execute(delete(Outbox))
            outbox.enqueue(session, Topic.RECORD, record, 1)
        assert stale(net, "banjul") == {record}, found


def test_more_than_a_question_can_carry_is_said_and_never_left_out(amended, monkeypatch):
    monkeypatch.setattr(search_log, "MAX_STALE", 2)
    assert len(stale(amended, "banjul")) == 2
    monkeypatch.setattr(search_log, "MAX_STALE", 1)
    with pytest.raises(SearchUnavailable):
        stale(amended, "banjul")


def test_a_unit_is_told_of_its_own_and_of_what_is_shared_with_it_alone(net):
    def said(who):
        with net.store.reading() as session:
            return not search_log.all_searchable(session, net.viewers[who])

    assert not said("dakar") and not said("banjul")
    for sharing, banjul in ((Sharing.POINTER, False), (Sharing.CORE, True), (Sharing.FULL, True)):
        net.enter("dakar", rules=stated(sharing=sharing))
        assert said("dakar") and said("banjul") is banjul, sharing
        all_indexed(net)


def test_who_may_not_search_learns_nothing(net):
    with pytest.raises(NotAllowed):
        stale(net, "auditor")
