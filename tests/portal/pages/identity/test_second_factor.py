"""A home in use: a one-time code, a password, an app; from then on both, and strong acts ask again."""

import pytest
from sqlalchemy import select

from casefile.people import invitations, sessions, units
from casefile.policy.identity.factors import Factor
from casefile.storage.tables import PortalSession
from portal.web import gate
from portal.web.identity.step_up import STRONG
from tests.law.matrix import ROUTES
from tests.network.people import PASSWORD
from tests.network.portal import text_of
from tests.portal.pages.identity.conftest import now, secret_on


def first_sign_in(home, login="dakar"):
    """As an officer does it who was given a code on the telephone; the client, and the page of the app."""
    client = home.stranger()
    code = home.links[login].lower().replace("-", " ")
    answer = home.post(client, "/first-password", {"code": code})
    assert answer.location == f"/first-password/{home.links[login]}"
    assert home.post(client, answer.location, {"password": PASSWORD, "again": PASSWORD}).location == "/sign-in"
    assert home.enter(client, login).location == "/"
    for path in ("/", "/cases/", "/account/", "/account/password", "/sign-in"):
        assert client.get(path).status_code == 303, path
    return client


def test_from_a_code_on_the_telephone_to_the_first_page(home, clock):
    import pyotp

    client = first_sign_in(home)
    assert client.get("/").location == "/account/set-up" and client.get("/account/set-up").location == "/account/app"
    page = client.get("/account/app").text
    assert "<svg" in page and '<nav class="main"' not in page
    app = pyotp.TOTP(secret_on(page))
    assert home.post(client, "/account/app", {"code": "000000"}).status_code == 422
    assert secret_on(client.get("/account/app").text) == app.secret, "the same picture"
    shown = home.post(client, "/account/app", {"code": now(app)})
    assert shown.status_code == 200 and text_of(shown.text).count("-") >= 30, "ten recovery codes"
    assert client.get("/").status_code == 200 and client.get("/cases/").status_code == 200
    home.post(client, "/sign-out", page="/")
    clock(seconds=60)
    home.entered("dakar", app)


def test_who_knows_the_password_alone_neither_gets_in_nor_sets_anything_up(home, clock):
    home.password("dakar")
    clock(hours=1, seconds=1)
    client = home.stranger()
    answer = home.enter(client, "dakar")
    assert answer.status_code == 422 and "code à usage unique" in text_of(answer.text)
    assert client.get("/account/app").location == "/sign-in"
    with home.store.writing() as db:
        home.links["dakar"] = invitations.new_link(db, units.SYSTEM, "dakar")
    first_sign_in(home)


def test_a_session_by_password_alone_is_none(home):
    """Not one of before the update, nor one that was left when the home stopped being a demonstration."""
    client = home.as_("dakar")
    assert client.get("/").location == "/sign-in" and client.get("/account/app").location == "/sign-in"
    with home.store.reading() as db:
        assert db.scalars(select(PortalSession.factor)).all() == [Factor.PASSWORD.value]


def test_the_second_factor_comes_after_the_right_password_and_not_without(home, clock):
    app, paper = home.app_of("dakar")
    client = home.stranger()
    assert client.get("/sign-in/second").location == "/sign-in"
    assert home.enter(client, "dakar", "wrong and long enough").status_code == 422
    assert client.get("/sign-in/second").location == "/sign-in"
    assert home.enter(client, "dakar").location == "/sign-in/second"
    assert client.get("/").location == "/sign-in", "half a sign-in opens nothing"
    assert home.post(client, "/sign-in/second", {"shown_code": "000000"}).status_code == 422
    assert home.post(client, "/sign-in/second", {"shown_code": paper[0]}).location == "/"
    other = home.stranger()
    home.enter(other, "dakar")
    assert home.post(other, "/sign-in/second", {"shown_code": paper[0]}).status_code == 422, "each works once"
    clock(minutes=11)
    assert other.get("/sign-in/second").location == "/sign-in", "a fetched phone, not a forgotten one"


def test_a_code_that_was_seen_over_the_shoulder_opens_nothing(home):
    app, _ = home.app_of("dakar")
    home.entered("dakar", app)
    onlooker = home.stranger()
    home.enter(onlooker, "dakar")
    assert home.post(onlooker, "/sign-in/second", {"shown_code": now(app)}).status_code == 422


def test_a_reset_skips_no_second_factor(home, clock):
    app, _ = home.app_of("dakar")
    with home.store.writing() as db:
        home.links["dakar"] = invitations.new_link(db, units.SYSTEM, "dakar")
    home.password("dakar")
    assert home.enter(home.stranger(), "dakar").location == "/sign-in/second"


def test_a_lost_factor_is_renewed_by_two_and_ends_every_sign_in(home, clock):
    app, _ = home.app_of("dakar")
    client = home.entered("dakar", app)
    with home.store.writing() as db:
        home.links["dakar"] = invitations.renew_factor(db, units.SYSTEM, "dakar")
    assert client.get("/").location == "/sign-in"
    clock(hours=2)
    assert home.enter(home.stranger(), "dakar").status_code == 422
    first_sign_in(home)


# ---- strong acts -----------------------------------------------------------------------------------------------

HOLD = {"login": "new.one", "display_name": "N", "roles": ["investigator"], "reason": "asked for by the head"}


def admin(home):
    app, paper = home.app_of("administrator")
    return home.entered("administrator", app), app, paper


def added(home):
    from casefile.people import officers

    with home.store.reading() as db:
        return "new.one" in {one.login for one in officers.officers_of(db, units.SYSTEM)}


