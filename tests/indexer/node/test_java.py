"""Finding a Java that is new enough."""

import pytest

from casefile.errors import SetupError
from indexer.node import java


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
