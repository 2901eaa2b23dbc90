"""The time that saving takes does not tell whether another unit holds the same person: 10,000 pairs, interleaved.

Each pair costs what it costs an officer: a case of fifty records at most, a cookie without old messages. Else the list
of the case and the cookie grow with every pair, and ten thousand take more than an hour instead of ten minutes.
"""

import re
import tempfile
from pathlib import Path

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

CASE = 25
"""Pairs entered into one case before the next is opened."""

MEMORY = Path("/dev/shm")
"""Where the database lies when there is such a folder: a busy disk's waiting drowns what is looked for."""


@pytest.fixture
def tmp_path(tmp_path):
    if not MEMORY.is_dir():
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(prefix="griot-saving-", dir=MEMORY) as folder:
        yield Path(folder)


@pytest.mark.slow
def test_saving_takes_as_long_whether_or_not_another_unit_holds_the_person(portal, case_of, form_of, monkeypatch):
    """Dakar watches and keeps to itself the persons whom Banjul enters; of the others nobody has heard."""
    monkeypatch.setattr(budgets, "LIMITS", dict.fromkeys(Act, Limit(10**6, 10**6)))
    monkeypatch.setattr(budgets, "STOPPED_AT", 10**6)  # a hundred watches of nearly one name are a series
    portal.cases["dakar"] = case_of("dakar")
    for ending in ENDINGS[:NAMES]:
        portal.enter("dakar", person(f"Waralimou Destra{ending}", "1985"))
        portal.watch("dakar", person(f"Waralimou Destra{ending}", "1985"))
    client, cases = portal.as_("banjul"), []
    page = client.get("/records/new?kind=person").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    cookie = client.get_cookie("griot")

    def before(number):
        if number == CASE * len(cases):
            cases.append(case_of("banjul", reference=f"BJ-{number}"))
        client.set_cookie(cookie.key, cookie.value)  # what a page would have shown and taken out of it

    def saved(given, number):
        name = {"names-0-text": f"{given} Destra{ENDINGS[number % NAMES]}"}
        form = form_of["person"](cases[-1], **name) | {"csrf_token": token}
        assert client.post("/records/new?kind=person", data=form).status_code == 303

    t = welch_t(PAIRS, lambda n: saved("Waralimou", n), lambda n: saved("Parelimou", n), before=before)
    assert abs(t) < MOST_T
