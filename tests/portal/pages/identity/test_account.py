"""The own account: sign-ins that end at once, devices, keys, the password; nobody else's."""

import pytest
from sqlalchemy import insert, select

from casefile.sign_in import second
from casefile.storage.tables import KnownDevice, SecurityKey, new_id
from tests.network.people import PASSWORD, signs_in
from tests.network.portal import text_of
from tests.portal.pages.identity.conftest import now

OTHER = "three herons count the nets"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0"


@pytest.fixture
def own(portal, password):
    client = portal.stranger()
    client.environ_base |= {"REMOTE_ADDR": "192.0.2.20", "HTTP_USER_AGENT": FIREFOX, "HTTP_ACCEPT_LANGUAGE": "en"}
    portal.post(client, "/sign-in", {"login": "dakar", "password": PASSWORD})
    return client


def test_an_officer_sees_the_own_sign_ins_and_nobody_elses(portal, own):
    portal.as_("banjul").get("/")
    page = text_of(own.get("/account/").text)
    assert "Firefox, Linux" in page and "192.0.2.0/24" in page and "Password alone" in page
    assert page.count("This one") == page.count("This device") == 1 and page.count("192.0.2.0/24") == 1


@pytest.mark.parametrize(("which", "here"), [("others", 200), ("all", 303)])
def test_the_own_sign_ins_end_at_once(portal, own, which, here):
    elsewhere, colleague = portal.as_("dakar"), portal.as_("banjul")
    answer = portal.post(own, "/account/sign-ins", {"which": which}, page="/account/")
    assert answer.location == ("/account/" if which == "others" else "/sign-in")
    assert (elsewhere.get("/").status_code, own.get("/").status_code) == (303, here)
    assert colleague.get("/").status_code == 200


def test_a_device_is_forgotten_by_its_officer_alone(portal, own):
    with portal.store.reading() as db:
        device = db.scalars(select(KnownDevice.id)).one()
    banjul = portal.as_("banjul")
    assert portal.post(banjul, "/account/devices", {"device": device}, page="/account/").status_code == 404
    assert portal.post(own, "/account/devices", {"device": device}, page="/account/").location == "/account/"
    assert portal.post(own, "/account/devices", {"device": device}, page="/account/").status_code == 404
    with portal.store.reading() as db:
        assert db.get(KnownDevice, device).ended_at is not None


def test_a_key_is_removed_by_its_officer_alone(portal, own):
    key = new_id()
    with portal.store.writing() as db:
        db.execute(
            insert(SecurityKey),
            {"id": key, "officer_id": portal.viewers["banjul"].officer_id, "credential_hash": "h" * 64,
             "credential": "AAAA", "public_key": "AAAA", "name": "blue"},
        )  # fmt: skip
    assert portal.post(own, "/account/keys/remove", {"key": key}, page="/account/").status_code == 404
    banjul = portal.as_("banjul")
    assert "blue" in banjul.get("/account/").text
    with portal.store.reading() as db:
        assert second.held_by(db, portal.viewers["banjul"].officer_id).keys == 1
    assert portal.post(banjul, "/account/keys/remove", {"key": key}, page="/").status_code == 403, (
        "asked first who it is"
    )


def change(portal, client, **more):
    form = {"old": PASSWORD, "password": OTHER, "again": OTHER} | more
    return portal.post(client, "/account/password", form)


def test_the_own_password_is_changed_and_other_sign_ins_end(portal, own):
    elsewhere = portal.as_("dakar")
    assert change(portal, own).location == "/account/"
    assert elsewhere.get("/").status_code == 303 and own.get("/").status_code == 200
    assert signs_in(portal.store, "dakar", OTHER) and not signs_in(portal.store, "dakar", PASSWORD)


@pytest.mark.parametrize(
    "wrong",
    [
        {"old": "wrong and long enough"},
        {"again": "another"},
        {"password": "short", "again": "short"},
        {"password": PASSWORD, "again": PASSWORD},
        {"password": "passwordpassword1", "again": "passwordpassword1"},
    ],
)
def test_what_is_no_good_changes_nothing(portal, own, wrong):
    assert change(portal, own, **wrong).status_code == 422
    assert signs_in(portal.store, "dakar", PASSWORD)


def test_who_sits_at_an_open_desk_does_not_guess_the_password(portal, own):
    for _ in range(7):
        assert change(portal, own, old="wrong and long enough").status_code == 422
    assert change(portal, own).status_code == 422, "right, but too soon"


def test_the_app_is_replaced_and_recovery_codes_made_anew(home, clock):
    import pyotp

    from tests.portal.pages.identity.conftest import secret_on

    app, paper = home.app_of("dakar")
    client = home.entered("dakar", app)
    fresh = pyotp.TOTP(secret_on(client.get("/account/app").text))
    assert home.post(client, "/account/app", {"code": now(fresh)}).location == "/account/"
    page = home.post(client, "/account/recovery", page="/account/").text
    assert paper[1] not in page and page.count('<li class="code">') == 10
    clock(seconds=60)
    home.entered("dakar", fresh)
    other = home.stranger()
    home.enter(other, "dakar")
    for former in (now(app), paper[1]):
        assert home.post(other, "/sign-in/second", {"shown_code": former}).status_code == 422


def test_the_account_costs_no_other_page_a_statement(portal, own):
    from sqlalchemy import event

    said = []
    event.listen(portal.store.engine, "before_cursor_execute", lambda *given: said.append(given[2]))
    own.get("/sign-out")
    of_the_account = ("second_factor", "recovery_code", "security_key", "known_device")
    assert said and not [text for text in said if any(f"FROM {table}" in text for table in of_the_account)]
