"""Several nodes: three on the loopback address, one replica, one of them killed in the midst of work."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from casefile import outbox
from indexer.engine import indices
from indexer.engine.indices import Kind
from indexer.upkeep import rebuild
from tests.faults import harness
from tests.faults.conftest import Stage
from tests.faults.nodes import OwnCluster
from tests.faults.test_races import race

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cluster(open_folder: Path) -> Iterator[OwnCluster]:
    cluster = OwnCluster(open_folder / "cluster")
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.end()


def test_kills_races_and_a_rebuild_on_three_nodes(stage: Stage, cluster: OwnCluster) -> None:
    scene = stage(url=cluster.url, replicas=1)
    harness.run_under_kills(scene, kills=25, points="relay.*", p=0.05)
    scene.drained()
    rebuild.rebuild(scene.store, scene.engine, scene.settings)
    harness.check(scene)
    race(stage(records=0, watches=0, url=cluster.url, replicas=1), 50)


def test_the_node_with_the_primary_killed_during_ingest_loses_nothing(stage: Stage, cluster: OwnCluster) -> None:
    scene = stage(records=300, watches=80, url=cluster.url, replicas=1, timeout_s=5.0)
    harness.until(lambda: _green(cluster), 120)
    index = next(iter(indices.indices(scene.engine, Kind.RECORDS)))
    writing, worker = scene.writer("store.committed:delay:s=0.05"), scene.worker(limit=10)
    harness.until(lambda: len(scene.entries) // 4 < _written(scene) and _settled(scene) > 20, 180)
    victim = cluster.holding_the_primary_of(index)
    victim.kill()
    entered, pending = _written(scene), scene.pending()
    assert writing.is_alive() and entered < len(scene.entries), f"seed {scene.seed}: all was entered before the kill"
    writing.join(180)
    assert writing.exitcode == 0
    drained = harness.until(lambda: not scene.pending(), 180)
    print(
        f"seed {scene.seed}: primary's node killed after {entered} of {len(scene.entries)} entries, {pending} pending; "
        f"drained {drained:.1f} s after the last entry"
    )
    harness.end(worker)
    assert cluster.holding_the_primary_of(index) is not victim
    harness.check(scene)
    rebuild.rebuild(scene.store, scene.engine, scene.settings)  # on the two that are left
    harness.check(scene)
    victim.start()
    harness.until(lambda: _green(cluster), 180)
    harness.check(scene)


def _settled(scene: harness.Scene) -> int:
    """How many of the entries have been worked on to their end."""
    with scene.store.reading() as session:
        pending = outbox.read_backlog(session).total
    return _written(scene) - pending


def _written(scene: harness.Scene) -> int:
    path = Path(scene.ledger)
    return len(path.read_text("utf-8").split()) if path.exists() else 0


def _green(cluster: OwnCluster) -> bool:
    health = cluster.ask("/_cluster/health")
    return isinstance(health, dict) and health["status"] == "green"
