"""The parts that every way of giving Griot out is made of: wheels as pinned, the search engine's program, the units."""

import configparser
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from indexer.node import jars
from scripts import icu
from scripts.ground import ROOT, Stop

UNITS = Path(__file__).parent / "units"
DEBIAN_PACKAGES = ("python3 (>= 3.11)", "python3-venv", "python3-icu (>= 2.10)", "libmagic1", "fonts-dejavu-core")
"""What Griot takes from the system instead of bringing it."""
JAVA = "openjdk-21-jre-headless | openjdk-25-jre-headless | java21-runtime-headless"
"""For the search engine on the same machine; servers of one's own bring theirs."""
DOCUMENTS = (
    "administration.md", "administration.fr.md", "settings.md", "upgrading.md", "reliability.md", "identity.md",
    "disclosure.md", "proof.md", "exchange.md", "api.md", "documents.md", "training.md", "simulation.md",
    "monitoring/prometheus.yml", "monitoring/griot-alerts.yml", "monitoring/grafana.json",
)  # fmt: skip
"""Of docs/: the administrator's guide and what it points to."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Folders of what was gathered."""

    version: str
    wheels: Path
    engine: Path


def version() -> str:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    return config["metadata"]["version"]


def gather(folder: Path, *, engine: bool = True) -> Stage:
    """Wheels of all that is pinned but PyICU (Debian's serves), Griot's own, and the engine's program."""
    wheels, cache = folder / "wheels", folder / "cache"
    wheels.mkdir(parents=True, exist_ok=True)
    listed = (ROOT / "constraints" / "run.txt").read_text("utf-8")
    for name, text in (("run.txt", icu.without_pyicu(listed)), ("build.txt", _build())):
        (folder / name).write_text(text, "utf-8")
        _pip("download", "--no-deps", "--require-hashes", "--only-binary=:all:", "-d", wheels, "-r", folder / name)
    own_wheel(wheels)
    (wheels / "run.txt").write_text(_names(folder / "run.txt"), "utf-8")
    if engine:
        program = jars.assemble()
        shutil.copytree(program, cache / program.name, dirs_exist_ok=True)
    return Stage(version(), wheels, cache)


def own_wheel(folder: Path) -> Path:
    """From a copy of what is tracked: what lies about in the tree stays there."""
    tree = folder / "tree"
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in filter(None, listed.decode().split("\0")):
        if (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tree / name)
    _pip("wheel", "--no-deps", "--no-build-isolation", "-w", folder, tree)
    shutil.rmtree(tree)
    [made] = folder.glob(f"griot-{version()}-*.whl")
    return made


def _build() -> str:
    """pip and what it needs: the one of Debian's venv is enough to install wheels, but is not pinned."""
    text = (ROOT / "constraints" / "build.txt").read_text("utf-8")
    return "".join(re.findall(r"^pip==.*(?:\n[ \t].*)*\n?", text, re.MULTILINE))


def _names(listed: Path) -> str:
    """Names and versions alone; the files were checked by their hashes when they were fetched."""
    found = re.findall(r"^([\w.-]+==[^ ;\\\n]+)( ;[^\\\n]*)?", listed.read_text("utf-8"), re.MULTILINE)
    return "".join(f"{name}{marker.rstrip()}\n" for name, marker in found)


def _pip(command: str, *arguments: str | Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pip", command, "--quiet", "--disable-pip-version-check", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Stop(f"pip {command} failed:\n{(done.stdout + done.stderr).strip()[-2000:]}")
