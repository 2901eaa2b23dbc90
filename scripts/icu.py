"""PyICU without a compiler: Debian's own build of it (`python3-icu`) serves where Griot runs on Debian's own Python.

The registry has PyICU as source only, and building it takes a compiler, ICU's headers (200 MB of packages) and minutes.
Both stand on the same ICU library, so names fold alike. Standard library only.
"""

import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

PACKAGE = "python3-icu"
OLDEST = (2, 10)
"""What normality, the one that reads names with it, asks for."""

_WHERE = "import icu, os; print(icu.VERSION, os.path.dirname(icu.__file__), sep='\\n')"
_BLOCK = re.compile(r"^pyicu==.*(?:\n[ \t].*)*\n?", re.MULTILINE)


@cache
def of_the_system() -> Path | None:
    """The folder of the system's PyICU, for this very Python; None where there is none or it does not load."""
    asked = subprocess.run([sys.executable, "-I", "-c", _WHERE], capture_output=True, text=True, check=False)
    version, _, folder = asked.stdout.strip().partition("\n")
    found = tuple(int(part) for part in re.findall(r"\d+", version)[:2])
    return Path(folder) if asked.returncode == 0 and found >= OLDEST else None


def may_be_installed() -> bool:
    """Whether Debian's package would serve this Python: it is built for Debian's own alone."""
    return sys.base_prefix == "/usr" and shutil.which("apt-get") is not None and os.path.exists("/etc/debian_version")


def without_pyicu(requirements: str) -> str:
    """A requirements file less the one package that the system serves."""
    return _BLOCK.sub("", requirements)


def link(packages: Path) -> None:
    """Let the environment with this folder of packages find the system's PyICU, and nothing else of the system's."""
    folder = of_the_system()
    if folder is None or (packages / "icu" / "__init__.py").exists():
        return
    for path in [folder, *folder.parent.glob("PyICU-*.*-info")]:
        (packages / path.name).unlink(missing_ok=True)
        (packages / path.name).symlink_to(path)
