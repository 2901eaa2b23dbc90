"""Real parts for the tests, each started once per run and only when a test asks for it.

Fixture strategy
- `opensearch_url`: one node per run, also when two processes share the run (`-n 2`): the first that needs it starts
  it, the run's end stops it. GRIOT_TEST_OPENSEARCH_URL names a running one instead (development: no 15 s start).
- `settings`: an index prefix of its own; with `engine` the one of its process, whose indices are made empty again after
  each test (tests/reuse/indices.py). Tests never see each other.
- `sqlite_store`, `postgres_store`: an empty database, migrated once; the SQLite file is copied for each test, the
  PostgreSQL database made empty again (tests/reuse/database.py). `store` runs a test on both.
- `postgres_url`: a fresh database in a throw-away cluster of Debian's server, without fsync, run as `postgres` by root.
- `browser`: Debian's Chromium by playwright; `page` is a fresh context. Loopback only, no background traffic.
A part that cannot be had fails the test; it is skipped only where GRIOT_TEST_SKIP names it ("browser postgres").
Every test gets its tier as a marker (tests/tiers.py): `-m unit` starts no server, and would fail a test that tried.
`--slow` adds the slow tier and draws new seeds and examples at each run. Without it they are the same every time, so
that nobody's change fails by the luck of a draw.
"""

import dataclasses
import fcntl
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import hypothesis
import pytest

from casefile import installation
from casefile.audit.proof import contents
from casefile.settings import Settings
from casefile.storage import migrate
from casefile.storage.store import Store
from indexer.node import launch
from indexer.node.processes import Remembered, remember, remembered
from tests import tiers
from tests.network.stored import INSTALLATION, SECRET
from tests.reuse import once
from tests.reuse.database import Reused

TESTS = Path(__file__).resolve().parent
FEATURES_OFF = [
    # What Playwright turns off; the last list given is the one that counts.
    "AvoidUnnecessaryBeforeUnloadCheckSync", "HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable", "PaintHolding",
    "ThirdPartyStoragePartitioning", "MediaRouter", "OptimizationHints",
    # A renderer kept in waiting, and a new frame for each page: a fifth of a page's processor time.
    "RenderDocument", "SpareRendererForSitePerProcess",
]  # fmt: skip
CHROMIUM_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--in-process-gpu", f"--disable-features={','.join(FEATURES_OFF)}",
]  # fmt: skip
BROWSERS = ("chromium-headless-shell", "chromium")
"""The first costs 0.2 s of processor time a page, the second 0.7; the slow tier has the second, as officers do."""

RUN = "GRIOT_TEST_RUN"
"""Names the folder of the whole run; set by the process that was called, inherited by those it starts."""

_numbers = itertools.count(1)


def pytest_addoption(parser):
    parser.addoption("--slow", action="store_true", help="run the slow tests as well")


