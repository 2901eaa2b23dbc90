"""Cases on their pages: closed and opened again, and what may be done in a closed one."""

import html
import re

import pytest
from sqlalchemy import select, update

from casefile.policy.states import RECORD, WATCH, RecordMove, WatchMove, allows
from casefile.records import cases
from casefile.storage.tables import Record, Watch
from casefile.vocabulary import RecordState, WatchState
from tests.network.make import person
from tests.network.portal import text_of

WHY = "the year was read wrongly"


def chosen_in(page):
    """A form as a browser sends it: what its fields hold."""
    found = {}
    for name, options in re.findall(r'<select[^>]*name="([\w-]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option selected value="([^"]*)"', options) or re.search(r'value="([^"]*)"', options)
        found[name] = html.unescape(chosen[1])
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        ticked = "checkbox" not in tag or " checked" in tag
        if name and value and ticked:
            found[name[1]] = html.unescape(value[1])
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.S):
        found[name] = html.unescape(text).strip()
    return found


def offered(page, name):
    options = re.search(rf'<select[^>]*name="{name}"[^>]*>(.*?)</select>', page, re.S)[1]
    return [html.unescape(words).strip() for words in re.findall(r"<option[^>]*>([^<]*)", options)]


def step(net, client, case_id, name, reason="as the judge decided"):
    return net.post(client, f"/cases/{case_id}/{name}", {"reason": reason})


def test_a_case_is_closed_and_opened_again_from_its_page(unindexed):
    client, case_id = unindexed.as_("dakar"), unindexed.cases["dakar"]
    for name, other in (("close", "reopen"), ("reopen", "close")):
        page = client.get(f"/cases/{case_id}").text
        assert f"/cases/{case_id}/{name}" in page and f"/cases/{case_id}/{other}" not in page
        assert (f"/records/new?case={case_id}" in page) is (name == "close")
        assert client.get(f"/cases/{case_id}/{other}").status_code == 409
        assert step(unindexed, client, case_id, name, "  ").status_code == 422
        assert step(unindexed, client, case_id, name).status_code == 303
    stranger = unindexed.as_("banjul")
    assert unindexed.post(stranger, f"/cases/{case_id}/reopen", {"reason": "not mine"}, page="/").status_code == 404


def test_a_record_entered_from_a_case_begins_as_a_person_of_that_case(unindexed):
    client = unindexed.as_("dakar")
    with unindexed.store.writing() as db:
        full, empty = unindexed.cases["dakar"], cases.open_case(db, unindexed.dakar, cases.CaseDraft("DKR-2"))
    unindexed.enter("dakar", person("Modou Jallow", "1984"))
    for case_id in (full, empty):
        links = re.findall(r'href="(/records/new[^"]+)"', client.get(f"/cases/{case_id}").text)
        assert links
        for link in links:
            form = client.get(html.unescape(link)).text
            assert chosen_in(form)["kind"] == "person" and 'id="names-0-text"' in form
            assert re.search(rf'<option selected value="{case_id}"', form)


def test_a_record_in_a_closed_case_is_corrected_with_a_reason_on_its_page(unindexed):
    client, case_id = unindexed.as_("dakar"), unindexed.cases["dakar"]
    with unindexed.store.writing() as db:
        cases.open_case(db, unindexed.dakar, cases.CaseDraft("DKR-2"))
    record_id = unindexed.enter("dakar", person("Mamadou Dialo", "1985"))
    assert step(unindexed, client, case_id, "close").status_code == 303
    page = client.get(f"/records/{record_id}/amend").text
    assert offered(page, "case") == ["DKR-1 · Pirogue de Mbour (closed)"]
    assert "the reason for the correction is needed" in page
    form = {**chosen_in(page), "dates-0-text": "1986"}
    refused = unindexed.post(client, f"/records/{record_id}/amend", form)
    assert refused.status_code == 422 and 'href="#change_note"' in refused.text and 'value="1986"' in refused.text
    saved = unindexed.post(client, f"/records/{record_id}/amend", {**form, "change_note": WHY})
    assert saved.status_code == 303
    view = unindexed.opened("dakar", record_id)
    assert [d.value for d in view.identity.dates] == ["1986"] and view.versions[0].change_note == WHY


