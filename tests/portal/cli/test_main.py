"""The griot command as a whole: options on either side, one sentence for what is refused, broken files apart."""

import json
import types

import click
import pytest
from click.testing import CliRunner

from casefile.errors import SetupError
from portal import cli
from portal.cli.context import Installation, emit


@pytest.fixture
def griot(monkeypatch):
    """Runs the command with a `probe` of the test's own next to the real ones."""
    import sys
    from types import ModuleType

    module = ModuleType("portal.cli.probe_of_test")

    @click.group("probe")
    def probe():
        pass

    @probe.command("say")
    @click.pass_context
    def say(ctx):
        emit(ctx, "for people", {"home": str(ctx.find_root().obj.home)})

    @probe.command("refuse")
    def refuse():
        raise SetupError("This is why, in %(place)s.", place="here")

    @probe.command("full")
    def full():
        raise OSError(28, "No space left on device", "griot.db")

    module.probe = probe
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(cli.COMMANDS, "probe", "probe_of_test:probe")
    monkeypatch.setitem(cli.COMMANDS, "broken", "there_is_no_such_file:broken")
    return lambda *args: CliRunner().invoke(cli.main, args)


@pytest.mark.parametrize(
    "args",
    [
        ("--json", "--home", "/x", "probe", "say"),
        ("probe", "say", "--json", "--home", "/x"),
        ("probe", "--json", "say", "--home", "/x"),
        ("--home", "/y", "probe", "say", "--home", "/x", "--json"),
    ],
)
def test_the_common_options_stand_on_either_side(griot, args):
    done = griot(*args)
    assert done.exit_code == 0
    assert json.loads(done.stdout.splitlines()[-1]) == {"home": "/x"}


def test_people_get_text(griot):
    assert griot("probe", "say").stdout == "for people\n"


def test_a_refusal_is_one_sentence_and_exit_code_1(griot):
    done = griot("probe", "refuse", "--json")
    assert done.exit_code == 1
    assert done.stderr == "This is why, in here.\n"
    assert json.loads(done.stdout) == {"error": "This is why, in here."}


def test_a_full_disk_is_said_not_traced(griot):
    done = griot("probe", "full")
    assert done.exit_code == 1 and "No space left" in done.stderr and "Traceback" not in done.output


def test_a_broken_file_breaks_only_its_own_command(griot):
    assert griot("probe", "say").exit_code == 0
    assert griot("--help").exit_code == 0
    done = griot("broken", "--whatever")
    assert done.exit_code == 1 and "cannot be loaded" in done.output


def test_every_command_says_what_it_does(griot):
    listed = griot("--help").stdout
    for name in cli.COMMANDS:
        assert f"  {name}" in listed
    assert listed.count("cannot be loaded") == 1  # the one this test broke


def test_a_mistyped_home_makes_no_installation(tmp_path):
    wrong = tmp_path / "mistyped"
    with pytest.raises(SetupError, match="There is no installation in .*scripts/run --home"):
        Installation(str(wrong)).store  # noqa: B018
    assert not wrong.exists()


def test_the_doctor_of_a_home_without_installation_names_the_way_out(tmp_path):
    done = CliRunner().invoke(cli.main, ["doctor", "--json", "--home", str(tmp_path / "none")])
    assert done.exit_code == 1
    answer = json.loads(done.stdout.splitlines()[-1])
    assert not answer["well"]
    assert any("scripts/run --home" in finding["remedy"] for finding in answer["findings"])
    assert not (tmp_path / "none").exists()


def test_the_doctor_finds_a_sound_installation_sound(settings, engine, sqlite_store):
    env = {"OPENSEARCH_URL": settings.opensearch_url, "GRIOT_INDEX_PREFIX": settings.index_prefix}
    done = CliRunner().invoke(cli.main, ["doctor", "--home", str(settings.home)], env=env)
    assert done.exit_code == 0, done.output
    assert "BAD" not in done.output and "revision" in done.output


@pytest.mark.parametrize(
    ("url", "mode", "says"),
    [
        ("http://127.0.0.1:9311", None, "note  Who can reach the search engine: every user of this machine"),
        ("door", 0o600, "ok    Who can reach the search engine: only Griot"),
        ("door", 0o666, "BAD   Who can reach the search engine: others too"),
    ],
)  # fmt: skip
def test_the_doctor_says_plainly_who_can_read_the_index(tmp_path, monkeypatch, url, mode, says):
    monkeypatch.delenv("OPENSEARCH_URL", raising=False)
    socket_file = tmp_path / "engine.sock"
    if mode is not None:
        socket_file.touch()
        socket_file.chmod(mode)
        url = f"door://{socket_file}"
    (tmp_path / "installation.json").write_text(json.dumps({"opensearch_url": url}))
    said = CliRunner().invoke(cli.main, ["doctor", "--home", str(tmp_path)]).output
    assert says in said
    assert ("Let no others use this machine" in said) is (mode is None)


def test_the_doctor_of_a_cluster_of_one_s_own_leaves_it_to_the_cluster(tmp_path):
    done = CliRunner().invoke(
        cli.main, ["doctor", "--home", str(tmp_path)], env={"OPENSEARCH_URL": "http://127.0.0.1:1"}
    )
    assert "a server of your own" in done.output


@pytest.mark.parametrize("closed", [True, False])
def test_the_start_says_it_where_the_engine_is_open_to_others(tmp_path, monkeypatch, capsys, closed):
    from portal.install import bring_up

    node = types.SimpleNamespace(closed=closed, url="http://127.0.0.1:1", start=lambda: None)
    monkeypatch.setattr(bring_up.jars, "assemble", lambda **_: tmp_path)
    monkeypatch.setattr(bring_up.launch, "prepare", lambda *_, **__: node)
    started = []
    supervisor = types.SimpleNamespace(start=started.append)
    bring_up._start_node(bring_up.Wish(tmp_path), supervisor)
    assert ("every user of this machine can read" in capsys.readouterr().out) is not closed
    assert [child.name for child in started] == ["node"] and bring_up.read_saved(tmp_path)["opensearch_url"] == node.url
