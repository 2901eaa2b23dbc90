"""Dead code: what neither the code nor a template names, found by vulture.

vulture reads Python only, so the names that templates use are taken from Jinja's own parser. What somebody else calls
(a library, a test that breaks things on purpose) stands in `used_elsewhere.py`, each with its reason.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from jinja2 import nodes

from scripts.checks import PACKAGES, ROOT, report, short
from scripts.checks.templates import JINJA, template_files
from scripts.checks.used_elsewhere import USED

CERTAIN = 60
"""vulture's least: a name that nothing uses, in any file."""
CALLED_BY_DECORATOR = ["@*.route", "@*.get", "@*.post", "@*.command", "@*.group", "@*.task*", "@*.errorhandler"]
CALLED_BY_DECORATOR += ["@*.app_errorhandler", "@*.context_processor", "@*.before_request", "@*.after_request"]
CALLED_BY_DECORATOR += ["@*.user_loader", "@*.connect*", "@*.listens_for", "@listens_for*", "@compiles*", "@*.app_*"]


def names_of_templates() -> set[str]:
    found: set[str] = set()
    for path in template_files():
        tree = JINJA.parse(path.read_text("utf-8"))
        found |= {node.attr for node in tree.find_all(nodes.Getattr)}
        found |= {node.name for node in tree.find_all(nodes.Name)}
        found |= {str(getattr(node, "name", "")) for node in tree.find_all((nodes.Filter, nodes.Test))}
        found |= {node.arg.value for node in tree.find_all(nodes.Getitem) if isinstance(node.arg, nodes.Const)}
    return found


def names_in_texts() -> set[str]:
    """What stands as a text in the code: rows are written by the names of their columns."""
    paths = (path for folder in PACKAGES for path in (ROOT / folder).rglob("*.py") if "versions" not in path.parts)
    trees = (ast.walk(ast.parse(path.read_text("utf-8"))) for path in paths)
    constants = (node.value for tree in trees for node in tree if isinstance(node, ast.Constant))
    return {value for value in constants if isinstance(value, str)}


def unused() -> Iterator[tuple[str, Path, int, str]]:
    """Name, file, line and kind of each thing that no Python file of the packages or the scripts uses."""
    from vulture import Vulture  # noqa: PLC0415 -- the tests read this module too, in an environment without it

    vulture = Vulture(ignore_decorators=CALLED_BY_DECORATOR)
    vulture.scavenge([str(ROOT / folder) for folder in (*PACKAGES, "scripts")])
    for item in vulture.get_unused_code(min_confidence=CERTAIN):
        yield item.name, Path(item.filename), item.first_lineno, item.typ


def findings() -> Iterator[str]:
    rendered, written = names_of_templates(), names_in_texts()
    excused: set[str] = set()
    for name, path, line, kind in unused():
        if name in rendered or _of_a_migration(path, name) or ("tables" in _place(path) and name in written):
            continue
        if name in USED:
            excused.add(name)
        else:
            yield f"{short(path)}:{line}: {kind} {name} is used nowhere"
    for name in sorted(USED.keys() - excused):
        yield f"scripts/checks/used_elsewhere.py: {name} needs no excuse any more"


def _place(path: Path) -> set[str]:
    return {path.stem, *path.parts}


def _of_a_migration(path: Path, name: str) -> bool:
    """alembic reads these of every revision."""
    return (
        path.parent.name == "versions" and re.fullmatch(r"(down_)?revision|branch_labels|depends_on", name) is not None
    )


if __name__ == "__main__":
    sys.exit(report(findings()))
