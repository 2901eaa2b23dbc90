"""Wrong passwords cost whoever types them, and nobody else; nothing tells who exists."""

import pytest
from sqlalchemy import select

from casefile import audit
from casefile.policy.identity.waiting import LIMITS, Counted
from casefile.sign_in import attempts, devices, hashing, throttle
from casefile.sign_in.attempts import Attempt
from casefile.storage.tables import Audit, Officer, SignInCount
from tests.casefile.sign_in.conftest import SENTENCE
from tests.network.people import signs_in

HERE, THERE = "192.0.2.0/24", "203.0.113.0/24"
LAPTOP = "l" * 43


def guess(store, times, login="awa", network=THERE, device=""):
    for _ in range(times):
        assert attempts.check_password(store, Attempt(login, "wrong and long enough", network, device)) is None


def know(store, officer_id, token=LAPTOP):
    with store.writing() as session:
        devices.remember(session, officer_id, token, "Firefox, Linux")


def lines(store, action):
    with store.reading() as session:
        return list(session.execute(select(Audit.__table__).where(Audit.action == action.value).order_by(Audit.seq)))


@pytest.mark.parametrize("login", ["awa", " AWA ", "Awa"])
def test_the_right_password_signs_in(store, awa, login):
    assert signs_in(store, login, SENTENCE) == awa
    (line,) = lines(store, audit.Action.SIGN_IN)
    assert line.subject_id == awa and line.detail == {"factor": "password", "device": "new"}


def test_one_argon2_run_whoever_asks(store, awa, monkeypatch):
    runs = []
    is_right = hashing.is_right
    monkeypatch.setattr(hashing, "is_right", lambda *given: runs.append(given) or is_right(*given))
    for login in ("awa", "nobody", "", "\x00"):
        assert signs_in(store, login, "wrong and long enough") is None
    assert len(runs) == 4 and sum(kept is None for kept, _typed in runs) == 3


def test_no_password_opens_an_account_that_has_none(store, awa):
    with store.writing() as session:
        session.get(Officer, awa).password_hash = None
    for typed in ("", SENTENCE):
        assert signs_in(store, "awa", typed, network=typed) is None


def test_the_same_statements_whoever_is_asked_for(store, awa, clock):
    """What the database is asked and given does not depend on whether there is such an officer."""
    from sqlalchemy import event

    said = []
    event.listen(store.engine, "before_cursor_execute", lambda *given: said.append(given[2]))
    asked = []
    for login, network in (("awa", "a"), ("nobody", "b")):
        guess(store, 12, login, network)
        asked.append(sorted(said))
        said.clear()
    assert asked[0] == asked[1] and len(asked[0]) > 12


def test_wrong_passwords_cost_waiting_but_never_a_day(store, awa, clock):
    guess(store, LIMITS[Counted.ACCOUNT].free + 1, network=HERE)
    assert signs_in(store, "awa", SENTENCE, network=HERE) is None, "right, but too soon"
    clock(seconds=LIMITS[Counted.ACCOUNT].longest_s + 1)
    assert signs_in(store, "awa", SENTENCE, network=HERE) == awa
    guess(store, 1, network=HERE)
    assert signs_in(store, "awa", SENTENCE, network=HERE) == awa, "the count began again"


def test_a_stranger_makes_no_colleague_wait(store, awa, clock):
    """From another network at once; from the stranger's own network where the browser is known."""
    know(store, awa)
    for _ in range(600):
        clock(seconds=0.5)
        guess(store, 1)
    assert signs_in(store, "awa", SENTENCE, network=THERE) is None
    assert signs_in(store, "awa", SENTENCE, network=HERE) == awa
    assert signs_in(store, "awa", SENTENCE, network=THERE, device=LAPTOP) == awa


