"""`net` is the network of the tests on SQLite and the run's node; `net_on_both` the same on SQLite and PostgreSQL."""

import pytest

from tests.network.indexed import IndexedNetwork, indexed


@pytest.fixture
def net(sqlite_store, engine, settings) -> IndexedNetwork:
    return indexed(sqlite_store, engine, settings)


@pytest.fixture
def net_on_both(store, engine, settings) -> IndexedNetwork:
    return indexed(store, engine, settings)
