"""`desk` is the network with protection officers in two units and two at the coordination office."""

import pytest

from tests.network.protection import protected_hit, staff
from tests.network.stored import Network


@pytest.fixture
def desk(net) -> Network:
    return staff(net)


@pytest.fixture
def hit_id(desk) -> str:
    return protected_hit(desk)
