"""No command acts unseen: whatever it writes to the trail names the command and the user of the system."""

import json
import os
import pwd

import click
import pytest
from click.testing import CliRunner
from sqlalchemy import select

from casefile import audit
from casefile.acting import mark
from casefile.people import officers, units, viewers
from casefile.storage.tables import Audit
from portal import cli
from portal.cli import main
from tests.network.people import BANJUL, DAKAR

USER = pwd.getpwuid(os.geteuid()).pw_name


def leaves(command, path=()):
    """(words, command) of every command that does something."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        return [leaf for name in command.list_commands(context)
                for leaf in leaves(command.get_command(context, name), (*path, name))]  # fmt: skip
    return [(path, command)]


LEAVES = leaves(main)


@pytest.fixture
def griot(sqlite_store, tmp_path, monkeypatch):
    """Types a command at an installation on the test's database."""
    home = tmp_path / "installation"
    home.mkdir()
    monkeypatch.setenv("DATABASE_URL", str(sqlite_store.engine.url))
    monkeypatch.setenv("GRIOT_SECRET_KEY", "test-key-" + "0" * 40)
    for name in ("USER", "LOGNAME", "SUDO_USER"):
        monkeypatch.setenv(name, "somebody-else")
    return lambda *words: CliRunner().invoke(main, ["--home", str(home), *map(str, words)], catch_exceptions=False)


def lines(store):
    with store.reading() as session:
        assert audit.verify(session) is None
        return [row._asdict() for row in session.execute(select(*Audit.__table__.columns).order_by(Audit.seq))]


@pytest.mark.parametrize(("path", "leaf"), LEAVES, ids=[" ".join(path) for path, _ in LEAVES])
def test_whatever_a_command_writes_is_marked(griot, sqlite_store, monkeypatch, path, leaf):
    """Each command of the tree, its work replaced by a line of the trail: there is no way around the mark."""

    def write():
        with click.get_current_context().find_root().obj.store.writing() as session:
            audit.write(session, None, audit.Action.PIPELINE, "test", "1", detail={"kept": 1})

    monkeypatch.setattr(leaf, "callback", write)
    monkeypatch.setattr(leaf, "params", [])
    done = griot(*path)
    assert done.exit_code == 0, done.output
    own, line = lines(sqlite_store)
    assert (own["action"], own["detail"]) == ("command", {"command": " ".join(path), "system_user": USER})
    assert line["detail"] == {"kept": 1, "command": " ".join(path), "system_user": USER}
    assert mark() == {}


def test_the_tree_holds_the_commands_that_are_known_to_write():
    known = {" ".join(path) for path, _ in LEAVES}
    assert {"unit add", "officer add", "search", "import ftm", "hits export", "backup", "reconcile"} <= known
    assert len(known) > len(cli.COMMANDS)


@pytest.fixture
def people(griot):
    for unit in (DAKAR, BANJUL):
        assert griot("unit", "add", unit.code, "--country", unit.country, "--name", unit.name).exit_code == 0
    for login, role in (("boss", "administrator"), ("awa", "investigator")):
        assert griot("officer", "add", login, "--unit", DAKAR.code, "--role", role).exit_code == 0
    return griot


def test_real_commands_leave_marked_lines(people, sqlite_store, tmp_path):
    entity = {"id": "p1", "schema": "Person", "properties": {"name": ["Inventa Jallow"]}}
    (tmp_path / "p.jsonl").write_text(json.dumps(entity) + "\n", "utf-8")
    people("import", "ftm", tmp_path / "p.jsonl", "--unit", DAKAR.code, "--case", "B-17")
    people("watch", "import", tmp_path / "p.jsonl", "--unit", BANJUL.code, "--ground", "Named by two passengers.")
    people("hits", "export")
    people("search", "Inventa Jallow", "--as", "awa", "--reason", "case B-17")
    found = lines(sqlite_store)
    assert all(line["detail"]["system_user"] == USER for line in found)
    assert {line["detail"]["command"] for line in found} == {
        "unit add", "officer add", "import ftm", "watch import", "hits export", "search",
    }  # fmt: skip
    with sqlite_store.reading() as session:
        awa = viewers.viewer_by_login(session, "awa")
    searched = [line for line in found if line["action"] == "search"]
    assert searched and all(line["officer_id"] == awa.officer_id for line in searched), "as the officer, but marked"


def test_what_is_done_elsewhere_bears_no_mark(people, sqlite_store):
    with sqlite_store.writing() as session:
        officers.set_roles(session, units.SYSTEM, "awa", [])
    assert "command" not in lines(sqlite_store)[-1]["detail"]


def test_the_command_line_does_what_the_pages_do(people, sqlite_store):
    def said(*words):
        done = people(*words, "--json")
        return done.exit_code, json.loads(done.stdout.strip().splitlines()[-1])

    assert said("officer", "duties", "awa", "--role", "analyst", "--role", "watch_officer") == (
        0, {"login": "awa", "roles": ["analyst", "watch_officer"]},
    )  # fmt: skip
    assert said("officer", "move", "awa", "--unit", BANJUL.code, "--role", "analyst", "--reason", "posted")[0] == 0
    assert said("officer", "link", "awa")[1]["link"].startswith("/first-password/")
    code, listed = said("officer", "list")
    assert code == 0 and [(o["login"], o["unit"], o["roles"]) for o in listed["officers"]] == [
        ("awa", BANJUL.code, ["analyst"]),
        ("boss", DAKAR.code, ["administrator"]),
    ]
    assert said("officer", "deactivate", "awa", "--reason", "left the service")[0] == 0
    assert not {o["login"]: o for o in said("officer", "list")[1]["officers"]}["awa"]["active"]
    assert said("unit", "close", BANJUL.code, "--reason", "merged")[0] == 0
    assert {u["unit"]: u["open"] for u in said("unit", "list")[1]["units"]} == {BANJUL.code: False, DAKAR.code: True}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("officer", "add", "two", "--unit", DAKAR.code, "--role", "coordinator", "--role", "analyst"), "no case work"),
        (("officer", "add", "awa", "--unit", DAKAR.code, "--role", "coordinator"), "no case work"),
        (("officer", "duties", "awa", "--role", "auditor", "--role", "administrator"), "gives duties"),
        (("officer", "move", "awa", "--unit", BANJUL.code, "--role", "protection", "--role", "coordinator",
          "--reason", "posted"), "Each desk"),
        (("officer", "duties", "boss"), "last administrator"),
        (("officer", "deactivate", "boss", "--reason", "left the service"), "last administrator"),
        (("officer", "move", "boss", "--unit", BANJUL.code, "--role", "analyst", "--reason", "posted"), "last admin"),
        (("unit", "close", DAKAR.code, "--reason", "merged"), "last administrator"),
        (("officer", "add", "a/b", "--unit", DAKAR.code, "--role", "analyst"), "A login has 2 to 40"),
        (("officer", "add", "..", "--unit", DAKAR.code, "--role", "analyst"), "A login has 2 to 40"),
        (("officer", "deactivate", "awa", "--reason", "x"), "State your reason"),
    ],
)  # fmt: skip
def test_what_is_refused_is_refused_on_the_command_line_too(people, sqlite_store, words, sentence):
    before = len(lines(sqlite_store))
    done = people(*words)
    assert done.exit_code == 1 and sentence in done.stderr and done.stderr.count("\n") == 1
    tried = [line["action"] for line in lines(sqlite_store)[before:]]
    assert tried in (["command"], []), "that it was tried, unless it was refused before any database was opened"
