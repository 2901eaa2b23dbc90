"""Every address of the portal against every duty and every thing it can name: the pages answer as the matrix and the
law say, and who may not know of a thing gets the bytes of an id that never was."""

import re
from dataclasses import dataclass

import pytest
from sqlalchemy import func, select

from casefile.policy.permissions import ROLE_PERMISSIONS
from casefile.storage.tables import Audit, Table
from casefile.vocabulary import Role
from portal.web import gate
from portal.web.signed_in import ASKED_BY_PAGES
from tests.law.api.table import ENDPOINTS as MACHINES
from tests.law.matrix import FORMS, METHODS, ROUTES, Law, Route, Thing
from tests.law.specimens import ONE_OF_EACH, OUTSIDERS
from tests.network.portal import NOBODYS_ID, same_every_time

OF_THINGS = [(route, method) for route, method in METHODS if route.of]
IDS = {"ids": lambda part: part.endpoint if isinstance(part, Route) else str(part)}
LEAVES = "sign_in.sign_out"
ACTING = ("banjul", "protection", "coordinator", "administrator", "auditor")
"""Who, besides the outsiders, is somebody to whom one of the laws gives something."""


@dataclass
class Door:
    """A signed-in client that posts as a browser does; the form's token is fetched once."""

    client: object
    token: str

    def ask(self, path, method, form=None):
        if method == "GET":
            return self.client.get(path)
        return self.client.open(path, method=method, data={**(form or {}), "csrf_token": self.token})


@pytest.fixture(scope="module")
def doors(world):
    """door(login), each opened once."""
    return doors_of(world)


def doors_of(world):
    opened = {}

    def door(login):
        if login not in opened:
            client = world.as_(login)
            page = client.get("/sign-out").text
            opened[login] = Door(client, re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1])
        return opened[login]

    return door


def address(world, route, method, values):
    adapter = world.app.url_map.bind("localhost")
    rule = next(rule for rule in world.app.url_map.iter_rules(route.endpoint) if method in rule.methods)
    return adapter.build(route.endpoint, {name: values[name] for name in rule.arguments}, method=method)


NAMES = {"chapter": "start", "shown": "desk", "language": "fr"}
"""Words of the handbook's addresses: no ids."""


def nobodys(world, route):
    """The places of the address, filled with what never was."""
    rule = next(world.app.url_map.iter_rules(route.endpoint))
    known = {"number": 1, "kind": "record", "side": "record", "what": "safe_contact", "filename": "no-such-file.css"}
    known |= NAMES
    return {name: known.get(name, NOBODYS_ID) for name in rule.arguments}


def seen(answer, *ids):
    """All that comes back, less what differs at each request: the token, the random reference of a refusal that tells
    of no thing, and the ids that the asker typed."""
    page = same_every_time(answer.text)
    if answer.status_code != 404:
        page = re.sub(r"\b\d{4}-\d{4}\b", "0000-0000", page)
    own = {"Set-Cookie", "X-Request-ID"}  # the last is drawn by chance for each request
    headers = sorted((name, value) for name, value in answer.headers.items() if name not in own)
    text = f"{answer.status_code} {headers} {'Set-Cookie' in answer.headers} {page}"
    for one in ids:
        text = text.replace(str(one), NOBODYS_ID)
    return text


# ---- the table is whole ----------------------------------------------------------------------------------------


def test_the_matrix_holds_every_address_of_the_portal_and_no_other(world):
    known = {(route.endpoint, method) for route, method in METHODS}
    there = {
        (rule.endpoint, method)
        for rule in world.app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if rule.endpoint not in MACHINES  # in a table of their own: tests/law/api
    }
    assert there - known == set(), "a page without a row in tests/law/matrix.py"
    assert known - there == set(), "a row without a page"
    assert len(known) == len(METHODS)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_a_row_says_the_same_in_people_and_in_permissions_as_the_gate(world, route):
    held = {role for role in Role if not route.asks or route.asks & ROLE_PERMISSIONS[role]}
    assert held == route.roles
    assert route.stranger is (route.endpoint in gate.OPEN)
    assert route.stranger or gate.wanted_by(world.app, route.endpoint) == route.asks
    places = nobodys(world, route).keys() - {"filename", "token"} - NAMES.keys()
    assert bool(places) is (route.of is not None) is (route.law is not None), "an address with ids has its law"


def test_every_law_has_something_that_it_decides(world):
    for route in ROUTES:
        if route.of:
            assert any(route.law in one.exists for one in world.of(route.of)), route.endpoint
    assert {one.of for one in world.specimens} == set(Thing)
    assert {route.law for route in ROUTES} - {None} == set(Law)


