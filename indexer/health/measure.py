"""Every signal of the installation, measured: the one place that all who show or report it ask.

Database and engine are asked side by side, each within `WITHIN_S`. What is not answered by then is the signal.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TypeVar

from casefile.errors import ForeignIndex
from casefile.health import facts
from casefile.health.facts import Facts
from casefile.health.heartbeats import Beat
from casefile.policy.oversight.health import Judged, Level, Signal, judge, rules
from casefile.settings import Settings
from casefile.storage.store import Store
from indexer.engine import indices
from indexer.engine.client import Engine
from indexer.health.timed import NoAnswer, Timed

WITHIN_S = 2.5
"""A probe that waits longer is given up by whoever asks: three seconds is usual."""

KEEP_S = 2.0
"""So long an answer serves everybody: strangers may ask as often as they like, and cost one look in two seconds."""

Value = TypeVar("Value")

_MB = 2**20
FINE, CARE, BAD = float(Level.FINE), float(Level.WARNING), float(Level.CRITICAL)


@dataclass(frozen=True, slots=True)
class EngineFacts:
    """What the engine says. `index`: 0 there and of this version, 1 of an earlier one, 2 missing or another's."""

    version: str
    index: float


@dataclass(frozen=True, slots=True)
class Measured:
    """One look at everything. What did not answer is None."""

    facts: Facts | None
    engine: EngineFacts | None
    judged: tuple[Judged, ...]


class Meter:
    """Measures one installation; shared by all threads of a process."""

    def __init__(
        self, settings: Settings, store: Store, engine: Callable[[], Engine], *, within_s: float = WITHIN_S
    ) -> None:
        self._settings, self._within_s = settings, within_s
        self._rules = rules(0 if settings.demo else settings.backup_within_h)
        self._of_database = Timed(lambda: _facts(store), keep_s=KEEP_S)
        self._of_engine = Timed(lambda: engine_facts(engine()), keep_s=KEEP_S)

    def measure(self) -> Measured:
        """All signals as they are now, or were up to two seconds ago. Never raises, never waits long."""
        until = monotonic() + self._within_s
        _answer(self._of_engine, 0.0)  # begun first and waited for last: the two waits are one
        found = _answer(self._of_database, until - monotonic())
        engine = _answer(self._of_engine, until - monotonic())
        values = {**_state_of(found, engine), **_disk(self._settings.home)}
        if found is not None:
            values |= found.values()
        return Measured(found, engine, tuple(judge(values, self._rules)))


def _facts(store: Store) -> Facts:
    with store.reading() as session:
        return facts.read(session)


def engine_facts(engine: Engine) -> EngineFacts:
    """Ask the engine. Raises SearchUnavailable when it does not answer."""
    version = engine.alive()
    if version is None:
        raise NoAnswer
    try:
        if indices.missing(engine):
            return EngineFacts(version, BAD)
        return EngineFacts(version, CARE if indices.outdated(engine) else FINE)
    except ForeignIndex:
        return EngineFacts(version, BAD)


def _answer(asked: Timed[Value], seconds: float) -> Value | None:
    try:
        return asked.within(max(0.0, seconds))
    except Exception:  # whatever it is, it does not serve
        return None


def _state_of(found: Facts | None, engine: EngineFacts | None) -> dict[Signal, float]:
    values = {
        Signal.DATABASE: BAD if found is None else FINE,
        Signal.ENGINE: BAD if engine is None else FINE,
    }
    if engine is not None:
        values[Signal.INDEX] = max(engine.index, _last_check(found))
    return values


def _last_check(found: Facts | None) -> float:
    """What the database knows against the index: that it is not the one made from it, or that the worker's last
    comparison found something lost, which it repairs."""
    if found is None:
        return FINE
    last = found.beats.get(Beat.COPY)
    lost = last is not None and any(last.detail.get(what) for what in ("lost", "foreign", "altered"))
    return BAD if found.in_doubt else CARE if lost else FINE


def _disk(home: Path) -> dict[Signal, float]:
    try:
        return {Signal.DISK: shutil.disk_usage(home).free / _MB}
    except OSError:
        return {}
