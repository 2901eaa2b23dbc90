"""Commands of the home are counted and shown, and never refused."""

import json

import pytest
from click.testing import CliRunner

from casefile.budgets import alarms, command_line
from casefile.people import viewers
from casefile.policy import budgets
from casefile.policy.budgets import Limit
from casefile.storage.tables import ActRow, new_id
from casefile.vocabulary import Act, AlarmKind
from portal.cli import main

VARIANTS = [f"Mamadou Dial{letter}o" for letter in "abcdefghijklmnopqrstuvwxy"]


@pytest.fixture
def griot(portal, monkeypatch):
    """Types a command as a process of its own would run it, on the portal's database; what it ended with."""
    portal.settings.home.mkdir(exist_ok=True)
    monkeypatch.setenv("DATABASE_URL", str(portal.store.engine.url))
    monkeypatch.setenv("GRIOT_SECRET_KEY", portal.settings.secret_key)
    monkeypatch.setenv("OPENSEARCH_URL", portal.settings.opensearch_url)

    def type_in(*words):
        monkeypatch.setattr(command_line, "_PROCESS", new_id())
        return CliRunner().invoke(main, ["--home", str(portal.settings.home), *map(str, words)], catch_exceptions=False)

    return type_in


def raised(portal, who="auditor"):
    with portal.store.reading() as session:
        return alarms.listing(session, viewers.viewer_by_login(session, who))


def test_a_file_with_a_series_comes_in_whole_and_is_shown(portal, griot, tmp_path):
    file = tmp_path / "watched.jsonl"
    entities = [
        {"id": f"p{number}", "schema": "Person", "properties": {"name": [name], "birthDate": ["1984"]}}
        for number, name in enumerate(VARIANTS)
    ]
    file.write_text("".join(f"{json.dumps(entity)}\n" for entity in entities), "utf-8")
    done = griot("watch", "import", file, "--unit", "GM-BJL", "--ground", "asked by the judge", "--json")
    assert done.exit_code == 0 and json.loads(done.stdout.splitlines()[-1])["created"] == len(VARIANTS)
    (alarm,) = raised(portal)
    assert (alarm.kind, alarm.act, alarm.by_command, alarm.login) == (AlarmKind.SERIES, Act.WATCH, True, "")
    with portal.store.reading() as session:
        assert session.query(ActRow).count() == 1, "one act for the run"


def test_searches_over_the_budget_and_in_a_series_are_put_and_shown(portal, griot, monkeypatch):
    monkeypatch.setattr(budgets, "LIMITS", dict.fromkeys(Act, Limit(22, 100)))
    for name in VARIANTS:
        said = griot("search", name, "--as", "banjul").output  # there is no engine: asked for, and not refused
        assert "day old" not in said and "similar" not in said and "same reason" not in said
    with portal.store.reading() as session:
        assert session.query(ActRow).count() == len(VARIANTS)
    found = {(alarm.kind, alarm.by_command, alarm.login): alarm.times for alarm in raised(portal)}
    assert found == {(AlarmKind.BUDGET, True, "banjul"): 3, (AlarmKind.SERIES, True, "banjul"): 6}
