"""Experiments 15 and 5 to the extent of the index: rebuilt under load, killed at every step, wiped, foreign."""

import signal
import time

import pytest

from casefile import fault_points
from casefile.errors import Conflict, SearchUnavailable
from casefile.matching import blocking_keys
from indexer.engine import indices
from indexer.engine.client import Drop, Engine, Put
from indexer.engine.indices import Kind
from indexer.pipeline import percolate
from indexer.upkeep import rebuild, reconcile
from tests.faults import children, harness, world
from tests.faults.conftest import Stage, stage

__all__ = ["stage"]

STEPS = (
    "rebuild.created",
    "rebuild.filling",
    "rebuild.filled",
    "rebuild.checked",
    "rebuild.swapped",
    "rebuild.cleaned",
)


@pytest.fixture
def settled(stage: Stage) -> harness.Scene:
    """A scene whose hits are all there."""
    scene = stage(records=60, watches=20)
    harness.enter_all(scene)
    scene.drained()
    return scene


def forget_today(engine: Engine) -> None:
    """The index as *yesterday* would have left it, which had never heard of today."""
    for name, one in indices.own(engine).items():
        engine.mark(name, {**one.meta, indices.AFTER: ""})


def rebuild_in_child(scene: harness.Scene, spec: str) -> int | None:
    process = scene.child(children.rebuilder, children.Orders(scene.settings, spec, scene.log))
    process.join(60)
    return process.exitcode


def test_killed_at_any_step_searches_go_on_and_the_next_one_finishes(settled: harness.Scene) -> None:
    engine = settled.engine
    for step in STEPS:
        assert rebuild_in_child(settled, f"{step}:kill") == -signal.SIGKILL, step
        assert len(reconcile.index_versions(engine, Kind.RECORDS)) == 60, f"after {step} searches are not whole"
        assert len(reconcile.index_versions(engine, Kind.WATCHES)) == 20, f"after {step} queries are missing"
    assert settled.fired() == dict.fromkeys(STEPS, 1)
    rebuild.rebuild(settled.store, engine, settled.settings)
    for kind in Kind:
        assert len(indices.indices(engine, kind)) == 1, "half-built indices were left"
    harness.check(settled)


def test_what_is_entered_meanwhile_is_in_the_new_index_and_finds_its_hits(stage: Stage) -> None:
    scene = stage(records=120, watches=40)
    half = len(scene.entries) // 2
    everything, scene.entries = scene.entries, scene.entries[:half]
    harness.enter_all(scene)
    scene.drained()
    scene.entries = everything
    writing, worker = scene.writer("store.committed:delay:s=0.01:p=0.5"), scene.worker(limit=10)
    rebuilds = 0
    while writing.is_alive() or rebuilds < 3:
        rebuild.rebuild(scene.store, scene.engine, scene.settings)
        rebuilds += 1
    writing.join(60)
    assert writing.exitcode == 0
    harness.until(lambda: not scene.pending(), harness.SETTLE_S)
    harness.end(worker)
    print(f"{rebuilds} rebuilds under load")
    harness.check(scene)


def test_searches_never_come_back_empty_while_it_runs(settled: harness.Scene) -> None:
    asked = rebuilds = 0
    while asked <= 5 and rebuilds < 20:  # one is through within a second, and a question may take half of it
        worker = settled.child(children.rebuilder, children.Orders(settled.settings, "rebuild.*:delay:s=0.1"))
        while worker.is_alive():
            try:
                assert len(reconcile.index_versions(settled.engine, Kind.RECORDS)) == 60
                asked += 1
            except SearchUnavailable:
                pass  # said so, which is not *nothing found*
        assert worker.exitcode == 0
        rebuilds += 1
    assert asked > 5


def test_a_wiped_index_heals_to_the_same_hits(settled: harness.Scene) -> None:
    before = world.found(settled.store)
    for kind in Kind:
        for name in indices.indices(settled.engine, kind):
            settled.engine.delete_index(name)
    with pytest.raises(SearchUnavailable):
        percolate.candidates(settled.engine, [("r", "u", frozenset({"n:a|b|?"}))])
    assert rebuild.heal(settled.store, settled.engine, settled.settings) is not None
    settled.drained()
    assert world.found(settled.store) == before
    harness.check(settled)


