"""Every operation of the API against every scope: its own opens it, no other does, and no officer's sign-in."""

import pytest
from sqlalchemy import select

from casefile.people.machines import api_tokens
from casefile.people.units import SYSTEM
from casefile.storage.tables import Audit
from casefile.vocabulary import TokenScope
from portal.web import trail
from portal.web.machine import marks
from tests.law.api.table import ENDPOINTS, MACHINES
from tests.network.portal import NOBODYS_ID

EACH = [(row, method) for row in MACHINES for method in row.methods.split()]
NAMES = {"ids": lambda part: getattr(part, "endpoint", str(part))}


@pytest.fixture(scope="module")
def tokens(world):
    """By scope: a token of Banjul that has it alone."""
    found = {}
    with world.store.writing() as session:
        for scope in TokenScope:
            found[scope] = api_tokens.add_token(session, SYSTEM, f"law-{scope}", unit="GM-BJL", scopes=[scope])
    return found


def ask(world, row, method, made=None, client=None):
    rule = next(rule for rule in world.app.url_map.iter_rules(row.endpoint) if method in rule.methods)
    word = made.address if made and made.address else "x" * 43
    places = {name: {"key": word, "dataset": "default"}.get(name, NOBODYS_ID) for name in rule.arguments}
    path = world.app.url_map.bind("localhost").build(row.endpoint, places, method=method)
    headers = {"Authorization": f"Bearer {made.token}"} if made and "key" not in rule.arguments else {}
    return (client or world.stranger()).open(path, method=method, headers=headers)


def test_the_table_holds_every_operation_and_no_other(world):
    there = {
        (rule.endpoint, method)
        for rule in world.app.url_map.iter_rules()
        if getattr(world.app.view_functions[rule.endpoint], marks.SCOPES, None) is not None
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert there == {(row.endpoint, method) for row, method in EACH}
    assert trail.MACHINES.keys() <= ENDPOINTS


@pytest.mark.parametrize(("row", "method"), EACH, **NAMES)
def test_a_scope_opens_its_own_operations_and_no_others(world, tokens, row, method):
    view = world.app.view_functions[row.endpoint]
    assert getattr(view, marks.SCOPES) == row.scopes
    by_word = hasattr(view, marks.BY_ADDRESS)
    for scope, made in tokens.items():
        status = ask(world, row, method, made).status_code
        if not row.scopes or scope in row.scopes:
            assert status not in (401, 403), f"{scope} at {method} {row.endpoint}"
        else:
            assert status == (401 if by_word else 403), f"{scope} at {method} {row.endpoint}"


@pytest.mark.parametrize(("row", "method"), EACH, **NAMES)
def test_an_officers_sign_in_is_nothing_to_it(world, row, method):
    stranger, officer = (ask(world, row, method, client=one) for one in (world.stranger(), world.as_("banjul")))
    assert stranger.text == officer.text and stranger.status_code == officer.status_code
    assert (stranger.status_code == 401) is bool(row.scopes)
    assert "Set-Cookie" not in officer.headers


@pytest.mark.parametrize(("row", "method"), EACH, **NAMES)
def test_each_request_leaves_one_line(world, tokens, row, method):
    made = next((made for scope, made in tokens.items() if scope in row.scopes), None)
    with world.store.reading() as session:
        before = session.scalar(select(Audit.seq).order_by(Audit.seq.desc()).limit(1))
    ask(world, row, method, made)
    with world.store.reading() as session:
        lines = session.execute(select(Audit.__table__).where(Audit.seq > before).order_by(Audit.seq)).all()
    if row.leaves is None:
        assert lines == []
        return
    said = [(line.action, line.subject_kind, line.detail) for line in lines]
    assert [line.action for line in lines] == [row.leaves], said
    assert all(line.unit_id == world.viewers["banjul"].unit_id and line.officer_id for line in lines)
