"""Who can do what alone: nobody any strong act that is not the one duty given for it by two."""

import pytest

from casefile.people import approvals, officers, units, viewers
from casefile.policy import duties
from casefile.policy.duties import APART, STRONG
from casefile.vocabulary import Role
from tests.casefile.people import nobody_alone
from tests.casefile.people.nobody_alone import ACTS, WHY, Can
from tests.network.people import COORDINATION
from tests.network.stored import network


@pytest.fixture
def world(sqlite_store):
    return nobody_alone.world_of(network(sqlite_store))


def test_nobody_alone(world):
    found = nobody_alone.table(world)
    assert [(name, role) for name, row in found.items() for role, can in row.items() if can is Can.ALONE] == []
    for act in ACTS:
        assert {role for role, can in found[act.name].items() if can is Can.DUTY} == act.duty, act.name
        asking = {role for role, can in found[act.name].items() if can is Can.TWO}
        assert asking <= {Role.ADMINISTRATOR} and bool(asking) <= bool(act.wish), act.name
    page = nobody_alone.rendered(found)
    assert page.count("\n") == len(ACTS) + 2 and all(line.count("|") == len(Role) + 2 for line in page.splitlines())
    assert "| Read the trail | — | — | — | — | — | — | — | by duty | — |" in page


def test_a_duty_of_the_table_is_held_alone(world):
    """*By duty* is somebody's only duty, given by two: a strong act is nowhere joined to another one."""
    for act in ACTS:
        for role in act.duty:
            assert role in STRONG
            assert {frozenset({role, other}) for other in Role if other is not role} <= APART.keys()


@pytest.mark.parametrize(
    "act",
    [act for act in ACTS if act.wish and act.name != "give oneself the duty of administrator"],
    ids=lambda act: act.name,
)
def test_with_a_second_administrator_it_happens(world, act):
    """The table's *two* is no dead end: what may be asked for comes into force when another one confirms."""
    asker = world.officers[Role.ADMINISTRATOR]
    with nobody_alone.trial(world) as session:
        officers.add_officer(session, units.SYSTEM, "deputy", unit=COORDINATION.code, roles=[Role.ADMINISTRATOR])
        deputy = viewers.viewer_by_login(session, "deputy")
        wish = act.wish(asker, world)
        approvals.confirm(session, deputy, approvals.ask(session, asker, wish, WHY).request_id)
        after = viewers.viewer_by_login(session, wish.login)
        assert after.roles == (wish.roles or after.roles)
        assert after.unit_id == (wish.unit_id or after.unit_id)


HOLES = {
    "it gives a duty that reaches beyond one unit": "open a hit at the coordination desk",
    "the officer is of another unit than yours": "add an officer to another unit",
    "the officer changes to another unit": "move an officer into another unit",
    "it replaces a sign-in that is in use": "reset a colleague's sign-in",
    "the sign-in holds a duty that reaches beyond one unit": "open a hit at the protection desk",
    "the sign-in is that of another unit's officer": "read another unit's hidden record",
}
"""A rule of two, and what an administrator does alone as soon as it is missing."""
GUARDED_TWICE = ("add an officer to another unit", "open a hit at the protection desk")
"""The link of the new officer, or of the protection officer, is one of another unit, too."""


@pytest.mark.parametrize(("rule", "name"), HOLES.items())
def test_the_experiment_finds_a_planted_hole(world, monkeypatch, rule, name):
    act = next(act for act in ACTS if act.name == name)
    assert nobody_alone.tried(world, Role.ADMINISTRATOR, act) in (Can.NO, Can.TWO)
    left = tuple(pair for pair in duties.SECOND if pair[1] != rule)
    assert len(left) == len(duties.SECOND) - 1
    if name in GUARDED_TWICE:
        left = tuple(pair for pair in left if pair[1] != "the sign-in is that of another unit's officer")
    monkeypatch.setattr(duties, "SECOND", left)
    assert nobody_alone.tried(world, Role.ADMINISTRATOR, act) is Can.ALONE
