"""`griot doctor` holds clocks against each other and says the difference; `retention run` refuses one that leapt."""

import time
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from casefile import audit, machine
from casefile.policy.retention import LEAP
from casefile.retention import belief
from casefile.storage import clock, marks, tables
from portal.cli import main
from portal.cli.context import Installation
from portal.cli.upkeep.examining import clocks

DAY = 86_400.0


@pytest.fixture(autouse=True)
def forgotten():
    yield
    clock.forget()


@pytest.fixture
def griot(sqlite_store, tmp_path):
    with sqlite_store.writing() as session:
        audit.write(session, None, audit.Action.PIPELINE, "x", "")

    def type_in(*words, code=None):
        environment = {"GRIOT_SECRET_KEY": "k" * 40, "DATABASE_URL": "", "OPENSEARCH_URL": "http://127.0.0.1:1"}
        done = CliRunner().invoke(main, ["--home", str(tmp_path / "home"), *words], env=environment)
        assert code is None or done.exit_code == code, done.output
        return done.output

    type_in.store = sqlite_store
    return type_in


def finding(said):
    lines = said.splitlines()
    at = next(at for at, line in enumerate(lines) if "Clocks: " in line)
    return lines[at] + (lines[at + 1] if lines[at + 1].startswith("      ") else "")


def test_clocks_that_agree_are_said_to_agree(griot):
    assert finding(griot("doctor")).startswith("ok    Clocks: against this machine's: this command ")


def test_a_command_that_is_told_another_time_says_so(griot, monkeypatch):
    true = time.time
    monkeypatch.setattr(time, "time", lambda: true() + DAY)
    machine.forget()
    said = finding(griot("doctor"))
    assert said.startswith("note") and "this command +86" in said and "Not as the others: this command" in said


def test_a_trail_from_the_future_is_named(griot, monkeypatch):
    with griot.store.writing() as session:
        monkeypatch.setattr(tables, "now", lambda: clock.now() + timedelta(days=1))
        audit.write(session, None, audit.Action.PIPELINE, "y", "")
    monkeypatch.undo()
    said = finding(griot("doctor"))
    assert said.startswith("note") and "a line of the trail +86" in said


def test_a_clock_that_leapt_is_said_and_nothing_is_done_by_it_until_a_person_says_so(griot, monkeypatch):
    with griot.store.writing() as session:
        belief.moment(session)
    true = time.time
    monkeypatch.setattr(time, "time", lambda: true() + 40 * DAY)
    monkeypatch.setattr(machine, "kernels_clock", lambda: None)
    clock.forget()
    said = finding(griot("doctor"))
    assert said.startswith("note") and "40 days ahead" in said and "--clock-is-right" in said
    assert "The clock is 40 days ahead" in griot("status")
    assert "leapt" in griot("retention", "run", code=1)
    assert "Nothing is due" in griot("retention", "run", "--clock-is-right", code=0)
    assert "days ahead" not in finding(griot("doctor"))


def test_a_clock_that_was_never_set_is_grave(griot, monkeypatch):
    monkeypatch.setattr(time, "time", lambda: 120.0)
    monkeypatch.setattr(machine, "kernels_clock", lambda: None)
    clock.forget()
    said = finding(griot("doctor", code=1))
    assert said.startswith("BAD") and "never set" in said


def test_the_database_s_clock_and_the_engine_s_are_asked(postgres_store, engine, settings, monkeypatch):
    """Two servers with a right clock, asked by a machine that is a day behind."""
    true = time.time
    monkeypatch.setattr(time, "time", lambda: true() - DAY)
    monkeypatch.setattr(machine, "kernels_clock", lambda: None)
    clock.forget()
    installation = Installation(str(settings.home))
    installation.__dict__.update(store=postgres_store, engine=engine, settings=settings)
    found = clocks.differences(installation)
    assert all(abs(found[what] - DAY) < 30 for what in found if what.startswith(("database", "engine ")))
    assert {"database", "this command"} < set(found) and any(what.startswith("engine ") for what in found)
    assert clocks.wrong(installation) == ""


@pytest.mark.parametrize("url", ["amqp://127.0.0.1:1//", "redis://127.0.0.1:1/0"])
def test_a_broker_that_does_not_say_or_is_away_is_named_as_such(griot, url):
    given = SimpleNamespace(embedded_broker=False, broker_url=url, broker_ca="")
    installation = SimpleNamespace(settings=given, store=griot.store, engine=None)
    assert clocks.differences(installation)["broker"] is None


def test_what_is_believed_is_told_by_the_mark(griot):
    with griot.store.writing() as session:
        belief.moment(session)
    with griot.store.reading() as session:
        assert marks.read(session, marks.CLOCK).at - datetime.now(UTC) < LEAP + timedelta(seconds=5)
