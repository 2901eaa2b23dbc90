"""The wheel carries all that Griot reads, and runs from an empty folder without the tree."""

import os
import re
import subprocess
import sys
import sysconfig
import urllib.request
import zipfile
from pathlib import Path

import pytest

from tests.steady.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
CARRIED = {"templates/": "portal/templates/", "mappings/": "indexer/mappings/", "docs/pictures/": "portal/pictures/"}
READ = ("casefile", "indexer", "portal", "templates", "mappings", "docs/pictures")


def tracked(*folders: str) -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *folders],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return [name for name in listed.splitlines() if (ROOT / name).is_file() and not name.endswith(".gitignore")]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """Made from a copy of what is tracked, so that nothing lying about gets in."""
    folder = tmp_path_factory.mktemp("release")
    tree = folder / "tree"
    for name in tracked():
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_bytes((ROOT / name).read_bytes())
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", folder, tree]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    [made] = folder.glob("*.whl")
    return made


def test_it_carries_every_file_that_the_tree_has(wheel):
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = set()
    for name in tracked(*READ):
        place = next((at for at in CARRIED if name.startswith(at)), None)
        wanted.add(name.replace(place, CARRIED[place], 1) if place else name)
    assert wanted - held == set()
    assert {name.split("/")[0] for name in held if ".dist-info" not in name} == {"casefile", "indexer", "portal"}


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> tuple[dict[str, str], Path]:
    """The wheel in a folder of its own, before the packages it needs on the path; and an empty folder to stand in."""
    target = tmp_path_factory.mktemp("installed") / "Mes données"
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-compile", "--target", target, wheel]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    empty = tmp_path_factory.mktemp("empty")
    path = f"{target}:{sysconfig.get_path('purelib')}"
    return {"PYTHONPATH": path, "PATH": os.environ["PATH"], "LC_ALL": "C", "HOME": str(empty)}, empty


def run(installed, *words: str, **more: str) -> "subprocess.CompletedProcess[str]":
    env, folder = installed
    return subprocess.run(
        [sys.executable, "-P", "-c", _FROM_THE_WHEEL, *words], env=env | more, cwd=folder, capture_output=True,
        text=True, timeout=300, check=False,
    )  # fmt: skip


_FROM_THE_WHEEL = f"""
import sys
sys.path[:] = [one for one in sys.path if one != {str(ROOT)!r}]
sys.meta_path[:] = [finder for finder in sys.meta_path if "editable" not in repr(finder)]
from portal.cli import main
assert not main.__module__.startswith({str(ROOT)!r})
import portal
assert not portal.__file__.startswith({str(ROOT)!r}), portal.__file__
main(prog_name="griot")
"""


def test_the_command_says_its_help_from_an_empty_folder(installed):
    done = run(installed, "--help")
    assert done.returncode == 0 and "upgrade" in done.stdout, done.stderr
    assert list(installed[1].iterdir()) == [], "and leaves nothing there"


def test_its_home_is_not_among_the_installed_packages(installed):
    env, _ = installed
    said = subprocess.run(
        [sys.executable, "-P", "-c", "from casefile.settings import DEFAULT_HOME; print(DEFAULT_HOME)"],
        env=env, cwd="/", capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip
    assert said == ("/var/lib/griot" if os.geteuid() == 0 else f"{env['HOME']}/.local/share/griot")


def test_the_tables_are_made_and_the_sign_in_page_is_whole_in_three_languages(installed, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    done = run(installed, "--home", str(home), "migrate")
    assert done.returncode == 0 and "revision" in done.stdout, done.stderr
    env, empty = installed
    port = free_port()
    web = subprocess.Popen(
        [sys.executable, "-P", "-m", "portal.serve", "--port", str(port)],
        env=env | {"GRIOT_HOME": str(home)}, cwd=empty, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        pages = {}
        for language in ("fr", "en", "ar"):
            request = urllib.request.Request(f"http://127.0.0.1:{port}/sign-in", headers={"Accept-Language": language})
            pages[language] = _asked(request, web)
        assert 'dir="rtl"' in pages["ar"] and len(set(pages.values())) == 3
        styles = re.findall(r'href="(/static/[^"]+\.css[^"]*)"', pages["fr"])
        assert styles
        for style in styles:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{style}", timeout=20) as answer:
                assert answer.status == 200 and answer.read()
    finally:
        web.terminate()
        web.wait(20)


def _asked(request, web) -> str:
    import time

    until = time.monotonic() + 120
    while True:
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                assert answer.status == 200
                return answer.read().decode()
        except OSError:
            assert web.poll() is None, web.stderr.read().decode()[-2000:]
            assert time.monotonic() < until
            time.sleep(0.3)


def test_the_mappings_that_it_carries_are_those_of_the_tree(installed):
    env, _ = installed
    code = "from indexer.engine.indices import FOLDER; print(FOLDER)"
    said = subprocess.run(
        [sys.executable, "-P", "-c", code], env=env, cwd="/", capture_output=True, text=True, check=True
    )
    folder = Path(said.stdout.strip())
    assert ROOT not in folder.parents
    for path in (ROOT / "mappings").glob("*.json"):
        assert (folder / path.name).read_bytes() == path.read_bytes()
