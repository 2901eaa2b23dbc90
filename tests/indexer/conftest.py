"""`cast` is three units on SQLite and the run's node; `cast_on_both` the same on SQLite and on PostgreSQL."""

import pytest

from tests.indexer.cast import Cast, assemble


@pytest.fixture
def cast(sqlite_store, engine, settings) -> Cast:
    return assemble(sqlite_store, engine, settings)


@pytest.fixture
def cast_on_both(store, engine, settings) -> Cast:
    return assemble(store, engine, settings)
