"""`file`: writes a FollowTheMoney file. `sqlite_net`: the network on one database."""

import json

import pytest

from tests.casefile.exchange.again import entity
from tests.network.stored import network


@pytest.fixture
def sqlite_net(sqlite_store):
    """Where one database says enough: tables of fields, counts of statements."""
    return network(sqlite_store)


@pytest.fixture
def file(tmp_path):
    """file(entity, ...): the path of a FollowTheMoney file that holds them."""

    def write(*entities):
        path = tmp_path / "in.ftm.json"
        path.write_text("".join(json.dumps(e) + "\n" for e in entities or (entity(),)), "utf-8")
        return path

    return write