def test_a_strong_act_asks_again_after_five_minutes_and_carries_the_form_along(home, clock):
    client, app, _ = admin(home)
    form = HOLD | {"unit": home.viewers["administrator"].unit_id}
    clock(minutes=5, seconds=1)
    asked = home.post(client, "/admin/officers/new", form)
    assert asked.status_code == 403 and 'name="shown_code"' in asked.text and not added(home)
    import re

    carried = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', asked.text.partition("<main")[2]))
    assert carried.pop("csrf_token") and carried == form | {"roles": "investigator"}
    wrong = home.post(client, "/admin/officers/new", form | {"shown_code": "000000"})
    assert wrong.status_code == 422 and not added(home)
    done = home.post(client, "/admin/officers/new", carried | {"shown_code": now(app)})
    assert done.status_code == 200 and added(home)
    assert client.get("/admin/").status_code == 200


def test_within_five_minutes_nothing_is_asked(home, clock):
    client, _, _ = admin(home)
    clock(minutes=4)
    form = HOLD | {"unit": home.viewers["administrator"].unit_id}
    assert home.post(client, "/admin/officers/new", form).status_code == 200 and added(home)


def test_a_page_that_is_strong_to_ask_for_leads_on_to_itself(home, clock):
    app, _ = home.app_of("coordinator")
    client = home.entered("coordinator", app)
    clock(minutes=6)
    asked = client.get("/names/labelled.csv")
    assert asked.status_code == 403 and 'value="/names/labelled.csv"' in asked.text
    answer = home.post(client, "/step-up", {"next": "/names/labelled.csv", "shown_code": "1"}, page="/")
    assert answer.status_code == 422
    answer = home.post(client, "/step-up", {"next": "/names/labelled.csv", "shown_code": now(app)}, page="/")
    assert answer.location == "/names/labelled.csv" and client.get("/names/labelled.csv").status_code == 200
    clock(minutes=6)
    away = home.post(client, "/step-up", {"next": "https://evil.example", "shown_code": now(app)}, page="/")
    assert away.location == "/"


OF_TRAINING = {"training_space.back"}
"""Pages that a training space alone has; tests/portal/running/test_training.py opens them."""


@pytest.mark.parametrize("endpoint", sorted(STRONG.keys() - OF_TRAINING))
def test_every_strong_act_is_a_page_that_is_not_open(endpoint):
    _act, methods = STRONG[endpoint]
    there = {method for route in ROUTES if route.endpoint == endpoint for method in route.methods.split()}
    assert set(methods.split()) <= there and endpoint not in gate.OPEN


def test_each_administrators_act_is_strong():
    """Whoever finds a desk unlocked grants, resets and confirms nothing."""
    acts = {
        one.endpoint for one in ROUTES if "POST" in one.methods and one.endpoint.startswith(("admin.", "officers."))
    }
    assert acts - STRONG.keys() == {"admin.refuse", "admin.find"}, "to refuse or to find keeps things as they are"


# ---- security keys: who must have one --------------------------------------------------------------------------


def test_over_tls_a_strong_duty_opens_nothing_before_it_has_a_key(by_tls, clock):
    app, _ = by_tls.app_of("administrator")
    client = by_tls.entered("administrator", app)
    assert client.get("/").location == "/account/set-up"
    assert client.get("/account/set-up").location == "/account/keys/new"
    assert "data-key-options" in client.get("/account/keys/new").text
    assert by_tls.post(client, "/account/keys/new", {"key_token": "x", "key_answer": "{}"}).status_code == 422
    assert client.get("/admin/").location == "/account/set-up"
    clock(minutes=6)
    assert client.get("/account/keys/new").status_code == client.head("/account/keys/new").status_code == 403
    shown = {"next": "/account/keys/new", "shown_code": now(app)}
    assert by_tls.post(client, "/step-up", shown, page="/sign-out").location == "/account/keys/new"
    assert client.get("/account/keys/new").status_code == 200 and client.get("/").location == "/account/set-up"
    field = by_tls.entered("dakar", by_tls.app_of("dakar")[0])
    assert field.get("/").status_code == 200


@pytest.mark.parametrize("answer", ["{}", "[]", "x", '{"id": "x"}', '{"id": "x", "response": 3}', "\x00", "9" * 30_000])
def test_what_no_key_said_is_refused_calmly(home, clock, answer):
    app, _ = home.app_of("dakar")
    client = home.entered("dakar", app)
    token = client.get("/account/keys/new").text.partition('name="key_token" value="')[2].partition('"')[0]
    form = {"key_token": token, "key_answer": answer, "name": "blue"}
    assert home.post(client, "/account/keys/new", form).status_code == 422
    home.enter(other := home.stranger(), "dakar")
    shown = {"shown_answer": answer, "shown_token": token}
    assert home.post(other, "/sign-in/second", shown).status_code == 422


def test_the_demonstration_is_marked_on_every_page_and_asks_nobody(portal, password):
    client = portal.stranger()
    assert portal.post(client, "/sign-in", {"login": "dakar", "password": password}).location == "/"
    for path in ("/", "/sign-out", "/account/", "/cases/", "/nowhere"):
        assert 'class="demo"' in client.get(path).text, path


def test_a_home_in_use_bears_no_such_mark(home):
    assert 'class="demo"' not in home.stranger().get("/sign-in").text


def test_nobody_is_asked_twice_what_was_just_shown(home, clock):
    """One statement at most besides those of every page, and none when the factor is fresh."""
    app, _ = home.app_of("dakar")
    client = home.entered("dakar", app)
    with home.store.reading() as db:
        row = db.scalars(select(PortalSession).where(PortalSession.factor == "totp")).one()
        assert row.factor_at is not None and not row.limited
    assert client.get("/account/app").status_code == 200
    clock(minutes=6)
    assert client.get("/account/app").status_code == 403
    assert {Factor.TOTP, Factor.KEY, Factor.RECOVERY} == sessions.SECOND
