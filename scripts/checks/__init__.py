"""What scripts/check holds the checkout to: `__main__` runs all, each own check is a module with `findings()`."""

import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("casefile", "indexer", "portal")
PYTHON_FOLDERS = (*PACKAGES, "scripts", "tests")


def tracked(*endings: str) -> list[Path]:
    """The checkout's files with these endings, new ones too; not what git ignores."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False).stdout.decode()
    names = [name for name in listed.split("\0") if name] or list(_all_files())
    return sorted(path for path in {ROOT / name for name in names} if path.suffix in endings and path.is_file())


def _all_files() -> Iterator[str]:
    """Where there is no git: all but what is made, not written."""
    for path in ROOT.rglob("*"):
        name = path.relative_to(ROOT)
        if name.parts[0] not in {".venv", "var", "build"} and "__pycache__" not in name.parts:
            yield str(name)


def short(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def report(findings: Iterable[str]) -> int:
    """Prints what was found; what the process ends with."""
    found = list(findings)
    for line in found:
        print(line)
    if found:
        print(f"{len(found)} found", file=sys.stderr)
    return 1 if found else 0
