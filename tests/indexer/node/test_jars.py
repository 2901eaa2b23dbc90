"""The jars of the engine: pinned, fetched once, never used with another content."""

import hashlib

import pytest

from casefile.errors import SetupError
from indexer.node import jars


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
