"""One officer of Dakar with a password, and ways to let time pass."""

from datetime import timedelta

import pytest

from casefile.people import officers, passwords, units
from casefile.storage import tables
from casefile.vocabulary import Role
from tests.network.people import DAKAR

SENTENCE = "the pirogue leaves at dawn"


@pytest.fixture
def awa(store) -> str:
    """The id of officer `awa`, whose password is SENTENCE."""
    with store.writing() as session:
        units.add_unit(session, units.SYSTEM, DAKAR.code, country=DAKAR.country, name=DAKAR.name)
        link = officers.add_officer(session, units.SYSTEM, "Awa", unit=DAKAR.code, roles=[Role.INVESTIGATOR])
        return passwords.set_password(session, link, SENTENCE)


@pytest.fixture
def clock(monkeypatch):
    """clock(seconds=5) lets time pass; the moment stands still in between."""
    held = [tables.now()]
    monkeypatch.setattr(tables, "now", lambda: held[0])

    def later(**more):
        held[0] += timedelta(**more)
        return held[0]

    return later
