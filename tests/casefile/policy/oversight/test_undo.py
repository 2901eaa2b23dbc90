"""Until when a judgement can be undone, and by whom."""

from datetime import timedelta

from casefile.policy.oversight.undo import MAX_WITHIN, SLACK, is_due, may_undo
from casefile.policy.permissions import ROLE_PERMISSIONS, Permission, roles_with
from casefile.storage import tables
from casefile.vocabulary import Role

TEN = timedelta(seconds=10)


def test_a_clock_that_was_wrong_holds_nothing_for_ever():
    now = tables.now()
    due = {timedelta(): True, TEN: False, -TEN: True, MAX_WITHIN + SLACK: False, timedelta(days=1): True}
    assert {far: is_due(now + far, now) for far in due} == due
    assert may_undo("a", "a", now + TEN, now) and not may_undo("b", "a", now + TEN, now)
    assert not may_undo("a", "a", now, now)


def test_roles_by_permission_are_the_table_read_the_other_way():
    for permission in Permission:
        assert roles_with(permission) == {role for role in Role if permission in ROLE_PERMISSIONS[role]}
