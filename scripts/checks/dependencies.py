"""Unused and undeclared dependencies: what the code imports against what `setup.cfg` declares. No GPL either.

deptry does not read setup.cfg, so this asks what it would: the imports from the syntax trees, and which package brings
a module from what is installed.
"""

import ast
import configparser
import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions, packages_distributions
from pathlib import Path

from scripts.checks import PACKAGES, PYTHON_FOLDERS, ROOT, report, short

OWN = {*PYTHON_FOLDERS}
ASKED_FOR_BY_NAME = {
    "cryptography": "scripts/certificates.py, run in the servers' image",
    "psycopg": "the database address names it: postgresql+psycopg://",
    "redis": "the broker's address names it: redis://",
    "rdflib": "the exports of followthemoney ask for it, which a test runs",
    "mypy": "a program: scripts/check",
    "ruff": "a program: scripts/check",
    "celery-types": "types for mypy",
    "types-defusedxml": "types for mypy",
    "types-psutil": "types for mypy",
    "types-wtforms": "types for mypy",
    "types-zxcvbn": "types for mypy",
    "pytest-cov": "a plugin of pytest: scripts/test --cover",
    "pytest-xdist": "a plugin of pytest: two processes",
    "python-stdnum": "check digits of identifiers: the issue of the identifiers' rules brings its use",
    "matplotlib": "for the drawings of the names' measures, by hand",
}
"""Needed though no code imports it, and why."""
NOT_INSTALLED_HERE = {"nomenklatura": "nomenklatura", "matplotlib": "matplotlib"}
"""Modules of the extra `bench`, which the checks do without: module, package."""
SCOPES = {"": PACKAGES, "bench": PACKAGES, "postgres": PACKAGES, "redis": PACKAGES, "test": ("tests", "scripts")}
SCOPES |= {"check": ("scripts",)}
"""Where what an extra brings may be imported; the plain dependencies may be everywhere."""
GPL = re.compile(r"(?<!L)GPL|GNU (?:Affero )?General", re.IGNORECASE)
"""No library and no tool under the GPL; the LGPL is fine for what is used unchanged."""


def licence(package: Distribution) -> str:
    """What the package says of itself: one line each, for some put the whole text there."""
    fields = ("License-Expression", "License", "Classifier")
    words = [text.split("\n", 1)[0] for field in fields for text in package.metadata.get_all(field) or []]
    return ", ".join(word for word in words if "icense" in word or "GPL" in word)


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared() -> dict[str, set[str]]:
    """The packages of each extra; "" are those that are always there."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    extras = {"": config["options"]["install_requires"], **config["options.extras_require"]}
    return {extra: {_name(line) for line in text.split("\n") if line.strip()} for extra, text in extras.items()}


def _name(line: str) -> str:
    return normal(re.split(r"[\[<>=!~;\s]", line.strip(), maxsplit=1)[0])


def imported(folder: str) -> dict[str, Path]:
    """Each foreign module that the folder imports, with a file that does."""
    found: dict[str, Path] = {}
    for path in sorted((ROOT / folder).rglob("*.py")):
        for name in _roots(ast.parse(path.read_text("utf-8"))):
            if name not in sys.stdlib_module_names and name not in OWN:
                found.setdefault(name, path)
    return found


def _roots(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".", 1)[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.split(".", 1)[0]


def findings() -> Iterator[str]:
    extras = declared()
    brought = {module: {normal(name) for name in names} for module, names in packages_distributions().items()}
    brought |= {module: {name} for module, name in NOT_INSTALLED_HERE.items()}
    used: set[str] = set()
    for folder in PYTHON_FOLDERS:
        allowed = set().union(*(names for extra, names in extras.items() if not extra or folder in SCOPES[extra]))
        for module, path in imported(folder).items():
            if module in {"conftest", path.parent.name} or (path.parent / f"{module}.py").exists():
                continue  # a neighbour in tests
            packages = brought.get(module, set())
            if not packages:
                yield f"{short(path)}: imports {module}, which no installed package brings"
            elif not packages & allowed:
                yield f"{short(path)}: imports {module}, but setup.cfg does not declare {' or '.join(sorted(packages))}"
            used |= packages
    everything = set().union(*extras.values())
    for name in sorted(everything - used - ASKED_FOR_BY_NAME.keys()):
        yield f"setup.cfg: {name} is declared, but nothing imports it"
    yield from _without_a_version(extras)
    yield from (
        f"{each.name}: its licence may not be used here: {licence(each)}"
        for each in distributions()
        if GPL.search(licence(each))
    )
    for name in sorted(ASKED_FOR_BY_NAME.keys() - everything):
        yield f"{short(Path(__file__))}: {name} is excused, but not declared any more"


def _without_a_version(extras: dict[str, set[str]]) -> Iterator[str]:
    pinned = {
        normal(name)
        for path in (ROOT / "constraints").glob("*.txt")
        for name in re.findall(r"^([\w.-]+)==", path.read_text("utf-8"), re.MULTILINE)
    }
    for name in sorted(set().union(*extras.values()) - pinned):
        yield f"setup.cfg: {name} has no version in constraints/ (scripts/pin)"


if __name__ == "__main__":
    sys.exit(report(findings()))
