"""The page of alarms, and what an officer reads who asks too much."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from casefile.policy import budgets
from casefile.policy.budgets import Limit
from casefile.storage.tables import Alarm, now
from casefile.vocabulary import Act, Sharing
from tests.network.make import person
from tests.network.people import LOGINS
from tests.network.portal import NOBODYS_ID, WHY, text_of
from tests.steady.undrawn import undrawn

SEES = ("coordinator", "second", "auditor")
VARIANTS = [f"Mamadou Dial{letter}o" for letter in "abcdefghijklmnopqrstuvwxyz"]
REASONS = [f"asked by the duty officer, line {number}" for number in range(30)]


def ask(net, client, text, number=0):
    return net.post(client, "/search/", {"text": text, "mode": "tolerant", "reason": REASONS[number]})


def watch_form(name):
    return {
        "names-0-text": name, "names-0-kind": "main", "dates-0-kind": "birth", "dates-0-text": "1984", "ground": WHY,
        "watchlist": "Tanji", "expires": f"{now() + timedelta(days=90):%Y-%m-%d}", "subject_category": "suspect",
        "purpose": "locate_wanted", "source_grade": "B", "info_grade": "2", "handling": "H2", "sharing": "pointer",
        "notify": "mutual", "check": "save",
    }  # fmt: skip


def alarm_ids(net):
    with net.store.reading() as session:
        return list(session.scalars(select(Alarm.id)))


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(budgets, "LIMITS", dict.fromkeys(Act, Limit(2, 100)))


def test_the_twentieth_variant_is_refused_in_the_search_form(unindexed):
    banjul = unindexed.as_("banjul")
    for number, text in enumerate(VARIANTS[:19]):
        assert ask(unindexed, banjul, text, number).status_code == 303
    refused = ask(unindexed, banjul, VARIANTS[19], 19)
    assert refused.status_code == 429 and "19 very similar names or numbers" in text_of(refused.text)
    assert f'value="{VARIANTS[19]}"' in refused.text, "what was typed is still there"
    for who in SEES:
        page = text_of(unindexed.as_(who).get("/alarms/").text)
        assert "A series of nearly the same question" in page and "GM-BJL" in page and "banjul" in page
        assert "Searches" in page and "20 at most 19 for the unit" in page
        assert "Mamadou" not in page


def test_the_twentieth_variant_is_refused_in_the_watch_form(unindexed):
    banjul = unindexed.as_("banjul")
    for name in VARIANTS[:19]:
        answer = unindexed.post(banjul, "/watchlists/new?kind=person", watch_form(name))
        assert answer.status_code == 303, text_of(answer.text)
    refused = unindexed.post(banjul, "/watchlists/new?kind=person", watch_form(VARIANTS[19]))
    assert refused.status_code == 429 and "19 very similar subjects" in text_of(refused.text)
    assert f'value="{VARIANTS[19]}"' in refused.text
    page = text_of(unindexed.as_("auditor").get("/alarms/").text)
    assert "Watches registered" in page and "20 at most 19 for the unit" in page and "Mamadou" not in page


def test_an_amended_watch_that_is_one_too_many_is_refused_in_its_form(unindexed, few):
    banjul = unindexed.as_("banjul")
    first = unindexed.post(banjul, "/watchlists/new?kind=person", watch_form("Modou Jallow")).location
    unindexed.post(banjul, "/watchlists/new?kind=person", watch_form("Lamin Darboe"))
    refused = unindexed.post(banjul, f"{first}/amend", watch_form("Ousmane Thiam"))
    assert refused.status_code == 429 and "2 subjects to watch in 24 hours" in text_of(refused.text)


def test_one_search_too_many_narrowed_or_new_is_refused_in_its_form(unindexed, few):
    banjul = unindexed.as_("banjul")
    kept = ask(unindexed, banjul, "Awa One", 1).location
    ask(unindexed, banjul, "Binta Quatre", 2)
    for refused in (
        ask(unindexed, banjul, "Cheikh Ndour", 3),
        unindexed.post(banjul, kept, {"kind": "person"}, page="/search/"),
    ):
        assert refused.status_code == 429 and "You have searched 2 times in 24 hours" in text_of(refused.text)
    page = text_of(unindexed.as_("coordinator").get("/alarms/").text)
    assert "More than the limit of a day" in page and "2 at most 2 for an officer" in page
    assert "tried 2 times that day" in page


def test_a_foreign_record_too_many_says_so_and_the_own_ones_stay_open(unindexed, few):
    banjul = unindexed.as_("banjul")
    foreign = unindexed.enter("dakar", person("Awa One", "1990"), sharing=Sharing.FULL)
    own = unindexed.enter("banjul")
    unindexed.post(banjul, f"/records/{foreign}", {"reason": WHY})
    answers = [banjul.get(f"/records/{foreign}") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "opened records of other units 2 times" in text_of(answers[2].text) and "Awa" not in undrawn(answers[2].text)
    assert banjul.get(f"/records/{own}").status_code == 200


def test_the_same_reason_for_everything_is_refused_at_its_field(unindexed):
    banjul = unindexed.as_("banjul")
    names = [f"{chr(97 + n // 8) * 6} {chr(105 + n % 8) * 9}" for n in range(39)]
    assert [ask(unindexed, banjul, name).status_code for name in names] == [303] * 39
    refused = ask(unindexed, banjul, "Somebody Else")
    assert refused.status_code == 422 and "this same reason 39 times today" in text_of(refused.text)
    assert re.search(r'id="reason-error"', refused.text)
    assert ask(unindexed, banjul, "Somebody Else", 1).status_code == 303


def test_a_reason_of_nothing_is_refused_at_its_field(unindexed):
    refused = unindexed.post(unindexed.as_("banjul"), "/search/", {"text": "Awa One", "reason": "xxxxx"})
    assert refused.status_code == 422 and "as you would tell a colleague" in text_of(refused.text)


@pytest.mark.parametrize("who", sorted(LOGINS - set(SEES)))
def test_nobody_else_sees_the_page_or_a_way_to_it(unindexed, few, who):
    banjul = unindexed.as_("banjul")
    for number, name in enumerate(("Awa One", "Binta Quatre", "Cheikh Ndour")):
        ask(unindexed, banjul, name, number)
    (alarm_id,) = alarm_ids(unindexed)
    client = unindexed.as_(who)
    assert client.get("/alarms/").status_code == 403
    assert "/alarms/" not in client.get("/").text
    answers = [unindexed.post(client, f"/alarms/{one}/seen", page="/") for one in (alarm_id, NOBODYS_ID)]
    assert [answer.status_code for answer in answers] == [403, 403]


def test_who_is_not_signed_in_is_sent_to_sign_in(unindexed):
    assert unindexed.stranger().get("/alarms/").status_code == 303


def test_seen_is_a_button_and_says_by_whom(unindexed, few):
    banjul = unindexed.as_("banjul")
    for number, name in enumerate(("Awa One", "Binta Quatre", "Cheikh Ndour")):
        ask(unindexed, banjul, name, number)
    (alarm_id,) = alarm_ids(unindexed)
    coordinator = unindexed.as_("coordinator")
    assert 'href="/alarms/"' in coordinator.get("/").text
    assert "New" in text_of(coordinator.get("/alarms/").text)
    assert unindexed.post(coordinator, f"/alarms/{alarm_id}/seen", page="/alarms/").status_code == 303
    page = text_of(unindexed.as_("auditor").get("/alarms/").text)
    assert "seen by coordinator" in page and "New" not in page
    assert unindexed.post(coordinator, f"/alarms/{NOBODYS_ID}/seen", page="/alarms/").status_code == 404


def test_an_empty_page_says_what_will_stand_here(unindexed):
    assert "There is no alarm" in text_of(unindexed.as_("auditor").get("/alarms/").text)
