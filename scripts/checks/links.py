"""Broken links and paths: what the docs, the docstrings and the comments point at is there.

Read are *.md, and of every Python file its docstrings and comments. A link leads to a file and a heading; a path that
begins with a folder of ours exists; `package.module.name` in back ticks exists; a page named by its file exists.
What lies outside the repository (a folder next to it, a path of one machine) is refused: nobody else has it.
"""

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from scripts.checks import PYTHON_FOLDERS, ROOT, report, short, tracked

FOLDERS = (*PYTHON_FOLDERS, "templates", "docs", "mappings", "docker", "constraints", r"\.ci")
LINK = re.compile(r"\[(?:[^\[\]]|\[[^\]]*\])*\]\(\s*<?([^)>\s]+)>?(?:\s+\"[^\"]*\")?\s*\)")
FOREIGN = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
PATH = re.compile(rf"(?<![\w/.\-]){'(?:' + '|'.join(FOLDERS) + ')'}/[\w./\-]*[\w/](?![\w*{{<…])")
TICKED = re.compile(r"`([^`\n]+)`")
DOTTED = re.compile(rf"^(?:{'|'.join(PYTHON_FOLDERS)})(?:\.[A-Za-z_]\w*)+$")
PAGE = re.compile(r"(?<![\w/.\-#])([\w-]+\.md)\b")
OUTSIDE = re.compile(r"\.\./shared\b|(?<![\w.])/(?:w[o]rk|r[o]ot)/|(?<![\w.])/tmp/wt\b")
HISTORY = {"CHANGELOG.md"}
"""Says what was; a path of then may be gone. Its links are followed all the same."""
NAMED = ROOT / "portal" / "handbook"
"""Its links name chapters and pictures by a word (portal/show/guide/book.py); the handbook's own test follows them."""


def findings() -> Iterator[str]:
    for path in tracked(".md"):
        text = path.read_text("utf-8")
        for line, target in links_of(text) if not path.is_relative_to(NAMED) else ():
            problem = broken_link(path, target)
            if problem:
                yield f"{short(path)}:{line}: {problem}"
        yield from _of_prose(path, enumerate(text.split("\n"), 1), history=path.name in HISTORY)
    for path in tracked(".py"):
        yield from _of_prose(path, prose_of(path.read_text("utf-8")), history=False)


def _of_prose(path: Path, lines: Iterator[tuple[int, str]], *, history: bool) -> Iterator[str]:
    for number, line in lines:
        if OUTSIDE.search(line):
            yield f"{short(path)}:{number}: names a place outside the repository"
        elif not history:
            yield from (f"{short(path)}:{number}: there is no {name}" for name in missing_in(line, path.parent))


# ---- links ---------------------------------------------------------------------------------------------------


def links_of(text: str) -> Iterator[tuple[int, str]]:
    """Line and target of each link, pictures too; not of what stands in a block of code."""
    fenced = False
    for number, line in enumerate(text.split("\n"), 1):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        elif not fenced:
            yield from ((number, match[1]) for match in LINK.finditer(TICKED.sub("``", line)))


def broken_link(page: Path, target: str) -> str:
    """What is wrong with it; empty when it leads somewhere, or out into the world."""
    if FOREIGN.match(target):
        return ""
    file, _, anchor = unquote(target).partition("#")
    there = (ROOT / file[1:] if file.startswith("/") else page.parent / file).resolve() if file else page
    if not there.is_relative_to(ROOT):
        return f"the link {target} leads out of the repository"
    if not there.exists():
        return f"the link {target} leads nowhere"
    if anchor and there.suffix == ".md" and anchor not in anchors(there.read_text("utf-8")):
        return f"the link {target}: there is no such heading"
    return ""


@cache
def anchors(text: str) -> frozenset[str]:
    """The names that a forge gives the headings: small letters, no punctuation, a number when one comes twice."""
    found: set[str] = set()
    for heading in re.findall(r"^#{1,6}\s+(.+?)\s*#*$", text, re.MULTILINE):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        name = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        number, each = 0, name
        while each in found:
            number += 1
            each = f"{name}-{number}"
        found.add(each)
    return frozenset(found | set(re.findall(r"<a (?:id|name)=\"([^\"]+)\"", text)))


# ---- paths ---------------------------------------------------------------------------------------------------


def missing_in(line: str, folder: Path) -> Iterator[str]:
    """Paths, modules and pages that the line names and that are not there."""
    for match in PATH.finditer(line):
        if not _exists(match[0].rstrip("."), folder):
            yield match[0]
    for ticked in TICKED.findall(line):
        if DOTTED.match(ticked.removesuffix("()")) and not module_exists(ticked.removesuffix("()")):
            yield ticked
    for name in PAGE.findall(FOREIGN_ADDRESS.sub("", LINK.sub("", line))):
        if name not in pages():
            yield name


FOREIGN_ADDRESS = re.compile(r"https?://\S+")


def _exists(name: str, folder: Path) -> bool:
    return (ROOT / name).exists() or (folder / name).exists() or (ROOT / f"{name}.py").exists()


@cache
def pages() -> frozenset[str]:
    return frozenset(path.name for path in tracked(".md"))


@cache
def module_exists(dotted: str) -> bool:
    """As far as folders and files go it must be one; the first name inside it must stand in it."""
    place, names = ROOT, dotted.split(".")
    while names and (place / names[0]).is_dir():
        place /= names.pop(0)
    if names and (place / f"{names[0]}.py").is_file():
        place /= f"{names.pop(0)}.py"
    else:
        place /= "__init__.py"
    if not names:
        return place.is_file()
    return place.is_file() and re.search(rf"\b{names[0]}\b", place.read_text("utf-8")) is not None


# ---- what Python files say -----------------------------------------------------------------------------------


def prose_of(source: str) -> Iterator[tuple[int, str]]:
    """Comments and docstrings, the texts below a constant too, line by line."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            first = node.lineno
            yield from ((first + after, line) for after, line in enumerate(node.value.value.split("\n")))


if __name__ == "__main__":
    sys.exit(report(findings()))
