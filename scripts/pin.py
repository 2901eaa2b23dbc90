"""Writes `constraints/` from setup.cfg: every package with one version and the hashes of all its files.

    scripts/pin                     after a change of setup.cfg: today's versions stay, what is new comes at its newest
    scripts/pin --raise NAME ...    the newest version of these, and what they then need
    scripts/pin --raise-all         the newest version of everything
    scripts/pin --verify            fails when setup.cfg has changed and constraints/ has not

The versions hold for Python 3.11 and later, on every processor and system: the resolver is uv, in an environment of
its own that is thrown away. The files name no host; where packages come from is the client's affair.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "constraints"
UV = "0.13.9"
"""The resolver's own version, so that two who pin get the same files. uv: MIT or Apache 2.0."""
OLDEST_PYTHON = "3.11"
INSTALLERS = ("pip", "setuptools", "wheel")
"""What installs and builds the rest (PyICU comes as source). Pinned too, for it runs code of the others."""

SERVERS = ("postgres", "redis")
CHECKERS = ("mypy", "types-greenlet")
"""What followthemoney asks for with `sqlalchemy[mypy]`, to check types while it is written: 51 MB that nothing running
reads. In the one file that checks types, and in no other."""

UNREAD = ("grpcio", "opensearch-protobufs", "protobuf", "networkx", "rdflib", "pyparsing")
"""Asked for by opensearch-py (a second way of speaking to the engine) and followthemoney (exports as graphs and tables)
and imported by no module that Griot imports: 37 MB. A test imports all of Griot without them.

Hence the environment is installed as listed, without asking the packages again what they need (`--no-deps`)."""

READ_BY_TESTS = ("networkx", "rdflib", "pyparsing")
"""Of these, what the tests read exports back with."""

LAYERS: dict[str, tuple[tuple[str, ...], str]] = {
    "run": (SERVERS, ""),
    "test": ((*SERVERS, "test"), "run"),
    "check": ((*SERVERS, "test", "check"), "test"),
    "bench": ((*SERVERS, "bench"), "run"),
}
"""File: the extras of setup.cfg it holds, and the file it adds to."""

SAYS = {
    "build": "What installs the rest.",
    "run": "What scripts/run and the servers need.",
    "test": "What scripts/test needs beyond that.",
    "check": "What scripts/check needs beyond that.",
    "bench": "What `griot bench names` compares itself with; installed by hand.",
}
BLOCK = re.compile(r"^[A-Za-z0-9].*(?:\n[ \t].*)*", re.MULTILINE)
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)")


class Resolver:
    """uv in a throw-away environment."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        venv.create(folder / "env", with_pip=True)
        python = folder / "env" / "bin" / "python"
        subprocess.run([python, "-m", "pip", "-q", "install", f"uv=={UV}"], check=True)
        self.uv = folder / "env" / "bin" / "uv"

    def blocks(self, source: Path, extras: tuple[str, ...], keep: dict[str, str]) -> list[str]:
        """One text for each package: name, version, marker, hashes."""
        excluded = self.folder / "excluded.txt"
        out = {*UNREAD, *(() if "check" in extras else CHECKERS)} - set(READ_BY_TESTS if "test" in extras else ())
        excluded.write_text("\n".join(sorted(out)), "utf-8")
        kept = self.folder / "keep.txt"
        kept.write_text("".join(f"{name}=={version}\n" for name, version in sorted(keep.items())), "utf-8")
        command: list[str | Path] = [
            self.uv,
            "pip",
            "compile",
            source,
            "--quiet",
            "--no-config",
            "--universal",
            "--no-header",
        ]
        command += ["--python-version", OLDEST_PYTHON, "--generate-hashes", "--no-annotate", "--constraint", kept]
        command += ["--excludes", excluded]
        for extra in extras:
            command += ["--extra", extra]
        done = subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=False)
        if done.returncode:
            raise SystemExit(f"The versions could not be chosen.\n{done.stderr.strip()}")
        return BLOCK.findall(done.stdout)


def pins(blocks: list[str]) -> dict[str, str]:
    found = (PIN.match(block) for block in blocks)
    return {match[1]: match[2] for match in found if match}


def pinned_today() -> dict[str, str]:
    texts = (path.read_text("utf-8") for path in sorted(FOLDER.glob("*.txt")))
    return {name: version for text in texts for name, version in pins(BLOCK.findall(text)).items()}


def resolved(keep: dict[str, str], folder: Path) -> dict[str, str]:
    """The text of each file."""
    resolver = Resolver(folder)
    installers = folder / "build.in"
    installers.write_text("\n".join(INSTALLERS), "utf-8")
    build = resolver.blocks(installers, (), keep)
    # First all of it at once, so that one version serves every file.
    extras = tuple(sorted({extra for names, _ in LAYERS.values() for extra in names}))
    everything = pins(resolver.blocks(ROOT / "setup.cfg", extras, keep))
    layers = {name: resolver.blocks(ROOT / "setup.cfg", extras, everything) for name, (extras, _) in LAYERS.items()}
    texts = {"build": _text("build", "", build)}
    for name, (_, under) in LAYERS.items():
        known = set(layers[under]) if under else set()
        texts[name] = _text(name, under, [block for block in layers[name] if block not in known])
    return texts


def _text(name: str, under: str, blocks: list[str]) -> str:
    head = f"# {SAYS[name]} Written by scripts/pin from setup.cfg; do not edit by hand.\n"
    return head + (f"-r {under}.txt\n" if under else "") + "\n".join(blocks) + "\n"


def changed(texts: dict[str, str]) -> list[str]:
    paths = {name: FOLDER / f"{name}.txt" for name in texts}
    return [name for name, path in paths.items() if not path.exists() or path.read_text("utf-8") != texts[name]]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raise", dest="names", nargs="+", default=[], metavar="NAME")
    parser.add_argument("--raise-all", action="store_true")
    parser.add_argument("--verify", action="store_true")
    given = parser.parse_args(arguments)
    raised = {re.sub(r"[-_.]+", "-", name).lower() for name in given.names}
    keep = {} if given.raise_all else {name: at for name, at in pinned_today().items() if name not in raised}
    with tempfile.TemporaryDirectory() as folder:
        texts = resolved(keep, Path(folder))
    different = changed(texts)
    if given.verify:
        print("constraints/ is out of date: run scripts/pin." if different else "constraints/ agrees with setup.cfg.")
        return 1 if different else 0
    FOLDER.mkdir(exist_ok=True)
    for name, text in texts.items():
        (FOLDER / f"{name}.txt").write_text(text, "utf-8")
    print("Written: " + ", ".join(different) if different else "Nothing changed.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
