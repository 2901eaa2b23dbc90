"""The one clock of an installation: every moment that is stored, and all that is due, goes by the database's clock.

On PostgreSQL that is the server's, asked at the first use and every half minute; in between, this machine's with the
difference that was found. On SQLite it is the clock of the machine that holds the file (`casefile.machine`). No other
module of Griot reads a clock of days and hours (tests/test_one_clock.py).

Two guards. A clock that was never set (a machine without battery starts in 1970) is not followed: time goes on from
the newest line of the trail. And what *ends by itself* goes by `ending`, which never runs further ahead of what the
database has seen than `casefile.policy.retention.LEAP`: a clock a year ahead takes no watch out of matching.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from casefile import machine

NEVER_BEFORE = datetime(2025, 1, 1, tzinfo=UTC)
"""Griot was not there yet: whatever clock says so was not set."""
LOOK_S = 30.0
"""How often the database's clock is asked: one question, 0.2 ms, for whoever begins a transaction then."""
STEP_S = 1.0
"""This machine's clock moved by so much against its own ticks: it was set, or the machine slept; ask again."""


@dataclass(frozen=True, slots=True)
class ClockReading:
    """What a database says of time."""

    ahead: timedelta = timedelta()
    """Its clock against this machine's."""
    newest: datetime | None = None
    """The moment of the newest line of the trail; asked only where a clock was never set."""
    ends_by: datetime | None = None
    """What ends by itself is not over later than this, whatever the clock says; None without a limit."""


@dataclass(frozen=True, slots=True)
class _Followed:
    """Whose clock is followed, and since which tick of this machine."""

    whose: str = ""
    reading: ClockReading = ClockReading()
    ticks: float = 0.0
    machines: float = 0.0


_followed = _Followed()


def now() -> datetime:
    """The present moment, in UTC, by the clock that is followed."""
    followed = _followed
    moment = datetime.fromtimestamp(machine.seconds(), UTC) + followed.reading.ahead
    if moment < NEVER_BEFORE and followed.reading.newest is not None:
        return max(followed.reading.newest, NEVER_BEFORE) + timedelta(seconds=time.monotonic() - followed.ticks)
    return moment


def ending(moment: datetime) -> datetime:
    """The moment that decides whether something is over: `moment`, but for a clock that leapt ahead."""
    limit = _followed.reading.ends_by
    return moment if limit is None else min(moment, limit)


def follow(whose: str, ask: Callable[[], ClockReading]) -> None:
    """Go by the clock of this database from now on; it is asked when it has not been for a while."""
    global _followed  # noqa: PLW0603  (one process, one installation, one clock)
    if _is_fresh(whose):
        return
    reading = ask()
    _followed = _Followed(whose, reading, time.monotonic(), machine.seconds())


def forget() -> None:
    """Follow nobody: this machine's clock, until a database is asked again."""
    global _followed  # noqa: PLW0603
    _followed = _Followed()
    machine.forget()


def limit_ends(until: datetime) -> None:
    """What has just been stored of how far the clock is believed, before it is asked again."""
    global _followed  # noqa: PLW0603
    _followed = replace(_followed, reading=replace(_followed.reading, ends_by=until))


def difference(servers: datetime, before: float, after: float) -> timedelta:
    """How far a server's clock is ahead of this machine's, asked between two readings of this one (in seconds)."""
    return servers - datetime.fromtimestamp((before + after) / 2, UTC)


def _is_fresh(whose: str) -> bool:
    followed, ticks = _followed, time.monotonic()
    if followed.whose != whose or ticks - followed.ticks >= LOOK_S:
        return False
    return abs(machine.seconds() - followed.machines - (ticks - followed.ticks)) < STEP_S
