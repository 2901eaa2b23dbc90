"""A Docker engine of the tests' own: its socket, images and volumes lie in one folder and go with it.

It leaves the machine's firewall and routes as they are (`UNTOUCHED`): containers reach one another and their published
ports are reached on this machine, and nothing else is. Where an image is built packages are fetched, by this machine's
own network. Debian has all it takes: docker.io, docker-compose, debootstrap.
"""

import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.compose.read import ROOT

UNTOUCHED = ("--iptables=false", "--ip6tables=false", "--ip-forward=false", "--ip-masq=false", "--bridge=none")
NEEDED = {"dockerd": "docker.io", "docker-compose": "docker-compose", "debootstrap": "debootstrap"}
STARTS_S = 120.0
HEALTHY_S = 300.0
FOLDERS = ("/usr/sbin", "/sbin")
"""Where Debian puts the engine: not on everybody's path."""


def must_be_possible() -> None:
    """Skips where this machine has no engine, or may not run one."""
    path = os.pathsep.join((os.environ["PATH"], *FOLDERS))
    missing = [package for program, package in NEEDED.items() if shutil.which(program, path=path) is None]
    if missing or os.geteuid() != 0:
        pytest.skip("an engine of containers is run by root, of Debian's packages " + ", ".join(NEEDED.values()))


@dataclass
class Engine:
    """`dockerd`, and what asks it. Close it."""

    folder: Path
    child: "subprocess.Popen[bytes] | None" = None

    @property
    def env(self) -> dict[str, str]:
        path = os.pathsep.join((os.environ["PATH"], *FOLDERS))
        return {**os.environ, "PATH": path, "DOCKER_HOST": f"unix://{self.folder}/socket", "DOCKER_BUILDKIT": "0"}

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "log").open("ab") as log:
            self.child = subprocess.Popen(
                ["dockerd", "--data-root", self.folder / "root", "--exec-root", self.folder / "run",
                 "--host", f"unix://{self.folder}/socket", "--pidfile", self.folder / "pid", *UNTOUCHED],
                env=self.env, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        until(lambda: self.try_docker("version").returncode == 0, STARTS_S, "the engine does not answer", self._log)

    def close(self) -> None:
        if self.child and self.child.poll() is None:
            self.child.send_signal(signal.SIGTERM)
            self.child.wait(STARTS_S)
        for left in (self.folder / "run" / "netns").glob("*"):  # the engine leaves it, and no folder goes before it
            if os.path.ismount(left):
                subprocess.run(["umount", "--lazy", left], check=True)

    def try_docker(self, *words: str, stdin: str = "") -> "subprocess.CompletedProcess[str]":
        return _run(["docker", *words], self.env, stdin)

    def docker(self, *words: str, stdin: str = "") -> str:
        done = self.try_docker(*words, stdin=stdin)
        assert done.returncode == 0, f"docker {' '.join(words)}: {(done.stdout + done.stderr)[-3000:]}"
        return done.stdout

    def build(self, tag: str, context: Path, *words: str) -> None:
        """Packages come by this machine's own network, which no container has."""
        self.docker("build", "--network", "host", "--tag", tag, *words, str(context))

    def inspect(self, container: str) -> Any:
        return json.loads(self.docker("inspect", container))[0]

    def _log(self) -> str:
        return (self.folder / "log").read_text("utf-8", "replace")[-2000:]


@dataclass
class Project:
    """A compose file of the repository, started as it stands; `env` is what its `.env` would say."""

    engine: Engine
    name: str
    files: tuple[str, ...]
    env: Mapping[str, str]
    ports: tuple[int, ...] = ()
    """On the loopback, which the file names: they must be free."""
    more: list[Path] = field(default_factory=list)
    root: Path = ROOT
    """The folder of the release."""
    profiles: tuple[str, ...] = ()

    def line(self, *words: str) -> tuple[list[str], dict[str, str]]:
        """A command of compose, and its environment."""
        files = [*(self.root / name for name in self.files), *self.more]
        line = ["docker-compose", "--project-directory", str(self.root), "--project-name", self.name]
        line += [word for file in files for word in ("--file", str(file))]
        line += [word for profile in self.profiles for word in ("--profile", profile)]
        return [*line, *words], {**self.engine.env, **self.env}

    def compose(self, *words: str, stdin: str = "", check: bool = True) -> str:
        done = _run(*self.line(*words), stdin)
        assert not check or done.returncode == 0, f"{' '.join(words)}: {(done.stdout + done.stderr)[-3000:]}"
        return done.stdout

    def up(self, *words: str) -> None:
        for port in self.ports:
            with socket.socket() as one:
                assert one.connect_ex(("127.0.0.1", port)) != 0, f"something listens on 127.0.0.1:{port} already"
        self.compose("up", "--detach", *words)

    def inside(self, service: str, *words: str, stdin: str = "", check: bool = True) -> str:
        return self.compose("exec", "-T", service, *words, stdin=stdin, check=check)

    def container(self, service: str) -> str:
        return self.compose("ps", "--quiet", service).split()[0]

    def state(self, service: str) -> Any:
        return self.engine.inspect(self.container(service))["State"]

    def health(self, service: str) -> str:
        return str(self.state(service)["Health"]["Status"])

    def becomes_healthy(self, service: str, seconds: float = HEALTHY_S) -> None:
        until(
            lambda: self.health(service) == "healthy", seconds, f"{service} is not healthy", lambda: self.log(service)
        )

    def check(self, service: str) -> bool:
        """The file's own health check, asked now: some are asked every ten minutes alone."""
        kind, *words = self.engine.inspect(self.container(service))["Config"]["Healthcheck"]["Test"]
        line = ["/bin/sh", "-c", *words] if kind == "CMD-SHELL" else words
        return self.engine.try_docker("exec", self.container(service), *line).returncode == 0

    def kill(self, service: str) -> None:
        """As the kernel ends a process that took too much memory: the engine is not asked, and starts it again."""
        before = self.state(service)
        os.kill(int(before["Pid"]), signal.SIGKILL)
        until(lambda: (now := self.state(service))["Running"] and now["Pid"] != before["Pid"], STARTS_S,
              f"{service} is not started again", lambda: self.log(service))  # fmt: skip

    def log(self, service: str) -> str:
        return self.compose("logs", "--no-color", "--tail", "60", service, check=False)[-3000:]

    def down(self, *words: str) -> None:
        self.compose("down", "--timeout", "20", *words)


def may_lock_memory() -> bool:
    return resource.getrlimit(resource.RLIMIT_MEMLOCK)[1] == resource.RLIM_INFINITY


def limits_of_this_machine() -> dict[str, Any]:
    """What a service is given of files and locked memory, for a second file: this machine may not give all of it."""
    files, memory = (resource.getrlimit(one)[1] for one in (resource.RLIMIT_NOFILE, resource.RLIMIT_MEMLOCK))
    most = {"memlock": memory, "nofile": 65_536 if files == resource.RLIM_INFINITY else min(files, 65_536)}
    return {"ulimits": {name: {"soft": value, "hard": value} for name, value in most.items()}}


def until(there: Callable[[], bool], seconds: float, otherwise: str, said: Callable[[], str]) -> None:
    end = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < end, f"{otherwise} after {seconds:.0f} s: {said()}"
        time.sleep(0.5)


def _run(line: list[str], env: Mapping[str, str], stdin: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(line, env=dict(env), input=stdin, capture_output=True, text=True, timeout=3600, check=False)
