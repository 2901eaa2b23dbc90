"""The rules of docs/architecture.md that a reviewer would otherwise have to remember."""

import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("casefile", "indexer", "portal")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))

MAY_IMPORT = {
    # casefile, from the ground up
    "casefile.errors": "",
    "casefile.acting": "",
    "casefile.machine": "",
    "casefile.vocabulary": "",
    "casefile.limits": "casefile.errors",
    "casefile.servers": "casefile.errors",
    "casefile.fault_points": "casefile.errors",
    "casefile.policy": "casefile.errors casefile.vocabulary casefile.limits",
    "casefile.secrets": "casefile.errors",
    "casefile.settings": "casefile.errors casefile.servers casefile.secrets casefile.policy",
    "casefile.logs": "casefile.errors",
    "casefile.names": "casefile.errors",
    "casefile.proof": "casefile.errors",
    "casefile.storage": """casefile.errors casefile.acting casefile.machine casefile.vocabulary casefile.fault_points
        casefile.proof""",
    "casefile.sealing": "casefile.errors casefile.vocabulary casefile.policy casefile.storage",
    "casefile.stamp": "casefile.errors casefile.storage",
    "casefile.subjects": """casefile.errors casefile.vocabulary casefile.limits casefile.policy casefile.names
        casefile.storage""",
    "casefile.audit": """casefile.errors casefile.acting casefile.vocabulary casefile.settings casefile.policy
        casefile.proof casefile.storage""",
    "casefile.budgets": """casefile.errors casefile.acting casefile.vocabulary casefile.policy casefile.names
        casefile.storage casefile.sealing casefile.subjects casefile.audit""",
    "casefile.narrative": "casefile.vocabulary casefile.limits casefile.names casefile.subjects",
    "casefile.installation": "casefile.errors casefile.settings casefile.storage",
    "casefile.outbox": """casefile.machine casefile.vocabulary casefile.logs casefile.policy casefile.storage
        casefile.audit""",
    "casefile.health": """casefile.machine casefile.vocabulary casefile.policy casefile.storage casefile.installation
        casefile.outbox""",
    "casefile.sign_in": """casefile.errors casefile.vocabulary casefile.limits casefile.policy casefile.storage
        casefile.sealing casefile.audit""",
    "casefile.people": """casefile.errors casefile.vocabulary casefile.limits casefile.settings casefile.policy
        casefile.storage casefile.sealing casefile.audit casefile.sign_in""",
    "casefile.backup": """casefile.errors casefile.fault_points casefile.storage casefile.installation
        casefile.audit casefile.health""",
    "casefile.matching": "casefile.errors casefile.vocabulary casefile.names casefile.subjects casefile.narrative",
    "casefile.hits": """casefile.errors casefile.vocabulary casefile.limits casefile.policy casefile.storage
        casefile.subjects casefile.audit casefile.narrative casefile.outbox casefile.people casefile.matching""",
    "casefile.records": """casefile.errors casefile.vocabulary casefile.limits casefile.policy casefile.names
        casefile.storage casefile.sealing casefile.subjects casefile.audit casefile.narrative casefile.outbox
        casefile.sign_in casefile.people casefile.budgets
        casefile.hits""",
    "casefile.drafts": """casefile.errors casefile.vocabulary casefile.limits casefile.policy casefile.storage
        casefile.sealing casefile.subjects casefile.records""",
    "casefile.marked": """casefile.errors casefile.vocabulary casefile.policy casefile.names casefile.storage
        casefile.subjects casefile.narrative casefile.matching casefile.records casefile.drafts""",
    "casefile.planned": """casefile.errors casefile.vocabulary casefile.limits casefile.policy casefile.storage
        casefile.subjects casefile.audit casefile.outbox casefile.people casefile.budgets casefile.matching
        casefile.hits casefile.records""",
    "casefile.watches": """casefile.errors casefile.vocabulary casefile.limits casefile.policy casefile.storage
        casefile.subjects casefile.audit casefile.outbox casefile.people casefile.budgets casefile.matching
        casefile.hits casefile.records casefile.planned""",
    "casefile.errands": """casefile.errors casefile.vocabulary casefile.settings casefile.policy casefile.storage
        casefile.subjects casefile.audit casefile.sign_in casefile.people""",
    "casefile.searches": """casefile.errors casefile.vocabulary casefile.limits casefile.policy casefile.names
        casefile.storage casefile.sealing casefile.subjects casefile.audit casefile.people casefile.budgets
        casefile.hits casefile.records casefile.watches""",
    "casefile.posts": """casefile.errors casefile.vocabulary casefile.limits casefile.policy casefile.storage
        casefile.sealing casefile.subjects casefile.audit casefile.people casefile.records casefile.budgets
        casefile.stamp""",
    "casefile.exhibits": """casefile.errors casefile.vocabulary casefile.limits casefile.policy casefile.storage
        casefile.subjects casefile.audit casefile.hits casefile.records""",
    "casefile.sightings": """casefile.errors casefile.vocabulary casefile.policy casefile.storage casefile.subjects
        casefile.audit casefile.narrative casefile.outbox casefile.people casefile.records casefile.watches""",
    "casefile.retention": """casefile.errors casefile.vocabulary casefile.limits casefile.policy casefile.storage
        casefile.sealing casefile.subjects casefile.audit casefile.outbox casefile.people casefile.hits casefile.records
        casefile.watches casefile.exhibits casefile.sightings""",
    "casefile.protection": """casefile.errors casefile.vocabulary casefile.limits casefile.policy casefile.storage
        casefile.subjects casefile.audit casefile.hits casefile.records casefile.watches""",
    "casefile.contact": """casefile.errors casefile.vocabulary casefile.limits casefile.policy casefile.storage
        casefile.subjects casefile.audit casefile.people casefile.matching casefile.hits""",
    "casefile.exchange": """casefile.errors casefile.vocabulary casefile.limits casefile.fault_points casefile.policy
        casefile.names casefile.storage casefile.subjects casefile.audit casefile.people casefile.budgets
        casefile.records casefile.watches casefile.stamp""",
    "casefile.course": """casefile.vocabulary casefile.policy casefile.names casefile.storage casefile.subjects
        casefile.matching casefile.exchange""",
    "casefile.batches": """casefile.errors casefile.vocabulary casefile.limits casefile.policy casefile.storage
        casefile.sealing casefile.subjects casefile.audit casefile.people casefile.budgets casefile.records
        casefile.searches casefile.exchange""",
    "casefile.joint": """casefile.errors casefile.vocabulary casefile.limits casefile.policy casefile.storage
        casefile.subjects casefile.audit casefile.people casefile.hits casefile.records casefile.contact
        casefile.budgets casefile.exchange casefile.course""",
    "casefile.evidence": """casefile.errors casefile.vocabulary casefile.settings casefile.policy casefile.proof
        casefile.storage casefile.subjects casefile.audit casefile.matching casefile.hits casefile.contact
        casefile.joint""",
    "casefile.coordination": """casefile.errors casefile.vocabulary casefile.limits casefile.policy casefile.storage
        casefile.subjects casefile.audit casefile.people casefile.hits""",
    "casefile.picture": """casefile.vocabulary casefile.policy casefile.names casefile.storage casefile.subjects
        casefile.audit casefile.narrative casefile.budgets casefile.matching casefile.coordination""",
    "casefile.auditing": """casefile.errors casefile.vocabulary casefile.policy casefile.storage casefile.sealing
        casefile.audit""",
    "casefile.quality": """casefile.vocabulary casefile.policy casefile.storage casefile.subjects""",
    "casefile.due": """casefile.vocabulary casefile.policy casefile.storage casefile.subjects casefile.outbox
        casefile.people casefile.budgets casefile.hits casefile.drafts casefile.watches casefile.exhibits
        casefile.retention casefile.protection casefile.contact casefile.exchange casefile.joint casefile.evidence
        casefile.coordination casefile.auditing casefile.errors casefile.audit casefile.quality casefile.planned""",
    "casefile.demo": """casefile.vocabulary casefile.policy casefile.storage casefile.subjects casefile.people
        casefile.hits casefile.records casefile.watches casefile.exchange casefile.planned""",
    "casefile.training": """casefile.errors casefile.vocabulary casefile.limits casefile.settings casefile.policy
        casefile.names casefile.storage casefile.subjects casefile.audit casefile.people casefile.records
        casefile.demo casefile.stamp""",
    "casefile.lists": """casefile.errors casefile.vocabulary casefile.policy casefile.names casefile.storage
        casefile.subjects casefile.audit casefile.people casefile.hits casefile.records casefile.watches
        casefile.quality casefile.coordination casefile.training""",
    # indexer: what speaks OpenSearch, and what keeps it true
    "indexer.node": "casefile.errors casefile.machine",
    "indexer.engine": """casefile.errors casefile.vocabulary casefile.settings casefile.fault_points casefile.names
        casefile.matching indexer.node""",
    "indexer.pipeline": """casefile.errors casefile.installation casefile.vocabulary casefile.settings casefile.logs
        casefile.fault_points casefile.policy casefile.storage casefile.subjects casefile.outbox casefile.health
        casefile.names casefile.narrative
        casefile.matching casefile.hits casefile.watches casefile.planned indexer.node indexer.engine""",
    "indexer.search": """casefile.errors casefile.installation casefile.vocabulary casefile.policy casefile.names
        casefile.narrative casefile.storage
        casefile.subjects casefile.matching casefile.hits casefile.records casefile.budgets casefile.batches
        casefile.fault_points indexer.engine indexer.pipeline""",
    "indexer.upkeep": """casefile.errors casefile.installation casefile.vocabulary casefile.settings
        casefile.fault_points
        casefile.policy casefile.storage casefile.subjects casefile.audit casefile.outbox casefile.hits
        indexer.engine indexer.pipeline""",
    "indexer.health": """casefile.errors casefile.vocabulary casefile.servers casefile.settings casefile.logs
        casefile.policy casefile.storage casefile.health indexer.engine""",
    "indexer.worker": """casefile.errors casefile.machine casefile.installation casefile.vocabulary casefile.settings
        casefile.logs casefile.policy casefile.storage casefile.subjects casefile.audit casefile.budgets casefile.health
        casefile.hits casefile.records casefile.watches casefile.retention casefile.joint casefile.coordination
        casefile.picture casefile.due casefile.people casefile.exchange casefile.fault_points
        casefile.training indexer.node indexer.engine indexer.pipeline indexer.search indexer.upkeep indexer.health""",
    "indexer.bench": """casefile.errors casefile.vocabulary casefile.settings casefile.policy casefile.names
        casefile.storage casefile.subjects casefile.outbox casefile.people casefile.matching casefile.hits
        casefile.records casefile.watches casefile.retention casefile.exchange indexer.node indexer.engine
        indexer.search indexer.pipeline indexer.upkeep indexer.worker""",
    # portal: web, show, forms, pages; then the application; then what starts it
    "portal.translations": "",
    "portal.web": """portal.translations casefile.errors casefile.installation casefile.acting casefile.vocabulary
        casefile.settings
        casefile.logs casefile.policy
        casefile.storage casefile.audit casefile.sign_in casefile.people casefile.health casefile.due casefile.drafts
        indexer.engine indexer.pipeline indexer.health
        casefile.errands casefile.stamp""",
    "portal.show": """casefile.errors casefile.vocabulary casefile.policy casefile.names casefile.storage
        casefile.subjects casefile.matching casefile.course
        casefile.records casefile.drafts
        casefile.auditing casefile.contact casefile.evidence casefile.coordination casefile.due casefile.exchange
        casefile.picture casefile.training portal.web indexer.engine indexer.search casefile.stamp""",
    "portal.forms": """casefile.errors casefile.vocabulary casefile.limits casefile.policy casefile.storage
        casefile.subjects casefile.records casefile.watches casefile.drafts portal.web portal.show""",
    "portal.pages": """casefile.errors casefile.installation casefile.vocabulary casefile.limits casefile.policy
        casefile.names
        casefile.storage casefile.audit casefile.outbox casefile.sign_in casefile.people casefile.budgets casefile.hits
        casefile.records casefile.drafts casefile.watches casefile.retention casefile.contact casefile.protection
        casefile.joint casefile.picture
        casefile.coordination casefile.subjects casefile.exhibits casefile.evidence casefile.auditing casefile.sealing
        casefile.health casefile.secrets casefile.due casefile.exchange casefile.quality indexer.engine indexer.search
        casefile.posts portal.translations portal.web portal.show portal.forms
        casefile.errands casefile.searches casefile.lists casefile.narrative casefile.marked casefile.batches
        casefile.sightings casefile.planned casefile.course casefile.training casefile.stamp""",
    "portal.api": """casefile.errors casefile.vocabulary casefile.policy casefile.storage casefile.subjects
        casefile.people casefile.hits casefile.matching casefile.records casefile.watches casefile.exchange
        casefile.planned indexer.engine indexer.search portal.web casefile.stamp""",
    "portal": "casefile.settings casefile.storage indexer.engine portal.web portal.show",
    "portal.wsgi": """casefile.errors casefile.settings casefile.logs casefile.storage casefile.installation
        casefile.training portal""",
    "portal.serve": "casefile.errors casefile.settings casefile.storage portal portal.web portal.wsgi",
    "portal.install": """casefile.errors casefile.secrets casefile.installation casefile.settings casefile.storage
        casefile.audit casefile.outbox casefile.people casefile.backup casefile.demo
        casefile.training indexer.node indexer.engine indexer.upkeep""",
    "portal.cli": """portal.translations casefile.errors casefile.secrets casefile.installation casefile.acting
        casefile.machine
        casefile.vocabulary
        casefile.settings casefile.policy casefile.names casefile.proof casefile.storage casefile.sealing
        casefile.subjects casefile.audit casefile.outbox casefile.people casefile.backup casefile.matching casefile.hits
        casefile.records casefile.watches casefile.retention casefile.exhibits casefile.contact casefile.evidence
        casefile.exchange casefile.joint casefile.batches casefile.searches casefile.posts casefile.demo casefile.health
        indexer.node indexer.engine indexer.search indexer.pipeline indexer.upkeep
        indexer.health indexer.worker indexer.bench portal portal.install portal.show
        casefile.errands casefile.sightings casefile.training casefile.stamp""",
}
"""Each folder or single module, and what it may import besides itself: only what stands above it, and no more of that
than it needed when this was written. A new arrow is a decision: it is added here, where a reviewer sees it."""

