"""A stranger guesses for minutes; the colleague notices nothing."""

from datetime import timedelta

import pytest

from casefile.storage import tables
from tests.network.people import PASSWORD

STRANGER, COLLEAGUE = "203.0.113.9", "192.0.2.20"


@pytest.fixture
def clock(monkeypatch):
    held = [tables.now()]
    monkeypatch.setattr(tables, "now", lambda: held[0])

    def later(seconds):
        held[0] += timedelta(seconds=seconds)

    return later


def enter(portal, client, address, password):
    client.environ_base["REMOTE_ADDR"] = address
    return portal.post(client, "/sign-in", {"login": "dakar", "password": password})


@pytest.mark.parametrize("address", [COLLEAGUE, STRANGER], ids=["elsewhere", "from behind the same address"])
def test_120_wrong_passwords_a_minute_for_five_minutes(portal, password, clock, address):
    own = portal.stranger()
    assert enter(portal, own, COLLEAGUE, PASSWORD).status_code == 303
    portal.post(own, "/sign-out", page="/")
    stranger = portal.stranger()
    for _ in range(5 * 120):
        clock(0.5)
        assert enter(portal, stranger, STRANGER, "wrong and long enough").status_code == 422
    answer = enter(portal, own, address, PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/"), "the first try, from a known browser"


def test_the_cookie_of_a_known_browser_opens_nothing_and_cannot_be_made(portal, password, clock):
    own = portal.stranger()
    answer = enter(portal, own, COLLEAGUE, PASSWORD)
    cookie = own.get_cookie("griot-device")
    said = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith("griot-device="))
    assert "HttpOnly" in said and "SameSite=Lax" in said and f"Max-Age={180 * 24 * 3600}" in said
    other = portal.stranger()
    other.set_cookie("griot-device", cookie.value)
    assert other.get("/").location == "/sign-in"
    forger = portal.stranger()
    forger.set_cookie("griot-device", "x" * 43 + cookie.value[43:])
    for _ in range(4):
        assert enter(portal, forger, STRANGER, "wrong and long enough").status_code == 422
    assert enter(portal, forger, STRANGER, PASSWORD).status_code == 422, "a stranger as any other"


def test_behind_a_proxy_officers_are_told_apart(portal, portal_settings, password, clock):
    from dataclasses import replace

    from tests.network.portal import application

    behind = replace(portal, app=application(replace(portal_settings, proxies=1), portal.store))
    for address, headers in ((STRANGER, 6), (COLLEAGUE, 0)):
        client = behind.stranger()
        client.environ_base["HTTP_X_FORWARDED_FOR"] = f"10.0.0.1, {address}"
        for _ in range(headers):
            enter(behind, client, "127.0.0.1", "wrong and long enough")
        status = enter(behind, client, "127.0.0.1", PASSWORD).status_code
        assert status == (422 if headers else 303)
