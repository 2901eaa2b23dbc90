"""The Dockerfile's steps, one after the other, in a tree of Debian's: what an engine would do, without one.

The image that it begins with cannot be had here; a bare tree of the same Debian (debootstrap) with Debian's own Python
under that image's name stands in for it. Packages come from where this machine takes its own.
"""

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RELEASE = "bookworm"
STAND_IN = "python3,python3-venv,python3-dev,ca-certificates"
TAKEN_ALONG = ("/etc/apt/sources.list", "/etc/apt/sources.list.d", "/etc/apt/apt.conf.d", "/etc/apt/auth.conf.d",
               "/etc/pip.conf", "/etc/resolv.conf", "/etc/hosts", "/usr/local/share/ca-certificates",
               "/etc/ssl/certs")  # fmt: skip
"""How this machine reaches its packages; taken out again before the tree is looked at."""
PIP = ("PIP_CERT", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_DEFAULT_TIMEOUT", "SSL_CERT_FILE")


def bare_debian(tree: Path) -> None:
    """What stands for the image that the Dockerfile begins with."""
    _run(["debootstrap", "--variant=minbase", f"--include={STAND_IN}", RELEASE, str(tree)])
    (tree / "usr/local/bin/python").symlink_to("/usr/bin/python3")


def take_along(tree: Path, paths: Sequence[str] = TAKEN_ALONG) -> None:
    """How this machine reaches its packages goes into a tree."""
    for path in map(Path, paths):
        if path.exists():
            target = tree / path.relative_to("/")
            if target.is_dir():
                shutil.rmtree(target)
            target.parent.mkdir(parents=True, exist_ok=True)
            _run(["cp", "--archive", "--dereference", str(path), str(target)])


def _run(
    command: list[str], *, env: dict[str, str] | None = None, check: bool = True
) -> "subprocess.CompletedProcess[str]":
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=3600, check=False)
    if check:
        assert done.returncode == 0, f"{shlex.join(command)[:300]}\n{(done.stdout + done.stderr)[-3000:]}"
    return done


def instructions(path: Path) -> list[tuple[str, str]]:
    """Word and rest of each, as an engine reads them: lines that go on are one, remarks are none."""
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.lstrip().startswith("#")]
    whole = re.sub(r"\\\n", " ", "\n".join(lines))
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in whole.splitlines()) if word]


def ignored(context: Path) -> list[str]:
    return [line for line in (context / ".dockerignore").read_text("utf-8").split() if line]


@dataclass
class Build:
    """Trees by stage; what the last one is set to."""

    folder: Path
    context: Path
    env: dict[str, str] = field(default_factory=dict)
    user: str = "root"
    command: list[str] = field(default_factory=list)
    _at: str = "/"
    _stages: dict[str, Path] = field(default_factory=dict)
    _mounted: list[Path] = field(default_factory=list)

    @property
    def tree(self) -> Path:
        return [*self._stages.values()][-1]

    def base(self) -> Path:
        """The tree that stands for the image."""
        tree = self.folder / "base"
        if not tree.exists():
            bare_debian(tree)
        return tree

    def all(self, path: Path) -> None:
        for word, rest in instructions(path):
            getattr(self, f"do_{word.lower()}")(rest)

    def inside(self, *words: str, user: str = "root", check: bool = True) -> "subprocess.CompletedProcess[str]":
        """Run a program in the last tree, as an engine does: with the image's environment and no other."""
        return _run(
            ["chroot", f"--userspec={user}", str(self.tree), "/usr/bin/env", "-C", self._at, *words],
            env={"PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "HOME": "/tmp", "LC_ALL": "C.UTF-8",
                 "DEBIAN_FRONTEND": "noninteractive", **self.env,
                 **{name: os.environ[name] for name in PIP if name in os.environ}}, check=check,
        )  # fmt: skip

    def close(self) -> None:
        for path in reversed(self._mounted):
            subprocess.run(["umount", "--lazy", str(path)], check=False)
        self._mounted.clear()

    # ---- the instructions; one that is not here fails ------------------------------------------------------------

    def do_arg(self, rest: str) -> None:
        assert re.fullmatch(r"\w+_IMAGE=\S+", rest), "a build takes nothing but the image it begins with"

    def do_from(self, rest: str) -> None:
        self.env, self.user, self._at = {}, "root", "/"
        name = rest.partition(" AS ")[2] or "last"
        base, tree = self.base(), self.folder / f"stage-{name}"
        _run(["cp", "--archive", "--reflink=auto", str(base), str(tree)])
        self._stages[name] = tree
        take_along(tree)
        for kind, path in (("proc", tree / "proc"), ("devtmpfs", tree / "dev")):
            _run(["mount", "-t", kind, kind, str(path)])
            self._mounted.append(path)

    def do_run(self, rest: str) -> None:
        self.inside("/bin/sh", "-c", rest, user=self.user)

    def do_workdir(self, rest: str) -> None:
        (self.tree / rest.lstrip("/")).mkdir(parents=True, exist_ok=True)
        self._at = rest

    def do_copy(self, rest: str) -> None:
        words = rest.split()
        source = self.context
        if words[0].startswith("--from="):
            source = self._stages[words.pop(0).removeprefix("--from=")]
        *names, to = words
        target = self.tree / (to if to.startswith("/") else f"{self._at}/{to}").lstrip("/")
        for name in names:
            path = source / name.lstrip("/")
            into = target / path.name if path.is_file() and to.endswith("/") else target
            into.parent.mkdir(parents=True, exist_ok=True)
            if path.is_file():
                shutil.copy2(path, into)
                continue
            out = [f"--exclude={one.replace('**/', '')}" for one in ignored(self.context)] if name == "." else []
            into.mkdir(parents=True, exist_ok=True)
            packed = subprocess.Popen(["tar", "-C", str(path), *out, "-c", "."], stdout=subprocess.PIPE)
            subprocess.run(["tar", "-C", str(into), "-x"], stdin=packed.stdout, check=True)
            assert packed.wait() == 0

    def do_env(self, rest: str) -> None:
        for one in shlex.split(rest):
            name, _, value = one.partition("=")
            path = self.env.get("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin")
            self.env[name] = value.replace("$PATH", path)

    def do_user(self, rest: str) -> None:
        self.user = rest

    def do_expose(self, rest: str) -> None:
        assert rest.isdigit()

    def do_cmd(self, rest: str) -> None:
        self.command = [word.strip().strip('"') for word in rest.strip("[]").split(",")]
