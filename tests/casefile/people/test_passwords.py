"""Signing in by a password nobody else knows; nothing tells who exists."""

import pytest
from sqlalchemy import select

from casefile import audit
from casefile.errors import BadInput
from casefile.people import invitations, passwords
from casefile.storage.tables import Audit
from tests.casefile.people.conftest import SENTENCE, act, at


@pytest.mark.parametrize("password", ["short", "a" * 40, "x" * 300])
def test_a_weak_password_is_refused_and_the_link_stays_good(store, dakar, password):
    with pytest.raises(BadInput):
        act(store, passwords.set_password, dakar, password)
    assert act(store, invitations.link_is_good, dakar)


def test_one_argon2_run_whoever_asks(store, dakar, monkeypatch):
    runs = []
    verify = passwords._verify
    monkeypatch.setattr(passwords, "_verify", lambda *a: runs.append(1) or verify(*a))
    for login in ("awa", "nobody"):
        assert act(store, passwords.authenticate, login, SENTENCE) is None
    assert len(runs) == 2
    with store.reading() as session:
        lines = session.scalars(select(Audit).where(Audit.action == audit.Action.SIGN_IN_REFUSED.value)).all()
        assert len(lines) == 2 and "nobody" not in repr([(r.detail, r.subject_id, r.reason) for r in lines])


def test_failures_cost_waiting_but_never_a_day(store, dakar, monkeypatch):
    act(store, passwords.set_password, dakar, SENTENCE)
    for _ in range(passwords.FREE_ATTEMPTS + 1):
        assert act(store, passwords.authenticate, "awa", "wrong and long enough") is None
    assert act(store, passwords.authenticate, "awa", SENTENCE) is None  # right, but too soon
    at(monkeypatch, seconds=passwords.MAX_WAIT_S + 1)
    assert act(store, passwords.authenticate, "awa", SENTENCE) is not None
