"""The rough rides: a whole installation, its every kind of process killed again and again while commands and an officer
bring work in. `GRIOT_RIDE_KILLS` says how many (30); what the long rides gave stands in docs/reliability.md.
"""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from casefile.installation import identified
from casefile.settings import Settings
from casefile.storage import migrate
from casefile.storage.store import Store
from indexer.engine import indices
from indexer.engine.client import Engine
from indexer.upkeep import ownership, rebuild
from portal.install.bring_up import save
from tests.faults import harness
from tests.faults.rides.desk import Desk
from tests.faults.rides.neighbours import Neighbour, Stranger
from tests.faults.rides.parts import ROOT, Part, Parts
from tests.faults.rides.ride import OFFICER_UNIT, Ride, run, set_up
from tests.faults.rides.servers import Servers
from tests.faults.rides.work import Work, work
from tests.steady.ports import free_port

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("GRIOT_RIDE_KILLS") or 30)
SECRET = "r" * 40
SEVERAL = {
    "importer": 26, "worker": 22, "second relay": 8, "web": 8, "web child": 4, "clock": 5, "node": 6, "tls proxy": 6,
    "postmaster": 5, "broker": 5, "rebuild": 2, "neighbour": 6,
}  # fmt: skip
CLOCKS = (*[""] * 12, "+1d", "-1d", "+5m")
"""Of each command and each part of Griot's own, at each start."""


def own_env(home: Path, **more: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "GRIOT_HOME": str(home),
        "GRIOT_DEMO": "1",
        "GRIOT_SECRET_KEY": SECRET,
        **more,
    }


def typed_passports(of: Work) -> list[str]:
    """What an officer may type and must give a hit: watched by another unit."""
    return [passport for passport, (_, unit) in of.watched.items() if unit != OFFICER_UNIT]


@pytest.fixture
def home(open_folder: Path) -> Path:
    folder = open_folder / "ride"
    folder.mkdir(mode=0o711)
    return folder


@pytest.fixture
def parts() -> Iterator[Parts]:
    kept = Parts()
    yield kept
    kept.end()


def test_every_kind_of_process_of_one_machine_killed_loses_nothing(home: Path, parts: Parts) -> None:
    """Supervisor, search engine, worker, second relay, web server and commands, on SQLite."""
    port, env = free_port(), own_env(home)
    save(home, {"port": port, "demo": False})
    store = Store(f"sqlite:///{home / 'griot.db'}")
    migrate.migrate(store)
    case = set_up(store)
    settings = identified(Settings.from_env(home, env), store)
    seed = harness.chosen_seed()
    todo = work(home / "files", seed, watches=80, records=420, rebuilds=1)
    up = [sys.executable, "-P", "-m", "portal.cli", "--home", str(home), "up", "--no-demo", "--heap", "512m"]
    parts.home = home
    parts.kept.append(Part("supervisor", up, lambda: env, home / "up.log"))
    parts.keep()
    harness.until(lambda: "complete" in (home / "installation.json").read_text("utf-8"), 600)
    settings = identified(Settings.from_env(home, env), store)
    # Two more workers: what the supervisor starts again it starts with longer and longer pauses.
    extra = ["-m", "indexer.worker.tasks", "worker", "--home", str(home)]
    ride = Ride(
        settings, env, store, Engine(settings), parts, todo, seed, clocks=CLOCKS,
        weights={"importer": 30, "worker": 30, "second relay": 12, "web": 10, "node": 4, "supervisor": 3, "rebuild": 2},
    )  # fmt: skip
    parts.kept += [Part("worker", extra, ride.env_with_clock, home / f"worker{n}.log") for n in (1, 2)]
    run(ride, Desk([port], case, typed_passports(todo), seed), KILLS)


def test_every_kind_of_process_on_several_machines_killed_loses_nothing(home: Path, parts: Parts) -> None:
    """PostgreSQL, RabbitMQ, three nodes behind TLS proxies, two web servers, two workers and the clock; next to them on
    the same cluster and the same broker another installation, and one that takes the first one's names."""
    servers = Servers(home, parts.kept)
    servers.postgres()
    servers.rabbitmq()
    servers.nodes()
    seed, ports = harness.chosen_seed(), [free_port(), free_port()]
    env = own_env(home, **servers.env)
    store = Store(env["DATABASE_URL"])
    migrate.migrate(store)
    case = set_up(store)
    settings = identified(Settings.from_env(home, env), store)
    engine = Engine(settings)
    harness.until(lambda: engine.alive() is not None and is_green(engine), 900, every=parts.keep)
    ownership.claim(store, engine, settings)
    indices.ensure(engine)
    rebuild.note(store, engine)
    todo = work(home / "files", seed, watches=80, records=420, rebuilds=1)
    ride = Ride(settings, env, store, engine, parts, todo, seed, weights=SEVERAL, clocks=CLOCKS)
    start = ["-m", "indexer.worker.tasks", "worker", "--home", str(home)]
    parts.kept += [Part("worker", start, ride.env_with_clock, home / f"worker{n}.log") for n in (1, 2)]
    start = ["-m", "indexer.worker.tasks", "beat", "--home", str(home)]
    parts.kept.append(Part("clock", start, ride.env_with_clock, home / "beat.log"))
    for port in ports:
        start = ["-m", "portal.serve", "--port", str(port), "--processes", "2"]
        parts.kept.append(Part("web", start, ride.env_with_clock, home / f"web{port}.log"))
    its_own = {name: value for name, value in servers.env.items() if name != "DATABASE_URL"}
    neighbour_home, stranger_home = home / "neighbour", home / "stranger"
    neighbour = Neighbour(neighbour_home, own_env(neighbour_home, GRIOT_INDEX_PREFIX="beside", **its_own), parts, seed)
    stranger = Stranger(stranger_home, own_env(stranger_home, **its_own))
    stranger.start()
    try:
        run(ride, Desk(ports, case, typed_passports(todo), seed), KILLS)
    finally:
        stranger.stop()
    ended = Counter(stranger.ended)
    print(f"a stranger under the same names was started {sum(ended.values())} times: {dict(ended)}")
    assert ended["refused"] and set(ended) <= {"refused", "waiting"}
    neighbour.check()


def is_green(engine: Engine) -> bool:
    """All three nodes are there: before the first index is made."""
    health = engine._ask("GET", "/_cluster/health")
    return health["status"] == "green" and health["number_of_nodes"] == 3
