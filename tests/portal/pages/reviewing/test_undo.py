"""The desk's pages around a judgement: undo, two reviewers, judged again, in whose hand, what differs, three keys."""

import html
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from casefile import hits
from casefile.storage.tables import HeldJudgement, Hit
from casefile.vocabulary import HitState
from portal.show.differences import differences
from tests.network.make import SEEN, WANTED, person
from tests.network.portal import application, text_of

WHY = "both units called"


@pytest.fixture
def desk(unindexed):
    """The desk of an installation that gives ten seconds, and a hit of it."""
    settings = replace(unindexed.settings, undo_s=10)
    net = replace(unindexed, settings=settings, app=application(settings, unindexed.store))
    net.hit(net.enter("dakar", SEEN), net.watch("banjul", WANTED))
    return net, next(iter(net.hits().values()))


def judge(net, hit, judgement="same", who="coordinator", **more):
    form = {"judgement": judgement, "reason": WHY, "seen": "queued", **more}
    return net.post(net.as_(who), f"/review/{hit}", form, page="/names/")


def state(net, hit):
    with net.store.reading() as session:
        return HitState(session.scalars(select(Hit.state).where(Hit.id == hit)).one())


def later(net):
    with net.store.writing() as session:
        for row in session.scalars(select(HeldJudgement)):
            row.due_at -= timedelta(seconds=10)


def test_a_judgement_is_undone_from_the_page_that_follows_and_nobody_was_notified(desk):
    net, hit = desk
    client = net.as_("coordinator")
    answer = judge(net, hit)
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "Judged: the same. Nobody has been notified yet." in text_of(page) and "seconds are left" in text_of(page)
    assert f'action="/review/{hit}/undo"' in page and 'data-go="z"' in page
    assert state(net, hit) is HitState.QUEUED
    assert "Can still be undone" in text_of(client.get("/review/?list=decided").text)
    undone = net.post(client, f"/review/{hit}/undo", {}, page="/names/")
    assert undone.status_code == 303 and undone.location == f"/review/{hit}"
    page = text_of(client.get(undone.location).text)
    assert "nobody was notified" in page and "Your judgement" in page
    assert net.pointers("banjul") == [] and "1 coincidence is waiting" in text_of(client.get("/review/").text)


def test_after_its_time_undo_is_refused_with_the_way_to_correct_it(desk):
    net, hit = desk
    judge(net, hit)
    later(net)
    hits.carry_out_due(net.store)
    client = net.as_("coordinator")
    late = net.post(client, f"/review/{hit}/undo", {}, page="/names/")
    assert late.status_code == 409 and "judge it again" in text_of(late.text)
    page = client.get(f"/review/{hit}").text
    assert f'action="/review/{hit}/again"' in page
    assert net.post(client, f"/review/{hit}/again", {"again_reason": ""}, page="/names/").status_code == 422
    net.post(client, f"/review/{hit}/again", {"again_reason": "the passport came in"}, page="/names/")
    page = text_of(client.get(f"/review/{hit}").text)
    assert "To be judged again" in page and "the passport came in" in page and "Your judgement" in page


def test_the_others_of_the_desk_see_what_was_judged_and_cannot_undo_it(desk):
    net, hit = desk
    judge(net, hit)
    page = net.as_("second").get(f"/review/{hit}").text
    assert "It takes effect within seconds" in text_of(page) and WHY in page
    assert "/undo" not in page and "Save the judgement" not in page


@pytest.mark.parametrize("in_force", [False, True])
def test_the_second_of_two_reviewers_sees_both_reasons_and_chooses(desk, in_force):
    net, hit = desk
    judge(net, hit)
    if in_force:
        later(net)
        hits.carry_out_due(net.store)
    late = judge(net, hit, "not_same", "second", reason="the fathers differ")
    page = late.text
    assert late.status_code == 409
    for shown in (WHY, "the fathers differ", "The same", "Not the same", "decided in the meantime"):
        assert shown in page, shown
    form = dict(re.findall(r'name="(judgement|place|instead_of|also|protection_reason)" value="([^"]*)"', page))
    client = net.as_("second")
    chosen = net.post(client, f"/review/{hit}", {**form, "reason": "the fathers differ"}, page="/names/")
    assert chosen.status_code == 303, text_of(chosen.text)
    later(net)
    hits.carry_out_due(net.store)
    assert state(net, hit) is HitState.FALSE_MATCH
    net.deliver()
    assert all(one.recalled for one in net.pointers("banjul"))


