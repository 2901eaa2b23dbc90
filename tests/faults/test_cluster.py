"""Several nodes: three on the loopback address, one replica, one of them killed in the midst of work."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import rebuild, schema
from indexer.schema import Kind
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
    scene = stage(url=cluster.url, replicas=1, timeout_s=5.0)
    harness.until(lambda: _green(cluster), 60)
    index = next(iter(schema.indices(scene.engine, Kind.RECORDS)))
    writing, worker = scene.writer(), scene.worker(limit=10)
    harness.until(lambda: writing.exitcode is not None or len(scene.entries) // 3 < _written(scene), 90)
    victim = cluster.holding_the_primary_of(index)
    victim.kill()
    writing.join(90)
    assert writing.exitcode == 0
    drained = harness.until(lambda: not scene.owed(), 180)
    print(f"seed {scene.seed}: primary's node killed; drained {drained:.1f} s after the last entry")
    harness.end(worker)
    harness.check(scene)
    victim.start()


def _written(scene: harness.Scene) -> int:
    path = Path(scene.ledger)
    return len(path.read_text("utf-8").split()) if path.exists() else 0


def _green(cluster: OwnCluster) -> bool:
    health = cluster.ask("/_cluster/health")
    return isinstance(health, dict) and health["status"] == "green"
