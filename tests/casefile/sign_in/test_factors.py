"""Second factors as they are kept and checked: a code is taken once, secrets are sealed, papers are digests."""

import subprocess

import pyotp
import pytest
from sqlalchemy import select

from casefile.errors import SetupError
from casefile.policy.identity.factors import Factor, Held
from casefile.policy.identity.waiting import LIMITS, Counted
from casefile.sign_in import codes, recovery, sealed, second, steps, totp
from casefile.sign_in.second import Shown
from casefile.sign_in.steps import Purpose
from casefile.storage import tables
from casefile.storage.tables import RecoveryCode, SecondFactor, SignInStep
from casefile.vocabulary import Role
from tests.debian import needed

KEY, NEW = "k" * 40, "n" * 40


def code_of(secret, later=0):
    return pyotp.TOTP(secret).at(int(tables.now().timestamp()) + later)


def set_up(store, officer_id):
    """An app that is set up; its secret."""
    with store.writing() as session:
        secret, token = totp.begin(session, officer_id)
        assert totp.confirm(session, officer_id, token, code_of(secret))
    return secret


def tried(store, officer_id, code, device=""):
    with store.writing() as session:
        return second.check(session, officer_id, [Role.INVESTIGATOR], Shown(code, device=device))


def test_an_app_is_set_up_by_its_first_code(store, awa, clock):
    with store.writing() as session:
        secret, token = totp.begin(session, awa)
        assert totp.pending(session, awa, token) == secret and totp.pending(session, "x", token) is None
        assert not totp.confirm(session, awa, token, "000000") and not second.held_by(session, awa).any
        assert totp.confirm(session, awa, token, code_of(secret))
        assert second.held_by(session, awa) == Held(totp=True)
        assert not totp.confirm(session, awa, token, code_of(secret, 30)), "the step is over"
    assert "otpauth://totp/Griot:awa?secret=" in totp.uri(secret, "awa")


def test_a_code_is_taken_once_and_about_now(store, awa, clock):
    secret = set_up(store, awa)
    assert tried(store, awa, code_of(secret)) is None, "the one that set it up"
    clock(seconds=30)
    for wrong in (code_of(secret, -60), code_of(secret, 60), "", "12345", "1234567", "١٢٣٤٥٦"):
        assert tried(store, awa, wrong) is None
    clock(hours=2)
    now = code_of(secret)
    assert tried(store, awa, f" {now[:3]} {now[3:]}") is Factor.TOTP
    assert tried(store, awa, now) is None and tried(store, awa, code_of(secret, -30)) is None
    assert tried(store, awa, code_of(secret, 30)) is Factor.TOTP, "a phone that is half a minute fast"


def test_a_code_taken_by_a_clock_that_was_ahead_shuts_nobody_out_until_that_day(store, awa, clock):
    secret = set_up(store, awa)
    clock(days=400)
    assert tried(store, awa, code_of(secret)) is Factor.TOTP
    clock(days=-399)
    assert tried(store, awa, code_of(secret)) is Factor.TOTP
    assert tried(store, awa, code_of(secret)) is None, "once, as ever"


def test_another_program_makes_the_same_codes(store, awa, clock):
    """`oathtool` knows the standard from elsewhere: RFC 6238 by the OATH Toolkit."""
    program = needed("oathtool")
    secret = set_up(store, awa)
    for _ in range(5):
        moment = clock(seconds=61)
        asked = [program, "--totp", "--base32", f"--now={moment:%Y-%m-%d %H:%M:%S UTC}", secret]
        made = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
        assert tried(store, awa, made) is Factor.TOTP


def test_of_two_workers_one_takes_the_code(store, awa, clock):
    secret = set_up(store, awa)
    clock(seconds=60)
    with store.reading() as before:
        kept = before.get(SecondFactor, awa).last_step
    assert tried(store, awa, code_of(secret)) is Factor.TOTP
    with store.reading() as after:
        assert after.get(SecondFactor, awa).last_step == kept + 2


def test_guessing_a_code_costs_waiting_and_says_so_to_nobody_else(store, awa, clock):
    secret = set_up(store, awa)
    clock(seconds=60)
    for _ in range(LIMITS[Counted.FACTOR].free + 1):
        assert tried(store, awa, "000000") is None
    assert tried(store, awa, code_of(secret)) is None, "right, but too soon"
    assert tried(store, awa, code_of(secret), device="d" * 43) is Factor.TOTP, "from a known device"
    clock(seconds=LIMITS[Counted.FACTOR].longest_s)
    assert tried(store, awa, code_of(secret)) is Factor.TOTP