# ---- by duty ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_a_duty_opens_its_own_pages_and_no_others(world, doors, role):
    door = doors(ONE_OF_EACH[role])
    assert world.viewers[ONE_OF_EACH[role]].roles == {role}
    for route, method in METHODS:
        if route.endpoint == LEAVES or route.endpoint.startswith("health."):
            continue  # what machines ask is answered by how the installation is, whoever asks
        status = door.ask(address(world, route, method, nobodys(world, route)), method).status_code
        if role not in route.roles:
            assert status == 403, f"{role} at {method} {route.endpoint}"
        else:
            assert status in (200, 204, 303, 404, 409, 422), f"{role} at {method} {route.endpoint}: {status}"


def test_a_stranger_gets_the_sign_in_page_for_whatever_there_is_and_is_not(world):
    stranger, pages = world.stranger(), set()
    for route, method in METHODS:
        if not route.stranger:
            values = [nobodys(world, route), *(one.values for one in world.of(route.of)[:2])] if route.of else [NAMES]
            for one in values:
                answer = stranger.open(
                    address(world, route, method, one), method=method, data=FORMS.get(route.endpoint)
                )
                if route.endpoint in ASKED_BY_PAGES:  # an open page asks, and leads nobody anywhere
                    assert (answer.status_code, answer.data) == (401, b"")
                    continue
                assert (answer.status_code, answer.location) == (303, "/sign-in"), route.endpoint
                pages.add(answer.data)
    assert len(pages) == 1


# ---- by thing --------------------------------------------------------------------------------------------------


def specimens(world, route):
    """Those that the address is tried with: all where its law looks at every rule, else one for each state."""
    return [one for one in world.of(route.of) if route.law in one.exists and (route.law is Law.READERS or one.sample)]


@pytest.mark.parametrize(("route", "method"), OF_THINGS, **IDS)
def test_a_thing_is_there_for_whom_the_law_says_and_for_nobody_else(world, doors, route, method):
    """Nobody else: byte for byte what is answered for an id that never was, whatever is posted; nothing is changed and
    nothing is written into the trail."""
    forms = [{}, FORMS.get(route.endpoint, {})] if method == "POST" else [{}]
    for login in (*ACTING, *OUTSIDERS):
        viewer, door, never = world.viewers[login], doors(login), {}
        may = not route.asks or any(viewer.may(permission) for permission in route.asks)
        for one in specimens(world, route):
            if may and one.exists[route.law](viewer):
                continue
            path, before = address(world, route, method, one.values), looks(world, viewer, one.id)
            nowhere = address(world, route, method, one.nobody)
            for at, form in enumerate(forms):
                answer = door.ask(path, method, form)
                assert answer.status_code == (404 if may else 403), f"{login}, {one.label}"
                text = seen(answer, *one.ids)
                if never.get((nowhere, at)) != text:  # asked once for all things; again only where it would differ
                    never[nowhere, at] = seen(door.ask(nowhere, method, form), *one.ids)
                assert text == never[nowhere, at], f"{login}, {one.label}"
            assert looks(world, viewer, one.id) == before, f"{login}, {one.label}"
    for login in (*ACTING, *OUTSIDERS):
        for one in specimens(world, route):
            viewer = world.viewers[login]
            if any(viewer.may(permission) for permission in route.asks) and one.exists[route.law](viewer):
                status = doors(login).ask(address(world, route, method, one.values), method).status_code
                also = (403,) if route.law is Law.SEATED else ()  # one's own, and another person has to decide
                also += (404,) if route.endpoint.startswith("retention.") else ()  # one's own, and nothing is due of it
                assert status in (200, 303, 409, 422, 503, *also), f"{login}, {one.label}: {status}"
                doors(login).client.get("/sign-out")  # where what was done is said, once


def test_an_outsiders_forms_change_nothing(world, doors):
    """Every form of every thing, sent by who may not know of it, leaves every table as it was."""
    for login in OUTSIDERS:
        doors(login)
    before = everything(world)
    for route, method in OF_THINGS:
        for login in OUTSIDERS if method == "POST" else ():
            for one in specimens(world, route)[:20]:
                if not one.exists[route.law](world.viewers[login]):
                    doors(login).ask(address(world, route, method, one.values), method, FORMS.get(route.endpoint, {}))
    assert everything(world) == before


def looks(world, viewer, subject_id):
    """Lines of the trail by which the officer looked at it or did something to it; that one was refused is no look."""
    mine = select(func.count()).where(Audit.officer_id == viewer.officer_id, Audit.subject_id == subject_id)
    mine = mine.where(Audit.action != "refused")
    with world.store.reading() as session:
        return session.scalars(mine).one()


def everything(world):
    """Every row of every table but the trail, which has its own test; the sign-ins' last use apart."""
    with world.store.reading() as session:
        return {
            table.name: [
                [value for column, value in row._mapping.items() if column != "last_seen_at"]
                for row in session.execute(select(*table.columns).order_by(*table.primary_key.columns))
            ]
            for table in Table.metadata.sorted_tables
            if table is not Audit.__table__
        }
