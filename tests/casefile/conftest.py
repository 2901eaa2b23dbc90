"""`net` is the network of the tests on SQLite and on PostgreSQL, without a search engine."""

import pytest

from tests.network.stored import Network, network


@pytest.fixture
def net(store) -> Network:
    return network(store)
