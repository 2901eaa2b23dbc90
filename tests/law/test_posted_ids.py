"""Ids that come in by a form or an address: another unit's are answered as those that never were, and do nothing."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from casefile.people import officers, units, viewers
from casefile.storage import tables
from casefile.vocabulary import RecordState, Role
from casefile.watches import closing
from portal.web.signed_in import ASKED_BY_PAGES
from tests.law.matrix import A_DAY, MANY, METHODS, OWN_CASE, POSTED, Law, Thing
from tests.law.specimens import World
from tests.law.test_routes import Door, address, seen
from tests.network import make
from tests.network.people import FURTHER_UNITS
from tests.network.portal import NOBODYS_ID

OTHER = "dakar"
"""Of another unit than all that is posted; Dakar's own things are what its addresses name."""


@pytest.fixture(scope="module")
def own(world):
    """What `dakar` has itself."""
    return {
        Thing.RECORD: world.enter(OTHER, make.report("Vu au quai.")),
        Thing.WATCH: world.watch(OTHER, make.person("Ansou Camara", "1990")),
        Thing.CASE: world.cases[OTHER],
    }


@pytest.fixture
def door(world):
    client = world.as_(OTHER)
    return Door(client, re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/sign-out").text)[1])


def filled(posted, own):
    """The form with what must be one's own or lie ahead."""
    soon = (tables.now() + timedelta(days=30)).strftime("%d/%m/%Y")
    return {name: {OWN_CASE: own[Thing.CASE], A_DAY: soon}.get(given, given) for name, given in posted.form.items()}


def asked(world: World, door: Door, posted, own, value: str) -> str:
    path = "/no-such-page"
    for route, method in METHODS:
        if route.endpoint == posted.endpoint and method == ("GET" if posted.args else "POST"):
            own_id = own.get(posted.own, "")
            path = address(world, route, method, {"record_id": own_id, "watch_id": own_id})
    if posted.args:
        answer = door.ask(f"{path}?{posted.field}={value}", "GET")
    else:
        answer = door.ask(path, "POST", {**filled(posted, own), posted.field: value})
    assert answer.status_code in (200, 404, 422), f"{answer.status_code} {answer.location}"
    return seen(answer, value)


@pytest.mark.parametrize("posted", POSTED, ids=lambda posted: posted.name)
def test_a_posted_id_of_another_unit_is_one_that_never_was(world, door, own, posted):
    foreign = world.one_of(posted.of)
    if posted.of is Thing.RECORD:  # one that every unit may read: readable is not one's own
        foreign = next(one.id for one in world.of(Thing.RECORD) if one.label.startswith(RecordState.ACTIVE))
    assert asked(world, door, posted, own, foreign) == asked(world, door, posted, own, NOBODYS_ID)


def test_a_row_of_posted_ids_reaches_its_page(world, door, own):
    """Each form is one that is taken with an id of one's own in that field, or none: else nothing was tried."""
    for posted in POSTED:
        if posted.args or posted.own:
            continue
        path = next(address(world, r, m, {}) for r, m in METHODS if (r.endpoint, m) == (posted.endpoint, "POST"))
        answer = door.ask(path, "POST", {**filled(posted, own), posted.field: own[posted.of]})
        assert answer.status_code in (201, 303), re.findall(r'class="field-error"[^>]*>([^<]+)', answer.text)


@pytest.mark.parametrize("confirm", [{}, {"confirm": "1"}], ids=["asked", "done"])
@pytest.mark.parametrize("posted", MANY, ids=lambda posted: posted.name)
def test_what_was_ticked_of_another_unit_is_as_what_never_was(world, door, own, posted, confirm):
    """Whatever the other unit has of that kind, also what may be read; and by who may do it with the own."""
    form = {**posted.form, **confirm}
    never = asked(world, door, replace(posted, form=form), own, NOBODYS_ID)
    assert never, posted.name
    law = Law.RECEIVERS if posted.of is Thing.POINTER else Law.OWNERS
    others = [one.id for one in world.of(posted.of) if not one.exists[law](world.viewers[OTHER])]
    assert others
    for foreign in others[:12]:
        assert asked(world, door, replace(posted, form=form), own, foreign) == never


def test_a_unit_named_in_a_list_is_one_that_exists(world, door, own):
    """*Only these units*: an id that is no unit's is refused, whatever else it may be the id of."""
    forms = {"/records/new": "records.enter", "/watchlists/new": "watches.new"}
    for path, endpoint in forms.items():
        form = filled(next(one for one in POSTED if one.endpoint == endpoint and one.form), own)
        for wrong in (NOBODYS_ID, world.one_of(Thing.CASE), world.one_of(Thing.WATCH)):
            assert door.ask(path, "POST", {**form, "sharing_units": wrong}).status_code == 422, path
        assert door.ask(path, "POST", {**form, "sharing_units": world.banjul.unit_id}).status_code == 303, path


# ---- who may no longer sign in ---------------------------------------------------------------------------------


def newcomer(world, login, unit):
    with world.store.writing() as session:
        officers.add_officer(session, units.SYSTEM, login, unit=unit, roles=[Role.INVESTIGATOR, Role.WATCH_OFFICER])
        world.viewers[login] = viewers.viewer_by_login(session, login)
    return world.as_(login)


def test_officers_of_a_closed_unit_get_the_sign_in_page_at_their_next_request(world):
    unit = FURTHER_UNITS[1]
    with world.store.writing() as session:
        unit_id = units.add_unit(session, units.SYSTEM, unit.code, country=unit.country, name=unit.name)
    client, other = newcomer(world, "bamako", unit.code), world.as_(OTHER)
    assert client.get("/cases/").status_code == 200
    with world.store.writing() as session:
        closing.close_unit(session, units.SYSTEM, unit_id, "merged into another unit")
    to_sign_in(world, client)
    assert other.get("/cases/").status_code == 200


def test_a_deactivated_officer_gets_the_sign_in_page_at_the_next_request(world):
    client = newcomer(world, "short.stay", FURTHER_UNITS[0].code)
    assert client.get("/cases/").status_code == 200
    with world.store.writing() as session:
        officers.deactivate(session, units.SYSTEM, "short.stay", "left the service")
    to_sign_in(world, client)


def to_sign_in(world, client):
    """Whatever is asked for, as a stranger would be: of things that are there and of things that are not."""
    for route, method in METHODS:
        if route.stranger:
            continue
        for values in [one.values for one in world.of(route.of)[:1]] + [_nobodys(route, world)]:
            answer = client.open(address(world, route, method, values), method=method)
            wanted = (401, None) if route.endpoint in ASKED_BY_PAGES else (303, "/sign-in")
            assert (answer.status_code, answer.location) == wanted, f"{method} {route.endpoint}"


KEPT = {"number": 1, "kind": "record", "side": "record", "what": "safe_contact"}
"""Places of an address that hold no id."""


def _nobodys(route, world):
    rule = next(world.app.url_map.iter_rules(route.endpoint))
    return {name: KEPT.get(name, NOBODYS_ID) for name in rule.arguments}
