"""People before bulks, bulks alike among each other; thirty thousand rows are claimed in a moment."""

import itertools
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, event

from casefile import outbox
from casefile.storage.tables import Outbox
from casefile.vocabulary import Topic

NOW = datetime.now(UTC) + timedelta(minutes=5)
MANY = 30_000


def enqueue(store, *subjects, bulk=""):
    with store.writing(bulk=bulk) as session:
        outbox.enqueue_many(session, [(Topic.RECORD, subject, 1) for subject in subjects])


def claim(store, worker="w1", limit=10, **how):
    with store.writing() as session:
        return [item.subject_id for item in outbox.claim(session, worker, limit, NOW, 60, **how)]


def test_what_an_officer_entered_goes_before_an_import_that_came_first(store):
    enqueue(store, *[f"bulk{n}" for n in range(50)], bulk="unit-a")
    enqueue(store, "officer1", "officer2")
    assert claim(store, limit=4) == ["bulk0", "bulk1", "officer1", "officer2"], "by id, but both officers are in it"


def test_what_people_entered_can_be_taken_alone(store):
    enqueue(store, "bulk", bulk="unit-a")
    enqueue(store, "officer")
    assert claim(store, people_only=True) == ["officer"]
    assert claim(store, "w2", people_only=True) == []
    assert claim(store, "w2") == ["bulk"]


def test_bulks_share_alike_and_what_one_does_not_need_goes_to_the_others(store):
    enqueue(store, *[f"a{n}" for n in range(100)], bulk="unit-a")
    enqueue(store, *[f"b{n}" for n in range(100)], bulk="unit-b")
    enqueue(store, *[f"c{n}" for n in range(5)], bulk="unit-c")
    first = claim(store, "w1", 30)
    shares = Counter(one[0] for one in first)
    assert shares["c"] == 5 and sorted((shares["a"], shares["b"])) == [12, 13]
    assert "a0" in first and "b0" in first, "of each the oldest"
    rest = list(itertools.chain.from_iterable(iter(lambda: claim(store, "w1", 50), [])))
    assert len({*first, *rest}) == 205, "nothing is left, nothing comes twice"


def test_a_subject_is_claimed_whole_whichever_lanes_its_rows_are_in(store):
    enqueue(store, "r1", bulk="unit-a")
    enqueue(store, "r2", "r1")
    assert claim(store, limit=2) == ["r1", "r2", "r1"]
    enqueue(store, "r1", bulk="unit-a")
    assert claim(store, "w2") == [], "another worker holds it"


def test_how_much_is_due_is_said_by_lane(store):
    enqueue(store, "bulk1", "bulk2", bulk="unit-a")
    with store.writing() as session:
        outbox.enqueue(session, Topic.NOTICE, "p1", 1)
    with store.reading() as session:
        assert outbox.count_due(session, NOW) == outbox.Due(rows=3, people=1, engineless=1)


@pytest.mark.postgres
def test_thirty_thousand_rows_are_claimed_as_fast_as_they_came(postgres_store):
    """No ANALYZE in between, on connections that have claimed before, when the queue was empty."""
    for _ in range(15):
        assert claim(postgres_store, "w1") == claim(postgres_store, "w2") == []
    begun = time.perf_counter()
    for at in range(0, MANY, 1000):
        enqueue(postgres_store, *[f"s{n}" for n in range(at, at + 1000)], bulk=f"unit-{at % 3}")
    entered = time.perf_counter() - begun
    taken, spent = 0, 0.0
    for worker in itertools.cycle(("w1", "w2")):
        with postgres_store.writing() as session:
            session.connection().exec_driver_sql("SET LOCAL statement_timeout = '20s'")
            started = time.perf_counter()
            items = outbox.claim(session, worker, 4000, NOW, 60)
            spent += time.perf_counter() - started
        taken += len(items)
        if not items:
            break
    assert taken == MANY
    print(f"{MANY} rows claimed in {spent:.2f} s, entered in {entered:.2f}")
    assert spent < 3 * entered, f"{spent:.2f} s: minutes where each row is held against all others"


@pytest.mark.postgres
@pytest.mark.parametrize("analysed", ["never", "empty", "people alone", "as it is"])
def test_a_claim_goes_by_the_index_of_its_lane_and_writes_to_no_index(postgres_store, analysed):
    """Whatever the planner knew when thousands of rows came in: autovacuum has its own hours."""
    if analysed == "people alone":
        enqueue(postgres_store, *[f"p{n}" for n in range(5000)])
    if analysed in ("empty", "people alone"):
        analyse(postgres_store)
    while claim(postgres_store, limit=1000):
        pass
    with postgres_store.writing() as session:
        session.execute(delete(Outbox))
    enqueue(postgres_store, *[f"s{n}" for n in range(5000)], bulk="unit-a")
    if analysed == "as it is":
        analyse(postgres_store)
    asked = []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        asked.append((statement, parameters))

    event.listen(postgres_store.engine, "before_cursor_execute", note)
    with postgres_store.writing() as session:
        outbox.claim(session, "w1", 500, NOW, 60)
        event.remove(postgres_store.engine, "before_cursor_execute", note)
        claims = [one for one in asked if "UPDATE outbox" in one[0]]
        plans = [
            "\n".join(session.connection().exec_driver_sql(f"EXPLAIN {statement}", parameters).scalars())
            for statement, parameters in claims
        ]
    for plan in plans:
        assert "using ix_outbox_lane on outbox outbox_2" in plan, plan
        assert plan.count("Seq Scan on outbox outbox_1") <= 1, "what others hold is read once"
    changed, in_their_page = updates(postgres_store)
    while claim(postgres_store, limit=1000):
        pass
    more, more_in_their_page = updates(postgres_store)
    assert more - changed == more_in_their_page - in_their_page == 4500, "each lease has room in the page of its row"


def analyse(postgres_store):
    with postgres_store.writing() as session:
        session.connection().exec_driver_sql("ANALYZE outbox")


def updates(postgres_store):
    """How many rows of the queue were ever changed, and how many of them in their own page, with no index written."""
    with postgres_store.writing() as session:
        session.connection().exec_driver_sql("SELECT pg_stat_force_next_flush()")
    with postgres_store.reading() as session:
        figures = "SELECT n_tup_upd, n_tup_hot_upd FROM pg_stat_user_tables WHERE relname = 'outbox'"
        return tuple(session.connection().exec_driver_sql(figures).one())
