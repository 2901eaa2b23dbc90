"""The time that saving takes does not tell whether another unit holds the same person: 10,000 pairs, interleaved."""

import re

import pytest

from casefile.policy import budgets
from casefile.policy.budgets import Limit
from casefile.vocabulary import Act
from tests.network.make import person
from tests.portal.interleaved import MOST_T, welch_t

PAIRS = 10_000
NAMES = 100
"""Of each kind, taken in turn."""
ENDINGS = [a + b for a in "bdfgkmnprs" for b in "aeiouabdou"]


@pytest.mark.slow
def test_saving_takes_as_long_whether_or_not_another_unit_holds_the_person(portal, case_of, form_of, monkeypatch):
    """Dakar watches and keeps to itself the persons whom Banjul enters; of the others nobody has heard."""
    monkeypatch.setattr(budgets, "LIMITS", dict.fromkeys(Act, Limit(10**6, 10**6)))
    monkeypatch.setattr(budgets, "STOPPED_AT", 10**6)  # a hundred watches of nearly one name are a series
    portal.cases["dakar"] = case_of("dakar")
    for ending in ENDINGS[:NAMES]:
        portal.enter("dakar", person(f"Waralimou Destra{ending}", "1985"))
        portal.watch("dakar", person(f"Waralimou Destra{ending}", "1985"))
    client, case_id = portal.as_("banjul"), case_of("banjul")
    page = client.get(f"/records/new?kind=person&case={case_id}").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]

    def saved(given, number):
        name = {"names-0-text": f"{given} Destra{ENDINGS[number % NAMES]}"}
        form = form_of["person"](case_id, **name) | {"csrf_token": token}
        assert client.post("/records/new?kind=person", data=form).status_code == 303

    t = welch_t(PAIRS, lambda n: saved("Waralimou", n), lambda n: saved("Parelimou", n))
    assert abs(t) < MOST_T
