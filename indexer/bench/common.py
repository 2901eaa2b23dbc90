"""What every bench needs: an engine under a prefix of its own that is removed afterwards, and honest timing."""

import os
import secrets
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TypeVar

import psutil

from casefile.settings import Settings
from indexer.engine.client import Engine, Put

UNITS = tuple(f"{n:032x}" for n in range(1, 21))
"""Ids of twenty invented units; subjects and records are spread over them."""

BULK = 1_000

T = TypeVar("T")

BENCH_TIMEOUT_S = 600.0
"""The naive way takes up to a minute on a loaded machine; a bench measures it, it does not give up."""


@contextmanager
def bench_engine(settings: Settings) -> Iterator[Engine]:
    """An engine of its own prefix on the installation's node. Leaves nothing behind."""
    own = replace(settings, index_prefix=f"bench-{secrets.token_hex(4)}", opensearch_timeout_s=BENCH_TIMEOUT_S)
    engine = Engine(own)
    try:
        yield engine
    finally:
        for index in engine.aliases(f"{engine.prefix}-*"):
            engine.delete_index(index)
        engine.close()


def megabytes(*pids: int | None) -> float:
    """Resident memory of these processes together; one that has ended counts nothing."""
    total = 0
    for pid in pids:
        with suppress(psutil.Error):
            total += psutil.Process(pid).memory_info().rss if pid else 0
    return total / 1e6


class Processors:
    """Processor seconds that some processes and the engine have spent since this was made.

    A process counts from its own start, or from here when it is this one; one that has ended, up to the last look.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine, self._before = engine, engine.processor_s()
        self._own = _processor_s(os.getpid())
        self._spent: dict[str, float] = {}

    def look(self, **pids: int | None) -> None:
        """Take the figures of these processes, by name."""
        for who, pid in pids.items():
            if pid and (seconds := _processor_s(pid)):
                self._spent[who] = seconds - (self._own if pid == os.getpid() else 0.0)

    def ended(self) -> dict[str, float]:
        """What each has spent, the engine too."""
        return {**self._spent, "engine": self._engine.processor_s() - self._before}


def _processor_s(pid: int) -> float:
    with suppress(psutil.Error):
        times = psutil.Process(pid).cpu_times()
        return float(times.user + times.system)
    return 0.0


def timed(work: Callable[[], object]) -> float:
    """Seconds one run takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def median_times(works: Sequence[Callable[[], object]], rounds: int) -> list[float]:
    """Median seconds of each, run in turn so that a slow moment of the machine meets all of them."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for at, work in enumerate(works):
            times[at].append(timed(work))
    return [statistics.median(one) for one in times]


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of them lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def written(engine: Engine, operations: Sequence[Put]) -> None:
    """Raises AssertionError where the engine did not take all of it."""
    outcome = engine.bulk(operations)
    if outcome.transient or outcome.refused:
        raise AssertionError(f"not written: {(outcome.transient | outcome.refused).popitem()}")


def parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """So many at a time as one bulk holds."""
    return (values[at : at + BULK] for at in range(0, len(values), BULK))
