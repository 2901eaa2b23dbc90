"""The two indices of a process's tests, made empty again after each.

To make them takes the engine 1.2 s of processor time, most of it for the filters of `mappings/analysis-v1.json`; to
empty them some 40 ms. A test that leaves others, or leaves these otherwise than they were made, costs new ones.
"""

import os
import time
import uuid
from typing import Any

from indexer.engine import indices
from indexer.engine.client import Engine

AT_ONCE = {"index": {"gc_deletes": "0s"}}
"""A document's version is forgotten with it: the next test may write the same one from its first version on."""
TICK_S = 0.25
"""Forgotten at the refresh after, by a clock that the engine reads five times a second."""
SHAPE = "*.aliases,*.mappings,*.settings"


class ReusedIndices:
    """The indices under one name on the run's node, by turns of one test."""

    def __init__(self) -> None:
        self.prefix = f"turns-{os.getpid()}-{uuid.uuid4().hex[:6]}"
        self._shape: Any = None
        self._emptied = 0.0

    def ready(self, engine: Engine) -> None:
        """Both are there, and empty."""
        if self._shape is not None:
            time.sleep(max(0.0, self._emptied + TICK_S - time.monotonic()))
            engine._ask("POST", f"/{self.prefix}-*/_refresh")
        else:
            indices.ensure(engine)
            engine._ask("PUT", f"/{self.prefix}-*/_settings", body=AT_ONCE)
            self._shape = self._found(engine)

    def empty(self, engine: Engine) -> None:
        """What a test wrote is gone; where more than documents was changed, the next one gets new indices."""
        if self._shape != self._found(engine):
            self.remove(engine)
            return
        engine._ask("POST", f"/{self.prefix}-*/_refresh")
        everything = {"query": {"match_all": {}}}
        kept = engine._ask("POST", f"/{self.prefix}-*/_delete_by_query", params={"refresh": "true"}, body=everything)
        self._emptied = time.monotonic()
        if kept["deleted"] != kept["total"]:
            self.remove(engine)

    def remove(self, engine: Engine) -> None:
        for name in engine.aliases(f"{self.prefix}-*"):
            engine.delete_index(name)
        self._shape = None

    def _found(self, engine: Engine) -> Any:
        return engine._ask("GET", f"/{self.prefix}-*", params={"filter_path": SHAPE, "ignore_unavailable": "true"})
