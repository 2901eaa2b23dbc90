"""Closed unless opened: every address of the portal, asked for by a stranger and by every role."""

import pytest

from casefile.policy.permissions import Permission, permissions_of
from casefile.vocabulary import Role
from portal.web import gate
from portal.web.machine import marks
from portal.web.signed_in import ASKED_BY_PAGES
from tests.network.people import OFFICERS

NOBODYS_ID = "f" * 32


def addresses(app, method):
    """(endpoint, path) of every page that takes the method; places filled with an id that does not exist.

    What machines ask is in tests/law/api: a token opens it, and nobody's sign-in.
    """
    adapter, found = app.url_map.bind("localhost"), []
    for rule in app.url_map.iter_rules():
        if method in rule.methods and not for_machines(app, rule.endpoint):
            places = {name: "Integer" in type(rule._converters[name]).__name__ for name in rule.arguments}
            values = {name: 1 if number else NOBODYS_ID for name, number in places.items()}
            found.append((rule.endpoint, adapter.build(rule.endpoint, values, method=method)))
    return found


def for_machines(app, endpoint):
    return hasattr(app.view_functions[endpoint], marks.SCOPES)


def test_every_endpoint_says_who_may_open_it(portal):
    undeclared = [
        rule.endpoint for rule in portal.app.url_map.iter_rules()
        if rule.endpoint not in gate.OPEN and not for_machines(portal.app, rule.endpoint)
        and gate.wanted_by(portal.app, rule.endpoint) is None
    ]  # fmt: skip
    assert undeclared == []


def test_a_forgotten_endpoint_is_closed_to_everybody(portal):
    portal.app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    assert portal.stranger().get("/forgotten").status_code == 303
    for login in portal.viewers:
        answer = portal.as_(login).get("/forgotten")
        assert answer.status_code == 403 and "secret" not in answer.text


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_stranger_reaches_the_sign_in_and_nothing_else(portal, method):
    for endpoint, path in addresses(portal.app, method):
        answer = portal.stranger().open(path, method=method)
        if endpoint in ASKED_BY_PAGES:
            assert (answer.status_code, answer.data) == (401, b""), endpoint
        elif endpoint not in gate.OPEN:
            assert (answer.status_code, answer.location) == (303, "/sign-in"), endpoint


def test_what_does_not_exist_looks_to_a_stranger_like_what_does(portal):
    there, not_there = portal.stranger().get("/cases/"), portal.stranger().get("/no-such-page")
    assert (there.status_code, there.location, there.data) == (
        not_there.status_code,
        not_there.location,
        not_there.data,
    )


@pytest.mark.parametrize("login", [one.login for one in OFFICERS])
def test_each_role_opens_its_own_pages_and_no_others(portal, login):
    held = permissions_of(frozenset(next(one.roles for one in OFFICERS if one.login == login)))
    client = portal.as_(login)
    for endpoint, path in addresses(portal.app, "GET"):
        if endpoint in gate.OPEN:
            continue
        wanted = gate.wanted_by(portal.app, endpoint)
        status = client.get(path).status_code
        if wanted and not wanted & held:
            assert status == 403, f"{login} opened {endpoint}"
        else:
            assert status in (200, 303, 404, 405, 503), f"{login} at {endpoint}: {status}"


def test_duties_taken_away_count_from_the_next_page_on(portal):
    from casefile.people import officers, units

    client = portal.as_("dakar")
    assert client.get("/cases/").status_code == 200
    with portal.store.writing() as db:
        officers.set_roles(db, units.SYSTEM, "dakar", [Role.AUDITOR])
    assert client.get("/cases/").status_code == 403
    with portal.store.writing() as db:
        officers.deactivate(db, units.SYSTEM, "dakar", "left the unit")
    assert client.get("/").location == "/sign-in"


def test_the_menu_offers_what_opens(portal):
    import re

    for login in portal.viewers:
        client = portal.as_(login)
        menu = re.search(r'<nav class="main".*?</nav>', client.get("/").text, re.S)[0]
        for path in re.findall(r'href="([^"]+)"', menu):
            assert client.get(path).status_code in (200, 503), f"{login}: {path}"


def test_the_open_list_holds_no_page_with_data():
    signing_in = {f"sign_in.{one}" for one in ("enter", "second", "code", "first_password", "language", "alive")}
    asked_by_machines = {"health.live", "health.ready", "health.figures"}  # ok, or a word; figures for a token
    assert signing_in | asked_by_machines | {"static"} == gate.OPEN
    assert Permission.READ_RECORD not in permissions_of(frozenset({Role.AUDITOR}))
