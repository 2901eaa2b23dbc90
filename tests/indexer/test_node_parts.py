"""Finding Java, fetching the engine's jars, remembering processes: what a start stands on, without starting a node."""

import hashlib
import os
import socket
import subprocess
import sys

import pytest

from casefile.errors import SetupError
from indexer.node import jars, java, launch
from indexer.node.processes import Remembered, free_port, remember, remembered


def fake_java(folder, version):
    """A folder that looks like an installed Java."""
    (folder / "bin").mkdir(parents=True)
    program = folder / "bin" / "java"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    (folder / "release").write_text(f'IMPLEMENTOR="nobody"\nJAVA_VERSION="{version}"\n')
    return program


@pytest.mark.parametrize(
    ("version", "major"),
    [("17.0.15", 17), ("21", 21), ("25.0.3", 25), ("22-ea", 22), ("1.8.0_401", 1), ("21+35", 21), ("", 0)],
)
def test_the_version_of_a_java_is_read(tmp_path, version, major):
    assert java._version(fake_java(tmp_path / "jdk", version)) == major


def test_a_java_that_is_too_old_is_passed_over(tmp_path, monkeypatch):
    old, new = fake_java(tmp_path / "old", "17.0.1"), fake_java(tmp_path / "jvm" / "new", "21.0.2")
    monkeypatch.setenv("JAVA_HOME", str(old.parent.parent))
    monkeypatch.setenv("PATH", str(old.parent))
    monkeypatch.setattr(java, "_JVM_FOLDERS", (str(tmp_path / "jvm"),))
    assert java.find_java() == java.Java(new, 21)


def test_the_newest_in_the_usual_folder_wins_over_none_on_the_path(tmp_path, monkeypatch):
    fake_java(tmp_path / "jvm" / "a", "21.0.2")
    newest = fake_java(tmp_path / "jvm" / "b", "25.0.1")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(java, "_JVM_FOLDERS", (str(tmp_path / "jvm"),))
    assert java.find_java().path == newest


def test_without_java_the_way_out_is_said(tmp_path, monkeypatch):
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(java, "_JVM_FOLDERS", ())
    with pytest.raises(SetupError, match=r"Java 21 or later; found: none\. Install .* or set JAVA_HOME"):
        java.find_java()


def test_every_jar_is_pinned_by_hash():
    wanted = jars.wanted_jars()
    assert len(wanted) == len({(jar.folder, jar.name) for jar in wanted}) > 80
    assert all(len(jar.sha256) == 64 and jar.version for jar in wanted)
    ours = [jar for jar in wanted if jar.group.startswith("org.opensearch")]
    assert {jar.version for jar in ours} == {jars.VERSION}
    assert {jar.folder for jar in wanted} == {"lib", "agent", *jars._PLUGINS}


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A program of two jars, served by a stand-in for the registry's client that counts what is asked of it."""
    contents = {"one-1.jar": b"first", "two-1.jar": b"second"}
    lock = tmp_path / "lock.txt"
    lock.write_text(
        "".join(f"lib g:{name[:3]}:1 {hashlib.sha256(body).hexdigest()}\n" for name, body in contents.items())
    )
    monkeypatch.setattr(jars, "_LOCK_FILE", lock)
    monkeypatch.setattr(jars, "_PLUGINS", {})
    monkeypatch.setattr(jars, "_POLICIES", {})
    asked = []

    def fetch(jar, cache):
        asked.append(jar.name)
        path = cache / "downloads" / jar.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(contents[jar.name])
        return path

    monkeypatch.setattr(jars, "_fetch", fetch)
    return contents, asked


def test_a_complete_program_is_not_fetched_again(small, tmp_path):
    _, asked = small
    steps = []
    program = jars.assemble(tmp_path / "cache", lambda done, total: steps.append((done, total)))
    assert (program / "lib" / "one-1.jar").read_bytes() == b"first"
    assert steps[-1] == (2, 2)
    jars.assemble(tmp_path / "cache")
    assert sorted(asked) == ["one-1.jar", "two-1.jar"]


