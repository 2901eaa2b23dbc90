"""Before a watch is saved, a page says what it can do; nothing typed is lost; who must, approves."""

import html
import re

import pytest

from casefile.people import units
from casefile.vocabulary import WatchState
from tests.network.make import person
from tests.network.portal import text_of
from tests.portal.pages.test_watches import form

NEW = "/watchlists/new?kind=person"
COMMON = {"names-0-text": "Mamadou Diallo", "dates-0-text": ""}


def typed(page):
    """What a browser would send from the check page's form."""
    return {
        name: html.unescape(value) for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page)
    }


def check(net, client, **more):
    answer = net.post(client, NEW, form(check="", **more))
    assert answer.status_code == 200, text_of(answer.text)[:300]
    return answer.text


def test_the_check_page_says_what_the_other_unit_reads_and_saves_nothing(unindexed):
    client = unindexed.as_("banjul")
    page = check(unindexed, client)
    said = text_of(page)
    for words in ("Check before you save", "Banjul Serious Crime Unit", "the name + the year of birth", "6–20",
                  "No other watch of your unit"):  # fmt: skip
        assert words in said, words
    assert "Modou Jallow" not in client.get("/watchlists/").text
    saved = unindexed.post(client, NEW, {**typed(page), "check": "save"})
    assert saved.status_code == 303 and "Modou Jallow" in client.get("/watchlists/").text


def test_going_back_loses_nothing(unindexed):
    client = unindexed.as_("banjul")
    typed_in = {"names-1-text": "مودو جالو", "names-1-kind": "alias", "watchlist": 'The "north" <list>', "about": "y"}
    page = check(unindexed, client, **typed_in)
    back = html.unescape(unindexed.post(client, NEW, {**typed(page), "check": "change"}).text)
    for value in ("Modou Jallow", "مودو جالو", "about 1984", "named by three passengers", 'The "north" <list>'):
        assert value in back, value


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"names-0-text": "Lamin", "dates-0-text": ""}, "a single name is borne by too many"),
        (COMMON, "this name is common"),
        ({"names-0-text": "Inconnu", "dates-0-text": ""}, "it holds a value that many entries hold"),
    ],
)
def test_what_cannot_find_anything_is_not_saved_as_it_stands(unindexed, more, said):
    client = unindexed.as_("banjul")
    page = check(unindexed, client, **more)
    assert said in text_of(page).lower() and 'value="save"' not in page and 'value="wide"' in page
    refused = unindexed.post(client, NEW, form(**more))
    assert refused.status_code == 422 and "finds nothing" in text_of(refused.text)
    assert more["names-0-text"] not in text_of(client.get("/watchlists/").text)


def keep_wide(net, client):
    answer = net.post(client, NEW, form(**{**COMMON, "check": "wide"}))
    assert answer.status_code == 303, text_of(answer.text)[:300]
    return answer.location


def test_a_wide_watch_waits_for_a_coordinator_who_approves(unindexed):
    client, coordinator = unindexed.as_("banjul"), unindexed.as_("coordinator")
    address = keep_wide(unindexed, client)
    page = text_of(client.get(address).text)
    assert "Waits for approval" in page and "Wide" in page and "Watching" not in page
    assert "1 watch" not in page
    assert "/watchlists/approvals" in coordinator.get("/").text, "the coordinator's home says so"
    waits = text_of(coordinator.get("/watchlists/approvals").text)
    for words in ("Mamadou Diallo", "named by three passengers", "Banjul Serious Crime Unit", "published name"):
        assert words in waits, words
    decide = f"/watchlists/approvals/{address.rsplit('/', 1)[1]}"
    done = unindexed.post(coordinator, decide, {"answer": "approve"}, page="/watchlists/approvals")
    assert done.status_code == 303
    page = text_of(client.get(address).text)
    assert "Cannot find anything" in page and "Wide" in page and "Watching" not in page
    assert "Approved" in text_of(client.get("/watchlists/").text)
    again = unindexed.post(coordinator, decide, {"answer": "approve"}, page="/")
    assert again.status_code == 404, "decided: it is no longer before the coordinator"


def test_a_wide_watch_is_refused_with_a_reason_that_its_unit_reads(unindexed):
    client, coordinator = unindexed.as_("banjul"), unindexed.as_("coordinator")
    address = keep_wide(unindexed, client)
    decide = f"/watchlists/approvals/{address.rsplit('/', 1)[1]}"
    refused = unindexed.post(coordinator, decide, {"answer": "refuse", "reason": ""}, page="/watchlists/approvals")
    assert refused.status_code == 422
    unindexed.post(
        coordinator, decide, {"answer": "refuse", "reason": "a year is needed"}, page="/watchlists/approvals"
    )
    assert "a year is needed" in text_of(client.get(address).text) and "Ended" in text_of(client.get(address).text)
    assert "a year is needed" in text_of(client.get("/").text)


