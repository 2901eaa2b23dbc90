"""The hourly sweep looks at a window, moves on, and in a day has seen what the whole comparison sees."""

from dataclasses import replace

import pytest
from sqlalchemy import delete, select

from casefile.errors import SearchUnavailable
from casefile.storage.store import Store
from casefile.storage.tables import Hit, Record
from indexer.engine import indices
from indexer.engine.client import Drop, Engine, Put
from indexer.engine.indices import Kind
from indexer.upkeep import reconcile, sweep
from tests.faults import harness
from tests.faults.conftest import Stage, stage

__all__ = ["stage"]

RECORDS, WATCHES, WINDOW = 60, 20, 7


@pytest.fixture
def settled(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> harness.Scene:
    scene = stage(records=RECORDS, watches=WATCHES)
    harness.enter_all(scene)
    scene.drained()
    monkeypatch.setattr(sweep, "SMALLEST", WINDOW)
    monkeypatch.setattr(sweep, "WINDOWS", 10)
    return scene


def ids(scene: harness.Scene, kind: Kind) -> list[str]:
    return sorted(reconcile.index_versions(scene.engine, kind))


def rob(scene: harness.Scene) -> None:
    """One record and one watch gone from the index, and a stranger behind the last id of the database."""
    (records,), (watches,) = (indices.write_indices(scene.engine, kind) for kind in Kind)
    scene.engine.bulk(
        [
            Drop(records, ids(scene, Kind.RECORDS)[RECORDS // 2], 1),
            Drop(watches, ids(scene, Kind.WATCHES)[-1], 1),
            Put(records, "f" * 32, 1, {"record_id": "f" * 32, "version": 1, "unit": "x"}),
        ]
    )
    scene.engine.refresh([records, watches])


def test_a_round_finds_and_repairs_what_the_whole_comparison_would(
    settled: harness.Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    rob(settled)
    whole = reconcile.reconcile(settled.store, settled.engine)
    read, asked = [], reconcile.index_versions

    def noted(*given: object, **more: object) -> dict[str, int]:
        read.append(len(found := asked(*given, **more)))  # type: ignore[arg-type]
        return found

    monkeypatch.setattr(reconcile, "index_versions", noted)
    rounds = [sweep.sweep(settled.store, settled.engine) for _ in range(-(-RECORDS // WINDOW))]
    assert max(read) <= WINDOW, "never more than a window, of either side"
    assert (sum(r.missing for r in rounds), sum(r.extra for r in rounds)) == (whole.missing, whole.extra) == (2, 1)
    settled.drained()
    harness.check(settled)


def test_the_next_one_goes_on_whoever_it_is_and_begins_again_at_the_end(settled: harness.Scene) -> None:
    order, found = ids(settled, Kind.RECORDS), []
    for _ in range(10):
        store = Store(settled.settings.database_url)
        with store.reading() as session:
            found.append(sweep._cursor(session, Kind.RECORDS))
        sweep.sweep(store, settled.engine)
        store.close()
    assert found == ["", *order[WINDOW - 1 : -1 : WINDOW], ""][:10]


def test_while_the_engine_is_away_no_window_is_passed_over(settled: harness.Scene) -> None:
    away = Engine(replace(settled.settings, opensearch_url="http://127.0.0.1:1", opensearch_timeout_s=1.0))
    with pytest.raises(SearchUnavailable):
        sweep.sweep(settled.store, away)
    with settled.store.reading() as session:
        assert sweep._cursor(session, Kind.RECORDS) == ""


def test_a_hit_that_is_missing_is_found_where_its_record_is_in_the_window(
    settled: harness.Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep, "SMALLEST", RECORDS // 2)
    with settled.store.writing() as session:
        gone = session.scalars(select(Hit).order_by(Hit.id)).first()
        session.execute(delete(Hit).where(Hit.id == gone.id))
        later = session.scalar(select(Record.id).order_by(Record.id).offset(RECORDS // 2 - 1).limit(1))
    rounds = [sweep.sweep(settled.store, settled.engine) for _ in range(2)]
    assert [r.missing for r in rounds] == [int(gone.record_id <= later), int(gone.record_id > later)]
    settled.drained()
    harness.check(settled)


def test_the_watches_that_records_are_held_against_come_by_chance() -> None:
    drawn = [sweep._by_chance() for _ in range(1000)]
    assert "" in drawn and len(set(drawn)) > 500
