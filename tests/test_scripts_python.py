"""Which Python a fresh machine starts Griot with, and how."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def told(what: str, **env: str) -> str:
    """What a script knows after it has sourced `scripts/python`."""
    return subprocess.run(
        ["/bin/sh", "-c", f'. scripts/python; printf %s "{what}"'],
        cwd=ROOT,
        text=True,
        check=True,
        capture_output=True,
        env={"PATH": os.environ["PATH"], "HOME": "/nowhere", **env},
    ).stdout


def program(folder: Path, text: str) -> str:
    path = folder / "some-python"
    path.write_text(f"#!/bin/sh\n{text}\n", "utf-8")
    path.chmod(0o755)
    return str(path)


def test_the_python_that_is_asked_for_is_taken(tmp_path):
    asked = program(tmp_path, f'exec "{sys.executable}" "$@"')
    assert told("$PYTHON", GRIOT_PYTHON=asked) == asked


@pytest.mark.parametrize("broken", ["exit 1", "sleep 0; kill -9 $$"])
def test_one_that_is_too_old_or_broken_is_passed_over(tmp_path, broken):
    asked = program(tmp_path, broken)
    found = told("$PYTHON", GRIOT_PYTHON=asked)
    assert found and found != asked


def test_a_python_is_found_without_any_path():
    assert told("$PYTHON", PATH="")


def test_compiled_code_is_kept_whatever_the_surroundings_say():
    assert told("${PYTHONDONTWRITEBYTECODE-kept}", PYTHONDONTWRITEBYTECODE="1") == "kept"
