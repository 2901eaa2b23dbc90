"""Experiments 4, 5, 6 and 10: the node killed, its data lost, frozen, its disk full; the database's disk full.

One node of the experiments' own serves all of them, a scene each.
"""

import json
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, text

from casefile import audit
from casefile.errors import SearchUnavailable
from casefile.storage.tables import Outbox
from indexer.engine import indices
from indexer.engine.client import Engine
from indexer.engine.indices import Kind
from indexer.pipeline import percolate
from tests.faults import children, harness, nodes, world
from tests.faults.conftest import Stage
from tests.faults.nodes import OwnNode

ASKED = [("r", "u", frozenset({"n:none|none|?"}))]


@pytest.fixture(scope="module")
def own_node(open_folder: Path) -> Iterator[OwnNode]:
    node = OwnNode(open_folder / "own-node")
    node.start()
    yield node
    node.end()


def test_killed_and_started_again_with_its_data(stage: Stage, own_node: OwnNode) -> None:
    scene = stage(records=120, watches=40, url=own_node.url, timeout_s=3.0)
    harness.enter_all(scene)
    worker = scene.worker(limit=10)
    harness.until(lambda: scene.pending() < len(scene.entries) - 20, 60)
    own_node.kill()
    away = time.monotonic()
    with pytest.raises(SearchUnavailable):
        percolate.candidates(scene.engine, ASKED)
    assert scene.pending() > 0, "nothing may be settled that was not searched"
    own_node.start()
    back = time.monotonic()
    drained = harness.until(lambda: not scene.pending(), harness.SETTLE_S)
    print(f"seed {scene.seed}: away {back - away:.1f} s, debt drained {drained:.1f} s after the node was back")
    harness.end(worker)
    harness.check(scene)


def test_its_data_directory_lost_everything_comes_back_from_the_database(stage: Stage, own_node: OwnNode) -> None:
    scene = stage(records=120, watches=40, url=own_node.url)
    harness.enter_all(scene)
    scene.drained()
    before = world.found(scene.store)
    own_node.kill()
    own_node.wipe()
    own_node.start()
    with pytest.raises(SearchUnavailable):
        percolate.candidates(scene.engine, ASKED)
    started = time.monotonic()
    worker = scene.worker()
    harness.until(lambda: not indices.missing(scene.engine) and not scene.pending(), harness.SETTLE_S)
    print(f"healed in {time.monotonic() - started:.1f} s")
    harness.end(worker)
    assert world.found(scene.store) == before
    harness.check(scene)


@pytest.mark.parametrize("seconds", [6, pytest.param(60, marks=pytest.mark.slow)])
def test_frozen_requests_end_by_their_time_limit_and_the_pool_stays_usable(
    stage: Stage, own_node: OwnNode, seconds: int
) -> None:
    scene = stage(records=60, watches=20, url=own_node.url, timeout_s=2.0)
    harness.enter_all(scene)
    worker = scene.worker(limit=10)
    harness.until(lambda: scene.pending() < len(scene.entries) - 10, 60)
    waits: list[float] = []

    def ask() -> None:
        started = time.monotonic()
        with pytest.raises(SearchUnavailable):
            percolate.candidates(scene.engine, ASKED)
        waits.append(time.monotonic() - started)

    own_node.freeze()
    try:
        frozen = time.monotonic()
        askers = [threading.Thread(target=ask) for _ in range(20)]
        for asker in askers:
            asker.start()
        for asker in askers:
            asker.join(30)
        assert len(waits) == 20 and max(waits) < 25.0
        time.sleep(max(0.0, seconds - (time.monotonic() - frozen)))
    finally:
        own_node.signal(signal.SIGCONT)
    thawed = harness.until(lambda: _answers(scene.engine), 60)
    print(f"seed {scene.seed}: longest wait {max(waits):.1f} s, limit 2 s; same pool usable {thawed:.1f} s after")
    harness.until(lambda: not scene.pending(), harness.SETTLE_S)
    harness.end(worker)
    harness.check(scene)


@pytest.mark.slow
def test_the_index_disk_full_the_outbox_waits_and_goes_on_when_there_is_room(stage: Stage, own_node: OwnNode) -> None:
    scene = stage(records=60, watches=20, url=own_node.url)
    harness.enter_all(scene)
    tight = {
        "cluster.routing.allocation.disk.watermark.low": "900tb",
        "cluster.info.update.interval": "10s",
        "cluster.routing.allocation.disk.watermark.high": "800tb",
        "cluster.routing.allocation.disk.watermark.flood_stage": "700tb",
    }
    own_node.cluster_settings(**tight)
    harness.until(lambda: _read_only(scene), 60)
    worker = scene.worker(limit=10)
    harness.until(lambda: _refused(scene) >= 10, 60)
    time.sleep(3)
    refused = _refused(scene)
    assert scene.pending() == len(scene.entries) and scene.dead_lettered() == 0
    own_node.cluster_settings(**dict.fromkeys(tight))
    writable = harness.until(lambda: not _read_only(scene), 90)
    drained = harness.until(lambda: not scene.pending(), harness.SETTLE_S)
    print(
        f"seed {scene.seed}: {refused} rows refused while the disk was full; writable {writable:.1f} s after there "
        f"was room, drained {drained:.1f} s after that"
    )
    harness.end(worker)
    harness.check(scene)


def test_the_database_disk_full_refuses_cleanly_and_goes_on_when_there_is_room(stage: Stage) -> None:
    scene = stage(records=120, watches=40)
    limited = scene.child(
        children.writer_on_a_small_disk, children.Orders(scene.settings), scene.entries, scene.ledger, 150_000
    )
    limited.join(60)
    assert limited.exitcode == children.DISK_FULL
    listed = set(Path(scene.ledger).read_text("utf-8").split())
    assert 0 < len(listed) < len(scene.entries)
    assert world.accepted(scene.store) - {None} == listed, "something half-written, or acknowledged and not kept"
    with scene.store.reading() as session:
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"
        assert audit.verify(session) is None
    writing = scene.writer()
    writing.join(60)
    assert writing.exitcode == 0
    scene.drained()
    harness.check(scene)


def _refused(scene: harness.Scene) -> int:
    """Rows that were tried and given back, with the reason the engine gave."""
    with scene.store.reading() as session:
        return len([reason for reason in session.scalars(select(Outbox.reason)) if reason])


def _answers(engine: Engine) -> bool:
    try:
        percolate.candidates(engine, ASKED)
    except SearchUnavailable:
        return False
    return True


def _read_only(scene: harness.Scene) -> bool:
    """Whether the flood stage has made the indices read-only."""
    name = next(iter(indices.indices(scene.engine, Kind.RECORDS)))
    said = nodes.ask(scene.settings.opensearch_url, "GET", f"/{name}/_settings?flat_settings=true")
    return '"index.blocks.read_only_allow_delete": "true"' in json.dumps(said)
