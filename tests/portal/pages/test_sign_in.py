"""Signing in and out on shared machines."""

import re
from datetime import timedelta

import pytest

from casefile.storage import tables
from portal.pages.sign_in import own_address


def test_an_officer_signs_in_and_lands_where_wanted(portal, password):
    client = portal.stranger()
    assert client.get("/cases/?open=1").location == "/sign-in"
    answer = portal.post(client, "/sign-in", {"login": "Dakar ", "password": password})
    assert (answer.status_code, answer.location) == (303, "/cases/?open=1")
    page = client.get("/").text
    assert "Awa Ndiaye" in page and "Brigade de Dakar" in page


@pytest.mark.parametrize(
    ("login", "given"), [("dakar", "wrong"), ("nobody", "wrong"), ("administrator", ""), ("", ""), ("\x00", "é" * 5000)]
)
def test_every_refusal_reads_the_same(portal, login, given):
    page = portal.post(portal.stranger(), "/sign-in", {"login": login, "password": given})
    assert page.status_code == 422
    assert re.search(r'role="alert".*?</div>', page.text, re.S)[0].count("incorrect, ou bien il faut attendre") == 1


def test_after_several_wrong_passwords_the_right_one_must_wait(portal, password):
    client = portal.stranger()
    for _ in range(6):
        portal.post(client, "/sign-in", {"login": "dakar", "password": "wrong"})
    assert portal.post(client, "/sign-in", {"login": "dakar", "password": password}).status_code == 422


def test_signing_out_ends_a_copied_cookie_too(portal, password):
    client = portal.stranger()
    portal.post(client, "/sign-in", {"login": "dakar", "password": password})
    copy = portal.stranger()
    copy.set_cookie("griot", client.get_cookie("griot").value)
    assert copy.get("/").status_code == 200
    answer = portal.post(client, "/sign-out", page="/")
    assert answer.location == "/sign-in" and "cache" in answer.headers["Clear-Site-Data"]
    assert copy.get("/").location == "/sign-in"


def test_signing_in_leaves_nothing_of_the_session_before(portal, password):
    client = portal.stranger()
    client.get("/sign-in")
    before = client.get_cookie("griot").value
    portal.post(client, "/sign-in", {"login": "dakar", "password": password})
    with client.session_transaction() as session:
        assert client.get_cookie("griot").value != before and "next" not in session


@pytest.mark.parametrize(("idle", "holds"), [(29, True), (31, False)])
def test_an_idle_desk_is_signed_out(portal, monkeypatch, idle, holds):
    client = portal.as_("dakar")
    later = tables.now() + timedelta(minutes=idle)
    monkeypatch.setattr(tables, "now", lambda: later)
    assert (client.get("/").status_code == 200) is holds


def test_ten_hours_end_a_sign_in_that_is_never_idle(portal, monkeypatch):
    client, start = portal.as_("dakar"), tables.now()
    for minutes in range(20, 600, 20):
        monkeypatch.setattr(tables, "now", lambda m=minutes: start + timedelta(minutes=m))
        assert client.get("/").status_code == 200
    monkeypatch.setattr(tables, "now", lambda: start + timedelta(minutes=601))
    assert client.get("/").status_code == 303


def test_whoever_types_is_kept_signed_in(portal, monkeypatch):
    client, start = portal.as_("dakar"), tables.now()
    for minutes in (25, 50, 75):
        monkeypatch.setattr(tables, "now", lambda m=minutes: start + timedelta(minutes=m))
        assert client.get("/alive").status_code == 204
    monkeypatch.setattr(tables, "now", lambda: start + timedelta(minutes=110))
    assert client.get("/alive").status_code == 401


@pytest.mark.parametrize(
    "wanted",
    [
        "//elsewhere.example",
        "https://elsewhere.example",
        "/\\elsewhere",
        "javascript:alert(1)",
        "/a\r\nX: y",
        "elsewhere",
        "/\t/x",
    ],
)
def test_no_address_leads_out_of_the_portal(portal, wanted):
    assert own_address(wanted) == ""
    answer = portal.post(portal.stranger(), "/language", {"language": "fr", "next": wanted}, page="/sign-in")
    assert answer.location == "/"


def test_the_language_stays_with_the_browser_and_with_the_officer(portal):
    client = portal.stranger()
    assert '<html lang="fr" dir="ltr">' in client.get("/sign-in").text
    portal.post(client, "/language", {"language": "ar", "next": "/sign-in"}, page="/sign-in")
    assert '<html lang="ar" dir="rtl">' in client.get("/sign-in").text
    officer = portal.as_("dakar")
    portal.post(officer, "/language", {"language": "ar", "next": "/cases/"}, page="/")
    assert '<html lang="ar" dir="rtl">' in portal.as_("dakar").get("/").text
    assert 'lang="xx"' not in portal.post(officer, "/language", {"language": "xx"}, page="/").text


def test_a_unit_that_works_in_english_is_met_in_english(portal):
    assert '<html lang="en"' in portal.as_("banjul").get("/").text