def test_recovery_codes_work_once_however_they_are_typed(store, awa):
    set_up(store, awa)
    with store.writing() as session:
        paper = recovery.renew(session, awa)
        assert len(set(paper)) == 10 and second.held_by(session, awa).recovery == 10
        assert not set(paper) & set(session.scalars(select(RecoveryCode.code_hash)))
    assert tried(store, awa, f" {paper[0].lower().replace('-', ' ')} ") is Factor.RECOVERY
    assert tried(store, awa, paper[0]) is None and tried(store, awa, paper[1]) is Factor.RECOVERY
    with store.writing() as session:
        recovery.renew(session, awa)
    assert tried(store, awa, paper[2]) is None


def test_the_secret_is_sealed_and_follows_the_key(store, awa, clock, monkeypatch):
    def opened_with(*keys):
        monkeypatch.setattr(store, "secrets", keys)

    opened_with(KEY)
    secret = set_up(store, awa)
    with store.reading() as session:
        assert secret not in session.get(SecondFactor, awa).secret
    opened_with(NEW)
    clock(seconds=60)
    assert tried(store, awa, code_of(secret)) is None, "a key that was lost: recovery codes work on"
    with store.writing() as session, pytest.raises(SetupError, match="GRIOT_SECRET_KEY_BEFORE"):
        totp.reseal(session)
    opened_with(NEW, KEY)
    clock(seconds=60)
    assert tried(store, awa, code_of(secret)) is Factor.TOTP
    opened_with(NEW)
    clock(seconds=60)
    assert tried(store, awa, code_of(secret)) is Factor.TOTP, "sealed again at its use"
    opened_with("z" * 40, NEW)
    with store.writing() as session:
        assert totp.reseal(session) == 1
        assert totp.reseal(session) == 0


def test_two_seals_of_a_text_differ(store, monkeypatch):
    monkeypatch.setattr(store, "secrets", (KEY,))
    with store.reading() as session:
        one, other = (sealed.seal(session, "secret") for _ in range(2))
        assert one != other and sealed.unseal(session, one) == ("secret", False)
    monkeypatch.setattr(store, "secrets", (NEW, KEY))
    with store.reading() as session:
        assert sealed.unseal(session, one) == ("secret", True)


def test_what_an_earlier_day_sealed_still_opens(store, monkeypatch):
    """Made once by the cipher and the derivation that are kept: another of either would lose every officer's app."""
    made = (
        "gAAAAABrB_Z0-fjE-JXs4W8WB7PqS7D-RQs1AJXs1F3b9pbbQKiggO9Y6j8y"
        "d5EYltMofo8KNHgsgHZ4bXgW-5sNuKZTC6eMQlh8PkKsOCDxQYC2GqEE4Wc="
    )
    monkeypatch.setattr(store, "secrets", (KEY,))
    with store.reading() as session:
        assert sealed.unseal(session, made) == ("JBSWY3DPEHPK3PXP", False)


def test_a_step_is_good_once_briefly_and_for_its_purpose(store, awa, clock):
    with store.writing() as session:
        token = steps.begin(session, awa, Purpose.SECOND, "stamp")
        assert token not in session.scalars(select(SignInStep.token_hash))
        assert steps.look(session, token, Purpose.APP) is None
        assert steps.look(session, token, Purpose.SECOND).challenge == "stamp"
        assert steps.take(session, token, Purpose.SECOND).officer_id == awa
        assert steps.take(session, token, Purpose.SECOND) is None
        token = steps.begin(session, awa, Purpose.SECOND)
    clock(minutes=11)
    with store.writing() as session:
        assert steps.take(session, token, Purpose.SECOND) is None
        steps.begin(session, awa, Purpose.SECOND)
        assert len(session.scalars(select(SignInStep)).all()) == 1, "what is over is removed"


def test_codes_are_read_out_without_mistake():
    made = {codes.new_code() for _ in range(200)}
    assert len(made) == 200 and not set("".join(made)) & set("01OIL")
    one = made.pop()
    for typed in (one, one.lower(), one.replace("-", ""), one.replace("-", " – ")):
        assert codes.clean_code(typed) == one
    for other in ("", "x", one[:-1], one + "A", one[:-1] + "0", "an-old-token_of_43-letters"):
        assert codes.clean_code(other) == other


@pytest.mark.parametrize("factors", [Factor.TOTP, Factor.KEY])
def test_a_lost_factor_is_taken_away_whole(store, awa, factors):
    set_up(store, awa)
    with store.writing() as session:
        recovery.renew(session, awa)
        second.remove_all(session, awa)
        assert second.held_by(session, awa) == Held()
