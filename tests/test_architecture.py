"""The rules of docs/architecture.md that a reviewer would otherwise have to remember."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("casefile", "indexer", "portal")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
MAY_IMPORT = {"casefile": {"casefile"}, "indexer": {"casefile", "indexer"}, "portal": set(PACKAGES)}
NAMES_MAY_USE = {"icu", "jellyfish", "rapidfuzz"}
PURE = (
    "casefile/policy/sharing.py",
    "casefile/policy/permissions.py",
    "casefile/policy/handling.py",
    "casefile/subjects/identity.py",
    "casefile/vocabulary.py",
    "casefile/matching/blocking_keys.py",
    "casefile/subjects/identifiers.py",
)
TEXT_ENDINGS = {".py", ".md", ".txt", ".cfg", ".toml", ".json", ".yml", ".html", ".css", ".js", ".tsv", ".csv", ""}
LONGEST_FILE = 500
"""The aim is 250 lines; twice that is a file with two subjects. Tables of data are no code."""


def name_of(path):
    return str(path.relative_to(ROOT))


def imports(path, *, top_level_only=False):
    """Modules that a file imports, wherever in it."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in tree.body if top_level_only else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def roots(path):
    return {module.split(".")[0] for module in imports(path)}


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_imports_go_one_way(path):
    package = path.relative_to(ROOT).parts[0]
    assert roots(path) & set(PACKAGES) <= MAY_IMPORT[package]


def test_the_portal_does_not_import_the_workers_tasks():
    portal = [path for path in SOURCES if path.is_relative_to(ROOT / "portal")]
    assert [name_of(path) for path in portal if "indexer.worker.tasks" in set(imports(path))] == []


def test_casefile_knows_no_web_no_queue_and_no_engine():
    banned = {"flask", "celery", "opensearchpy", "kombu", "werkzeug", "flask_babel", "click"}
    assert [name_of(p) for p in SOURCES if p.is_relative_to(ROOT / "casefile") and roots(p) & banned] == []


def test_one_module_speaks_to_opensearch():
    assert [name_of(p) for p in SOURCES if "opensearchpy" in roots(p)] == ["indexer/engine/client.py"]


def test_names_need_nothing_of_ours():
    for path in (ROOT / "casefile" / "names").rglob("*.py"):
        others = {module for module in roots(path) if module not in sys.stdlib_module_names}
        own = {module for module in imports(path) if module.startswith("casefile.")}
        assert others <= NAMES_MAY_USE | {"casefile"}, name_of(path)
        # The error tree is pure too: a file of names that cannot be read is refused as any other input is.
        assert all(module.startswith(("casefile.names", "casefile.errors")) for module in own), name_of(path)


@pytest.mark.parametrize("name", PURE)
def test_rules_touch_no_database(name):
    assert not roots(ROOT / name) & {"sqlalchemy", "alembic", "os", "socket", "requests"}


def test_nothing_is_called_utils():
    assert [name_of(p) for p in SOURCES if p.stem in {"utils", "util", "helpers", "misc"}] == []


def test_importing_does_no_work():
    """A fresh interpreter imports every module without a connection, a child or a thread."""
    modules = [
        ".".join(p.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for p in SOURCES
        if p.stem != "__main__" and "versions" not in p.parts and p.name != "env.py"
    ]
    script = (
        "import sys, importlib, threading\n"
        "bad = []\n"
        "def hook(event, args):\n"
        "    if event in ('socket.connect', 'subprocess.Popen'): bad.append((event, str(args)[:80]))\n"
        "sys.addaudithook(hook)\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
        "print(bad, threading.active_count())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-800:]
    assert done.stdout.strip().splitlines()[-1] == "[] 1"


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_files_stay_readable(path):
    text = path.read_text("utf-8")
    assert text.count("\n") <= LONGEST_FILE
    if text.strip():
        assert ast.get_docstring(ast.parse(text)), "says first what it is for"


def tracked():
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    ).stdout
    paths = [ROOT / name for name in listed.decode().split("\0") if name] or list(ROOT.rglob("*"))
    return [p for p in paths if p.is_file() and p.suffix in TEXT_ENDINGS and ".venv" not in p.parts]


def test_no_registry_and_no_machine_is_named():
    """Where packages come from is the clients' affair; a path of one machine is wrong on the next."""
    hosts = re.compile(
        "|".join(
            [
                "py" + "pi\\.org",
                "python" + "hosted",
                "repo1?\\.maven",
                "mvn" + "repository",
                "deb\\.debian",
                "registry\\.npm",
                "/root" + "/",
                "/work" + "/",
            ]
        )
    )
    found = []
    for path in tracked():
        if "vendor" in path.parts or path == Path(__file__):
            continue
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1):
            if hosts.search(line):
                found.append(f"{name_of(path)}:{number}")
    assert found == []


def test_no_secret_lies_in_the_tree():
    pattern = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY|secret_key\s*=\s*['\"][^'\"]{24,}", re.IGNORECASE)
    assert [name_of(p) for p in tracked() if pattern.search(p.read_text("utf-8", "replace"))] == []


def test_every_command_can_be_loaded():
    """A broken command file would show only when it is called."""
    import importlib

    from portal.cli import COMMANDS

    for target in COMMANDS.values():
        file, attribute = target.split(":")
        assert getattr(importlib.import_module(f"portal.cli.{file}"), attribute)
