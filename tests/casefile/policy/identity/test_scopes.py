"""What a machine's token opens: by its scopes alone, and never more than officers may."""

import pytest

from casefile.errors import NotAllowed
from casefile.policy.identity.scopes import OPENS, ROLES, opened_by
from casefile.policy.permissions import Permission, permissions_of
from casefile.policy.viewer import Viewer, require
from casefile.vocabulary import TokenScope

P = Permission
FOR_PERSONS = set(P) - {
    P.SEARCH, P.READ_RECORD, P.ENTER_RECORD, P.READ_WATCH, P.WATCH_SUBJECT, P.READ_POINTER, P.PLAN_OPERATION,
}  # fmt: skip
"""To approve, answer, judge, disclose, lower a protection and administer, persons are answerable."""


def machine(*scopes):
    return Viewer("o", "api:x", "u", "SN-DKR", ROLES, only=opened_by(scopes))


def test_every_scope_opens_something_that_its_roles_may():
    assert OPENS.keys() == set(TokenScope)
    for scope in TokenScope:
        assert OPENS[scope] and OPENS[scope] <= permissions_of(ROLES)


def test_all_scopes_together_open_nothing_that_is_for_persons():
    assert opened_by(TokenScope).isdisjoint(FOR_PERSONS)
    assert {permission for permission in P if machine(*TokenScope).may(permission)} == opened_by(TokenScope)


def test_no_scope_opens_nothing():
    assert opened_by([]) == frozenset() and not any(machine().may(permission) for permission in P)


def test_a_machine_is_asked_as_everybody():
    asks = machine(TokenScope.SEARCH)
    require(asks, P.SEARCH)
    with pytest.raises(NotAllowed):
        require(asks, P.ENTER_RECORD)
    assert asks.machine and not Viewer("o", "awa", "u", "SN-DKR", ROLES).machine
