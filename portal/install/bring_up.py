"""The steps that bring an installation up, each safe to repeat after an end half-way.

Used by `griot up`. Order: program, database, search engine, indices, demonstration, worker, web server. The node takes
longest, so it is started before the modules that speak to the database are even read.
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
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, cast

from casefile.errors import SetupError
from casefile.settings import HOME_FILE, Settings
from indexer.node import door, jars, launch
from indexer.node.processes import free_port
from portal.install.steps import Step
from portal.install.supervisor import Child, Supervisor

if TYPE_CHECKING:
    from casefile.storage.store import Store

DEFAULT_PORT = 8000
TRAINING_PORT = 8100
WEB_READY_S = 60.0
FOREIGN_ENGINE_S = 60.0
MIN_FREE_MB = 600
"""Under it the search engine soon closes its indices for writing (250 MB), and a first start needs 250 MB itself."""


OPEN_TO_ALL = (
    "Note: every user of this machine can read and change the search index, for this system lets Griot make no network "
    "of its own for it. Let no others use this machine, or start Griot as root."
)


class Saved(TypedDict, total=False):
    """What a start writes down for the next one, in `installation.json` of the home."""

    port: int
    demo: bool
    training: bool
    complete: bool
    opensearch_url: str
    portal_url: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What `griot up` was asked for. `port` None: the last one, else the usual one, else a free one."""

    home: Path
    port: int | None = None
    demo: bool = True
    heap: str = launch.DEFAULT_HEAP
    training: bool = False


def bring_up(wish: Wish, supervisor: Supervisor) -> str:
    """All steps. Returns the portal's address; the children then run. Raises SetupError with the way out.

    On a complete installation the web server starts together with the node, and the worker once that answers: until
    then it could only ask in vain; on a first start they would find no tables and no index.
    """
    saved = read_saved(wish.home)
    port = choose_port(wish, saved)
    save(wish.home, saved | {"port": port, "training": wish.training})
    if not os.environ.get("OPENSEARCH_URL"):
        _start_node(wish, supervisor)
    os.umask(0o077)  # what follows holds case data; the node has a folder of its own
    from casefile.installation import identified
    from casefile.storage import migrate
    from casefile.storage.store import Store

    complete = bool(saved.get("complete"))
    store = Store(Settings.from_env(wish.home).database_url)
    try:
        with Step("Database") as step:
            step.note = migrate.migrate(store)
        settings = identified(Settings.from_env(wish.home), store)
        with Step("Checkpoint") as step:
            step.note = sign(settings, store)
        save(wish.home, read_saved(wish.home) | {"demo": _with_demo(wish, saved, store)})
        if complete:
            _start_web(wish.home, port, supervisor)
        _search_engine(settings, store, supervisor, first=not complete)
        if complete:
            _start_worker(wish.home, supervisor)
        else:
            _first_start(wish.home, port, supervisor, store)
    finally:
        store.close()
    with Step("Web server"):
        _wait_for_web(wish.home, port, supervisor.child("web"))
    return f"http://127.0.0.1:{port}"


def sign(settings: Settings, store: "Store") -> str:
    """The first checkpoint, and with it the key; later one more at each start. Says what came of it."""
    from casefile.audit.proof import checkpoints

    try:
        checkpoints.write(store, checkpoints.Place.of(settings))
    except SetupError as error:  # an altered database must start all the same: it is looked at with Griot's own tools
        return f"NOT SIGNED: {error}"
    return "signed"


def _with_demo(wish: Wish, saved: Saved, store: "Store") -> bool:
    """Decided once, and never for a database that somebody uses already."""
    from casefile.people.units import units
    from portal.install.demo import demo_logins

    if wish.training:
        return True
    if "demo" in saved or demo_logins(wish.home):
        return bool(saved.get("demo", True))
    with store.reading() as session:
        return wish.demo and not units(session)


def _first_start(home: Path, port: int, supervisor: Supervisor, store: "Store") -> None:
    from portal.install.demo import load_demo, wait_searched

    demo = bool(read_saved(home).get("demo"))
    if demo:
        load_demo(home, store, training=bool(read_saved(home).get("training")))
    _start_worker(home, supervisor)
    _start_web(home, port, supervisor)
    if demo:
        wait_searched(store)
    if read_saved(home).get("training"):
        from portal.install.training import keep_start

        wait_searched(store, decide=False)  # what follows from those decisions too
        keep_start(home)
    save(home, read_saved(home) | {"complete": True})


def _start_worker(home: Path, supervisor: Supervisor) -> None:
    supervisor.start(
        Child("worker", lambda: _python(home, "worker", "-m", "indexer.worker.tasks", "worker", "--with-beat"))
    )


def _start_web(home: Path, port: int, supervisor: Supervisor) -> None:
    supervisor.start(Child("web", lambda: _web(home, port)))


# ---- the home ------------------------------------------------------------------------------------------------


