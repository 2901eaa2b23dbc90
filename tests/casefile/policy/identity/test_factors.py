"""A password alone opens nothing but the demonstration; strong acts ask again."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from casefile.policy.identity.factors import (
    FRESH,
    SECOND,
    SET_UP_WITHIN,
    Factor,
    Held,
    Next,
    StrongAct,
    accepted,
    after_password,
    counts,
    must_set_up,
    needs_step_up,
)
from casefile.vocabulary import Role

NOW = datetime(2026, 11, 26, 8, tzinfo=UTC)
APP, KEY, BOTH, NONE = Held(totp=True), Held(keys=1), Held(totp=True, keys=2), Held()


@pytest.mark.parametrize("held", [APP, KEY, BOTH, NONE])
@pytest.mark.parametrize("used", [None, NOW, NOW - SET_UP_WITHIN, NOW - SET_UP_WITHIN - timedelta(seconds=1)])
def test_a_password_alone_lets_nobody_in_outside_the_demonstration(held, used):
    then = after_password(held, demo=False, code_used_at=used, now=NOW)
    assert then is not Next.IN
    assert (then is Next.SECOND) is held.any
    assert (then is Next.SET_UP) is (not held.any and used is not None and NOW - used <= SET_UP_WITHIN)


def test_in_the_demonstration_who_set_up_a_factor_is_asked_for_it():
    assert after_password(NONE, demo=True, code_used_at=None, now=NOW) is Next.IN
    assert after_password(APP, demo=True, code_used_at=None, now=NOW) is Next.SECOND


@pytest.mark.parametrize("role", Role)
def test_a_strong_dutys_key_is_not_got_around_by_an_apps_code(role):
    strong = role in {Role.COORDINATOR, Role.PROTECTION, Role.AUDITOR, Role.ADMINISTRATOR}
    assert (Factor.TOTP in accepted([role], BOTH)) is not strong
    assert accepted([role], APP) == {Factor.TOTP, Factor.RECOVERY}
    assert accepted([role], KEY) == {Factor.KEY, Factor.RECOVERY}


@pytest.mark.parametrize(("held", "tls", "demo"), list(product([APP, KEY, BOTH, NONE], [True, False], [True, False])))
def test_what_must_be_set_up_before_anything_opens(held, tls, demo):
    field = must_set_up([Role.INVESTIGATOR], held, demo=demo, tls=tls)
    strong = must_set_up([Role.ADMINISTRATOR], held, demo=demo, tls=tls)
    assert field is (not demo and not held.totp)
    assert strong is (not demo and (not held.totp or (tls and not held.keys)))


@pytest.mark.parametrize("factor", ["", *Factor])
def test_a_sign_in_counts_by_what_it_was_shown(factor):
    assert counts(factor, demo=True)
    assert counts(factor, demo=False) is (factor in SECOND or factor == Factor.CODE)


@pytest.mark.parametrize("act", StrongAct)
def test_a_strong_act_asks_again_after_five_minutes(act):
    assert FRESH[act] <= timedelta(minutes=5)
    assert not needs_step_up(act, NOW - FRESH[act], NOW, has_factor=True)
    assert needs_step_up(act, NOW - FRESH[act] - timedelta(seconds=1), NOW, has_factor=True)
    assert needs_step_up(act, None, NOW, has_factor=True)
    assert not needs_step_up(act, None, NOW, has_factor=False)