def test_a_known_browser_guesses_no_longer_than_a_stranger(store, awa, clock):
    know(store, awa)
    guess(store, LIMITS[Counted.DEVICE].free + 1, device=LAPTOP)
    assert signs_in(store, "awa", SENTENCE, device=LAPTOP) is None
    clock(seconds=LIMITS[Counted.DEVICE].longest_s + 1)
    assert signs_in(store, "awa", SENTENCE, device=LAPTOP) == awa


def test_a_browser_is_known_to_who_signed_in_from_it_and_not_for_ever(store, awa, clock):
    know(store, awa)
    with store.reading() as session:
        assert devices.is_known(session, LAPTOP, "awa")
        assert not devices.is_known(session, LAPTOP, "nobody") and not devices.is_known(session, "x" * 43, "awa")
    clock(days=181)
    with store.reading() as session:
        assert not devices.is_known(session, LAPTOP, "awa")


def test_many_logins_from_one_network_cost_waiting_too(store, awa, clock):
    for number in range(LIMITS[Counted.NETWORK].free + 1):
        guess(store, 1, f"somebody{number}")
    assert signs_in(store, "awa", SENTENCE, network=THERE) is None
    assert signs_in(store, "awa", SENTENCE, network=HERE) == awa


def test_tries_are_counted_not_a_line_each(store, awa, clock):
    for _ in range(600):
        clock(seconds=0.5)
        guess(store, 1)
    clock(seconds=throttle.FLUSH_S)
    guess(store, 1)
    said = [(line.subject_kind, line.subject_id, line.detail) for line in lines(store, audit.Action.SIGN_IN_REFUSED)]
    assert [(kind, of, detail["network"]) for kind, of, detail in said] == [("network", "", THERE)] * 3
    assert [detail["tries"] >= least for (_, _, detail), least in zip(said, (1, 10, 100), strict=True)] == [True] * 3
    with store.reading() as session:
        counted = {row.kind: row for row in session.scalars(select(SignInCount))}
        assert counted.keys() == {"account", "network"}
        assert {row.failed for row in counted.values()} == {601}
        assert "awa" not in repr([(row.key, row.account) for row in counted.values()])
    assert signs_in(store, "awa", SENTENCE, network=HERE) == awa
    assert lines(store, audit.Action.SIGN_IN)[-1].detail["refused_before"] == 601
    assert signs_in(store, "awa", SENTENCE, network=HERE) == awa
    assert "refused_before" not in lines(store, audit.Action.SIGN_IN)[-1].detail, "reported once"


def test_a_wrong_password_at_a_colleagues_own_machine_is_a_line(store, awa):
    know(store, awa)
    guess(store, 1, device=LAPTOP)
    (line,) = lines(store, audit.Action.SIGN_IN_REFUSED)
    assert (line.subject_id, line.detail) == (awa, {"device": "known"})


def test_the_password_is_checked_outside_the_write_lock(store, awa, monkeypatch):
    """Whoever saves meanwhile does not wait for an argon2 run."""
    held = []
    writing, is_right = store.writing, hashing.is_right

    def watched():
        held.append("writing")
        return writing()

    monkeypatch.setattr(store, "writing", watched)
    monkeypatch.setattr(hashing, "is_right", lambda *given: held.append("checking") or is_right(*given))
    assert attempts.check_password(store, Attempt("awa", SENTENCE)) is not None
    guess(store, 1)
    assert held == ["checking", "checking", "writing"]


def test_a_password_changed_in_between_opens_nothing(store, awa):
    passed = attempts.check_password(store, Attempt("awa", SENTENCE))
    with store.writing() as session:
        session.get(Officer, awa).password_hash = hashing.hashed("another sentence altogether")
    with store.writing() as session:
        assert not attempts.complete(session, passed, attempts.Factor.PASSWORD)


def test_an_old_hash_is_made_anew(store, awa, monkeypatch):
    from argon2 import PasswordHasher

    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(SENTENCE)
    with store.writing() as session:
        session.get(Officer, awa).password_hash = old
    assert signs_in(store, "awa", SENTENCE) == awa
    with store.reading() as session:
        assert session.get(Officer, awa).password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