def test_an_index_of_another_state_of_the_database_is_found_out_and_replaced(settled: harness.Scene) -> None:
    assert rebuild.heal(settled.store, settled.engine, settled.settings) is None
    target = indices.write_indices(settled.engine, Kind.RECORDS)[0]
    some = next(iter(reconcile.index_versions(settled.engine, Kind.RECORDS)))
    settled.engine.bulk([Put(target, some, 9, {"record_id": some, "version": 9, "unit": "x"})])
    settled.engine.refresh([target])
    report = reconcile.reconcile(settled.store, settled.engine)
    assert report.newer == 1 and not report.sound
    assert rebuild.heal(settled.store, settled.engine, settled.settings) is not None
    harness.check(settled)


def test_an_index_of_other_keys_is_filled_again_and_what_meets_only_now_is_found(
    settled: harness.Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = world.found(settled.store)
    monkeypatch.setattr(blocking_keys, "scheme", lambda: "of yesterday")
    assert rebuild.heal(settled.store, settled.engine, settled.settings) is not None
    monkeypatch.undo()
    forget_today(settled.engine)
    assert indices.outdated(settled.engine) == list(Kind)
    healed = rebuild.heal(settled.store, settled.engine, settled.settings)
    assert healed is not None and healed.owed_again >= healed.records > 0
    settled.drained()
    assert indices.outdated(settled.engine) == []
    assert world.found(settled.store) == before
    harness.check(settled)


def test_two_rebuilds_do_not_run_beside_each_other(settled: harness.Scene) -> None:
    with rebuild.only_one(settled.store, settled.settings):
        with pytest.raises(Conflict):
            rebuild.rebuild(settled.store, settled.engine, settled.settings)
        assert rebuild.heal(settled.store, settled.engine, settled.settings) is None


def test_an_engine_that_stays_busy_leaves_the_old_index_in_place(settled: harness.Scene, monkeypatch) -> None:
    before = {kind: set(indices.indices(settled.engine, kind)) for kind in Kind}
    monkeypatch.setattr(rebuild, "TRIES", 2)
    with pytest.raises(fault_points.InjectedFault), fault_points.arm("engine.bulk:raise:nth=2"):
        rebuild.rebuild(settled.store, settled.engine, settled.settings)
    for kind in Kind:
        live = [n for n, a in indices.indices(settled.engine, kind).items() if indices.live(settled.engine, kind) in a]
        assert set(live) == before[kind]
    harness.check(settled)


def test_reconcile_names_what_is_missing_or_too_much_and_repairs_it(settled: harness.Scene, engine: Engine) -> None:
    assert reconcile.reconcile(settled.store, settled.engine).as_json()["sound"]
    records = sorted(reconcile.index_versions(settled.engine, Kind.RECORDS))
    watches = sorted(reconcile.index_versions(settled.engine, Kind.WATCHES))
    record_target = indices.write_indices(settled.engine, Kind.RECORDS)[0]
    watch_target = indices.write_indices(settled.engine, Kind.WATCHES)[0]
    settled.engine._ask(
        "PUT", f"/{indices.live(settled.engine, Kind.RECORDS)}/_settings", body={"index": {"gc_deletes": "0s"}}
    )
    settled.engine._ask(
        "PUT", f"/{indices.live(settled.engine, Kind.WATCHES)}/_settings", body={"index": {"gc_deletes": "0s"}}
    )
    settled.engine.bulk(
        [
            Drop(record_target, records[0], 1),
            Drop(watch_target, watches[0], 1),
            Put(record_target, "f" * 32, 1, {"record_id": "f" * 32, "version": 1, "unit": "x"}),
        ]
    )
    settled.engine.refresh([record_target, watch_target])
    with settled.store.writing() as session:
        from sqlalchemy import delete, select

        from casefile.storage.tables import Hit

        session.execute(delete(Hit).where(Hit.id == session.scalars(select(Hit.id).order_by(Hit.id)).first()))
    report = reconcile.reconcile(settled.store, settled.engine, repair=True)
    assert (report.missing, report.extra, report.newer) == (3, 1, 0)
    assert report.repaired >= 3
    time.sleep(0.05)
    settled.drained()
    harness.check(settled)
