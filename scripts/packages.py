"""The virtual environment and what is in it: pinned by `constraints/`, each file checked by its hash.

Standard library only, for it runs before anything is installed. One environment serves all commands; each command
adds what it needs, in this order: run, test, check.
"""

import hashlib
import re
import subprocess
import sys
from pathlib import Path

from scripts import icu, spare
from scripts.debian import install
from scripts.ground import PYTHON, ROOT, VENV, Progress, Step, Stop, tail

CONSTRAINTS = ROOT / "constraints"
FILES = {
    "run": ("build.txt", "run.txt"),
    "test": ("build.txt", "run.txt", "test.txt"),
    "check": ("build.txt", "run.txt", "test.txt", "check.txt"),
}
"""What decides what a command's environment holds. The last one names those before it but for build.txt."""

AS_LISTED = ("--require-hashes", "--no-deps", "--no-build-isolation", "--no-compile")
"""What is pinned and nothing else: one of the packages asks for a type checker (scripts/pin.py). Compiled when first
imported, not all at once: most of it never is, and it would be half of pip's work."""


def stamp(what: str) -> str:
    """Changes with what is wanted, and with the checkout's place, for its paths are written into what is installed."""
    spoken = " ".join(sorted(spare.languages()))
    digest = hashlib.sha256(f"{ROOT} {what} {sys.version_info[:2]} {spoken}".encode())
    for path in (ROOT / "setup.cfg", ROOT / "pyproject.toml", *(CONSTRAINTS / name for name in FILES[what])):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _stamp_file(what: str) -> Path:
    return VENV / f"griot-stamp-{what}"


def stamped(what: str) -> bool:
    try:
        return PYTHON.exists() and _stamp_file(what).read_text("utf-8") == stamp(what)
    except OSError:
        return False


def install_python_packages(what: str) -> None:
    """What `what` needs; pip keeps what it fetched, so an interrupted start goes on."""
    make_venv()
    with Step("Python packages") as step:
        # First what installs the rest: the pip of Python 3.11 builds PyICU at every install, a newer one keeps it.
        _pip(step, "--require-hashes", "-r", str(CONSTRAINTS / "build.txt"))
        for name in spare.lacking(site_packages()):
            _in_venv("-m", "pip", "uninstall", "--yes", "--quiet", name)
        _pip(step, *AS_LISTED, "-r", str(_wanted(what)), expected=_count(what))
        icu.link(site_packages())
        # The checkout itself has no hash, so it comes last, without dependencies.
        _pip(step, "--no-deps", "--no-build-isolation", "--no-compile", "-e", str(ROOT))
    spare.thin_out(site_packages())
    _stamp_file(what).write_text(stamp(what), "utf-8")


def site_packages() -> Path:
    return Path(_in_venv("-c", "import sysconfig; print(sysconfig.get_path('platlib'))").strip())


def _in_venv(*words: str) -> str:
    return subprocess.run([PYTHON, "-I", *words], capture_output=True, text=True, check=True).stdout


def _wanted(what: str) -> Path:
    """The list for pip, in one file: all that is pinned, less what the system serves."""
    texts = ((CONSTRAINTS / name).read_text("utf-8") for name in FILES[what][1:])
    listed = "".join(re.sub(r"^-r .*\n", "", text, flags=re.MULTILINE) for text in texts)
    path = VENV / f"griot-wanted-{what}.txt"
    path.write_text(icu.without_pyicu(listed) if icu.of_the_system() else listed, "utf-8")
    return path


def _count(what: str) -> int:
    texts = ((CONSTRAINTS / name).read_text("utf-8") for name in FILES[what])
    return sum(text.count("==") for text in texts)


def make_venv() -> None:
    if PYTHON.exists():
        works = subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0
        if works:
            return
    with Step("Virtual environment"):
        for attempt in (1, 2):
            done = subprocess.run(
                [sys.executable, "-m", "venv", "--clear", str(VENV)],
                text=True,
                check=False,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
            if done.returncode == 0:
                return
            if attempt == 1 and "ensurepip" in done.stdout:
                install(["python3-venv"], "virtual environments")
        raise Stop(f"The virtual environment could not be made in {VENV}.\n" + tail(done.stdout))


def _pip(step: Progress, *arguments: str, expected: int = 0) -> None:
    command = ["-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    pip = subprocess.Popen(
        [str(PYTHON), *command, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
    )
    said: list[str] = []
    seen: set[str] = set()
    for line in pip.stdout or ():
        said.append(line)
        if expected and line.startswith(("Collecting ", "Requirement already satisfied: ")):
            seen.add(line.split(" (from")[0])
            step.progress(len(seen), expected + 8)  # the rest: building and copying, which pip does not count
    if pip.wait():
        raise Stop(
            "The Python packages could not be installed. Check the network and the free space (2 GB), then "
            "start again: what was fetched is kept.\n" + tail("".join(said))
        )