def test_the_other_coordinators_and_units_see_only_what_lies_before_them(unindexed):
    keep_wide(unindexed, unindexed.as_("banjul"))
    for login in ("dakar", "protection"):
        assert "Mamadou Diallo" not in unindexed.as_(login).get("/watchlists/approvals").text
    for login in ("auditor", "administrator", "analyst", "magistrate"):
        assert unindexed.as_(login).get("/watchlists/approvals").status_code == 403


def test_the_same_subject_is_shown_and_not_doubled(unindexed):
    watch_id = unindexed.watch("banjul", person("Momodou Jalloh", "1984"))
    page = check(unindexed, unindexed.as_("banjul"))
    assert f"/watchlists/{watch_id}" in page and f"/watchlists/{watch_id}/amend" in page
    other = check(unindexed, unindexed.as_("dakar"))
    assert watch_id not in other, "another unit's watch is never shown"


def test_an_amendment_to_another_subject_is_checked_first(unindexed):
    watch_id = unindexed.watch("banjul", person("Modou Jallow", "1984"))
    client, path = unindexed.as_("banjul"), f"/watchlists/{watch_id}/amend"
    page = unindexed.post(client, path, form(check="", **{"dates-0-text": "1986"}))
    assert page.status_code == 200 and "Check before you save" in page.text
    assert unindexed.post(client, path, {**typed(page.text), "check": "save"}).status_code == 303
    assert "1986" in text_of(client.get(f"/watchlists/{watch_id}").text)


def test_a_step_the_state_does_not_allow_is_refused_and_stands_in_the_trail(unindexed):
    from sqlalchemy import select

    from casefile.storage.tables import Audit

    watch_id = unindexed.watch("banjul", person("Modou Jallow", "1984"))
    client = unindexed.as_("banjul")
    answer = unindexed.post(client, f"/watchlists/{watch_id}", {"step": "resume", "reason": "as agreed"})
    assert answer.status_code == 409
    with unindexed.store.reading() as session:
        lines = session.execute(select(Audit.subject_id, Audit.detail).where(Audit.action == "refused")).all()
    assert [(line.subject_id, line.detail) for line in lines] == [
        (watch_id, {"move": "resume", "address": "127.0.0.1"})
    ]


def test_the_form_to_amend_an_ended_watch_is_refused_once_in_the_trail(unindexed):
    from sqlalchemy import select

    from casefile.storage.tables import Audit

    watch_id = unindexed.watch("banjul", person("Modou Jallow", "1984"))
    client = unindexed.as_("banjul")
    unindexed.post(client, f"/watchlists/{watch_id}", {"step": "end", "reason": "as agreed"})
    assert client.get(f"/watchlists/{watch_id}/amend").status_code == 409
    with unindexed.store.reading() as session:
        lines = session.scalars(select(Audit.detail).where(Audit.action == "refused")).all()
    assert lines == [{"move": "amend", "address": "127.0.0.1"}]


def test_a_unit_that_asks_for_a_second_officer(unindexed):
    with unindexed.store.writing() as session:
        units.ask_for_approval(session, units.SYSTEM, unindexed.banjul.unit_id, approves=True)
    client = unindexed.as_("banjul")
    page = check(unindexed, client)
    assert "A second officer of your unit has to approve it" in text_of(page)
    address = unindexed.post(client, NEW, {**typed(page), "check": "save"}).location
    assert "Waits for approval" in text_of(client.get(address).text)
    decide = f"/watchlists/approvals/{address.rsplit('/', 1)[1]}"
    by_oneself = unindexed.post(unindexed.as_("banjul"), decide, {"answer": "approve"}, page="/watchlists/approvals")
    assert by_oneself.status_code == 403, "also not by another sign-in of the same officer"
    listed = text_of(client.get(f"/watchlists/?state={WatchState.PROPOSED.value}").text)
    assert "Modou Jallow" in listed


def test_the_administrator_turns_the_policy_on_and_off(unindexed):
    client, unit_id = unindexed.as_("administrator"), unindexed.banjul.unit_id
    for approves in (True, False):
        answer = unindexed.post(
            client, f"/admin/units/{unit_id}/approves-watches", {"approves": "1" if approves else "0"}, page="/admin/"
        )
        assert answer.status_code == 303
        with unindexed.store.reading() as session:
            assert units.unit(session, unit_id).approves_watches is approves


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_pages_stand_in_french_and_arabic(unindexed, language):
    client = unindexed.as_("banjul", language)
    page = check(unindexed, client, **COMMON)
    assert f'lang="{language}"' in page
    assert unindexed.as_("coordinator", language).get("/watchlists/approvals").status_code == 200
