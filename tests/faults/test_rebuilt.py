"""Promise 6 at some size: an index lost and rebuilt proposes the very same hits."""

import time
from dataclasses import replace

import pytest

from casefile.settings import Settings
from indexer.bench.installation import all_hits, bench_installation, enqueue_everything, enter_all, people, watch_all
from indexer.engine import indices
from indexer.pipeline.relay import Relay
from indexer.upkeep import rebuild, reconcile
from tests.faults import harness

pytestmark = pytest.mark.slow


def test_ten_thousand_records_wiped_and_rebuilt_give_the_same_hits(settings: Settings) -> None:
    seed = harness.chosen_seed()
    watched, recorded = people(seed, 2_000, 10_000)
    with bench_installation(replace(settings, opensearch_timeout_s=30.0)) as place:
        watch_all(place.store, watched)
        enter_all(place.store, recorded)
        drain(Relay(place.store, place.engine, place.settings))
        before = all_hits(place.store)
        for kind in indices.Kind:
            for index in indices.indices(place.engine, kind):
                place.engine.delete_index(index)
        done = rebuild.rebuild(place.store, place.engine, place.settings)
        enqueue_everything(place.store)
        again = drain(Relay(place.store, place.engine, place.settings))
        assert all_hits(place.store) == before, f"seed {seed}"
        report = reconcile.reconcile(place.store, place.engine, sample=500)
        assert report.sound, f"seed {seed}: {report.as_json()}"
    print(
        f"seed {seed}: {len(before)} hits; rebuilt in {done.seconds:.1f} s; all looked at again in {again:.1f} s: "
        "the same hits"
    )
    assert len(before) > 1_000


def drain(relay: Relay) -> float:
    """Work until nothing is due; seconds it took."""
    started = time.monotonic()
    while relay.drain().claimed:
        pass
    return time.monotonic() - started
