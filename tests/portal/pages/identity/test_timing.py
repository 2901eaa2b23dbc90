"""The time of a refusal does not tell who exists: 2,000 pairs, interleaved, whoever's login is typed."""

import re

import pytest

from casefile.policy.identity import waiting
from casefile.policy.identity.waiting import Counted, Limit
from tests.portal.interleaved import MOST_T, welch_t

PAIRS = 2_000


@pytest.mark.slow
def test_a_refusal_takes_as_long_whether_or_not_there_is_such_an_officer(portal, password, monkeypatch):
    """The throttle is off for this: who waits is answered at once, whoever it is."""
    monkeypatch.setattr(waiting, "LIMITS", dict.fromkeys(Counted, Limit(10**9, 1)))
    client = portal.stranger()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/sign-in").text)[1]

    def refused(login):
        form = {"login": login, "password": "wrong and long enough", "csrf_token": token}
        assert client.post("/sign-in", data=form).status_code == 422

    assert abs(welch_t(PAIRS, lambda _: refused("dakar"), lambda _: refused("nobdy"))) < MOST_T
