"""`griot unit add --service`: a unit says of which service it is, and keeps it when nothing is said."""

import json

import pytest
from click.testing import CliRunner

from casefile.people import units
from casefile.vocabulary import Service
from portal.cli import main


@pytest.fixture
def unit_add(sqlite_store, tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", str(sqlite_store.engine.url))
    monkeypatch.setenv("GRIOT_SECRET_KEY", "test-key-" + "0" * 40)

    def add(*words):
        given = ["--home", str(tmp_path), "unit", "add", "SN-X", "--country", "SN", "--name", "Unit X", *words]
        return CliRunner().invoke(main, [*given, "--json"], catch_exceptions=False)

    return add


def service_of(store):
    with store.reading() as session:
        return units.unit_by_code(session, "SN-X").service


def test_the_service_is_stated_and_stays_until_another_is(unit_add, sqlite_store):
    assert json.loads(unit_add().stdout.strip().splitlines()[-1])["unit"] == "SN-X"
    assert service_of(sqlite_store) is None
    for words, service in (
        (("--service", "customs"), Service.CUSTOMS),
        ((), Service.CUSTOMS),
        (("--service", "judiciary"), Service.JUDICIARY),
    ):
        assert unit_add(*words).exit_code == 0
        assert service_of(sqlite_store) is service
    assert unit_add("--service", "navy").exit_code == 2