def pytest_configure(config):
    if tiers.only_unit(config.option.markexpr):
        tiers.forbid_servers()
    fast = not config.getoption("--slow")
    if fast:
        os.environ.setdefault("GRIOT_FAULT_SEED", "20261122")
    hypothesis.settings.register_profile(  # the same every time in the fast tier; no machine is too slow
        "griot", derandomize=fast, deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
    hypothesis.settings.load_profile("griot")
    if not hasattr(config, "workerinput"):
        os.environ[RUN] = str(_folder())
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # told to end, it still ends what it started


def pytest_collection_finish():
    once.rules_compiled_once()
    once.few_collections()


def pytest_unconfigure(config):
    if not hasattr(config, "workerinput"):
        run = Path(os.environ[RUN])
        for process in remembered(run / "processes.json").values():
            process.stop(grace_s=0)  # its index is thrown away
        shutil.rmtree(run, ignore_errors=True)


def _folder() -> Path:
    """A temporary folder that other users may enter, as the node's and the database's users must."""
    folder = Path(tempfile.mkdtemp(prefix="griot-tests-"))
    folder.chmod(0o755)
    return folder


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Gives each test its tier and its parts as markers, before `-m` chooses."""
    skip = pytest.mark.skip(reason="slow; run with --slow")
    for item in items:
        parts = tiers.parts_of(item.fixturenames, (mark.name for mark in item.iter_markers()))
        path = item.path.relative_to(TESTS) if item.path.is_relative_to(TESTS) else item.path
        for name in (tiers.tier_of(path, parts), *sorted(parts)):
            item.add_marker(name)
        if "slow" in item.keywords and not config.getoption("--slow"):
            item.add_marker(skip)
    if not config.getoption("--slow"):
        rows = pytest.mark.skip(reason="more rows of a table on PostgreSQL; run with --slow")
        for item in tiers.more_rows_on_postgres(items):
            item.add_marker(rows)
        faults = pytest.mark.skip(reason="a fault on the other database; run with --slow")
        for item in tiers.faults_on_the_other_database(items):
            item.add_marker(faults)
    items.sort(key=lambda item: tiers.place(next(t for t in tiers.TIERS if item.get_closest_marker(t)), item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """`--dist loadfile`, but for the long files."""
    if config.getoption("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class ByShare(LoadFileScheduling):
        def _split_scope(self, nodeid):
            return tiers.share_of(nodeid)

    return ByShare(config, log)


def _needs(part, config):
    if tiers.only_unit(config.option.markexpr):
        pytest.fail(f"the unit tier starts no server, and this test asks for one: {part}")
    if part in os.environ.get("GRIOT_TEST_SKIP", "").split():
        pytest.skip(f"GRIOT_TEST_SKIP leaves out {part}")


@pytest.fixture(scope="session")
def open_folder() -> Iterator[Path]:
    """This process's own temporary folder, which other users may enter."""
    folder = _folder()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


# ---- the search engine ---------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def opensearch_url(request) -> str:
    _needs("node", request.config)
    return os.environ.get("GRIOT_TEST_OPENSEARCH_URL") or _node_of_the_run(Path(os.environ[RUN]))


def _node_of_the_run(run: Path) -> str:
    """The address of the node all processes of the run share; started by whoever asks first."""
    address = run / "address"
    with (run / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not address.exists():
            node = launch.prepare(run / "node-home", heap="1g")
            child = node.start()
            remember(run / "processes.json", {"node": Remembered.of(child.pid)})
            launch.wait_ready(node.url, node.log, child)
            address.write_text(node.url)
    return address.read_text()


@pytest.fixture
def settings(opensearch_url, tmp_path, request) -> Settings:
    """An installation of its own in `tmp_path`, on the run's node."""
    prefix = f"test-{os.getpid()}-{next(_numbers)}-{uuid.uuid4().hex[:6]}"
    if "engine" in request.fixturenames:
        prefix = request.getfixturevalue("_reused_indices").prefix
    own = Settings.from_env(
        tmp_path / "home",
        {
            "OPENSEARCH_URL": opensearch_url,
            "GRIOT_INDEX_PREFIX": prefix,
            "GRIOT_SECRET_KEY": SECRET,
            "GRIOT_UNDO_S": "0",
        },
    )
    return dataclasses.replace(own, installation=INSTALLATION)


@pytest.fixture(scope="session")
def _reused_indices():
    from tests.reuse.indices import ReusedIndices

    return ReusedIndices()


@pytest.fixture
def engine(settings, _reused_indices):
    """The index access of `settings`, with empty indices; they are emptied afterwards."""
    from indexer.engine.client import Engine

    with closing(Engine(settings)) as engine:
        _reused_indices.ready(engine)
        yield engine
        _reused_indices.empty(engine)


# ---- the database --------------------------------------------------------------------------------------------


def _is_as_written(store: Store) -> None:
    """With GRIOT_TEST_PROOF each test ends with the question whether every row it left has its leaf."""
    if os.environ.get("GRIOT_TEST_PROOF"):
        assert list(contents.check(store)) == []


@pytest.fixture(scope="session")
def _migrated_file(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "empty.db"
    store = Store(f"sqlite:///{path}", secret=SECRET)
    _migrated(store)
    return path


def _migrated(store: Store) -> None:
    migrate.migrate(store)
    with store.writing() as session:
        installation.renamed(session, INSTALLATION)
    store.close()


@pytest.fixture
def sqlite_store(_migrated_file, tmp_path) -> Iterator[Store]:
    path = tmp_path / "home" / "griot.db"
    path.parent.mkdir(exist_ok=True)
    shutil.copyfile(_migrated_file, path)
    store = once.store_at(f"sqlite:///{path}")
    yield store
    _is_as_written(store)
    store.close()


class Cluster:
    """A PostgreSQL server of Debian's packages in a temporary folder, on a Unix socket and a loopback port."""

    def __init__(self, folder: Path) -> None:
        from tests.steady.ports import free_port

        versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        if not versions:
            pytest.fail("PostgreSQL is not installed; scripts/test installs it (or: apt-get install postgresql)")
        self.bin, self.folder, self.port = versions[-1], folder, free_port()
        self.account = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
        folder.mkdir(parents=True)
        if self.account:
            os.chown(folder, self.account.pw_uid, self.account.pw_gid)
        user = self.account.pw_name if self.account else pwd.getpwuid(os.geteuid()).pw_name
        self.address = f"postgresql+psycopg://{user}@127.0.0.1:{self.port}"
        self.run("initdb", "-D", f"{folder}/data", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        # Bounded: the child is a daemon and `-w` waits until it answers.
        self.run(
            "pg_ctl",
            "-D",
            f"{folder}/data",
            "-w",
            "-t",
            "60",
            "-l",
            f"{folder}/log",
            "-o",
            f"-p {self.port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off "
            "-c full_page_writes=off -c max_connections=60 -c shared_buffers=64MB",
            "start",
        )

    def run(self, program: str, *args: str) -> None:
        done = subprocess.run(
            [str(self.bin / program), *args],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE if program == "initdb" else None,
            user=self.account.pw_uid if self.account else None,
            group=self.account.pw_gid if self.account else None,
            extra_groups=[] if self.account else None,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, f"{program}: {(done.stderr or b'').decode('utf-8', 'replace')[-500:]}"

    def sql(self, statement: str) -> None:
        import psycopg

        plain = self.address.replace("postgresql+psycopg", "postgresql") + "/postgres"
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(statement)

    def stop(self) -> None:
        self.run("pg_ctl", "-D", f"{self.folder}/data", "-m", "immediate", "-w", "stop")


@pytest.fixture(scope="session")
def postgres_cluster(open_folder, request) -> Iterator[Cluster]:
    _needs("postgres", request.config)
    cluster = Cluster(open_folder / "postgres")
    try:
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture(scope="session")
def _migrated_template(postgres_cluster) -> str:
    postgres_cluster.sql("CREATE DATABASE griot_template")
    _migrated(Store(f"{postgres_cluster.address}/griot_template"))
    return "griot_template"


@pytest.fixture
def postgres_url(postgres_cluster) -> Iterator[str]:
    """The URL of an empty PostgreSQL database without tables."""
    yield from _database(postgres_cluster, "template0")


@pytest.fixture(scope="session")
def _reused_database(postgres_cluster, _migrated_template) -> Reused:
    return Reused(postgres_cluster, _migrated_template)


@pytest.fixture
def postgres_store(_reused_database) -> Iterator[Store]:
    store = once.store_at(_reused_database.ready())
    try:
        yield store
        _is_as_written(store)
    finally:
        store.close()
        _reused_database.empty()


def _database(cluster: Cluster, template: str) -> Iterator[str]:
    name = f"griot_{next(_numbers)}"
    cluster.sql(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")  # without fsync half the work
    yield f"{cluster.address}/{name}"
    cluster.sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store(request) -> Store:
    """A migrated, empty database; the test runs once on SQLite and once on PostgreSQL."""
    return request.getfixturevalue(f"{request.param}_store")


# ---- the browser ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser(request):
    _needs("browser", request.config)
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=20_000)  # as long as clicks wait: five seconds are few on a busy machine

    whole = request.config.getoption("--slow")
    path = next(filter(None, map(shutil.which, BROWSERS[whole:])), None)
    if path is None:
        pytest.fail("Chromium is not installed; scripts/test installs it (or: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser):
    """A page in a fresh context: no cookies of another test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


# ---- small help ----------------------------------------------------------------------------------------------


@pytest.fixture
def until():
    """until(check, seconds): the first true value of `check()`, else a failed test. For what happens by itself."""

    def wait(check, seconds=60.0, every=0.05):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if value := check():
                return value
            time.sleep(every)
        pytest.fail(f"not so within {seconds} s: {getattr(check, '__name__', check)}")

    return wait
