"""By what it is shown who sits there: which second factors count, what follows a right password, and when it is asked
again.

A password alone opens nothing: only in the demonstration, where the people are invented. Duties that reach beyond the
own unit (`duties.STRONG`) are shown by a security key once its officer has one; with TLS such an officer must have one.
Source: docs/sources/assurance.md, 6.3.3 and 7.5.3.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from casefile.policy.duties import STRONG
from casefile.vocabulary import Role


class Factor(StrEnum):
    """By what it was shown who sits there."""

    PASSWORD = "password"  # noqa: S105 (a word)
    CODE = "code"
    """A one-time code, just now: good for setting up a second factor, for nothing else."""
    TOTP = "totp"
    RECOVERY = "recovery"
    KEY = "key"


SECOND = frozenset({Factor.TOTP, Factor.RECOVERY, Factor.KEY})
"""What counts besides the password."""


@dataclass(frozen=True, slots=True)
class Held:
    """What an officer has set up."""

    totp: bool = False
    keys: int = 0
    recovery: int = 0
    """Recovery codes that are left."""

    @property
    def any(self) -> bool:
        return self.totp or self.keys > 0


class Next(StrEnum):
    """What follows a right password."""

    IN = "in"
    """Nothing: the demonstration."""
    SECOND = "second"
    """A second factor."""
    SET_UP = "set_up"
    """A second factor is set up: a one-time code was used just before."""
    CODE = "code"
    """A one-time code is needed first: who knows the password alone sets nothing up."""


SET_UP_WITHIN = timedelta(hours=1)
"""From the use of a one-time code until the second factor must be set up; then it takes another code."""


def after_password(held: Held, *, demo: bool, code_used_at: datetime | None, now: datetime) -> Next:
    """What follows a right password. `code_used_at`: when the officer last used a one-time code."""
    if held.any:
        return Next.SECOND
    if demo:
        return Next.IN
    lately = code_used_at is not None and now - code_used_at <= SET_UP_WITHIN
    return Next.SET_UP if lately else Next.CODE


def accepted(roles: Iterable[Role], held: Held) -> frozenset[Factor]:
    """Which second factors are taken of this officer: a strong duty's key is not got around by an app's code."""
    ways = {Factor.RECOVERY}
    if held.keys:
        ways.add(Factor.KEY)
    if held.totp and not (held.keys and STRONG & set(roles)):
        ways.add(Factor.TOTP)
    return frozenset(ways)


def counts(factor: str, *, demo: bool) -> bool:
    """Whether a sign-in that was shown by this is one at all: a password alone, or nothing, is only in the
    demonstration."""
    return demo or factor in SECOND or factor == Factor.CODE


def must_set_up(roles: Iterable[Role], held: Held, *, demo: bool, tls: bool) -> bool:
    """Whether the sign-in opens nothing before something is set up: an app by everybody, a key by a strong duty. Keys
    work only over TLS (or at `localhost`), so without it none is asked for."""
    if demo:
        return False
    return not held.totp or (tls and not held.keys and bool(STRONG & set(roles)))


class StrongAct(StrEnum):
    """What is done only by who has just shown who it is."""

    GRANT = "grant"
    RESET = "reset"
    UNMASK = "unmask"
    EXPORT = "export"
    HOLD = "hold"
    APPROVE = "approve"
    UNIT = "unit"
    OWN_SIGN_IN = "own_sign_in"


_FIVE = timedelta(minutes=5)
FRESH: Mapping[StrongAct, timedelta] = {
    StrongAct.GRANT: _FIVE,
    StrongAct.RESET: _FIVE,
    StrongAct.UNMASK: _FIVE,
    StrongAct.EXPORT: _FIVE,
    StrongAct.HOLD: _FIVE,
    StrongAct.APPROVE: _FIVE,
    StrongAct.UNIT: _FIVE,
    StrongAct.OWN_SIGN_IN: _FIVE,
}
"""How old the second factor may be at each."""


def needs_step_up(act: StrongAct, factor_at: datetime | None, now: datetime, *, has_factor: bool) -> bool:
    """Whether a second factor is asked for again before the act. Who has none (the demonstration, or who is about to
    set one up) is not asked for what is not there."""
    return has_factor and (factor_at is None or now - factor_at > FRESH[act])
