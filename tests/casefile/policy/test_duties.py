"""Nobody alone: which duties meet, what needs two administrators, who may be the second, that one is left."""

from itertools import combinations

import pytest

from casefile.errors import BadInput
from casefile.policy import duties
from casefile.policy.duties import Intent
from casefile.policy.permissions import ROLE_PERMISSIONS, Permission, permissions_of
from casefile.vocabulary import PeopleChange, Role

PAIRS = [frozenset(pair) for pair in combinations(Role, 2)]
CASE_PERMISSIONS = frozenset(Permission) - {
    Permission.ADMINISTER,
    Permission.READ_AUDIT,
    Permission.READ_BACKLOG,
    Permission.RETRY_DEAD_LETTERS,
    Permission.TRAIN,
}


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: "+".join(sorted(pair)))
def test_only_case_work_is_combined(pair):
    if pair <= duties.CASE_WORK:
        assert pair not in duties.APART
        duties.check_together(pair)
    else:
        with pytest.raises(BadInput) as refused:
            duties.check_together(pair)
        assert str(refused.value) == duties.APART[pair] and refused.value.field == "roles"


def test_every_reason_is_of_a_pair_and_whole_sentences():
    assert set(duties.APART) < set(PAIRS)
    assert all(why.endswith(".") for why in duties.APART.values())


def test_one_colliding_pair_among_many_is_enough():
    with pytest.raises(BadInput):
        duties.check_together([*duties.CASE_WORK, Role.AUDITOR])
    duties.check_together([])
    duties.check_together([*duties.CASE_WORK, *duties.CASE_WORK])


def test_an_administrator_holds_no_permission_of_case_work():
    held = ROLE_PERMISSIONS[Role.ADMINISTRATOR]
    backlog = {Permission.READ_BACKLOG, Permission.RETRY_DEAD_LETTERS}
    assert held == backlog | {Permission.ADMINISTER, Permission.TRAIN}
    assert not held & CASE_PERMISSIONS
    assert not any(Permission.ADMINISTER in ROLE_PERMISSIONS[role] for role in Role if role is not Role.ADMINISTRATOR)


@pytest.mark.parametrize("role", Role)
def test_no_compatible_company_adds_a_permission_to_a_strong_duty(role):
    if role in duties.STRONG:
        with_others = [permissions_of(frozenset({role, o})) for o in Role if frozenset({role, o}) not in duties.APART]
        assert with_others == [ROLE_PERMISSIONS[role]]


ADD, DUTIES, RESET = PeopleChange.ADDED, PeopleChange.DUTIES, PeopleChange.RESET
CASE, STRONG = frozenset({Role.INVESTIGATOR}), frozenset({Role.COORDINATOR})


@pytest.mark.parametrize(
    ("intent", "needed"),
    [
        (Intent(ADD, True, granted=CASE, gives_link=True), False),
        (Intent(ADD, False, granted=CASE, gives_link=True), True),
        (Intent(ADD, True, granted=STRONG, gives_link=True), True),
        (Intent(ADD, True, holds=STRONG, gives_link=True), True),
        (Intent(ADD, True, holds=CASE, granted=frozenset({Role.ANALYST}), has_password=True), False),
        (Intent(DUTIES, True, granted=CASE, has_password=True), False),
        (Intent(DUTIES, False, granted=CASE, has_password=True), False),
        (Intent(DUTIES, False, holds=STRONG), False),
        (Intent(DUTIES, True, oneself=True, granted=CASE), True),
        (Intent(DUTIES, True, oneself=True), False),
        *[(Intent(DUTIES, own, granted=frozenset({role})), role in duties.STRONG) for role in Role for own in (0, 1)],
        (Intent(RESET, True, holds=CASE, gives_link=True), False),
        (Intent(RESET, True, holds=CASE, has_password=True, gives_link=True), True),
        (Intent(RESET, True, holds=STRONG, gives_link=True), True),
        (Intent(RESET, False, holds=CASE, gives_link=True), True),
        (Intent(PeopleChange.MOVED, True), True),
        (Intent(PeopleChange.FACTORS, True), True),
        (Intent(PeopleChange.MOVED, False), True),
        (Intent(PeopleChange.SHUT_OUT, False, holds=STRONG, has_password=True), False),
    ],
)
def test_what_needs_a_second_administrator(intent, needed):
    assert bool(duties.needs_second(intent)) is needed


def test_each_rule_of_two_decides_something():
    """A rule that another always covers would say its reason never."""
    for number, (rule, why) in enumerate(duties.SECOND):
        others = [other for other, _ in duties.SECOND[:number]]
        tried = (
            Intent(change, own, oneself, granted, holds, password, link)
            for change in (ADD, DUTIES, RESET, PeopleChange.FACTORS, PeopleChange.MOVED)
            for own in (True, False)
            for oneself in (True, False)
            for granted in (frozenset(), CASE, STRONG)
            for holds in (frozenset(), STRONG)
            for password in (True, False)
            for link in (True, False)
        )
        assert any(rule(i) and not any(other(i) for other in others) and duties.needs_second(i) == why for i in tried)


@pytest.mark.parametrize(
    ("who", "asked", "concerns", "may"),
    [
        ("b", "a", "c", True),
        ("b", "a", "", True),
        ("a", "a", "c", False),
        ("b", "a", "b", False),
        ("", "a", "c", False),
    ],
)
def test_no_one_sits_in_both_seats(who, asked, concerns, may):
    assert duties.may_confirm(who, asked, concerns) is may


@pytest.mark.parametrize(
    ("removed", "left", "nobody"),
    [
        (True, [], True),
        (False, [], True),
        (True, [True], False),
        (True, [False], True),
        (True, [False, True], False),
        (False, [False], False),
    ],
)
def test_an_administrator_who_can_sign_in_is_left(removed, left, nobody):
    assert duties.leaves_nobody(removed, left) is nobody