def test_a_judgement_sent_twice_is_kept_once(desk):
    net, hit = desk
    assert [judge(net, hit).status_code for _ in range(2)] == [303, 303]
    later(net)
    assert hits.carry_out_due(net.store) == 1
    assert judge(net, hit).status_code == 303 and state(net, hit) is HitState.POINTER_SENT


def test_what_came_back_is_there_to_be_sent_again(desk):
    net, hit = desk
    judge(net, hit, "not_same", reason="the fathers differ")
    with net.store.writing() as session:
        session.get(Hit, hit).facts_hash = "0" * 64
    later(net)
    assert hits.carry_out_due(net.store) == 0
    page = net.as_("coordinator").get(f"/review/{hit}").text
    assert "did not take effect" in text_of(page) and ">the fathers differ</textarea>" in page
    assert re.search(r'value="not_same" data-key="d" checked', page)


def test_a_usual_reason_is_enough_and_own_words_go_before_it(desk):
    net, hit = desk
    assert judge(net, hit, reason="", phrase="9").status_code == 422
    judge(net, hit, reason="", phrase="2")
    with net.store.reading() as session:
        assert session.scalars(select(HeldJudgement.reason)).one() == "What contradicts weighs more than what agrees."


def test_a_hit_is_handed_to_a_colleague_and_the_list_narrowed_to_mine(desk):
    net, hit = desk
    client, second = net.as_("coordinator"), net.viewers["second"].officer_id
    page = client.get(f"/review/{hit}").text
    assert f'value="{second}"' in page and net.viewers["protection"].officer_id not in page
    net.post(client, f"/review/{hit}/assign", {"officer": second}, page="/names/")
    assert "taken by Aminata Touré" in text_of(client.get("/review/").text)
    listed = [hit in net.as_(who).get("/review/?mine=1").text for who in ("second", "coordinator")]
    assert listed == [True, False]
    assert "None of what waits is in your hand" in client.get("/review/?mine=1").text
    refused = net.post(client, f"/review/{hit}/assign", {"officer": net.viewers["dakar"].officer_id}, page="/names/")
    assert refused.status_code == 422
    assert judge(net, hit).status_code == 303, "it locks nobody out"


def test_investigators_see_nothing_of_who_has_a_hit_in_hand_and_what_was_undone(desk):
    net, hit = desk
    before = {who: net.pages(who) for who in ("dakar", "banjul")}
    net.post(net.as_("coordinator"), f"/review/{hit}/take", {}, page="/names/")
    judge(net, hit, seen="in_review")
    held = {who: net.pages(who) for who in before}
    net.post(net.as_("coordinator"), f"/review/{hit}/undo", {}, page="/names/")
    after = {who: net.pages(who) for who in before}

    def told(pages):
        shown = {path: text_of(page) for path, page in pages.items() if "<main" in page}
        return {
            path: text.split("Your sign-in before")[0].split("Handbook The first day")[0].strip()
            for path, text in shown.items()
        }

    for who, pages in before.items():
        assert told(pages) == told(held[who]) == told(after[who])


def test_what_differs_is_marked_as_well_as_what_agrees(desk):
    net, hit = desk
    page = html.unescape(net.as_("coordinator").get(f"/review/{hit}").text)
    assert '<span class="sign">agrees</span>' in page


@pytest.mark.parametrize(
    ("watch", "record", "wanted"),
    [
        ({"phone": "+2207712345"}, {"phone": "+221776543210"}, [("Phone number", "differs")]),
        ({"phone": "+2207712345"}, {"phone": "+220 771 23 45"}, [("Phone number", "agrees")]),
        ({"phone": "+2207712345"}, {}, [("Phone number", "one side")]),
        ({"born": "1984"}, {"born": "1984-03-12"}, [("Born", "agrees")]),
        ({"born": "1984"}, {"born": "1985"}, [("Born", "differs")]),
        ({}, {}, []),
    ],
)
def test_facts_nobody_weighed_are_held_against_each_other(unindexed, watch, record, wanted):
    with unindexed.app.test_request_context(headers={"Accept-Language": "en"}):
        found = differences(person("Modou Jallow", **watch), person("Mamadou Dialo", **record), [])
        said = {(True, True): "agrees", (True, False): "differs", (False, False): "one side"}
        assert [(str(line.what), said[line.both, line.agrees]) for line in found] == wanted
