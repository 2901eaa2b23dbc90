"""Names are counted every hour, of everything there is: nobody who saves waits for it."""

from dataclasses import replace
from types import SimpleNamespace

from casefile.storage.store import Store
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
    assert turns == ["counts", {"bulk": "frequencies"}]
    with store.reading() as session:
        newest = load_newest(session)
        assert (newest.version, newest.total, newest.fitted) == (2, 1, {"level": 1.5})
