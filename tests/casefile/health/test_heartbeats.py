"""Signs of life and counters, on both databases."""

from casefile.health import facts, heartbeats
from casefile.health.heartbeats import Beat


def test_one_row_a_kind_however_often_it_beats(store):
    for number in range(3):
        with store.writing() as session:
            heartbeats.beat(session, Beat.WORKER, {"number": number})
    with store.reading() as session:
        last = heartbeats.last(session)
    assert set(last) == {Beat.WORKER} and last[Beat.WORKER].detail == {"number": 2}
    assert last[Beat.WORKER].first_at < last[Beat.WORKER].at


def test_counters_add_up_over_processes_and_restarts(store):
    for amount in (1, 2.5, 4):
        with store.writing() as session:
            heartbeats.add(session, {"completed": amount, "percolation_s": 0.25})
    with store.reading() as session:
        assert heartbeats.counters(session) == {"completed": 7.5, "percolation_s": 0.75}


def test_hits_are_counted_by_state_and_nothing_else_is_shown(net):
    with net.store.reading() as session:
        assert facts.hits_by_state(session) == {}
        assert {lane.pending for lane in facts.read(session).lanes.values()} == {0}
    net.enter("dakar")
    with net.store.reading() as session:
        found = facts.read(session)
    assert found.lanes["people"].pending == 1 and 0 <= found.lanes["people"].oldest_s < 60


def test_a_wrong_password_is_a_wrong_sign_in(net):
    from casefile.sign_in import attempts

    attempts.check_password(net.store, attempts.Attempt("dakar", "not it at all", "10.0.0.1"))
    with net.store.reading() as session:
        assert facts.read(session).sign_ins_refused == 1
