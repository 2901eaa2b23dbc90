"""`home`: a stopped home with one of everything in it, some checkpoints, and an older copy of its database."""

import shutil
from datetime import timedelta

import pytest

from casefile.audit.proof import checkpoints
from casefile.settings import Settings
from casefile.storage import tables
from casefile.storage.store import Store
from tests.law.specimens import World
from tests.law.things import stock
from tests.network.make import person
from tests.network.portal import application
from tests.network.stored import SECRET, fill


@pytest.fixture(scope="module")
def home(_migrated_file, tmp_path_factory):
    """(its folder, the older copy)."""
    folder = tmp_path_factory.mktemp("proof") / "home"
    folder.mkdir()
    shutil.copyfile(_migrated_file, folder / "griot.db")
    store = Store(f"sqlite:///{folder / 'griot.db'}", secret=SECRET)
    environment = {"GRIOT_SECRET_KEY": "test-key-" + "0" * 40, "OPENSEARCH_URL": "http://127.0.0.1:9"}
    settings = Settings.from_env(folder, environment)
    place = checkpoints.Place.of(settings)
    checkpoints.write(store, place)
    net = fill(World(store=store, settings=settings, app=application(settings, store), language="en"))
    checkpoints.write(store, place)
    stock(net)
    older = folder.parent / "older.db"
    shutil.copyfile(folder / "griot.db", older)
    checkpoints.write(store, place)
    record = net.enter("dakar", person("Awa Ndiaye", "1980"))
    net.amend("dakar", record, person("Awa Ndiaye Fall", "1980"))
    checkpoints.write(store, place)
    store.close()
    return folder, older


@pytest.fixture
def later(monkeypatch):
    """Call it to let so many days pass."""

    def pass_by(days):
        moment = tables.now() + timedelta(days=days)
        monkeypatch.setattr(tables, "now", lambda: moment)

    return pass_by