def test_a_changed_recipe_makes_a_new_program_from_the_jars_already_here(small, tmp_path, monkeypatch):
    _, asked = small
    old = jars.assemble(tmp_path / "cache")
    asked.clear()
    monkeypatch.setattr(jars, "_PLUGINS", {"lib": "some.Plugin"})
    monkeypatch.setattr(jars, "_POLICIES", {"lib": "grant { };"})
    new = jars.assemble(tmp_path / "cache")
    assert new != old and not asked
    assert (new / "lib" / "plugin-security.policy").read_text() == "grant { };"
    assert (new / "lib" / "two-1.jar").read_bytes() == b"second"
    assert not (old / "lib" / "plugin-security.policy").exists(), "a running node's program was changed"


def test_an_interrupted_fetch_goes_on_where_it_was(small, tmp_path):
    contents, asked = small
    good, contents["two-1.jar"] = contents["two-1.jar"], b"cut o"
    with pytest.raises(SetupError, match="two-1.jar.*start again: what is already there is kept"):
        jars.assemble(tmp_path / "cache")
    asked.clear()
    contents["two-1.jar"] = good
    jars.assemble(tmp_path / "cache")
    assert asked == ["two-1.jar"]


def test_a_jar_with_another_content_is_never_used(small, tmp_path):
    contents, asked = small
    contents["one-1.jar"] = b"something else"
    with pytest.raises(SetupError, match="checksum"):
        jars.assemble(tmp_path / "cache")
    assert asked.count("one-1.jar") == jars.TRIES
    assert not list((tmp_path / "cache").rglob("one-1.jar"))


def test_a_cache_that_cannot_be_written_is_named(small, tmp_path):
    (tmp_path / "cache").write_text("a file stands in the way")
    with pytest.raises(SetupError, match="GRIOT_CACHE"):
        jars.assemble(tmp_path / "cache")


def test_the_node_is_closed_to_the_outside(open_folder, monkeypatch):
    home = open_folder / "closed-node"
    node = launch.prepare(home, program=_with_agent(open_folder))
    text = (home / "node" / "config" / "opensearch.yml").read_text()
    for line in (
        "network.host: 127.0.0.1",
        "discovery.type: single-node",
        "action.auto_create_index: false",
        "script.allowed_types: none",
        "action.destructive_requires_name: true",
    ):
        assert line in text.splitlines()
    assert node.url.startswith("http://127.0.0.1:")
    assert "-XX:G1ReservePercent=25" in node.argv and "-Xmx1g" in node.argv
    if os.geteuid() == 0:
        assert node.user not in (None, 0)
    assert not {"OPENSEARCH_PASSWORD", "GRIOT_SECRET_KEY"} & set(node.env)


def _with_agent(folder):
    (folder / "agent").mkdir(exist_ok=True)
    (folder / "agent" / "opensearch-agent-3.8.0.jar").touch()
    return folder


# ---- processes -----------------------------------------------------------------------------------------------


@pytest.fixture
def sleeper():
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    yield child
    child.kill()
    child.wait()


def test_a_stranger_with_the_same_number_is_left_alone(sleeper):
    before = Remembered(sleeper.pid, Remembered.of(sleeper.pid).started - 500)
    assert not before.alive
    before.stop(0.1)
    assert sleeper.poll() is None


def test_one_that_does_not_listen_is_ended_by_force_with_its_children(tmp_path):
    script = (
        "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "c = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']);"
        f"open({str(tmp_path / 'pid')!r}, 'w').write(str(c.pid)); time.sleep(600)"
    )
    child = subprocess.Popen([sys.executable, "-c", script])
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
        assert child.poll() is None
    grandchild = Remembered.of(int((tmp_path / "pid").read_text()))
    Remembered.of(child.pid).stop(grace_s=0.3)
    assert child.wait(5) == -9
    assert not grandchild.alive


def test_what_is_written_down_is_found_again(tmp_path, sleeper):
    path = tmp_path / "processes.json"
    here = Remembered.of(sleeper.pid)
    remember(path, {"web": here, "gone": Remembered(2**22 + 1, 1.0)})
    assert remembered(path) == {"web": here}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"web": 3}', '{"web": ["x", "y"]}'])
def test_a_torn_list_counts_as_none(tmp_path, text):
    (tmp_path / "p.json").write_text(text)
    assert remembered(tmp_path / "p.json") == {}


def test_a_taken_port_is_passed_over():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port(port) != port
    assert free_port(port) == port
