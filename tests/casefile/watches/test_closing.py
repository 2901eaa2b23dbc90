"""A unit that leaves the network leaves no live watch, no hit and no pointer behind."""

import pytest
from sqlalchemy import func, select

from casefile import hits
from casefile.errors import BadInput, NotAllowed, NotThere
from casefile.storage.tables import Watch
from casefile.vocabulary import HitState, WatchState
from casefile.watches import closing
from tests.network.make import person


def close(net, who="administrator", reason="merged into the regional brigade", unit="banjul"):
    with net.store.writing() as session:
        return closing.close_unit(session, net.viewers[who], net.viewers[unit].unit_id, reason)


@pytest.fixture
def busy(net):
    """Banjul holds a live watch with a pointer sent, one with a hit in the queue, a suspended one, and a record."""
    sent, queued = net.enter("dakar"), net.enter("dakar", person("Awa Diop", "1990"))
    first, second = net.watch("banjul"), net.watch("banjul", person("Awa Diop", "1990"))
    net.hit(sent, first)
    net.hit(queued, second)
    net.decide(net.hit_of(sent))
    net.deliver()
    net.enter("banjul")
    return net, sent, queued


def test_the_page_counts_what_closing_ends(busy):
    net, _, _ = busy
    with net.store.reading() as session:
        counted = closing.closing(session, net.administrator, net.banjul.unit_id)
    assert (counted.watches, counted.hits, counted.records) == (2, 2, 1) and counted.officers >= 1
    assert close(net) == counted


def test_its_watches_end_its_hits_are_withdrawn_and_pointers_recalled(busy):
    net, sent, queued = busy
    close(net)
    net.deliver()
    with net.store.reading() as session:
        live = select(func.count()).where(Watch.state != WatchState.ENDED.value)
        assert session.scalar(live) == 0
        assert hits.queue(session, net.coordinator) == []
    assert net.states(sent) == net.states(queued) == [HitState.WITHDRAWN]
    assert [p.recalled for p in net.pointers("dakar")] == [True]


def test_no_hit_for_a_closed_unit_on_either_side(busy):
    net, _, _ = busy
    watch_id, record_id = (
        net.watch("banjul", person("Ibra Fall", "1980")),
        net.enter("banjul", person("Ibra Fall", "1980")),
    )
    other_record, other_watch = (
        net.enter("dakar", person("Ibra Fall", "1980")),
        net.watch("dakar", person("Ibra Fall", "1980")),
    )
    close(net)
    assert net.hit(other_record, watch_id, watch_version=2) == 0 and net.hit(record_id, other_watch) == 0


def test_closing_needs_an_administrator_a_reason_and_an_open_unit(busy):
    net, _, _ = busy
    with pytest.raises(NotAllowed):
        close(net, "coordinator")
    with pytest.raises(BadInput):
        close(net, reason="")
    close(net)
    with pytest.raises(NotThere):
        close(net)
