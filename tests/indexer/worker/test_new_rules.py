"""A release with other weights: a worker asks all watches again at its start, whether or not an engine is there."""

import pytest
from sqlalchemy import select

from casefile.errors import SearchUnavailable
from casefile.matching import weights
from casefile.settings import Settings
from casefile.storage.tables import Outbox
from casefile.subjects import name_counts
from casefile.vocabulary import Topic
from indexer.engine.client import Engine
from indexer.upkeep import ownership, rebuild
from indexer.worker.loop import Loop
from tests.network.stored import network


@pytest.mark.parametrize("engine_there", [True, False])
def test_a_worker_of_new_rules_weighs_again_at_its_start(sqlite_store, tmp_path, monkeypatch, engine_there):
    net, settings = network(sqlite_store), Settings.from_env(tmp_path, {"OPENSEARCH_URL": "http://127.0.0.1:9"})

    def look(*_):
        if not engine_there:
            raise SearchUnavailable("The engine does not answer.")

    monkeypatch.setattr(ownership, "look_after", look)
    monkeypatch.setattr(rebuild, "heal", lambda *_: None)
    watch = net.watch("banjul")
    with net.store.writing() as session:
        session.query(Outbox).delete()
    for turn, asked in ((1, [(Topic.WATCH.value, watch)]), (2, [])):
        loop = Loop(net.store, Engine(settings), settings)
        if engine_there:
            loop._look_after_indices()
        else:
            with pytest.raises(SearchUnavailable):
                loop._look_after_indices()
        with net.store.writing() as session:
            rows = session.execute(select(Outbox.topic, Outbox.subject_id)).all()
            session.query(Outbox).delete()
            assert rows == asked, f"start {turn}"
            assert name_counts.load_newest(session).model == weights.MODEL_VERSION
