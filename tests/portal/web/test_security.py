"""Headers on every response; every form with its token; cookies that no script and no other site can use."""

import re

import pytest

from portal.web import gate
from portal.web.security import HEADERS
from tests.portal.web.test_gate import addresses


def broken():
    raise RuntimeError("names and tables of the inside")


@pytest.fixture
def every_answer(portal):
    """One answer of every status the portal gives."""
    portal.app.add_url_rule("/broken", "broken", gate.every_officer(broken))
    client = portal.as_("dakar")
    return {
        200: client.get("/"),
        303: portal.stranger().get("/cases/"),
        400: client.post("/sign-out"),
        403: client.get("/admin/"),
        404: client.get("/no-such-page"),
        405: client.delete("/"),
        413: client.post("/records/new", data={"narrative": "x" * 3_000_000}),
        500: client.get("/broken"),
        204: client.get("/alive"),
    }


def test_headers_stand_on_every_response(every_answer):
    for status, answer in every_answer.items():
        assert answer.status_code == status
        for name, value in HEADERS.items():
            assert answer.headers.get(name) == value, f"{name} at {status}"
        assert answer.headers["Cache-Control"] == "no-store"


def test_the_policy_allows_nothing_inline_and_nobody_else():
    policy = HEADERS["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy and "http" not in policy and "*" not in policy
    assert "frame-ancestors 'none'" in policy


def test_static_files_may_be_kept_and_carry_their_hash(portal):
    page = portal.stranger().get("/sign-in").text
    addresses_ = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert len(addresses_) >= 3 and all("?v=" in address for address in addresses_)
    answer = portal.stranger().get(addresses_[1])
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]


def test_every_unsafe_request_without_a_token_is_refused(portal):
    client = portal.as_("dakar")
    for endpoint, path in addresses(portal.app, "POST"):
        wanted = gate.wanted_by(portal.app, endpoint)
        who = client if endpoint in gate.OPEN or not wanted else _holder(portal, wanted)
        answer = who.post(path, data={"reason": "some reason", "login": "dakar", "password": "x"})
        assert answer.status_code == 400, f"{endpoint} took a POST without a token"


def _holder(portal, wanted):
    from casefile.policy.permissions import permissions_of
    from tests.network.people import OFFICERS

    return portal.as_(next(one.login for one in OFFICERS if wanted & permissions_of(frozenset(one.roles))))


def test_no_get_changes_anything(portal, case_of, enter, form_of):
    """Looking is written into the trail; nothing else changes."""
    from sqlalchemy import text

    client = portal.as_("dakar")
    case_id = case_of("dakar")
    record_id = enter(client, "report", form_of["report"](case_id))

    def state():
        with portal.store.reading() as db:
            tables = (
                "case_file",
                "record",
                "record_version",
                "record_link",
                "officer",
                "unit",
                "outbox",
                "access_link",
            )
            return {t: db.execute(text(f"SELECT * FROM {t}")).fetchall() for t in tables}

    before = state()
    for _endpoint, path in addresses(portal.app, "GET"):
        if not path.startswith(("/sign-out",)):
            client.get(path.replace("f" * 32, record_id))
            client.get(path.replace("f" * 32, case_id))
    assert state() == before


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(portal, secure_portal, password):
    answer = portal.post(portal.stranger(), "/sign-in", {"login": "dakar", "password": password})
    for name in ("griot", "griot-device"):
        (cookie,) = (one for one in answer.headers.getlist("Set-Cookie") if one.startswith(f"{name}="))
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
    client = secure_portal.app.test_client()
    token = re.search(
        r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/sign-in", base_url="https://localhost").text
    )[1]
    answer = client.post(
        "/sign-in", base_url="https://localhost", data={"login": "dakar", "password": password, "csrf_token": token}
    )
    for name in ("__Host-griot", "__Host-griot-device"):
        (cookie,) = (one for one in answer.headers.getlist("Set-Cookie") if one.startswith(f"{name}="))
        assert "Secure" in cookie and "Path=/" in cookie and "Domain" not in cookie
    assert "max-age" in answer.headers["Strict-Transport-Security"]
