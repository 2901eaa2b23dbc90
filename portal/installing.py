"""The steps that bring an installation up, each safe to repeat after an end half-way.

Used by `griot up`. Order: program, database, search engine, indices, demonstration, worker, web server.
"""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casefile import schema
from casefile.errors import SetupError
from casefile.session import Store
from casefile.settings import Settings
from indexer import node, node_jars
from indexer import schema as index_schema
from indexer.engine import Engine
from indexer.processes import free_port
from portal.cli.steps import Step
from portal.supervisor import Child, Supervisor

DEFAULT_PORT = 8000
WEB_READY_S = 60.0
WEB_THREADS = 8
LEAST_FREE_MB = 600
"""Under it the search engine soon closes its indices for writing (250 MB), and a first start needs 250 MB itself."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What `griot up` was asked for. `port` None: the last one, else the usual one, else a free one."""

    home: Path
    port: int | None = None
    demo: bool = True
    heap: str = node.DEFAULT_HEAP


def bring_up(wish: Wish, supervisor: Supervisor) -> str:
    """All steps. Returns the portal's address; the children then run. Raises SetupError with the way out."""
    prepare_home(wish.home)
    saved = read_saved(wish.home)
    port = choose_port(wish, saved)
    demo = bool(saved.get("demo", wish.demo))  # decided once: a demonstration must not fall into real data later
    save(wish.home, saved | {"port": port, "demo": demo})
    if not os.environ.get("OPENSEARCH_URL"):
        _start_node(wish, supervisor)
    os.umask(0o077)  # what follows holds case data; the node has a folder of its own
    settings = Settings.from_env(wish.home)
    store, engine = Store(settings.database_url), Engine(settings)
    try:
        with Step("Database") as step:
            step.note = schema.migrate(store)
        _wait_for_node(settings, supervisor, engine)
        with Step("Indices") as step:
            made = index_schema.ensure(engine)
            step.note = f"{len(made)} made" if made else ""
        if demo:
            load_demo(settings, store)
    finally:
        engine.close()
        store.close()
    with Step("Worker and web server"):
        supervisor.start(Child("worker", lambda: _python(wish.home, "worker", "-m", "indexer.tasks", "worker")))
        supervisor.start(Child("web", lambda: _web(wish.home, port)))
        _wait_for_web(wish.home, port, supervisor.children[-1])
    return f"http://127.0.0.1:{port}"


# ---- the home ------------------------------------------------------------------------------------------------


def prepare_home(home: Path) -> None:
    """Make the folder; refuse a disk that is nearly full before anything is half done."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        if home.stat().st_uid == os.geteuid():
            home.chmod(0o711 if os.geteuid() == 0 else 0o700)  # the node's user must pass through root's
        (home / "logs").mkdir(exist_ok=True)
        probe = home / ".probe"
        probe.write_bytes(b"x")
        probe.unlink()
    except OSError as error:
        raise SetupError("%(home)s cannot be written to (%(error)s). Free space or choose another folder with "
                         "--home.", home=home, error=error.strerror) from error
    free = shutil.disk_usage(home).free // 2**20
    if free < LEAST_FREE_MB:
        raise SetupError("The disk of %(home)s has %(free)s MB left and Griot needs %(least)s. Free some space, or "
                         "choose another disk with --home.", home=home, free=free, least=LEAST_FREE_MB)


def read_saved(home: Path) -> dict[str, Any]:
    """What an earlier start wrote down; a torn file counts as none."""
    try:
        loaded = json.loads((home / "installation.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return loaded if isinstance(loaded, dict) else {}


def save(home: Path, values: dict[str, Any]) -> None:
    """Write `installation.json` whole or not at all."""
    part = home / "installation.json.part"
    part.write_text(json.dumps(values, indent=1) + "\n", "utf-8")
    part.replace(home / "installation.json")


def choose_port(wish: Wish, saved: dict[str, Any]) -> int:
    """The port asked for, or a sentence; without a wish a taken port is passed over."""
    if wish.port:
        if free_port(wish.port) != wish.port:
            raise SetupError("Port %(port)s is taken by another program. Choose another with --port, or let Griot "
                             "choose with --port 0.", port=wish.port)
        return wish.port
    if wish.port == 0 and "port" not in saved:
        return free_port()
    return free_port(int(saved.get("port") or DEFAULT_PORT))


# ---- the parts -----------------------------------------------------------------------------------------------


def _start_node(wish: Wish, supervisor: Supervisor) -> None:
    with Step("Search engine's program") as step:
        program = node_jars.assemble(progress=step.progress)
    launch = node.prepare(wish.home, heap=wish.heap, program=program)
    save(wish.home, read_saved(wish.home) | {"opensearch_url": launch.url})
    supervisor.start(Child("node", launch.start))


def _wait_for_node(settings: Settings, supervisor: Supervisor, engine: Engine) -> None:
    with Step("Search engine") as step:
        child = next((child for child in supervisor.children if child.name == "node"), None)
        if child is not None:
            log = (settings.home / "node").resolve() / "logs" / "console.log"
            node.wait_ready(settings.opensearch_url, log, child.process)
        until = time.monotonic() + node.READY_S
        while (version := engine.alive()) is None:
            if time.monotonic() > until:
                raise SetupError("The search engine at %(url)s does not answer. Check OPENSEARCH_URL and start again.",
                                 url=without_password(settings.opensearch_url))
            time.sleep(0.5)
        step.note = f"OpenSearch {version}"


def without_password(url: str) -> str:
    """A URL fit for a message."""
    head, at, tail = url.rpartition("@")
    return f"{head.split('://')[0]}://***@{tail}" if at else url


def load_demo(settings: Settings, store: Store) -> None:
    """Load the demonstration once; an interrupted load is finished by the next start."""
    saved = read_saved(settings.home)
    if saved.get("demo_loaded"):
        return
    from casefile.demo.load import load  # needed on the first start only

    with Step("Demonstration") as step:
        load(store, settings, progress=step.progress)
        save(settings.home, read_saved(settings.home) | {"demo_loaded": True})


def _web(home: Path, port: int) -> "subprocess.Popen[bytes]":
    return _python(home, "web", "-m", "gunicorn", "--worker-class", "gthread", "--workers", "1", "--threads",
                   str(WEB_THREADS), "--bind", f"127.0.0.1:{port}", "--no-control-socket", "--graceful-timeout", "5",
                   "portal.wsgi:app")


def _python(home: Path, name: str, *args: str) -> "subprocess.Popen[bytes]":
    """A Python child of this installation; what it prints goes to a log under the home."""
    env = os.environ | {"GRIOT_HOME": str(home)}
    with (home / "logs" / f"{name}.log").open("ab") as log:
        return subprocess.Popen([sys.executable, "-P", *args], env=env, cwd=home, stdin=subprocess.DEVNULL, stdout=log,
                                stderr=log, start_new_session=True)


def _wait_for_web(home: Path, port: int, web: Child) -> None:
    until = time.monotonic() + WEB_READY_S
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
            return
        except urllib.error.HTTPError as error:
            if error.code < 500:
                return
        except OSError:
            pass
        if web.process is not None and web.process.poll() is not None:
            break
        time.sleep(0.1)
    raise SetupError("The web server did not start; see %(log)s. Start again with scripts/run; griot doctor looks "
                     "for the cause.", log=home / "logs" / "web.log")
