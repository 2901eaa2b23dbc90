"""The unit's retention page: what is due, extending, holding by two officers, and what is said will happen."""

from datetime import timedelta

import pytest

from casefile import records, retention
from casefile.people import officers, sessions, units, viewers
from casefile.policy.retention import ASKED_AHEAD, EXTENSION, RETENTION
from casefile.storage import tables
from casefile.vocabulary import Role
from tests.network.make import person
from tests.network.people import LOGINS
from tests.network.portal import NOBODYS_ID, text_of

DAY = timedelta(days=1)
READERS = {"dakar", "banjul", "nouakchott", "analyst"}


@pytest.fixture
def due(unindexed, monkeypatch):
    """A record of Dakar whose review is due, and a second investigator there."""
    net = unindexed
    net.record_id = net.enter("dakar", person("Mamadou Dialo", "1985"))
    with net.store.writing() as session:
        officers.add_officer(session, units.SYSTEM, "dakar-two", unit="SN-DKR", roles=(Role.INVESTIGATOR,))
        net.viewers["dakar-two"] = viewers.viewer_by_login(session, "dakar-two")
    moment = tables.now() + RETENTION - ASKED_AHEAD
    monkeypatch.setattr(tables, "now", lambda: moment)
    retention.run(net.store, moment)
    return net


def day(moment):
    return f"{moment:%d/%m/%Y}"


def test_the_home_page_counts_what_is_due_and_leads_there(due):
    home = due.as_("dakar").get("/").text
    assert "The review of a record is due" in text_of(home) and 'href="/retention/"' in home
    assert "The review of" not in text_of(due.as_("banjul").get("/").text)
    page = text_of(due.as_("dakar").get("/retention/").text)
    assert "Mamadou Dialo" in page and "Review due" in page and "Extend" in page
    assert "Mamadou Dialo" not in due.as_("banjul").get("/retention/").text
    assert "Extend" not in text_of(due.as_("analyst").get("/retention/").text), "who does not enter decides nothing"


def test_the_page_says_on_which_days_it_leaves_and_is_destroyed(due):
    with due.store.reading() as session:
        (one,) = retention.due(session, due.dakar)
    page = due.as_("dakar").get("/retention/").text
    for moment in (one.retain_until, one.retain_until + timedelta(days=30)):
        assert f'datetime="{moment:%Y-%m-%d}' in page
    assert f'datetime="{one.outlook.destroyed_at:%Y-%m-%d}' in due.as_("dakar").get(f"/records/{due.record_id}").text


def test_extending_from_the_page(due):
    client, path = due.as_("dakar"), f"/retention/{due.record_id}/extend"
    far, near = tables.now() + EXTENSION + 9 * DAY, tables.now() + EXTENSION - DAY
    for given in ({"until": "soon", "reason": "the trial is pending"}, {"until": day(far), "reason": "the trial is on"},
                  {"until": day(near), "reason": ""}):  # fmt: skip
        answer = due.post(client, path, given)
        assert answer.status_code == 422 and given["until"] in answer.text, "what was typed is still there"
    answer = due.post(client, path, {"until": day(near), "reason": "the trial is pending"})
    assert answer.status_code == 303
    assert "Extended" in text_of(client.get(f"/records/{due.record_id}").text)
    assert due.post(client, path, {"until": day(near), "reason": "once more"}, page="/records/new").status_code == 409
    assert due.as_("banjul").get(path).status_code == 404


def test_a_hold_takes_two_officers_on_the_page(due):
    first, second = due.as_("dakar"), due.as_("dakar-two")
    path, order = f"/retention/{due.record_id}/hold", {"authority": "Tribunal de Dakar, 12/2026"}
    order |= {"until": day(tables.now() + 90 * DAY), "reason": "the trial is pending"}
    assert due.post(first, path, {**order, "step": "ask", "authority": ""}).status_code == 422
    assert due.post(first, path, {**order, "step": "ask"}).status_code == 303
    assert "Hold this record?" not in first.get(path).text
    for again in (first, due.as_("dakar")):  # a second sign-in of the same officer is the same officer
        refused = due.post(again, path, {"step": "confirm"})
        assert refused.status_code == 403 and "A second officer of your unit" in text_of(refused.text)
    assert "One hold waits for a second officer" in text_of(second.get("/").text)
    assert "Tribunal de Dakar" in text_of(second.get("/retention/").text)
    assert due.post(second, path, {"step": "confirm"}).status_code == 303
    assert "Held by order" in text_of(first.get(f"/records/{due.record_id}").text)
    assert due.post(second, path, {"step": "lift", "reason": "the court has decided"}).status_code == 303
    assert due.post(second, path, {"step": "confirm"}).status_code == 403
    assert due.post(first, path, {"step": "refuse", "reason": "the appeal is pending"}).status_code == 303
    assert due.post(first, path, {"step": "confirm"}).status_code == 409
    assert due.post(first, path, {"step": "nonsense"}).status_code == 404


def test_an_expired_record_is_shown_with_the_day_of_its_destruction(due, monkeypatch):
    moment = tables.now() + ASKED_AHEAD
    monkeypatch.setattr(tables, "now", lambda: moment)
    retention.run(due.store, moment)
    page = text_of(due.as_("dakar").get("/retention/").text)
    assert "Expired" in page and "Mamadou Dialo" in page and "No review is due" in page


def test_a_tombstone_is_at_no_address(due, monkeypatch):
    with due.store.writing() as session:
        records.withdraw(session, due.dakar, due.record_id, "entered by mistake")
    moment = tables.now() + timedelta(days=90)
    monkeypatch.setattr(tables, "now", lambda: moment)
    retention.run(due.store, moment)
    client = due.as_("dakar")
    for path in ("/records/{}", "/retention/{}/hold", "/retention/{}/extend", "/records/{}/amend"):
        assert client.get(path.format(due.record_id)).status_code == 404
    assert client.get(f"/cases/{due.cases['dakar']}").status_code == 200


@pytest.mark.parametrize("login", sorted(LOGINS))
def test_only_who_reads_records_sees_the_page(due, login):
    client = due.as_(login)
    expected = 200 if login in READERS or login in ("coordinator", "second") else 403  # whose list is empty
    assert client.get("/retention/").status_code == expected
    assert client.get(f"/retention/{NOBODYS_ID}/hold").status_code in (403, 404)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_pages_stand_in_french_and_arabic(due, language):
    with due.store.writing() as session:
        sessions.end_all(session, due.dakar.officer_id)
    client = due.as_("dakar", language)
    client.set_cookie("language", language)
    for path in ("/", "/retention/", f"/retention/{due.record_id}/extend", f"/retention/{due.record_id}/hold"):
        answer = client.get(path)
        assert answer.status_code == 200 and f'<html lang="{language}"' in answer.text, path
