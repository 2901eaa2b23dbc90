"""Images pinned to their bytes: by what an engine says, never by a guess. The engine here is a stand-in."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import images
from scripts.ground import Stop
from tests.compose.read import ROOT

pytestmark = pytest.mark.unit

ENGINE = """#!/bin/sh
echo "$@" >>"{log}"
case "$1" in
  pull) test "$3" != "{away}" || {{ echo "no route to the registry" >&2; exit 1; }} ;;
  image) printf '%s@sha256:%064d\\n' "${{5%%:*}}" "$(printf %s "$5" | wc -c)"; {more} ;;
esac
"""


@pytest.fixture
def engine(tmp_path, monkeypatch):
    """engine(away="", more=""): puts a stand-in before all others; its log."""

    def place(away: str = "none", more: str = ":") -> Path:
        program, log = tmp_path / "bin" / "docker", tmp_path / "asked"
        program.parent.mkdir(exist_ok=True)
        program.write_text(ENGINE.format(log=log, away=away, more=more))
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
        return log

    return place


def test_every_image_that_is_fetched_has_a_variable_and_every_build_begins_with_one():
    found = images.begun_with()
    assert set(found) == {"PYTHON_IMAGE", "OPENSEARCH_IMAGE", "POSTGRES_IMAGE", "RABBITMQ_IMAGE", "CADDY_IMAGE"}
    for name in ("Dockerfile", "docker/opensearch/Dockerfile", "docker/training/Dockerfile"):
        bases = re.findall(r"^FROM (\S+)", (ROOT / name).read_text("utf-8"), re.MULTILINE)
        assert bases and all(re.fullmatch(r"\$\{\w+_IMAGE\}", base) for base in bases)


def test_each_is_pinned_to_what_the_engine_says_and_other_lines_stay(engine, tmp_path):
    log, file = engine(), tmp_path / ".env"
    file.write_text("GRIOT_HOSTS=griot.example\nCADDY_IMAGE=caddy:1.0.0\n")
    file.chmod(0o600)
    pins = images.pin(file)
    assert file.stat().st_mode & 0o777 == 0o600
    lines = file.read_text().splitlines()
    assert lines[0] == "GRIOT_HOSTS=griot.example" and len(lines) == 1 + len(pins)
    for variable, image in images.begun_with().items():
        assert re.fullmatch(rf"{re.escape(image)}@sha256:0*{len(image)}", pins[variable])
        assert f"{variable}={pins[variable]}" in lines and f"pull --quiet {image}" in log.read_text()
    assert images.pinned(file) == pins
    assert images.pin(file) == pins and file.read_text().splitlines() == lines, "again: the same"


@pytest.mark.parametrize(
    ("wishes", "says"),
    [
        ({"away": "caddy:2.10.2-alpine"}, "could not be fetched: no route"),
        ({"more": "echo caddy@sha256:" + "a" * 64}, "knows 2 digests"),
        ({"more": "true; exit 1"}, "could not be fetched"),
    ],
)
def test_where_one_is_not_known_nothing_is_written(engine, tmp_path, wishes, says):
    engine(**wishes)
    with pytest.raises(Stop, match=says):
        images.pin(tmp_path / ".env")
    assert not (tmp_path / ".env").exists()


def test_without_an_engine_it_says_so(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    done = subprocess.run(
        [sys.executable, "-m", "scripts.images", "--pin", str(tmp_path / ".env")],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1 and "No container engine" in done.stderr and not (tmp_path / ".env").exists()


def test_two_files_that_name_two_images_are_a_fault(tmp_path):
    for name in images.FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        text = (ROOT / name).read_text("utf-8")
        (tmp_path / name).write_text(text.replace("caddy:2.10.2", "caddy:2.9.0") if "several" in name else text)
    with pytest.raises(Stop, match="CADDY_IMAGE"):
        images.begun_with(tmp_path)
