"""Experiment 16: a backup taken under load, put back elsewhere, next to an index from another hour."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from casefile import audit, outbox
from casefile.backup import backup, restore
from casefile.storage.store import Store
from casefile.storage.tables import Hit, Record
from indexer.engine.client import Engine
from indexer.upkeep import rebuild, reconcile
from tests.faults import harness, world
from tests.faults.conftest import Stage


def test_restored_next_to_a_later_index_it_becomes_one_whole_again(
    on_both: Stage, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    scene = on_both(records=120, watches=40)
    everything = scene.entries
    scene.entries = everything[:80]
    harness.enter_all(scene)
    scene.entries = everything
    writing, worker = scene.writer(), scene.worker(limit=10)
    harness.until(lambda: len(world.accepted(scene.store)) > 100, 60)
    manifest = backup(scene.store, tmp_path / "copy")
    writing.join(60)
    harness.until(lambda: not scene.pending(), harness.SETTLE_S)
    harness.end(worker)
    harness.check(scene)  # the old place, and the index, now hold more than the copy does

    settings = replace(scene.settings, home=tmp_path / "elsewhere", database_url=elsewhere_of(scene, tmp_path, request))
    restore(tmp_path / "copy", settings.database_url, id=settings.installation)  # the same, on another machine
    store, engine = Store(settings.database_url), Engine(settings)
    with store.reading() as session:
        assert audit.verify(session) is None
        known = set(session.scalars(select(Record.origin_ref)))
    assert manifest.counts["record"] == len(known) < 120
    assert reconcile.foreign(store, engine)

    elsewhere = replace_scene(scene, settings, store, engine)
    elsewhere.drained()  # the worker's start heals, then what is pending in the copy is done
    there = [e for e in everything if e.ref in world.accepted(store)]
    harness.check(elsewhere, expected=world.planned_hits(there))
    with store.reading() as session:
        assert set(session.scalars(select(Hit.record_id))) <= set(session.scalars(select(Record.id)))
        assert outbox.read_backlog(session).total == 0
    assert rebuild.heal(store, engine, settings) is None
    store.close()


def elsewhere_of(scene: harness.Scene, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """An empty place for a database of the same kind."""
    if scene.store.sqlite:
        return f"sqlite:///{tmp_path / 'elsewhere' / 'griot.db'}"
    name = f"{scene.store.engine.url.database}_elsewhere"
    cluster = request.getfixturevalue("postgres_cluster")
    cluster.sql(f"CREATE DATABASE {name} TEMPLATE template0")
    request.addfinalizer(lambda: cluster.sql(f"DROP DATABASE {name} WITH (FORCE)"))
    return f"{cluster.address}/{name}"


def replace_scene(scene: harness.Scene, settings, store: Store, engine: Engine) -> harness.Scene:
    """The same plan in the new place."""
    return harness.Scene(settings, store, engine, settings.home, scene.seed, scene.entries, scene.expected)
