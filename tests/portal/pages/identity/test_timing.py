"""The time of a refusal does not tell who exists: 2,000 pairs, interleaved, whoever's login is typed."""

import random
import re
import statistics
import time

import pytest

from casefile.policy.identity import waiting
from casefile.policy.identity.waiting import Counted, Limit

PAIRS, MOST_T = 2_000, 4.5
"""Welch's t of two samples; 4.5 is the bound of the leakage tests that the assurance design names."""


@pytest.mark.slow
def test_a_refusal_takes_as_long_whether_or_not_there_is_such_an_officer(portal, password, monkeypatch):
    """The throttle is off for this: who waits is answered at once, whoever it is."""
    monkeypatch.setattr(waiting, "LIMITS", dict.fromkeys(Counted, Limit(10**9, 1)))
    client = portal.stranger()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/sign-in").text)[1]
    took: dict[str, list[float]] = {"dakar": [], "nobdy": []}

    def refused(login):
        form = {"login": login, "password": "wrong and long enough", "csrf_token": token}
        began = time.perf_counter()
        status = client.post("/sign-in", data=form).status_code
        assert status == 422
        return time.perf_counter() - began

    for login in took:
        for _ in range(20):
            refused(login)
    draw = random.Random(20261126)
    for _ in range(PAIRS):
        for login in draw.sample(sorted(took), 2):
            took[login].append(refused(login))
    there, not_there = (_without_outliers(took[login]) for login in ("dakar", "nobdy"))
    spread = statistics.variance(there) / len(there) + statistics.variance(not_there) / len(not_there)
    t = (statistics.fmean(there) - statistics.fmean(not_there)) / spread**0.5
    assert abs(t) < MOST_T, f"t = {t:.2f}"


def _without_outliers(seconds):
    """A busy machine stalls now and then for a second: the slowest twentieth of each says nothing of the login."""
    return sorted(seconds)[: len(seconds) * 19 // 20]
