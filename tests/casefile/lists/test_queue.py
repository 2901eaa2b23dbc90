"""The reviewers' queue as a list: each item once over all pages while hits arrive, by every order, found by unit."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from casefile import hits, lists
from casefile.errors import NotAllowed
from casefile.lists import ACTS, Asked, Given, pattern
from casefile.storage import tables
from casefile.storage.tables import Hit
from casefile.vocabulary import Desk, DeskList, HitState
from tests.network.make import SEEN, WANTED
from tests.network.protection import protected_hit, staff

SCORES = (31.0, 12.0, 47.0, 22.0, 18.0)


@pytest.fixture
def five(net, monkeypatch):
    """Five hits that wait, found an hour apart, in the order in which they were found; pages of two."""
    monkeypatch.setattr(pattern, "SIZES", (2, 50))
    return net, [arrive(net, score, timedelta(hours=5 - n)) for n, score in enumerate(SCORES)]


def arrive(net, score, ago=timedelta(0), by="banjul"):
    record, subject = net.enter("dakar", SEEN), net.watch(by, WANTED)
    net.hit(record, subject)
    found = net.hits()[(record, subject)]
    with net.store.writing() as session:
        session.execute(update(Hit).where(Hit.id == found).values(score=score, detected_at=tables.now() - ago))
    return found


def page(net, who="coordinator", desk=Desk.COORDINATION, **asked):
    with net.store.reading() as session:
        return lists.listed_hits(session, net.viewers[who], desk, Asked(**asked))


def ids(shown):
    return [line.hit_id for line in shown.rows]


ORDERS = {"best": (2, 0, 3, 4, 1), "oldest": (0, 1, 2, 3, 4), "newest": (4, 3, 2, 1, 0)}


def test_each_item_once_over_all_pages_while_hits_arrive_in_every_order(five):
    net, found = five
    for n, (sort, order) in enumerate(ORDERS.items()):
        first = page(net, sort=sort)
        late = arrive(net, 60.0 + n)
        rest = [page(net, sort=sort, page=number, until=first.until) for number in (2, 3)]
        seen = [id for one in (first, *rest) for id in ids(one)]
        assert seen == [found[place] for place in order] and first.pages == rest[1].pages == 3, sort
        assert late in ids(page(net, sort=sort, size=50)), "asked anew it is there"
        net.decide(late, "not_same")
    assert ids(page(net)) == ids(page(net, sort="best")) == ids(page(net, sort="bogus"))
    ahead = tables.now() + timedelta(days=9)
    assert page(net, until=ahead).until < ahead, "a moment that has not come is now"


def test_what_was_decided_is_newest_first_unless_another_order_is_chosen(five):
    net, found = five
    for one in found:
        net.decide(one, "not_same")
    on = {"list": DeskList.DECIDED.value}
    assert ids(page(net, chosen=on, size=50)) == found[::-1]
    assert ids(page(net, chosen=on, size=50, sort="oldest")) == found and page(net).rows == ()


def test_it_is_narrowed_as_the_queue_is_and_found_by_unit_alone(five):
    net, found = five
    other = arrive(net, 5.0, by="nouakchott")
    assert ids(page(net, find="nouakchott")) == [other] and page(net, find=WANTED.names[0].text).rows == ()
    assert page(net, chosen={"kind": "vessel"}).rows == () and page(net, chosen={"kind": "bogus"}).total == 6
    assert page(net, chosen={"age": "week"}).rows == () and page(net, chosen={"age": "day"}).total == 6
    with net.store.reading() as session:
        assert list(page(net, size=50).rows) == hits.queue(session, net.coordinator)
    assert found


def test_several_are_taken_at_once_and_what_was_judged_is_left_and_said(five):
    net, found = five
    net.decide(found[4], "not_same")
    with net.store.writing() as session:
        done = lists.carry_out(session, net.coordinator, ACTS["review"]["take"], found, Given())
    assert done.done == tuple(found[:4]) and [one.id for one in done.left] == [found[4]]
    mine = page(net, chosen={"mine": "1"}, size=50)
    assert set(ids(mine)) == set(found[:4]) and {one.state for one in mine.rows} == {HitState.IN_REVIEW}
    assert page(net, who="second", chosen={"mine": "1"}).rows == ()


def test_a_desk_lists_its_own_hits_for_who_sits_there(net):
    staff(net)
    protected, plain = protected_hit(net), arrive(net, 20.0)
    for sort in ("best", "oldest", "newest"):
        assert ids(page(net, sort=sort)) == [plain]
        assert ids(page(net, "shield.dakar", Desk.PROTECTION, sort=sort)) == [protected]
        assert page(net, "shield.nouakchott", Desk.PROTECTION, sort=sort).total == 0
    with pytest.raises(NotAllowed):
        page(net, "coordinator", Desk.PROTECTION)
    with net.store.reading() as session:
        assert lists.queue.line_of_hits(session, net.coordinator, Desk.COORDINATION, [protected]) == []


def test_what_a_wrong_clock_dated_tomorrow_stands_on_the_list_today(five):
    """A day ahead when it was found, or set back since: nothing waits unseen."""
    net, found = five
    ahead = arrive(net, 33.0, timedelta(days=-1))
    first = page(net, sort="newest")
    assert first.total == 6 and ids(first)[0] == ahead
    rest = [page(net, sort="newest", page=number, until=first.until) for number in (2, 3)]
    assert [id for one in (first, *rest) for id in ids(one)] == [ahead, *found[::-1]]