def test_a_new_record_and_a_new_watch_are_not_offered_a_closed_case(unindexed):
    client, case_id = unindexed.as_("dakar"), unindexed.cases["dakar"]
    with unindexed.store.writing() as db:
        cases.open_case(db, unindexed.dakar, cases.CaseDraft("DKR-2"))
        cases.open_case(db, unindexed.dakar, cases.CaseDraft("DKR-3"))
    step(unindexed, client, case_id, "close")
    for path, name in ((f"/records/new?case={case_id}", "case"), (f"/watchlists/new?case={case_id}", "watch_case")):
        page = client.get(path).text
        assert sorted(offered(page, name)[1:]) == ["DKR-2", "DKR-3"]
        form = {**chosen_in(page), "narrative": "Seen at Kayar.", "names-0-text": "Modou Jallow", "ground": "the judge",
                "dates-0-text": "1984", "dates-0-kind": "birth", name: case_id}  # fmt: skip
        refused = unindexed.post(client, path, form)
        assert refused.status_code == 422 and f'href="#{name}"' in refused.text


def test_a_watch_in_a_closed_case_stays_there_and_asks_why(unindexed):
    client, case_id = unindexed.as_("dakar"), unindexed.cases["dakar"]
    watch_id = unindexed.watch("dakar", person("Modou Jallow", "1984"), case_id=case_id)
    step(unindexed, client, case_id, "close")
    page = client.get(f"/watchlists/{watch_id}/amend").text
    assert offered(page, "watch_case") == ["DKR-1 · Pirogue de Mbour (closed)"]
    form = {**chosen_in(page), "dates-0-text": "1985"}
    form["check"] = "save"
    refused = unindexed.post(client, f"/watchlists/{watch_id}/amend", form)
    assert refused.status_code == 422 and 'href="#change_note"' in refused.text
    assert unindexed.post(client, f"/watchlists/{watch_id}/amend", {**form, "change_note": WHY}).status_code == 303
    assert "1985" in text_of(client.get(f"/watchlists/{watch_id}").text)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_pages_are_there_in_every_language(unindexed, language):
    client, case_id = unindexed.as_("dakar", language), unindexed.cases["dakar"]
    record_id = unindexed.enter("dakar")
    for name in ("close", "reopen"):
        assert client.get(f"/cases/{case_id}/{name}").status_code == 200
        assert step(unindexed, client, case_id, name).status_code == 303
        assert client.get(f"/records/{record_id}/amend").status_code == 200


# ---- what has ended is not amended by its address ----------------------------------------------------------------


def status_of_amending(net, login, path, form):
    """(page, action) as their statuses: the form asked for by its address, then sent."""
    client = net.as_(login)
    return client.get(path).status_code, net.post(client, path, form, page="/").status_code


@pytest.mark.parametrize("state", list(RecordState))
def test_a_record_is_amended_by_its_address_only_in_a_state_that_allows_it(unindexed, state):
    record_id = unindexed.enter("dakar", person("Mamadou Dialo", "1985"))
    path = f"/records/{record_id}/amend"
    form = {**chosen_in(unindexed.as_("dakar").get(path).text), "dates-0-text": "1986"}
    with unindexed.store.writing() as db:
        db.execute(update(Record).where(Record.id == record_id).values(state=state.value))
    if allows(RECORD, state, RecordMove.AMEND):
        wanted = (200, 303)
    else:
        wanted = (404, 404) if state is RecordState.TOMBSTONED else (409, 409)
    assert status_of_amending(unindexed, "dakar", path, form) == wanted
    with unindexed.store.reading() as db:
        assert db.scalar(select(Record.version)) == (2 if wanted[1] == 303 else 1)
    if state is RecordState.WITHDRAWN:
        page = text_of(unindexed.as_("dakar").get(path).text)
        assert "withdrawn and is no longer amended" in page and "Mamadou Dialo" in page
        assert unindexed.as_("banjul").get(path).status_code == 404


@pytest.mark.parametrize("state", list(WatchState))
def test_a_watch_is_amended_by_its_address_only_in_a_state_that_allows_it(unindexed, state):
    watch_id = unindexed.watch("banjul", person("Modou Jallow", "1984"))
    path = f"/watchlists/{watch_id}/amend"
    form = {**chosen_in(unindexed.as_("banjul").get(path).text), "dates-0-text": "1985", "check": "save"}
    with unindexed.store.writing() as db:
        db.execute(update(Watch).where(Watch.id == watch_id).values(state=state.value))
    refused = (404, 404) if state is WatchState.TOMBSTONED else (409, 409)
    wanted = (200, 303) if allows(WATCH, state, WatchMove.AMEND) else refused
    assert status_of_amending(unindexed, "banjul", path, form) == wanted
    with unindexed.store.reading() as db:
        assert db.scalar(select(Watch.version)) == (2 if wanted[1] == 303 else 1)
    if state is WatchState.ENDED:
        assert "This watch has ended" in text_of(unindexed.as_("banjul").get(path).text)
        assert unindexed.as_("dakar").get(path).status_code == 404