MAX_FILES = 15
MAX_FILES_AT_TOP = {"casefile": 8, "indexer": 6, "portal": 6, "casefile/storage/migrations/versions": 99}
"""Fewer at the top; of migrations as many as there were changes of the tables."""
FACES_WITH_CODE = {"portal/__init__.py", "portal/cli/__init__.py"}
"""The application's `create_app`, and the group of commands."""

NAMES_MAY_USE = {"icu", "jellyfish", "rapidfuzz"}
PURE = (
    "casefile.errors",
    "casefile.limits",
    "casefile.vocabulary",
    "casefile.policy",
    "casefile.names",
    "casefile.matching",
    "casefile.narrative",
    "casefile.subjects.identity",
    "casefile.subjects.identifiers",
    "casefile.subjects.cleaning",
    "casefile.subjects.dates.calendar",
    "casefile.subjects.issuers",
    "casefile.subjects.merge",
    "casefile.subjects.travel_documents",
)
"""Rules and facts: the same answer for the same values, whatever the database holds."""

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


def module_of(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module_of(path): path for path in SOURCES}


def own_imports(path):
    """Modules of ours that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in MODULES)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}: names in full, from the top"
            for alias in node.names:
                named = f"{node.module}.{alias.name}"
                if (module := named if named in MODULES else node.module) in MODULES:
                    yield module


def row_of(module):
    """The row of the table a module belongs to: its folder, or itself where it stands at the top."""
    return ".".join(module.split(".")[:2])


ARROWS = {
    (row_of(module), row_of(to)): f"{name_of(path)} imports {to}"
    for module, path in MODULES.items()
    for to in own_imports(path)
    if row_of(module) != row_of(to)
}


def arrows_not_allowed():
    return {
        f"{row} -> {to}": where
        for (row, to), where in ARROWS.items()
        if to not in MAY_IMPORT.get(row, "").split() and to not in PACKAGES[:2]
    }


def test_arrows_go_down_and_only_where_the_table_says():
    assert {row_of(module) for module in MODULES} - set(PACKAGES[:2]) == set(MAY_IMPORT), "each has its row"
    assert arrows_not_allowed() == {}


def test_a_row_of_the_table_may_import_only_rows_above_it():
    above = set()
    for row, allowed in MAY_IMPORT.items():
        assert set(allowed.split()) <= above, row
        above.add(row)


def test_no_module_imports_itself_by_a_detour():
    """Imports inside functions count too: a circle opened by a late import is a circle."""
    waiting = {module: {to for to in own_imports(path) if to != module} for module, path in MODULES.items()}
    while free := {module for module, wanted in waiting.items() if not wanted & set(waiting)}:
        waiting = {module: wanted for module, wanted in waiting.items() if module not in free}
    assert sorted(waiting) == []


# ---- what a folder holds ---------------------------------------------------------------------------------------


def crowded():
    """Folders with too many Python files side by side, and how many."""
    files = [*SOURCES, *(ROOT / "tests").rglob("*.py")]
    counted = Counter(path.parent.relative_to(ROOT).as_posix() for path in files)
    return {folder: number for folder, number in counted.items() if number > MAX_FILES_AT_TOP.get(folder, MAX_FILES)}


def test_no_folder_is_a_heap():
    assert crowded() == {}


def code_in(face):
    """What an `__init__` does besides handing on."""
    tree, found, given, said = ast.parse(face.read_text("utf-8")), [], set(), None
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            given |= {alias.asname or alias.name for alias in node.names}
            found += [f"{alias.name} as {alias.asname}" for alias in node.names if alias.asname]
        elif isinstance(node, ast.Assign) and [ast.unparse(one) for one in node.targets] == ["__all__"]:
            said = set(ast.literal_eval(node.value))
        elif not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            found.append(ast.unparse(node).splitlines()[0])
    if not found and said != (given or None):
        found.append(f"__all__ and what is imported differ: {sorted((said or set()) ^ given)}")
    return found


FACES = {name_of(path): path for path in SOURCES if path.name == "__init__.py" and name_of(path) not in FACES_WITH_CODE}


@pytest.mark.parametrize("name", FACES)
def test_a_face_only_hands_on(name):
    assert code_in(FACES[name]) == []


# ---- what each part may use ------------------------------------------------------------------------------------


def test_casefile_knows_no_web_no_queue_and_no_engine():
    banned = {"flask", "celery", "opensearchpy", "kombu", "werkzeug", "flask_babel", "click"}
    assert [name_of(p) for p in SOURCES if p.is_relative_to(ROOT / "casefile") and roots(p) & banned] == []


def test_one_module_speaks_to_opensearch():
    assert [name_of(p) for p in SOURCES if "opensearchpy" in roots(p)] == ["indexer/engine/connection.py"]


def test_names_need_nothing_of_ours():
    for path in (ROOT / "casefile" / "names").rglob("*.py"):
        others = {module for module in roots(path) if module not in sys.stdlib_module_names}
        own = {module for module in imports(path) if module.startswith("casefile.")}
        assert others <= NAMES_MAY_USE | {"casefile"}, name_of(path)
        # The error tree is pure too: a file of names that cannot be read is refused as any other input is.
        assert all(module.startswith(("casefile.names", "casefile.errors")) for module in own), name_of(path)


def is_pure(module):
    return any(module == name or module.startswith(f"{name}.") for name in PURE)


@pytest.mark.parametrize("module", [module for module in MODULES if is_pure(module)])
def test_rules_touch_no_database(module):
    """Neither by themselves nor by what they import."""
    path = MODULES[module]
    assert not roots(path) & {"sqlalchemy", "alembic", "sqlite3", "socket", "requests", "urllib", "subprocess"}
    if not module.startswith("casefile.names.lab"):  # measures, so it reads files
        assert "os" not in roots(path)
    assert [to for to in own_imports(path) if not is_pure(to) and to != "casefile.subjects"] == []


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
