"""A password is the officer's own, and long enough."""

import pytest

from casefile.errors import BadInput
from casefile.people import invitations, passwords
from tests.casefile.people.conftest import act


@pytest.mark.parametrize("password", ["short", "a" * 40, "x" * 300])
def test_a_weak_password_is_refused_and_the_link_stays_good(store, dakar, password):
    with pytest.raises(BadInput):
        act(store, passwords.set_password, dakar, password)
    assert act(store, invitations.link_is_good, dakar)
