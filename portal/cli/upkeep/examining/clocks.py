"""What time each part of an installation has, held against this machine's: for `griot doctor`."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from sqlalchemy import func, select

from casefile import machine
from casefile.errors import CasefileError
from casefile.retention import belief
from casefile.storage import clock, marks, tables
from casefile.storage.tables import Audit
from indexer.worker.brokers import is_redis
from portal.cli.context import Installation
from portal.cli.upkeep.examining.broker import client_of

MAY_DIFFER_S = 5.0
"""Machines kept by a time server differ by milliseconds; asking takes some of its own on a busy one."""
NEVER_SET = "The clock was never set. Set it (date, or a time server), then start again."


def differences(installation: Installation) -> dict[str, float | None]:
    """By how many seconds each part's clock is ahead of this machine's; None of what does not say or is away."""
    found: dict[str, float | None] = {"this command": -machine.correction()}
    for ask in (_database, _trail, _engine, _broker):
        try:
            found.update(ask(installation))
        except Exception:  # a part that is away has a check of its own
            found[ask.__name__.removeprefix("_")] = None
    return found


def in_words(found: Mapping[str, float | None]) -> str:
    """The differences in words, one after the other."""
    return "; ".join(f"{what} {'does not say' if off is None else f'{off:+.1f} s'}" for what, off in found.items())


def wrong(installation: Installation) -> str:
    """What is wrong with the database's clock by itself, and the way out; empty when nothing is."""
    with installation.store.reading() as session:
        leap = belief.leapt(session)
    if datetime.fromtimestamp(machine.seconds(), UTC) < clock.NEVER_BEFORE:
        return NEVER_SET
    if leap is not None:
        return (
            f"The clock is {leap.days} days ahead of all that the database has seen: nothing ends by itself and "
            "nothing is destroyed meanwhile. Put it right; if the date is right: griot retention run --clock-is-right"
        )
    return ""


def _trail(installation: Installation) -> dict[str, float | None]:
    """Only where a line of it is dated later than now: the clock was ahead, or is behind."""
    with installation.store.reading() as session:
        latest = session.connection().execute(select(func.max(Audit.at))).scalar()
        ahead = (latest - tables.now()).total_seconds() if latest else 0.0
    return {"a line of the trail": ahead} if ahead > MAY_DIFFER_S else {}


def _database(installation: Installation) -> dict[str, float | None]:
    engine = installation.store.engine
    return {} if engine.dialect.name == "sqlite" else {"database": marks.read_clock(engine).ahead.total_seconds()}


def _engine(installation: Installation) -> dict[str, float | None]:
    try:
        return {f"engine {name}": off for name, off in _asked(installation.engine.clocks).items()}
    except CasefileError:
        return {"engine": None}


def _broker(installation: Installation) -> dict[str, float | None]:
    """Redis says what time it has; RabbitMQ does not; the folder on this machine has this machine's."""
    settings = installation.settings
    if settings.embedded_broker:
        return {}
    if not is_redis(settings.broker_url):
        return {"broker": None}
    with client_of(settings) as broker:

        def ask() -> dict[str, float]:
            seconds, millionths = broker.time()
            return {"broker": seconds + millionths / 1_000_000}

        return dict(_asked(ask))


def _asked(ask: Callable[[], dict[str, float]]) -> dict[str, float]:
    """Each clock against this machine's in the middle of the asking."""
    before = machine.seconds()
    found = ask()
    middle = (before + machine.seconds()) / 2
    return {name: seconds - middle for name, seconds in found.items()}
