"""A restore drill: a backup proved in a home of its own, made for it and gone afterwards.

It cannot reach production: it reads no setting of the environment and opens no connection to any server
(`portal.install.apart`). A backup of PostgreSQL is restored into a database of its own next to the one named, made for
the drill and dropped after it. With an engine, a node of the drill's own is started, and the index is built in it.
"""

import secrets
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from sqlalchemy.engine import make_url

from casefile import backup as backups
from casefile.audit.proof.checkpoints import Place
from casefile.audit.proof.verify import verify
from casefile.backup import postgresql
from casefile.errors import SetupError
from casefile.installation import identified
from casefile.settings import Settings
from casefile.storage import migrate
from casefile.storage.store import Store
from casefile.vocabulary import Json
from indexer.node import launch
from indexer.node.processes import reap
from portal.install.apart import apart

HEAP = "512m"


@dataclass(slots=True)
class Drill:
    """What was proved. `problems`: what was not, each with its place."""

    taken_at: str = ""
    installation: str = ""
    revision: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    lines: int = 0
    leaves: int = 0
    checkpoints: int = 0
    hits_expected: int = 0
    hits_missing: int = 0
    records_indexed: int | None = None
    watches_indexed: int | None = None
    problems: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def proved(self) -> bool:
        return not self.problems

    def as_json(self) -> dict[str, Json]:
        return {**asdict(self), "proved": self.proved}


def drill(folder: Path, *, keys: Sequence[Path] = (), database: str = "", with_engine: bool = False) -> Drill:
    """Restore into a home made for it, and look at everything. `database`: of a PostgreSQL backup, an address on the
    server where the drill may make its own. Raises SetupError for a backup that cannot be restored."""
    started, done = time.monotonic(), Drill()
    with tempfile.TemporaryDirectory(prefix="griot-drill-") as name:
        home = Path(name)
        if with_engine:
            home.chmod(0o711)  # the node's own user passes through
        with apart(home, postgresql.hosts(database)), _database(home, folder, database) as url:
            settings = Settings(
                home=home,
                database_url=url,
                opensearch_url=f"door://{home / launch.SOCKET}",
                broker_url="filesystem://",
                secret_key=secrets.token_urlsafe(48),
                own_engine=True,
            )
            manifest = backups.restore(folder, url, keys=keys)
            done.taken_at, done.installation, done.counts = manifest.taken_at, manifest.installation, manifest.counts
            store = Store(url, secret=settings.secret_keys)
            try:
                with backups.proof_of(folder, manifest, home / "proof", keys) as carried:
                    _look(store, carried, done)
                if with_engine:
                    _index(identified(settings, store), store, done)
            finally:
                store.close()
    done.seconds = round(time.monotonic() - started, 1)
    return done


@contextmanager
def _database(home: Path, folder: Path, database: str) -> Iterator[str]:
    """Where the drill's database goes."""
    if backups.manifest_in(folder).database == "sqlite":
        yield f"sqlite:///{home / 'griot.db'}"
        return
    if not postgresql.is_postgresql(database or "sqlite://"):
        raise SetupError(
            "This is a backup of PostgreSQL. Name a server where the drill may make a database of its own: --database "
            "postgresql+psycopg://user@host/postgres"
        )
    with postgresql.temporary(make_url(database)) as url:
        yield url.render_as_string(hide_password=False)


def _look(store: Store, carried: Path | None, done: Drill) -> None:
    """The trail, the checkpoints that came along, every row against its leaf, the tables' revision, the hits against
    the oracle."""
    from indexer.upkeep import reconcile

    report = verify(store, Place(carried) if carried else None)
    done.lines, done.leaves, done.checkpoints = report.lines, report.leaves, report.checkpoints
    done.problems += [f"{one.what}: {one.why}" for one in report.problems]
    done.revision = migrate.current(store) or ""
    hits = reconcile.hits_against_oracle(store)
    done.hits_expected, done.hits_missing = hits.hits_expected, hits.missing


def _index(settings: Settings, store: Store, done: Drill) -> None:
    """A node of the drill's own, and the index built in it."""
    from dataclasses import replace

    from indexer.engine.client import Engine
    from indexer.upkeep import copy_check, rebuild

    node = launch.prepare(settings.home, heap=HEAP)
    if not node.closed:
        raise SetupError(
            "This system gives the drill's engine no door of its own. Leave out --with-engine, or start as root."
        )
    child = node.start()
    engine = Engine(replace(settings, opensearch_url=node.url))
    try:
        launch.wait_ready(node.url, node.log, child)
        built = rebuild.rebuild(store, engine, settings)
        done.records_indexed, done.watches_indexed = built.records, built.watches
        if copy_check.whole(store, engine) is False:
            done.problems.append("the index: built from this backup it is not whole")
    finally:
        engine.close()
        reap(child)
