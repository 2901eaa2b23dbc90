"""Fixtures for the casefile's tests (until the shared ones stand)."""

import pytest

from casefile import schema
from casefile.session import Store


@pytest.fixture
def sqlite_store(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'griot.db'}")
    schema.migrate(store)
    yield store
    store.close()


@pytest.fixture
def store(sqlite_store):
    return sqlite_store
