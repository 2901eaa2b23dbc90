"""One officer of Dakar who has a link and no password yet, and short ways to act and to let time pass."""

from datetime import timedelta

import pytest

from casefile.people import officers, units
from casefile.settings import Settings
from casefile.storage import tables
from casefile.vocabulary import Role
from tests.network.people import DAKAR

SENTENCE = "the pirogue leaves at dawn"


@pytest.fixture
def limits(tmp_path):
    return Settings.from_env(tmp_path / "settings", {"GRIOT_SECRET_KEY": "x" * 32})


@pytest.fixture
def dakar(store):
    with store.writing() as session:
        units.add_unit(session, units.SYSTEM, DAKAR.code, country=DAKAR.country, name=DAKAR.name)
        return officers.add_officer(session, units.SYSTEM, "Awa", unit=DAKAR.code, roles=[Role.INVESTIGATOR])


def act(store, action, *args, **more):
    with store.writing() as session:
        return action(session, *args, **more)


def at(monkeypatch, **later):
    moment = tables.now() + timedelta(**later)
    monkeypatch.setattr(tables, "now", lambda: moment)
