"""`world`: one stocked network for a whole module, behind the portal, on SQLite and without a search engine."""

import shutil
from datetime import UTC, datetime

import pytest

from casefile.policy import budgets
from casefile.policy.budgets import Limit
from casefile.settings import Settings
from casefile.vocabulary import Act
from portal.web import errors
from tests.law.specimens import World
from tests.law.things import stock
from tests.network.portal import application
from tests.network.stored import fill
from tests.reuse import once


@pytest.fixture(scope="module")
def world(_migrated_file, tmp_path_factory):
    home = tmp_path_factory.mktemp("law")
    shutil.copyfile(_migrated_file, home / "griot.db")
    store = once.store_at(f"sqlite:///{home / 'griot.db'}")
    environment = {"GRIOT_SECRET_KEY": "test-key-" + "0" * 40, "OPENSEARCH_URL": "http://127.0.0.1:9"}
    settings = Settings.from_env(home, environment | {"GRIOT_DEMO": "1"})
    with pytest.MonkeyPatch.context() as held:
        # The reference on a page of 404 changes with the hour; the bytes of two pages are compared here.
        held.setattr(errors, "now", lambda: datetime(2026, 1, 1, 12, tzinfo=UTC))
        net = World(store=store, settings=settings, app=application(settings, store), language="en")
        yield stock(fill(net))
    store.close()


@pytest.fixture(scope="module")
def no_budgets():
    """What the budgets count is the subject of other tests."""
    with pytest.MonkeyPatch.context() as held:
        held.setattr(budgets, "LIMITS", dict.fromkeys(Act, Limit(10**6, 10**6)))
        held.setattr(budgets, "STOPPED_AT", 10**6)
        yield
