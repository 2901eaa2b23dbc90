"""The portal answers under its own names alone; no header shapes a link; a key in rotation is still read."""

import re
from dataclasses import replace

import pytest

from tests.network.people import PASSWORD
from tests.network.portal import application

NAMED = ("griot.example", "other.example:8443")


@pytest.fixture
def named(portal, portal_settings):
    settings = replace(portal_settings, hosts=NAMED)
    return replace(portal, app=application(settings, portal.store), settings=settings)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("griot.example", 200), ("GRIOT.example", 200), ("griot.example:8000", 200), ("other.example:8443", 200),
        ("127.0.0.1:8000", 200), ("localhost", 200), ("[::1]:8000", 200), ("other.example", 400),
        ("evil.example", 400), ("griot.example.evil.example", 400), ("evil.example:443", 400), ("", 400),
        ("griot.example@evil.example", 400),
    ],
)  # fmt: skip
def test_a_foreign_host_is_refused(named, host, status):
    client = named.stranger()
    for path in ("/sign-in", "/static/griot.svg", "/alive", "/nowhere"):
        got = client.get(path, headers={"Host": host}).status_code
        assert (got == 400) is (status == 400), path


def test_a_one_time_link_is_of_our_own_address_whatever_the_request_says(named):
    admin = named.as_("administrator")
    admin.environ_base["HTTP_X_FORWARDED_HOST"] = "evil.example"
    data = {"login": "new.one", "display_name": "N", "unit": named.viewers["administrator"].unit_id,
            "roles": ["investigator"]}  # fmt: skip
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', admin.get("/admin/officers/new").text)[1]
    page = admin.post("/admin/officers/new", data={**data, "csrf_token": token}).text
    assert re.search(r"http://griot\.example/first-password/[\w-]+", page)
    assert "evil.example" not in page and "localhost" not in page


def test_during_a_rotation_what_the_former_key_signed_is_read(portal, portal_settings, password):
    """Sign-in, form and known browser go on; what is signed again the former key alone cannot read."""
    client = portal.stranger()
    portal.post(client, "/sign-in", {"login": "dakar", "password": PASSWORD})
    form = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/sign-out").text)[1]
    before = portal_settings.secret_key
    cookies = {name: client.get_cookie(name).value for name in ("griot", "griot-device")}

    def browser(*keys):
        settings = replace(portal_settings, secret_key=keys[0], secret_key_before="".join(keys[1:]))
        other = application(settings, portal.store).test_client()
        for name, value in cookies.items():
            other.set_cookie(name, value)
        return other

    assert browser("n" * 48).get("/").location == "/sign-in", "without the former key everybody is signed out"
    rotated = browser("n" * 48, before)
    assert rotated.get("/").status_code == 200
    assert rotated.post("/language", data={"language": "ar", "csrf_token": form}).status_code == 303
    assert rotated.post("/sign-out", data={"csrf_token": form}).location == "/sign-in"
    form = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', rotated.get("/sign-in").text)[1]
    rotated.post("/sign-in", data={"login": "dakar", "password": PASSWORD, "csrf_token": form})
    cookies = {"griot": rotated.get_cookie("griot").value}
    assert browser("n" * 48).get("/").status_code == 200
    assert browser(before).get("/").location == "/sign-in"
