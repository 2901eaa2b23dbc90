"""Names are counted every hour, of everything there is: nobody who saves waits for it."""

from dataclasses import replace
from types import SimpleNamespace

from sqlalchemy import select

from casefile import hits
from casefile.names.frequency import TermFrequencies
from casefile.storage.store import Store
from casefile.storage.tables import Outbox
from casefile.subjects import name_counts
from casefile.subjects.name_counts import load_newest
from indexer.worker.chores import Worker
from tests.network.make import person
from tests.network.stored import network


def test_nobody_waits_for_a_write_while_names_are_counted(store, monkeypatch):
    """The hourly work asks for its turn to write when all is counted, and keeps what was taught meanwhile."""
    made = network(store)
    made.enter("dakar", person("Kelfa Zerhouni"))
    turns = []
    writing, count_names = Store.writing, name_counts.count_names

    def noting(names):
        turns.append("counts")
        with writing(store) as session:  # an officer saves, or somebody puts weights to use
            name_counts.store(session, replace(load_newest(session), fitted={"level": 1.5}))
        return count_names(names)

    monkeypatch.setattr(name_counts, "count_names", noting)
    monkeypatch.setattr(Store, "writing", lambda self, **how: (turns.append(how), writing(self, **how))[1])
    Worker.count_frequencies(SimpleNamespace(store=store))
    assert turns == ["counts", *[{"bulk": "frequencies"}] * 2], "the table is kept, then the watches are asked again"
    with store.reading() as session:
        newest = load_newest(session)
        assert (newest.version, newest.total, newest.fitted) == (2, 1, {"level": 1.5})


def test_what_a_killed_worker_left_is_asked_again_by_the_next_turn(store):
    made = network(store)
    watch = made.watch("banjul")
    Worker.count_frequencies(SimpleNamespace(store=store))
    with store.writing() as session:
        hits.order_weighing(session, TermFrequencies(0, 0), TermFrequencies(1, 1))
        session.query(Outbox).delete()
    Worker.count_frequencies(SimpleNamespace(store=store))
    with store.reading() as session:
        assert not name_counts.is_due(session), "nothing new is counted"
        assert session.scalars(select(Outbox.subject_id)).all() == [watch]