def prepare_home(home: Path) -> None:
    """Make the folder; refuse a disk that is nearly full before anything is half done."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        if home.stat().st_uid == os.geteuid():
            home.chmod(0o711 if os.geteuid() == 0 else 0o700)  # the node's user must pass through root's
        (home / "logs").mkdir(mode=0o700, exist_ok=True)
        (home / "logs").chmod(0o700)
        probe = home / ".probe"
        probe.write_bytes(b"x")
        probe.unlink()
    except OSError as error:
        raise SetupError(
            "%(home)s cannot be written to (%(error)s). Free space or choose another folder with --home.",
            home=home,
            error=error.strerror,
        ) from error
    free = shutil.disk_usage(home).free // 2**20
    if free < MIN_FREE_MB:
        raise SetupError(
            "The disk of %(home)s has %(free)s MB left and Griot needs %(least)s. Free some space, or "
            "choose another disk with --home.",
            home=home,
            free=free,
            least=MIN_FREE_MB,
        )


def read_saved(home: Path) -> Saved:
    """What an earlier start wrote down; a torn file counts as none."""
    try:
        loaded = json.loads((home / "installation.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return cast(Saved, loaded) if isinstance(loaded, dict) else {}


def save(home: Path, values: Saved) -> None:
    """Write `installation.json` whole or not at all."""
    part = home / "installation.json.part"
    part.write_text(json.dumps(values, indent=1) + "\n", "utf-8")
    part.replace(home / "installation.json")


def choose_port(wish: Wish, saved: Saved) -> int:
    """The port asked for, or a sentence; without a wish a taken port is passed over."""
    if wish.port:
        if free_port(wish.port) != wish.port:
            raise SetupError(
                "Port %(port)s is taken by another program. Choose another with --port, or let Griot "
                "choose with --port 0.",
                port=wish.port,
            )
        return wish.port
    if wish.port == 0 and "port" not in saved:
        return free_port()
    return free_port(int(saved.get("port") or (TRAINING_PORT if wish.training else DEFAULT_PORT)))


def keep_apart(home: Path, *, training: bool) -> None:
    """Raises SetupError, before anything is touched, where a home in use is of the other kind."""
    used = (home / HOME_FILE).exists() or (home / "griot.db").exists()
    if used and training != bool(read_saved(home).get("training", False)):
        raise SetupError(
            "%(home)s is a real installation's, no training space. Nothing was touched. Leave out --training, or name "
            "another folder with --home." if training else
            "%(home)s is a training space: its people are invented. Nothing was touched. Start it with --training, or "
            "name another folder with --home.",
            home=home,
        )  # fmt: skip


# ---- the parts -----------------------------------------------------------------------------------------------


def _start_node(wish: Wish, supervisor: Supervisor) -> None:
    with Step("Search engine's program") as step:
        program = jars.assemble(progress=step.progress)
    node = launch.prepare(wish.home, heap=wish.heap, program=program)
    save(wish.home, read_saved(wish.home) | {"opensearch_url": node.url})
    if not node.closed:
        print(OPEN_TO_ALL)
    supervisor.start(Child("node", node.start, useless=lambda: door.shut(node.url)))


def _search_engine(settings: Settings, store: "Store", supervisor: Supervisor, *, first: bool) -> None:
    """Wait until it answers; the first time make the indices. Later the worker repairs what is missing, from SQL.

    Raises ForeignIndex, with nothing touched, where another installation's index has the name.
    """
    from indexer.engine import indices as index_schema
    from indexer.engine.client import Engine
    from indexer.upkeep import ownership, rebuild

    engine = Engine(settings)
    try:
        with Step("Search engine") as step:
            if (child := supervisor.child("node")) is not None:
                log = (settings.home / "node").resolve() / "logs" / "console.log"
                launch.wait_ready(settings.opensearch_url, log, child.process)
            until = time.monotonic() + FOREIGN_ENGINE_S
            while (version := engine.alive()) is None:
                if time.monotonic() > until:
                    raise SetupError(
                        "The search engine at %(url)s does not answer. Check OPENSEARCH_URL and start again.",
                        url=without_password(settings.opensearch_url),
                    )
                time.sleep(0.5)
            step.note = f"OpenSearch {version}"
        with Step("Indices") as step:
            ownership.claim(store, engine, settings)
            if first:
                step.note = f"{len(index_schema.ensure(engine))} made"
                rebuild.note(store, engine)
    finally:
        engine.close()


def without_password(url: str) -> str:
    """A URL fit for a message."""
    head, at, tail = url.rpartition("@")
    return f"{head.split('://')[0]}://***@{tail}" if at else url


def _web(home: Path, port: int) -> "subprocess.Popen[bytes]":
    return _python(home, "web", "-m", "portal.serve", "--port", str(port))


def _python(home: Path, name: str, *args: str) -> "subprocess.Popen[bytes]":
    """A Python child of this installation; what it prints goes to a log under the home."""
    env = os.environ | {"GRIOT_HOME": str(home)}
    with (home / "logs" / f"{name}.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-P", *args],
            env=env,
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _wait_for_web(home: Path, port: int, web: Child | None) -> None:
    until = time.monotonic() + WEB_READY_S
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
            return
        except urllib.error.HTTPError as error:
            if error.code < HTTPStatus.INTERNAL_SERVER_ERROR:
                return
        except OSError:
            pass
        if web is not None and web.process is not None and web.process.poll() is not None:
            break
        time.sleep(0.1)
    raise SetupError(
        "The web server did not start; see %(log)s. Start again with scripts/run; griot doctor looks for the cause.",
        log=home / "logs" / "web.log",
    )
