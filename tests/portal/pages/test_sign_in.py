"""Signing in and out on shared machines."""

import re
from datetime import timedelta

import pytest

from casefile.people import units, viewers
from casefile.storage import tables
from portal.pages.sign_in import own_address


def token_of(link_page):
    return re.search(r"/first-password/([\w-]+)", link_page)[1]


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


def test_the_administrator_hands_out_a_link_and_never_a_password(portal):
    admin = portal.as_("administrator")
    form = {"login": "new.one", "display_name": "New One", "unit": "SN-DKR", "roles": ["investigator"]}
    page = portal.post(admin, "/admin/officers/new", form)
    token = token_of(page.text)
    assert "password" not in re.findall(r'name="(\w+)"', admin.get("/admin/officers/new").text)
    assert token not in admin.get("/admin/").text
    guest = portal.stranger()
    short = portal.post(guest, f"/first-password/{token}", {"password": "too short", "again": "too short"})
    assert short.status_code == 422 and "15" in short.text
    differing = portal.post(
        guest, f"/first-password/{token}", {"password": "cinq mots bien longs ici", "again": "autre"}
    )
    assert differing.status_code == 422
    chosen = {"password": "cinq mots bien longs ici", "again": "cinq mots bien longs ici"}
    assert portal.post(guest, f"/first-password/{token}", chosen).location == "/sign-in"
    assert portal.post(guest, "/sign-in", {"login": "new.one", "password": chosen["password"]}).location == "/"
    assert guest.get(f"/first-password/{token}").status_code == 404
    assert portal.stranger().get("/first-password/" + "x" * 40).status_code == 404


def test_a_new_link_is_made_for_a_forgotten_password(portal, password):
    admin = portal.as_("administrator")
    page = portal.post(admin, "/admin/officers/dakar/link", page="/admin/")
    assert portal.post(portal.stranger(), "/sign-in", {"login": "dakar", "password": password}).status_code == 303
    chosen = {"password": "une autre phrase longue", "again": "une autre phrase longue"}
    portal.post(portal.stranger(), f"/first-password/{token_of(page.text)}", chosen)
    assert portal.post(portal.stranger(), "/sign-in", {"login": "dakar", "password": password}).status_code == 422


def test_an_officer_shut_out_is_out_at_once(portal):
    client, admin = portal.as_("dakar"), portal.as_("administrator")
    answer = portal.post(admin, "/admin/officers/dakar/deactivate", {"reason": "left the unit"})
    assert answer.status_code == 303 and client.get("/").location == "/sign-in"


def test_a_unit_is_added_and_closed(portal):
    admin = portal.as_("administrator")
    form = {"code": "ML-BKO", "name": "Brigade de Bamako", "country": "Mali", "kind": "investigation", "locale": "fr",
            "timezone": "Africa/Bamako", "desk": "permanence"}  # fmt: skip
    assert portal.post(admin, "/admin/units/new", form).status_code == 303
    assert "Brigade de Bamako" in admin.get("/admin/").text
    assert portal.post(admin, "/admin/units/new", form).status_code == 422
    assert portal.post(admin, "/admin/units/new", {**form, "code": "X", "country": "Atlantis"}).status_code == 422
    assert portal.post(admin, "/admin/units/ML-BKO/close", {"reason": "merged"}).status_code == 303
    with portal.store.reading() as db:
        assert not units.unit_by_code(db, "ML-BKO").open


def test_duties_are_changed(portal):
    answer = portal.post(portal.as_("administrator"), "/admin/officers/dakar/duties", {"roles": ["auditor"]})
    assert answer.status_code == 303
    with portal.store.reading() as db:
        assert {role.value for role in viewers.viewer_by_login(db, "dakar").roles} == {"auditor"}
