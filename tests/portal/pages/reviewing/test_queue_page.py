"""The queue on its page: found, sorted, paged and ticked like every list, without a name in the address."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from casefile.lists import pattern
from casefile.storage import tables
from casefile.storage.tables import Hit
from tests.network.make import SEEN, WANTED
from tests.network.portal import text_of


@pytest.fixture
def three(unindexed, monkeypatch):
    monkeypatch.setattr(pattern, "SIZES", (2,))
    return unindexed, [arrive(unindexed, timedelta(hours=3 - n)) for n in range(3)]


def arrive(net, ago=timedelta(0)):
    record, subject = net.enter("dakar", SEEN), net.watch("banjul", WANTED)
    net.hit(record, subject)
    found = net.hits()[(record, subject)]
    with net.store.writing() as session:
        session.execute(update(Hit).where(Hit.id == found).values(detected_at=tables.now() - ago))
    return found


def seen(page):
    return re.findall(r'<a href="/review/([0-9a-f]{32})"', page)


def test_pages_stay_while_hits_arrive_and_ticked_hits_are_taken_together(three):
    net, found = three
    client = net.as_("coordinator")
    answer = net.post(client, "/review/find", {"desk": "coordination", "list": "queue", "sort": "oldest",
                                               "find": "banjul"}, page="/review/")  # fmt: skip
    assert answer.status_code == 303 and "anjul" not in answer.location and "sort=oldest" in answer.location
    assert seen(client.get(answer.location).text) == found[:2]
    first = client.get("/review/?sort=oldest").text
    arrive(net)
    (following,) = re.findall(r'<a rel="next" href="([^"]+)"', first)
    second = client.get(following.replace("&amp;", "&")).text
    assert seen(second) == found[2:] and "2 of 2" in text_of(second)
    assert "Show them too" in text_of(second) and "Show them too" not in text_of(first)

    back = re.search(r'name="back" value="([^"]*)"', second)[1].replace("&amp;", "&")
    form = {"act": "take", "ids": found, "back": back}
    asked = net.post(client, "/review/act", form, page="/review/")
    assert asked.status_code == 200 and "With these 3 lines" in text_of(asked.text)
    done = net.post(client, "/review/act", {**form, "confirm": "1"}, page="/review/")
    assert done.status_code == 303 and done.location.startswith("/review/?") and "until=" in done.location
    assert "You have taken 3 lines" in text_of(client.get(done.location).text)
    assert set(seen(client.get("/review/?mine=1&page=1").text)) <= set(found)


@pytest.mark.parametrize("asked", ["until=x", f"until={'9' * 16}", f"until={'9' * 40}", "until=-1", "page=9", "sort=x"])
def test_whatever_stands_in_the_address_the_queue_answers(three, asked):
    net, _found = three
    assert net.as_("coordinator").get(f"/review/?{asked}").status_code == 200
