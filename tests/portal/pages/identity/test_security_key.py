"""A security key in a real browser: Chromium's virtual authenticator adds it, signs in with it, shows it again."""

import pytest

from casefile.storage.tables import SecurityKey
from tests.network.people import PASSWORD
from tests.portal.browsing import follow
from tests.portal.pages.identity.conftest import now


@pytest.fixture
def desk(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en")
    context.set_default_timeout(15_000)
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "hasResidentKey": False, "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    page.authenticator = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    page.devtools = devtools
    yield page
    context.close()


def enter(page, address, login):
    page.goto(f"{address}/sign-in")
    page.fill("#login", login)
    page.fill("#password", PASSWORD)
    page.click("main form.sheet button[type=submit]")
    page.wait_for_url(f"{address}/sign-in/second")


def add_key(page, address, app):
    enter(page, address, "administrator")
    page.fill("#shown_code", now(app))
    page.click("main form.sheet button[type=submit]")
    page.wait_for_url(f"{address}/")
    page.goto(f"{address}/account/keys/new")
    page.fill("#name", "blue")
    page.click("[data-key-go]")
    page.wait_for_url(f"{address}/account/")
    assert "blue" in page.inner_text("main")


def test_a_key_is_added_and_opens_the_door_and_strong_acts(home, address, desk, clock):
    app, paper = home.app_of("administrator")
    add_key(desk, address, app)
    desk.click(".who summary")
    desk.click("header .sign-out")
    desk.wait_for_url(f"{address}/sign-in")
    enter(desk, address, "administrator")
    clock(seconds=60)
    desk.fill("#shown_code", now(app))
    follow(desk, "main form.sheet button[type=submit]")
    assert desk.inner_text("main .note.bad"), "a strong duty's key is not got around by the app"
    desk.click("[data-key-go]")
    desk.wait_for_url(f"{address}/")
    clock(minutes=6)
    desk.goto(f"{address}/admin/officers/new")
    desk.fill("#login", "new.one")
    desk.fill("#display_name", "Nafi Sow")
    desk.select_option("#unit", home.viewers["administrator"].unit_id)
    desk.check("input[name=roles][value=investigator]")
    follow(desk, "main form.sheet button[type=submit]")
    assert desk.inner_text("h1") == "Show that it is you"
    desk.click("[data-key-go]")
    desk.wait_for_selector("#one-time-code")
    with home.store.reading() as db:
        key = db.query(SecurityKey).one()
        assert key.sign_count > 0 and key.last_used_at is not None and key.name == "blue"


def test_another_officers_key_and_another_keys_answer_open_nothing(home, address, desk, clock):
    app, _ = home.app_of("administrator")
    add_key(desk, address, app)
    desk.devtools.send("WebAuthn.clearCredentials", {"authenticatorId": desk.authenticator})
    desk.click(".who summary")
    desk.click("header .sign-out")
    desk.wait_for_url(f"{address}/sign-in")
    enter(desk, address, "administrator")
    desk.click("[data-key-go]")
    desk.wait_for_selector("[data-key-failed]:visible")
    assert desk.url == f"{address}/sign-in/second"


def test_an_answer_is_taken_once(home, address, desk, clock):
    """What went over the wire, sent again from another browser, is worth nothing."""
    app, _ = home.app_of("administrator")
    add_key(desk, address, app)
    desk.click(".who summary")
    desk.click("header .sign-out")
    desk.wait_for_url(f"{address}/sign-in")
    enter(desk, address, "administrator")
    sent = []
    desk.on("request", lambda one: sent.append(one.post_data) if one.method == "POST" else None)
    desk.click("[data-key-go]")
    desk.wait_for_url(f"{address}/")
    from urllib.parse import parse_qs

    (form,) = ({name: values[0] for name, values in parse_qs(one).items()} for one in sent if "shown_answer" in one)
    thief = home.stranger()
    home.enter(thief, "administrator")
    shown = {name: form[name] for name in ("shown_answer", "shown_token")}
    assert home.post(thief, "/sign-in/second", shown).status_code == 422
