"""What persons of a network share: by their use of it, by its number, and never by being mentioned with it."""

import pytest

from casefile.exchange.networks.graph import NUMBER_ROLE
from casefile.exchange.networks.shared import shared_by
from tests.casefile.exchange.edges import network


@pytest.mark.parametrize(
    ("edges", "shared"),
    [
        ([("awa", "user", "phone"), ("ben", "owner", "phone")], {"phone": 2}),
        ([("awa", "user", "phone")], {}),
        ([("awa", "user", "phone"), ("awa", "owner", "phone")], {}),
        ([("awa", "user", "phone"), ("ben", "mentioned", "phone")], {}),
        ([("awa", "driver", "boat"), ("ben", "owner", "boat"), ("cis", "member", "boat")], {"boat": 3}),
        ([("awa", "driver", "boat"), ("crew", "owner", "boat")], {}),
        ([("awa", "user", "quay"), ("ben", "user", "quay")], {}),
        ([("awa", "user", "night"), ("ben", "user", "night")], {}),
        ([("awa", NUMBER_ROLE, "#77"), ("ben", NUMBER_ROLE, "#77")], {"#77": 2}),
        ([("awa", NUMBER_ROLE, "#77"), ("phone", NUMBER_ROLE, "#77")], {}),
        ([("awa", NUMBER_ROLE, "#77"), ("phone", NUMBER_ROLE, "#77"), ("ben", "user", "phone")],
         {"#77": 2, "phone": 2}),
        ([("phone", NUMBER_ROLE, "#77"), ("other", NUMBER_ROLE, "#77"), ("ben", "user", "phone"),
          ("awa", "user", "other")], {"#77": 2}),
    ],
)  # fmt: skip
def test_what_two_persons_use_or_have_is_shared(edges, shared):
    assert shared_by(network(*edges)) == shared
