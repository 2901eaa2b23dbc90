"""What upkeep costs by the hour as an installation grows: measured at two sizes, reckoned for a million records.

Each work is timed in processor seconds of this process (the engine's are its own) and by the clock. What is reckoned is
the larger size's figure in proportion: an upper bound for work with a constant part. `growth` is the exponent between
the two sizes: near 1 it grows with the number, near 0 it does not grow.
"""

import math
import time
from collections.abc import Callable, Mapping
from functools import partial

from casefile import retention
from casefile.outbox import read_backlog
from casefile.settings import Settings
from casefile.storage import tables
from indexer.bench.common import timed
from indexer.bench.installation import Installation, bench_installation, enter_all, index_all, people, watch_all
from indexer.engine import indices
from indexer.engine.wire import Object
from indexer.upkeep import copy_check, reconcile, sweep

RECKONED = 1_000_000
WATCHES_TO = 5
"""Records to each watch: 200,000 at a million."""
ROUNDS = 3

Costs = Mapping[str, float]


def run(
    settings: Settings, *, records_wanted: int = 40_000, seed: int = 1, tell: Callable[[str], None] = lambda _: None
) -> Object:
    """At half the size and at the whole; what a million records and 200,000 watches would cost is said as reckoned."""
    sizes = (records_wanted // 2, records_wanted)
    found = [_at(settings, size, seed, tell) for size in sizes]
    small, large = found
    return {
        "records": list(sizes),
        "watches": [size // WATCHES_TO for size in sizes],
        "measured": [dict(one) for one in found],
        "growth": {name: _growth(small[name], large[name], sizes[1] / sizes[0]) for name in large},
        "reckoned_records": RECKONED,
        "reckoned_watches": RECKONED // WATCHES_TO,
        "reckoned": {name: round(_reckoned(name, large[name], sizes[1]), 3) for name in large},
    }


def _at(settings: Settings, size: int, seed: int, tell: Callable[[str], None]) -> Costs:
    watched, recorded = people(seed, size // WATCHES_TO, size)
    with bench_installation(settings) as place:
        tell(f"entering {len(watched)} watches and {size} records")
        watch_all(place.store, watched)
        enter_all(place.store, recorded)
        tell("indexing")
        index_all(place)
        tell("looking")
        return _costs(place)


def _costs(place: Installation) -> Costs:
    store, engine = place.store, place.engine
    works: dict[str, Callable[[], object]] = {
        "window": lambda: sweep.sweep(store, engine, repair=False),
        "whole": lambda: [reconcile.index_drift(store, engine, kind) for kind in indices.Kind],
        "copy_check": lambda: [copy_check.sums_of(store, engine, kind) for kind in indices.Kind],
        "dates": partial(retention.anything_due, store, tables.now()),
        "backlog": lambda: _backlog(place),
    }
    costs = {}
    for name, work in works.items():
        taken = [_both(work) for _ in range(ROUNDS)]
        costs[f"{name}_s"], costs[f"{name}_cpu_s"] = (round(min(one), 4) for one in zip(*taken, strict=True))
    costs["database_mb"] = round((place.home / "griot.db").stat().st_size / 1e6, 1)
    return costs


def _both(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of this process's processor."""
    before = time.process_time()
    seconds = timed(work)
    return seconds, time.process_time() - before


def _backlog(place: Installation) -> None:
    with place.store.reading() as session:
        read_backlog(session)


def _reckoned(name: str, cost: float, size: int) -> float:
    """In proportion; of a window, which holds no more than a day's share, in proportion to the window."""
    if not name.startswith("window"):
        return cost * RECKONED / size
    return cost * max(sweep.SMALLEST, RECKONED / sweep.WINDOWS) / min(size, max(sweep.SMALLEST, size / sweep.WINDOWS))


def _growth(small: float, large: float, by: float) -> float:
    return round(math.log(large / small) / math.log(by), 2) if small > 0 and large > 0 else 0.0
