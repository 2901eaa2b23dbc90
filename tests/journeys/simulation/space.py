"""A training space as `griot up --training` leaves it, started in the environment of a real installation.

Web server and worker are processes of their own. Beside them stand a real installation's database file, its index on
the same node and a listener to which every address of mail, webhook and time-stamping leads. Whatever the space's
processes try to reach or open is written down by an audit hook (`HOOK`) before the fence of the space sees it.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from casefile.demo.load import load_people
from casefile.installation import identified
from casefile.settings import Settings
from casefile.storage import migrate
from casefile.storage.store import Store
from casefile.training.people import PASSWORD
from casefile.training.simulation import people
from indexer.engine import indices
from indexer.engine.client import Engine
from indexer.node import door
from indexer.upkeep import ownership, rebuild
from portal.install import bring_up
from tests.steady.ports import free_port

ROOT = Path(__file__).resolve().parents[3]
HOOK = """
import os, sys
_to = os.open(os.environ["TRACED_TO"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
_real = os.environ["TRACED_REAL"]
def _look(event, said):
    if event == "sqlite3.connect":
        what = said[0]
    elif event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        what = os.path.realpath(said[1]) if isinstance(said[1], str) else said[1]
    elif event == "socket.getaddrinfo":
        what = said[:2]
    elif event == "open" and str(said[0]).startswith(_real):
        what = said[0]
    else:
        return
    os.write(_to, f"{event}\\t{what}\\n".encode())
sys.addaudithook(_look)
"""
READY_S = 120
OF_SEARCH = ("indexing.index_total", "search.query_total", "get.total", "indexing.delete_total")
"""What the node counts of each index: written, searched, read, deleted."""


@dataclass
class Space:
    """A training space that runs, and the real installation beside it."""

    address: str
    settings: Settings
    real: Settings
    trace: Path
    heard: list[Any]
    engine: Engine
    """That of the real installation: to count what reached the node."""
    password: str = PASSWORD

    def tried(self) -> Counter[tuple[str, str]]:
        """(what, where) for every connection and database that the space's processes tried to open."""
        lines = self.trace.read_text("utf-8").splitlines()
        return Counter(tuple(line.split("\t", 1)) for line in lines)  # type: ignore[misc]

    def asked(self) -> dict[str, int]:
        """What the node has counted so far, by index."""
        every = self.engine._ask("GET", "/_stats/indexing,search,get", params={"expand_wildcards": "all"})["indices"]
        return {
            name: sum(one["primaries"][what.split(".")[0]][what.split(".")[1]] for what in OF_SEARCH)
            for name, one in every.items()
        }

    def engine_at(self) -> str:
        """The engine's address as the hook writes it down: the door of the local node, or its port."""
        if (path := door.path_in(self.settings.opensearch_url)) is not None:
            return os.path.realpath(path)
        parts = urlsplit(self.settings.opensearch_url)
        return str((parts.hostname, parts.port))

    def refused(self) -> int:
        """How often the fence said no, by the logs of both processes."""
        return sum(one.read_text("utf-8").count("training.refused") for one in (self.settings.home / "logs").iterdir())

    def real_database(self) -> str:
        path = Path(self.real.database_url.removeprefix("sqlite:///"))
        return sha256(path.read_bytes()).hexdigest()


@contextmanager
def training_space(home: Path, real: Settings, engine: Engine) -> Iterator[Space]:
    """People and indices as a first start makes them, without the demonstration's 2,000 records."""
    with _listener() as (listening, heard):
        bring_up.prepare_home(home)
        port = free_port()
        bring_up.save(
            home, {"port": port, "training": True, "demo": True, "opensearch_url": real.opensearch_url}
        )  # fmt: skip
        trace = home.parent / "tried.txt"
        environment = _environment(home, real, trace, listening)
        settings = Settings.from_env(home, environment)
        assert settings.training and settings.index_prefix != real.index_prefix
        _first_start(settings)
        running: list[subprocess.Popen[bytes]] = []
        try:
            running.append(_started(home, environment, "worker", "indexer.worker.tasks", "worker", "--with-beat"))
            running.append(_started(home, environment, "web", "portal.serve", "--port", str(port)))
            address = f"http://127.0.0.1:{port}"
            _wait(address, running, home)
            yield Space(address, settings, real, trace, heard, engine)
        finally:
            for process in reversed(running):
                process.terminate()
            for process in running:
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait(10)
            for name in engine.aliases(f"{settings.index_prefix}-*"):
                engine.delete_index(name)


def _first_start(settings: Settings) -> None:
    with closing(Store(settings.database_url)) as store:
        migrate.migrate(store)
        own = identified(settings, store)
        bring_up.sign(own, store)
        with store.writing() as session:
            load_people(session, lambda _login: PASSWORD)
            people.load_people(session, lambda _login: PASSWORD)
        with closing(Engine(own)) as engine:
            ownership.claim(store, engine, own)
            indices.ensure(engine)
            rebuild.note(store, engine)


def _environment(home: Path, real: Settings, trace: Path, listening: int) -> dict[str, str]:
    """That of a machine on which the real installation runs: every way out is named."""
    hook = home.parent / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(HOOK, "utf-8")
    there = f"127.0.0.1:{listening}"
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(hook), str(ROOT))),
        "TRACED_TO": str(trace),
        "TRACED_REAL": str(real.home),
        "GRIOT_HOME": str(home),
        "DATABASE_URL": real.database_url,
        "OPENSEARCH_URL": real.opensearch_url,
        "GRIOT_INDEX_PREFIX": real.index_prefix,
        "GRIOT_SECRET_KEY": real.secret_key,
        "BROKER_URL": f"amqp://u:w@{there}",
        "GRIOT_ALARM_MAIL_TO": "ops@real.example",
        "GRIOT_ALARM_MAIL_FROM": "griot@real.example",
        "GRIOT_ALARM_SMTP_URL": f"smtp://{there}",
        "GRIOT_ALARM_WEBHOOK": f"http://{there}/alarm",
        "GRIOT_TIMESTAMP_URL": f"http://{there}/tsr",
        "GRIOT_CHECKPOINT_COPY": str(real.home),
        "GRIOT_WEBHOOK_PRIVATE": "127.0.0.1",
    }


def _started(home: Path, environment: dict[str, str], name: str, *module: str) -> "subprocess.Popen[bytes]":
    with (home / "logs" / f"{name}.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", *module],
            cwd=home, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        )  # fmt: skip


def _wait(address: str, running: list["subprocess.Popen[bytes]"], home: Path) -> None:
    until = time.monotonic() + READY_S
    while time.monotonic() < until and all(one.poll() is None for one in running):
        with suppress(OSError):
            urllib.request.urlopen(f"{address}/sign-in", timeout=5).close()
            return
        time.sleep(0.2)
    raise AssertionError("\n".join(one.read_text("utf-8")[-2000:] for one in (home / "logs").iterdir()))


@contextmanager
def _listener() -> Iterator[tuple[int, list[Any]]]:
    """Its port, and who came."""
    heard: list[Any] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def listen() -> None:
            with suppress(OSError):
                while True:
                    heard.append(listening.accept())

        Thread(target=listen, daemon=True).start()
        yield listening.getsockname()[1], heard
