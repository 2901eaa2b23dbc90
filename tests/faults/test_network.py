"""Experiments 7 to 9: the wire cuts, stalls and slows; the engine answers in part or refuses items inside an HTTP 200.

What is read as *nothing found* in any of these would be a hit lost in silence.
"""

import pytest

from casefile.errors import SearchUnavailable
from indexer.bench.installation import enqueue_everything
from indexer.engine.client import Engine
from indexer.pipeline import percolate
from tests.faults import harness
from tests.faults.children import moved
from tests.faults.conftest import Stage
from tests.faults.proxy import FaultProxy, Toxic
from tests.faults.stub import StubNode

TOXICS = (
    Toxic("cut", 0.15, after=900),
    Toxic("reset", 0.15, after=200),
    Toxic("stall", 0.1),
    Toxic("slow", 0.1, seconds=1.5),
    Toxic("refuse", 0.1),
)


def test_cuts_resets_stalls_and_delays_lose_nothing_and_repeat_nothing(on_both: Stage, opensearch_url: str) -> None:
    scene = on_both(records=80, watches=25, timeout_s=1.0)
    harness.enter_all(scene)
    with FaultProxy(opensearch_url, seed=scene.seed) as proxy:
        proxy.toxics = TOXICS
        disturbed = scene.worker(settings=moved(scene.settings, opensearch_url=proxy.url), limit=8)

        def go_on() -> None:  # a fast machine is through before enough was disturbed: then all is enqueued again
            proxy.cut_all()
            if not scene.pending():
                enqueue_everything(scene.store)

        harness.until(lambda: sum(proxy.fired.values()) >= 12 and len(proxy.fired) >= 4, 90, every=go_on)
        proxy.toxics = ()
        harness.until(lambda: not scene.pending(), harness.SETTLE_S)
        harness.end(disturbed)
    print(f"seed {scene.seed}: fired {dict(proxy.fired)} on {proxy.connections} connections")
    assert len(proxy.fired) >= 4
    harness.check(scene)


def test_items_refused_inside_an_http_200_are_tried_again_the_others_not(on_both: Stage, opensearch_url: str) -> None:
    with StubNode(opensearch_url) as stub:
        scene = on_both(records=120, watches=40)
        harness.enter_all(scene)
        stub.refuse_items, stub.lose_items = 0.3, 0.1
        worker = scene.worker(settings=moved(scene.settings, opensearch_url=stub.url), limit=40, longest_wait_s=0.5)
        harness.until(lambda: not scene.pending(), harness.SETTLE_S)
        harness.end(worker)
    print(f"seed {scene.seed}: {dict(stub.fired)} of {stub.seen['bulk item']} items")
    assert stub.fired["item refused"] >= 40 and stub.fired["item lost on the way back"] >= 5
    assert stub.seen["bulk item"] < 3 * len(scene.entries), "good items were sent again and again"
    assert scene.dead_lettered() == 0
    harness.check(scene)


def test_a_failed_shard_or_a_time_out_is_never_nothing_found(stage: Stage, opensearch_url: str) -> None:
    with StubNode(opensearch_url) as stub:
        scene = stage(records=120, watches=40)
        harness.enter_all(scene)
        stub.fail_shards, stub.time_out = 0.2, 0.12
        worker = scene.worker(settings=moved(scene.settings, opensearch_url=stub.url), limit=6)
        harness.until(
            lambda: stub.fired["shard failed"] >= 5 and stub.fired["timed out"] >= 3,
            harness.SETTLE_S,
            every=lambda: scene.pending() or enqueue_everything(scene.store),
        )
        stub.fail_shards = stub.time_out = 0.0
        harness.until(lambda: not scene.pending(), harness.SETTLE_S)
        harness.end(worker)
    print(f"seed {scene.seed}: {dict(stub.fired)} of {stub.seen['search']} answers")
    assert stub.fired["shard failed"] >= 5 and stub.fired["timed out"] >= 3
    harness.check(scene)


@pytest.mark.slow
def test_a_thousand_partial_answers_and_not_one_read_as_nothing_found(stage: Stage, opensearch_url: str) -> None:
    with StubNode(opensearch_url) as stub:
        scene = stage(records=120, watches=40)
        harness.enter_all(scene)
        scene.drained()
        engine = Engine(moved(scene.settings, opensearch_url=stub.url))
        stub.fail_shards, stub.time_out = 0.6, 0.4
        silent = 0
        while sum(stub.fired.values()) < 1000:
            before = sum(stub.fired.values())
            try:
                percolate.candidates(engine, [("r", "u", frozenset({"n:none|none|?"}))])
                silent += sum(stub.fired.values()) - before
            except SearchUnavailable:
                pass
    print(f"{sum(stub.fired.values())} partial answers {dict(stub.fired)}, read as nothing found: {silent}")
    assert silent == 0


def test_the_whole_node_refusing_for_a_while_only_delays(stage: Stage, opensearch_url: str) -> None:
    with StubNode(opensearch_url) as stub:
        scene = stage(records=40, watches=15)
        harness.enter_all(scene)
        stub.refuse_calls = 1.0
        worker = scene.worker(settings=moved(scene.settings, opensearch_url=stub.url))
        harness.until(lambda: stub.fired["call refused"] >= 5, 60)
        assert scene.pending(), "something was settled that nobody searched"
        stub.refuse_calls = 0.0
        harness.until(lambda: not scene.pending(), harness.SETTLE_S)
        harness.end(worker)
    harness.check(scene)
