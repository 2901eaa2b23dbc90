"""A session ends when it must: idle, at its age, by hand, and at once when its officer is shut out."""

from sqlalchemy import select

from casefile.people import invitations, officers, passwords, sessions, units, viewers
from casefile.storage.tables import PortalSession
from casefile.vocabulary import Role
from tests.casefile.people.conftest import SENTENCE, act, at
from tests.network.people import signs_in


def test_a_session_ends_idle_at_its_age_and_by_hand(store, dakar, limits, monkeypatch):
    officer_id = act(store, passwords.set_password, dakar, SENTENCE)
    first, second = act(store, sessions.open_session, officer_id), act(store, sessions.open_session, officer_id)
    assert act(store, sessions.touch_session, first, limits).login == "awa"
    act(store, sessions.end_session, first)
    assert act(store, sessions.touch_session, first, limits) is None
    assert act(store, sessions.verify_session, second, limits) == sessions.VerifiedSession(
        act(store, viewers.viewer_of, officer_id), stale=False, factor="password"
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


def test_a_session_from_the_future_is_over_and_a_step_of_seconds_ends_none(store, dakar, limits, monkeypatch):
    """It was begun by a clock a day ahead, and would have been open a day longer than any."""
    token = act(store, sessions.open_session, act(store, passwords.set_password, dakar, SENTENCE))
    at(monkeypatch, seconds=-2)
    assert act(store, sessions.touch_session, token, limits)
    at(monkeypatch, days=-1)
    assert act(store, sessions.touch_session, token, limits) is None


def test_shut_out_counts_at_once(store, dakar, limits):
    officer_id = act(store, passwords.set_password, dakar, SENTENCE)
    token = act(store, sessions.open_session, officer_id)
    act(store, officers.set_roles, units.SYSTEM, "awa", [Role.ANALYST])
    assert act(store, sessions.touch_session, token, limits).roles == {Role.ANALYST}
    act(store, officers.deactivate, units.SYSTEM, "awa", "left the service")
    assert act(store, sessions.touch_session, token, limits) is None
    assert signs_in(store, "awa", SENTENCE) is None


def test_a_new_password_ends_other_sessions(store, dakar, limits):
    token = act(store, sessions.open_session, act(store, passwords.set_password, dakar, SENTENCE))
    fresh = act(store, invitations.new_link, units.SYSTEM, "awa")
    act(store, passwords.set_password, fresh, SENTENCE + "!")
    assert act(store, sessions.touch_session, token, limits) is None
    assert signs_in(store, "awa", SENTENCE) is None
