"""The hit desk as it is walked through: next and previous, narrowing, who took what, how old, how strong."""

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from casefile import hits
from casefile.coordination.desk import Age, age_of, between
from casefile.matching.judging.posterior import Band
from casefile.storage import tables
from casefile.storage.tables import Hit
from casefile.vocabulary import Desk, DeskList, RecordKind
from portal.show.evidence import STRENGTHS
from tests.network.make import SEEN, WANTED, report
from tests.network.portal import text_of
from tests.network.protection import protected_hit, staff

WHY = "both units called"


@pytest.fixture
def three(unindexed):
    """Three hits that wait, as the list orders them."""
    for by in ("banjul", "nouakchott"):
        unindexed.hit(unindexed.enter("dakar", SEEN), unindexed.watch(by, WANTED))
    unindexed.hit(unindexed.enter("dakar", report("A boat at Kayar.")), unindexed.watch("banjul", WANTED))
    with unindexed.store.reading() as session:
        ids = [line.hit_id for line in hits.queue(session, unindexed.coordinator)]
    assert len(ids) == 3
    return unindexed, ids


def place(net, hit, who="coordinator", desk=Desk.COORDINATION, **more):
    with net.store.reading() as session:
        return hits.place(session, net.viewers[who], hit, desk, **more)


def links(page):
    return {key: html.unescape(path) for path, key in re.findall(r'<a href="([^"]+)"[^>]*data-go="([np])"', page)}


def test_every_hit_knows_its_neighbours(three):
    net, (first, second, third) = three
    assert place(net, first) == hits.Place("", second, 1, 3)
    assert place(net, second) == hits.Place(first, third, 2, 3)
    assert place(net, third) == hits.Place(second, "", 3, 3)
    net.decide(second, "not_same")
    assert place(net, second) == hits.Place("", first, 0, 2), "decided: the first that waits comes next"
    assert place(net, second, on=DeskList.DECIDED).number == 1


def test_neighbours_are_those_of_the_own_desk(three):
    net, ids = three
    staff(net)
    protected = protected_hit(net)
    assert place(net, ids[0]).total == 3
    assert place(net, protected, "shield.dakar", Desk.PROTECTION) == hits.Place("", "", 1, 1)
    assert place(net, protected, "shield.nouakchott", Desk.PROTECTION) == hits.Place()
    assert place(net, protected).number == 0


def test_the_page_leads_to_the_next_and_the_previous(three):
    net, (first, second, third) = three
    client = net.as_("coordinator")
    page = client.get(f"/review/{second}").text
    assert links(page) == {"p": f"/review/{first}", "n": f"/review/{third}"} and "2 of 3" in text_of(page)
    assert links(client.get(f"/review/{first}").text) == {"n": f"/review/{second}"}


def test_saved_and_then_the_next_one_until_none_waits(three):
    net, ids = three
    client, at, seen = net.as_("coordinator"), ids[0], []
    for left in (2, 1, 0):
        seen.append(at)
        page = client.get(f"/review/{at}").text
        following = "".join(re.findall(r'name="following" value="([0-9a-f]+)"', page))
        form = {"judgement": "not_same", "reason": WHY, "seen": "queued", "then": "next", "following": following}
        answer = net.post(client, f"/review/{at}", form)
        assert answer.status_code == 303
        at = answer.location.rsplit("/", 1)[1]
        assert (answer.location == "/review/") is (left == 0)
    assert seen == ids


def test_a_next_that_was_decided_meanwhile_is_passed_over(three):
    net, (first, second, third) = three
    net.decide(second, "not_same", who="second")
    form = {"judgement": "not_same", "reason": WHY, "seen": "queued", "then": "next", "following": second}
    answer = net.post(net.as_("coordinator"), f"/review/{first}", form)
    assert answer.location == f"/review/{third}"


@pytest.mark.parametrize(
    ("asked", "many"),
    [("kind=report", 1), ("kind=person", 2), ("kind=vessel", 0), ("kind=nonsense", 3), ("age=day", 2),
     ("age=longer", 1), ("age=week", 0), ("kind=report&age=longer", 0)],
)  # fmt: skip
def test_the_list_is_narrowed_by_kind_and_age(three, asked, many):
    net, ids = three
    with net.store.writing() as session:
        session.execute(update(Hit).where(Hit.id == ids[0]).values(detected_at=tables.now() - timedelta(days=9)))
        (old,) = session.execute(tables.Record.__table__.select().join(Hit.__table__, Hit.record_id == tables.Record.id)
                                 .where(Hit.id == ids[0])).mappings()  # fmt: skip
    if old["kind"] == "report":
        pytest.skip("the order is by strength, and the report is not the strongest")
    page = net.as_("coordinator").get(f"/review/?{asked}").text
    assert len(re.findall(r'href="/review/[0-9a-f]{32}"', page)) == many
    assert ("Nothing of this kind and age waits here" in text_of(page)) is (many == 0)


def test_who_took_a_hit_is_seen_by_the_others(three):
    net, (first, *_) = three
    net.post(net.as_("second"), f"/review/{first}/take", {}, page=f"/review/{first}")
    for path in ("/review/", f"/review/{first}"):
        assert "taken by Aminata Touré" in text_of(net.as_("coordinator").get(path).text)


def test_age_is_said_and_coloured_from_a_day_on(three):
    net, (first, *_) = three
    with net.store.writing() as session:
        session.execute(update(Hit).where(Hit.id == first).values(detected_at=tables.now() - timedelta(days=9)))
    page = net.as_("coordinator").get("/review/").text
    assert page.count('<span class="badge bad">more than a week</span>') == 1 and "less than a day</span>" not in page


def test_ages_meet_without_a_gap():
    now = tables.now()
    for hours in range(0, 240, 3):
        since, before = between(age_of(now - timedelta(hours=hours), now), now)
        found = now - timedelta(hours=hours)
        assert (since is None or found > since) and (before is None or found <= before)
    assert {age_of(now - timedelta(hours=h), now) for h in (0, 30, 80, 200)} == set(Age)


def test_strength_has_five_steps_and_never_rises_where_the_chance_falls():
    assert set(STRENGTHS) == set(Band)
    steps = [STRENGTHS[band][0] for band in Band]
    assert steps == sorted(steps, reverse=True) and set(steps) == {1, 2, 3, 4, 5}
    assert len({str(word) for _, word in STRENGTHS.values()}) == 5


def test_strength_stands_in_words_with_the_bits_behind_it(three):
    net, (first, *_) = three
    words = {str(word) for _, word in STRENGTHS.values()}
    for path in ("/review/", f"/review/{first}"):
        page = text_of(net.as_("coordinator").get(path).text)
        assert any(word in page for word in words) and re.search(r"\d+", page)


def test_a_narrowed_list_is_the_same_law(three):
    net, _ids = three
    with net.store.reading() as session:
        for kind in RecordKind:
            found = hits.queue(session, net.coordinator, narrow=hits.Filter(kind))
            assert {line.kind for line in found} <= {kind.value}
