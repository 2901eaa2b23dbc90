"""What is the same in every test is worked out once for a process: thousands of tests make a store and a portal each.

Of a test of the pages a fifth was the compiling of SQL, another the compiling of the portal's addresses.
"""

import gc
from typing import Any

from flask import Flask
from sqlalchemy import event, util
from werkzeug.routing import Rule

from casefile.storage.store import Store
from tests.network.stored import SECRET

STATEMENTS = 20_000
"""As many compiled statements are kept; the whole suite has a few thousand."""

_first: dict[str, Any] = {}
_builders: dict[Any, Any] = {}


def store_at(url: str) -> Store:
    """A store that shares its compiled statements with all others of its kind of database, and that leaves the disk to
    its own pace: a test's database need not outlive a power cut."""
    store = Store(url, secret=SECRET)
    engine = store.engine
    if store.sqlite:
        event.listen(engine, "connect", _as_tests_want_it)
    if (first := _first.setdefault(engine.dialect.name, engine)) is engine:
        engine._compiled_cache = util.LRUCache(STATEMENTS)
        with engine.connect():
            pass  # asks the server for its version
    else:
        # A compiled statement is found again under the dialect that compiled it.
        engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
    return store


def _as_tests_want_it(raw: Any, _record: object) -> None:
    """No waiting for the disk; and where no order was asked for, the last row first. PostgreSQL may give any, and gives
    that of writing nearly always: what depends on it would fail once in a hundred runs, and here it fails in all."""
    raw.execute("PRAGMA synchronous=OFF")
    raw.execute("PRAGMA reverse_unordered_selects=ON")


class _Rule(Rule):
    """An address of the portal, of which what builds its URL is compiled once."""

    def _compile_builder(self, append_unknown: bool = True) -> Any:
        key = tuple(self._trace), repr(self.defaults), append_unknown
        if key not in _builders:
            _builders[key] = super()._compile_builder(append_unknown)
        return _builders[key]


def rules_compiled_once() -> None:
    """For every application of this process."""
    Flask.url_rule_class = _Rule


def few_collections() -> None:
    """Garbage is looked for less often, and not among what is there before the first test, which is never any."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
