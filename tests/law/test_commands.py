"""Every command of `griot` stands in the matrix; in an officer's name it does what that officer may, and no more."""

import json

import click
import pytest
from click.testing import CliRunner

from casefile.exchange.sources.adapters import ADAPTERS
from casefile.people.units import SYSTEM, system_viewer
from casefile.policy.permissions import ROLE_PERMISSIONS, permissions_of
from casefile.vocabulary import Role
from portal.cli import main
from tests.casefile.subjects.test_travel_documents import TD3
from tests.law.commands import COMMANDS, Acts
from tests.law.specimens import ONE_OF_EACH
from tests.network.people import BANJUL

KNOWN = {command.name: command for command in COMMANDS}
AS_OFFICER = [command for command in COMMANDS if command.acts is Acts.OFFICER]
TYPED = {"search": ["Inventa Diallo"], "check batch": [__file__.replace("test_commands", "commands")],
         "document check": ["--mrz", TD3], "hits export": [], "exhibit add": [__file__],
         "evidence export": ["f" * 32, "--out", "none.zip"], "export ftm": ["--unit", "XX-NIL"],
         "post extract": ["Nowhere", "--out", "none.extract"],
         "export network": ["--unit", "XX-NIL", "--output", "none.gexf"],
         "export stix": ["--unit", "XX-NIL", "--output", "none.json"],
         "export sheet": ["--unit", "XX-NIL", "--output", "none.csv"],
         "export pdf": ["--unit", "XX-NIL", "--case", "none", "--output", "none.pdf"]}  # fmt: skip
REFUSED = "You may not do this. Ask your administrator if your duties have changed."


def leaves(command, path=()):
    if not isinstance(command, click.Group):
        return {" ".join(path): command}
    context = click.Context(command)
    found = {}
    for name in command.list_commands(context):
        found |= leaves(command.get_command(context, name), (*path, name))
    return found


LEAVES = leaves(main)


@pytest.fixture(scope="module")
def griot(world, tmp_path_factory):
    """Types a command at an installation on the world's database: (exit code, what it said on both streams)."""
    home = tmp_path_factory.mktemp("installation")
    environment = {"DATABASE_URL": str(world.store.engine.url), "GRIOT_SECRET_KEY": "test-key-" + "0" * 40,
                   "OPENSEARCH_URL": "http://127.0.0.1:9"}  # fmt: skip

    def type_in(*words):
        done = CliRunner().invoke(main, ["--home", str(home), *words], env=environment, catch_exceptions=False)
        return done.exit_code, done.output

    return type_in


def test_the_matrix_holds_every_command_and_no_other():
    assert LEAVES.keys() - KNOWN.keys() == set(), "a command without a row in tests/law/commands.py"
    assert KNOWN.keys() - LEAVES.keys() == set(), "a row without a command"
    assert len(KNOWN) == len(COMMANDS)


OF_A_HOME = {f"import {kind.partition('-')[0]}" for kind, adapter in ADAPTERS.items() if adapter.home}


@pytest.mark.parametrize("name", LEAVES)
def test_a_command_acts_in_an_officers_name_only_where_the_matrix_says(name):
    options = {option for parameter in LEAVES[name].params for option in parameter.opts}
    assert ("--as" in options) is (KNOWN[name].acts is Acts.OFFICER)
    if KNOWN[name].acts is Acts.UNIT:
        assert "--unit" in options or name in OF_A_HOME, "the list is the unit's that publishes it"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_a_row_says_the_same_in_people_and_in_permissions(command):
    held = {role for role in Role if command.asks & ROLE_PERMISSIONS[role]}
    assert held == command.roles


def test_the_home_and_a_units_imports_hold_what_their_commands_ask_for(world):
    """And no desk: whoever types a command opens no hit by it."""
    with world.store.reading() as session:
        importing = system_viewer(session, BANJUL.code)
    for command in COMMANDS:
        viewer = {Acts.HOME: SYSTEM, Acts.UNIT: importing}.get(command.acts)
        assert viewer is None or command.asks <= permissions_of(viewer.roles), command.name
    assert not {Role.COORDINATOR, Role.PROTECTION, Role.AUDITOR} & (SYSTEM.roles | importing.roles)


@pytest.mark.parametrize("command", AS_OFFICER, ids=lambda command: command.name)
@pytest.mark.parametrize("role", Role)
def test_in_an_officers_name_only_what_that_officer_may(griot, command, role):
    code, said = griot(*command.name.split(), *TYPED[command.name], "--as", ONE_OF_EACH[role])
    assert (REFUSED in said) is (role not in command.roles), said
    without_engine = command.name in (
        "hits export",
        "document check",
        "check batch",
    )  # the check says that it could not be made
    assert code == (0 if without_engine and role in command.roles else 1)


@pytest.mark.parametrize("login", ["", "protection"])
def test_what_protects_somebody_is_covered_for_the_protection_desk_too(griot, login):
    """One person unmasks nothing: what two have unmasked is in tests/casefile/hits/test_read.py."""
    _, said = griot("hits", "export", *(["--as", login] if login else []))
    lines = [json.loads(line) for line in said.splitlines()]
    protected = [line for line in lines if line["desk"] == "protection"]
    assert len(protected) > 10 and len(protected) < len(lines)
    for line in lines:
        found = {term["found"] for term in line["evidence"]}
        assert found == ({"[…]"} if line in protected else {"Mamadou Dialo"})
        assert not (line["recipients"] and line in protected)
