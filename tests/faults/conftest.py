"""Scenes for the fault experiments: real child processes, a real node, a database of their own.

`scene` uses the session's node under a prefix of its own. Experiments that hurt a node start their own.
"""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from casefile.installation import identified
from casefile.settings import Settings
from casefile.storage import migrate as tables_schema
from casefile.storage.store import Store
from indexer.engine import indices
from indexer.engine.client import Engine
from tests.faults import harness, world

Stage = Callable[..., harness.Scene]


@pytest.fixture
def stage(tmp_path: Path, opensearch_url: str) -> Iterator[Stage]:
    """Sets up a scene: `stage(seed=…, records=200, watches=60, url=…, database_url=…)`."""
    scenes: list[harness.Scene] = []

    def build(
        *,
        seed: int | None = None,
        records: int = 200,
        watches: int = 60,
        url: str | None = None,
        database_url: str | None = None,
        timeout_s: float = 10.0,
        replicas: int = 0,
    ) -> harness.Scene:
        seed = harness.chosen_seed() if seed is None else seed
        home = tmp_path / f"scene{len(scenes)}"
        home.mkdir()
        base = Settings.from_env(home, {"OPENSEARCH_URL": url or opensearch_url, "GRIOT_SECRET_KEY": "k" * 40})
        settings = replace(
            base,
            index_prefix=f"fault-{secrets.token_hex(4)}",
            opensearch_timeout_s=timeout_s,
            index_replicas=replicas,
            database_url=database_url or base.database_url,
        )
        store = Store(settings.database_url)
        tables_schema.migrate(store)
        settings = identified(settings, store)
        world.set_up(store)
        engine = Engine(settings)
        indices.ensure(engine)
        entries = world.plan(seed, records, watches)
        scene = harness.Scene(settings, store, engine, home, seed, entries, world.planned_hits(entries))
        scenes.append(scene)
        print(f"seed {seed}: {len(scene.expected)} hits expected")
        return scene

    yield build
    for scene in scenes:
        scene.end_all()
        if scene.settings.opensearch_url == opensearch_url:  # other nodes go with their experiment
            cleaner = Engine(scene.settings)
            for name in cleaner.aliases(f"{scene.settings.index_prefix}-*"):
                cleaner.delete_index(name)
        scene.store.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def on_both(request: pytest.FixtureRequest, stage: Stage) -> Iterator[Stage]:
    """`stage` once with SQLite and once with PostgreSQL: each scene with a database of its own."""
    made: list[str] = []
    if request.param == "sqlite":
        yield stage
        return
    cluster = request.getfixturevalue("postgres_cluster")

    def build(**wishes: Any) -> harness.Scene:
        made.append(f"fault_{secrets.token_hex(4)}")
        cluster.sql(f"CREATE DATABASE {made[-1]} TEMPLATE template0")
        return stage(database_url=f"{cluster.address}/{made[-1]}", **wishes)

    yield build
    for name in made:
        cluster.sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def scene(on_both: Stage) -> harness.Scene:
    """A scene of 200 records and 60 watches on the session's node, with each kind of database."""
    return on_both()
