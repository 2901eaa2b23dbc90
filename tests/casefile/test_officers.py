"""Signing in: by a password nobody else knows, in sessions that end when they must; nothing tells who exists."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casefile import audit
from casefile.errors import BadInput, Conflict, NotAllowed, NotThere
from casefile.people import invitations, officers, passwords, sessions, units, viewers
from casefile.settings import Settings
from casefile.storage import tables
from casefile.storage.tables import AccessLink, Audit, Officer, PortalSession
from casefile.vocabulary import Role

SENTENCE = "the pirogue leaves at dawn"


@pytest.fixture
def limits(tmp_path):
    return Settings.from_env(tmp_path / "settings", {"GRIOT_SECRET_KEY": "x"})


@pytest.fixture
def dakar(store):
    with store.writing() as session:
        units.add_unit(session, units.SYSTEM, "SN-DK", country="SN", name="Dakar")
        return officers.add_officer(session, units.SYSTEM, "Awa", unit="SN-DK", roles=[Role.INVESTIGATOR])


def act(store, action, *args, **more):
    with store.writing() as session:
        return action(session, *args, **more)


def at(monkeypatch, **later):
    moment = tables.now() + timedelta(**later)
    monkeypatch.setattr(tables, "now", lambda: moment)


def test_the_link_sets_the_password_once(store, dakar):
    assert act(store, invitations.link_is_good, dakar)
    officer_id = act(store, passwords.set_password, dakar, SENTENCE)
    assert not act(store, invitations.link_is_good, dakar)
    with pytest.raises(NotThere):
        act(store, passwords.set_password, dakar, SENTENCE)
    assert act(store, passwords.authenticate, " awa ", SENTENCE) == officer_id
    with store.reading() as session:
        stored = session.scalars(select(Officer.password_hash)).one()
        assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
        assert dakar not in session.scalars(select(AccessLink.token_hash)).all()


def test_a_link_runs_out(store, dakar, monkeypatch):
    at(monkeypatch, hours=73)
    assert not act(store, invitations.link_is_good, dakar)


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


def test_a_session_ends_idle_at_its_age_and_by_hand(store, dakar, limits, monkeypatch):
    officer_id = act(store, passwords.set_password, dakar, SENTENCE)
    first, second = act(store, sessions.open_session, officer_id), act(store, sessions.open_session, officer_id)
    assert act(store, sessions.touch_session, first, limits).login == "awa"
    act(store, sessions.end_session, first)
    assert act(store, sessions.touch_session, first, limits) is None
    assert act(store, sessions.verify_session, second, limits) == sessions.VerifiedSession(
        act(store, viewers.viewer_of, officer_id), stale=False
    )
    at(monkeypatch, minutes=29)
    assert act(store, sessions.verify_session, second, limits).stale
    assert act(store, sessions.touch_session, second, limits)
    at(monkeypatch, minutes=29)
    assert act(store, sessions.touch_session, second, limits)
    at(monkeypatch, minutes=31)
    assert act(store, sessions.touch_session, second, limits) is None
    with store.reading() as session:
        assert second not in session.scalars(select(PortalSession.token_hash)).all()


def test_however_busy_a_session_ends_after_ten_hours(store, dakar, limits, monkeypatch):
    token = act(store, sessions.open_session, act(store, passwords.set_password, dakar, SENTENCE))
    for _ in range(20):
        at(monkeypatch, minutes=29)
        assert act(store, sessions.touch_session, token, limits)
    at(monkeypatch, minutes=29)
    assert act(store, sessions.touch_session, token, limits) is None


def test_shut_out_counts_at_once(store, dakar, limits):
    officer_id = act(store, passwords.set_password, dakar, SENTENCE)
    token = act(store, sessions.open_session, officer_id)
    act(store, officers.set_roles, units.SYSTEM, "awa", [Role.ANALYST])
    assert act(store, sessions.touch_session, token, limits).roles == {Role.ANALYST}
    act(store, officers.deactivate, units.SYSTEM, "awa", "left the service")
    assert act(store, sessions.touch_session, token, limits) is None
    assert act(store, passwords.authenticate, "awa", SENTENCE) is None


def test_a_new_password_ends_other_sessions(store, dakar, limits):
    token = act(store, sessions.open_session, act(store, passwords.set_password, dakar, SENTENCE))
    fresh = act(store, invitations.new_link, units.SYSTEM, "awa")
    act(store, passwords.set_password, fresh, SENTENCE + "!")
    assert act(store, sessions.touch_session, token, limits) is None
    assert act(store, passwords.authenticate, "awa", SENTENCE) is None


def test_a_closed_units_officers_do_not_sign_in(store, dakar):
    act(store, passwords.set_password, dakar, SENTENCE)
    with store.writing() as session:
        units.close_unit(session, units.SYSTEM, units.unit_by_code(session, "SN-DK").id, "left the network")
    assert act(store, passwords.authenticate, "awa", SENTENCE) is None


def test_setting_up_twice_is_no_error(store, dakar):
    with store.writing() as session:
        first = units.unit_by_code(session, "SN-DK").id
        assert units.add_unit(session, units.SYSTEM, "SN-DK", country="SN", name="Dakar") == first
        assert units.add_unit(session, units.SYSTEM, "SN-DK", country="SN", name="Dakar II") == first
        with pytest.raises(Conflict):
            units.add_unit(session, units.SYSTEM, "SN-DK", country="GM", name="Banjul")
        units.add_unit(session, units.SYSTEM, "GM-BJ", country="GM", name="Banjul")
        again = officers.add_officer(session, units.SYSTEM, "awa", unit="SN-DK", roles=[Role.WATCH_OFFICER])
        assert again and again != dakar
        with pytest.raises(Conflict):
            officers.add_officer(session, units.SYSTEM, "awa", unit="GM-BJ", roles=[])
    assert not act(store, invitations.link_is_good, dakar)
    with store.reading() as session:
        viewer = viewers.viewer_by_login(session, "awa")
        assert viewer.roles == {Role.INVESTIGATOR, Role.WATCH_OFFICER}
        assert [o.has_password for o in officers.officers_of(session, units.SYSTEM)] == [False]
        with pytest.raises(NotAllowed):
            officers.officers_of(session, viewer)
        with pytest.raises(NotAllowed):
            units.add_unit(session, viewer, "X", country="SN", name="X")
