"""What relays count while they work, kept in memory and added to the database's counters now and then."""

from collections import defaultdict
from threading import Lock

from casefile.health import heartbeats
from casefile.storage.store import Store

BUCKETS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds of one percolation: of a single record 10 to 40 ms, of a full batch 1 to 4 s (docs/performance.md)."""

COMPLETED, PERCOLATIONS, PERCOLATION_S = "completed", "percolations", "percolation_s"


def bucket(limit: float) -> str:
    """The counter of percolations that took at most so long."""
    return f"percolations_le_{limit:g}"


class Figures:
    """Counts of one process; relays in several threads may share it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counted: dict[str, float] = defaultdict(float)

    def percolated(self, seconds: float) -> None:
        """One batch was held against the other side."""
        with self._lock:
            self._counted[PERCOLATIONS] += 1
            self._counted[PERCOLATION_S] += seconds
            for limit in BUCKETS:
                self._counted[bucket(limit)] += seconds <= limit

    def completed(self, rows: int) -> None:
        if rows:
            with self._lock:
                self._counted[COMPLETED] += rows

    def flush(self, store: Store) -> None:
        """Add to the database what was counted since the last time. What cannot be added is kept for the next."""
        with self._lock:
            due, self._counted = self._counted, defaultdict(float)
        if not due:
            return
        try:
            with store.writing() as session:
                heartbeats.add(session, due)
        except Exception:
            with self._lock:
                for name, amount in due.items():
                    self._counted[name] += amount
            raise
