"""What a unit gets from the pipeline: every coincidence once, whichever side came first, and no work lost."""

import dataclasses

import pytest
from sqlalchemy import select

from casefile import outbox, records, watches
from casefile.errors import SearchUnavailable
from casefile.hits import order_weighing, pointers, weigh_again
from casefile.storage import tables
from casefile.storage.tables import Hit, Outbox, Pointer, Watch
from casefile.subjects import name_counts
from casefile.vocabulary import HitState, Sharing, Topic
from indexer.engine import indices
from indexer.engine.client import Engine
from indexer.engine.indices import Kind
from indexer.pipeline import percolate
from indexer.pipeline.relay import Relay
from tests.network.make import SEEN, WANTED, person, report


@pytest.mark.parametrize("first", ["record", "watch"])
def test_record_and_watch_meet_whichever_came_first(net_on_both, first):
    net = net_on_both
    if first == "watch":
        watch = net.watch("banjul", WANTED)
        net.drain()
        record = net.enter("dakar", SEEN)
    else:
        record = net.enter("dakar", SEEN)
        net.drain()
        watch = net.watch("banjul", WANTED)
    net.drain()
    assert net.pairs() == {(record, watch)}


def test_record_and_watch_in_one_batch_meet_once(net):
    record, watch = net.enter("dakar", SEEN), net.watch("banjul", WANTED)
    assert net.relay.drain().hits == 1
    net.drain()
    assert net.pairs() == {(record, watch)}


def test_a_name_in_a_report_meets_the_watch(net):
    watch = net.watch("banjul", person("Modou Jallow", "1984", phone="+220 301 2345"))
    net.drain()
    record = net.enter("dakar", report("Le passeur Mamadou Dialo, né en 1985, joignable au +220 301 2345, conduisait."))
    net.drain()
    assert net.pairs() == {(record, watch)}


def test_own_watch_is_never_told_of_own_record(net):
    net.watch("dakar", WANTED)
    net.enter("dakar", SEEN)
    net.drain()
    assert net.pairs() == set()


def test_a_record_shared_with_nobody_takes_no_part(net):
    net.watch("banjul", WANTED)
    net.enter("dakar", SEEN, sharing=Sharing.NONE)
    net.drain()
    assert net.pairs() == set()


def test_what_was_drained_twice_is_there_once(net):
    net.watch("banjul", WANTED)
    record = net.enter("dakar", SEEN)
    net.drain()
    with net.store.writing() as session:
        outbox.enqueue(session, Topic.RECORD, record, 1)
    net.drain()
    with net.store.reading() as session:
        assert session.query(Hit).count() == 1


def test_an_amended_record_loses_the_hit_and_gets_it_back(net):
    watch = net.watch("banjul", WANTED)
    record = net.enter("dakar", SEEN)
    net.drain()
    net.amend("dakar", record, person("Ousmane Sonko", "1951"))
    net.drain()
    assert net.pairs() == set()
    net.amend("dakar", record, SEEN)
    net.drain()
    assert net.pairs() == {(record, watch)}


def test_a_withdrawn_record_leaves_index_and_queue(net):
    net.watch("banjul", WANTED)
    record = net.enter("dakar", SEEN)
    net.drain()
    with net.store.writing() as session:
        records.withdraw(session, net.viewers["dakar"], record, "Erreur de saisie")
    net.drain()
    assert net.pairs() == set()
    assert net.engine.count(indices.live(net.engine, Kind.RECORDS), {"term": {"record_id": record}}) == 0


@pytest.mark.parametrize("stop", [watches.suspend, watches.end])
def test_a_watch_at_rest_leaves_the_index(net, stop):
    watch = net.watch("banjul", WANTED)
    net.drain()
    with net.store.writing() as session:
        stop(session, net.viewers["banjul"], watch, "Affaire close")
    net.drain()
    net.enter("dakar", SEEN)
    net.drain()
    assert net.pairs() == set()
    assert net.engine.count(indices.live(net.engine, Kind.WATCHES), {"match_all": {}}) == 0


def test_a_hit_is_not_withdrawn_because_the_index_lost_the_watch(net):
    watch = net.watch("banjul", WANTED)
    record = net.enter("dakar", SEEN)
    net.drain()
    from indexer.engine.client import Drop

    alias = indices.write_indices(net.engine, Kind.WATCHES)
    net.engine.bulk([Drop(alias[0], watch, 1)])
    net.engine.refresh(alias)
    net.amend("dakar", record, dataclasses.replace(SEEN, nationalities=("SN",)))
    net.drain()
    assert net.pairs() == {(record, watch)}


def test_engine_away_costs_nothing_but_time(net, settings):
    away = Relay(net.store, Engine(dataclasses.replace(settings, opensearch_url="http://127.0.0.1:9")), settings)
    net.watch("banjul", WANTED)
    net.enter("dakar", SEEN)
    assert away.drain().again == 2
    assert away.drain().claimed == 0
    with net.store.writing() as session:
        assert {(row.refusals, row.dead_lettered_at) for row in session.query(Outbox)} == {(0, None)}
        session.query(Outbox).update({"available_at": tables.now()})
    net.drain()
    assert len(net.pairs()) == 1


def enter_poisoned(net, monkeypatch):
    """A record of dakar's that no document can be made of."""
    from indexer.pipeline import documents

    made = documents.record_document
    bad = net.enter("dakar", person("Poison Poison", "1985"))

    def poisoned(side):
        if side.current.id == bad:
            raise ValueError("the analyser stumbles")
        return made(side)

    monkeypatch.setattr(documents, "record_document", poisoned)
    return bad


def test_a_poisoned_record_stops_itself_only(net, monkeypatch):
    net.watch("banjul", WANTED)
    good = [net.enter("dakar", SEEN) for _ in range(3)]
    bad = enter_poisoned(net, monkeypatch)
    for _ in range(12):
        net.relay.drain()
        with net.store.writing() as session:
            session.query(Outbox).update({"available_at": tables.now()})
    assert {record for record, _ in net.pairs()} == set(good)
    with net.store.reading() as session:
        (row,) = session.query(Outbox)
        assert row.subject_id == bad and row.dead_lettered_at is not None
        assert row.reason.startswith("ValueError in test_relay.py:")  # where, but not the text: it may hold a name


def test_a_refused_document_is_kept_with_the_engines_reason(net, monkeypatch):
    from indexer.pipeline import documents

    made = documents.record_document
    monkeypatch.setattr(documents, "record_document", lambda side: {**made(side), "unknown_field": 1})
    net.enter("dakar", SEEN)
    net.relay.drain()
    with net.store.reading() as session:
        (row,) = session.query(Outbox)
        assert row.refusals == 1 and "strict_dynamic_mapping" in row.reason


def test_a_watch_the_engine_refuses_is_broken_and_says_why(net, monkeypatch):
    from indexer.pipeline import stored_queries

    monkeypatch.setattr(stored_queries, "stored_query", lambda keys: {"terms": {"no_such_field": ["x"]}})
    watch = net.watch("banjul", WANTED)
    net.drain()
    with net.store.reading() as session:
        row = session.get(Watch, watch)
        assert row.state == "broken" and row.state_reason
        assert outbox.read_backlog(session).total == 0
    assert net.engine.count(indices.live(net.engine, Kind.WATCHES), {"match_all": {}}) == 0


def test_no_stored_query_is_run_against_every_record(net):
    for born in ("1984", "", "1990-05"):
        net.watch("banjul", person("Modou Jallow", born, "Mamadou Diallo", phone="+220 301 2345"))
    net.drain()
    assert percolate.unextracted_count(net.engine) == 0


def test_dead_worker_of_this_machine_gives_its_rows_back(net, settings):
    from indexer.pipeline import failures

    net.enter("dakar", SEEN)
    dead = Relay(net.store, net.engine, settings)
    dead.worker = dead.worker.split(":")[0] + ":4194303:0"
    with net.store.writing() as session:
        assert outbox.claim(session, dead.worker, 10, tables.now(), 60)
    assert net.relay.drain().claimed == 0
    assert failures.free_dead_leases(net.store) == 1
    assert net.relay.drain().completed == 1


def test_a_missing_index_is_not_made_by_writing(net):
    for name in indices.indices(net.engine, Kind.RECORDS):
        net.engine.delete_index(name)
    net.enter("dakar", SEEN)
    assert net.relay.drain().again == 1
    assert net.relay.unavailable and indices.missing(net.engine) == [Kind.RECORDS]
    with pytest.raises(SearchUnavailable):
        indices.write_indices(net.engine, Kind.RECORDS)


def test_a_rebuild_beside_is_written_too(net):
    new = indices.create(net.engine, Kind.RECORDS, "9", indices.building(net.engine, Kind.RECORDS))
    record = net.enter("dakar", SEEN)
    net.drain()
    for index in (new, indices.live(net.engine, Kind.RECORDS)):
        assert net.engine.count(index, {"term": {"record_id": record}}) == 1


def test_hit_states_untouched_by_the_relay(net):
    """A hit judged *not the same* is not asked again on the same facts."""
    net.watch("banjul", WANTED)
    record = net.enter("dakar", SEEN)
    net.drain()
    with net.store.writing() as session:
        session.query(Hit).update({"state": HitState.FALSE_MATCH.value})
    net.amend("dakar", record, dataclasses.replace(SEEN, nationalities=("SN",)))
    net.drain()
    with net.store.reading() as session:
        assert [h.state for h in session.query(Hit)] == [HitState.FALSE_MATCH.value]


def test_a_newer_count_of_names_weighs_what_is_drained_after_it(net):
    net.watch("banjul", WANTED)
    record = net.enter("dakar", SEEN)
    net.drain()
    with net.store.writing() as session:
        first = session.scalars(select(Hit)).one()
        worth, taught = first.score, {term["rule"]: 1.0 for term in first.evidence}
        before = name_counts.load_newest(session)
        name_counts.store(session, dataclasses.replace(before, fitted=taught))
        order_weighing(session, before, name_counts.load_newest(session))
    assert weigh_again(net.store) == 1
    net.drain()
    with net.store.reading() as session:
        hit = session.scalars(select(Hit)).one()
        assert (hit.record_id, hit.score > worth) == (record, True)


def test_notices_are_delivered_while_the_engine_is_away(net, settings):
    net.watch("banjul", WANTED)
    net.enter("dakar", SEEN)
    net.drain()
    away = Relay(net.store, Engine(dataclasses.replace(settings, opensearch_url="http://127.0.0.1:9")), settings)
    waiting = net.enter("dakar", SEEN)
    assert away.drain().again == 1 and away.unavailable
    with net.store.writing() as session:
        session.query(Outbox).update({"available_at": tables.now()})
        hit = session.query(Hit).one()
        hit.state = HitState.POINTER_SENT.value
        pointers.create_pointers(session, hit.id, [hit.record_unit_id, hit.watch_unit_id])
    done = away.drain()
    assert (done.claimed, done.completed) == (2, 2)
    with net.store.reading() as session:
        assert all(pointer.sent_at for pointer in session.query(Pointer))
        (row,) = session.query(Outbox)
        assert row.subject_id == waiting and row.attempts == 1  # tried once, when the engine was still believed there


def test_the_loop_delivers_notices_while_it_waits_for_the_engine(net, settings):
    from indexer.worker.loop import Loop

    net.watch("banjul", WANTED)
    net.enter("dakar", SEEN)
    net.drain()
    with net.store.writing() as session:
        hit = session.query(Hit).one()
        hit.state = HitState.POINTER_SENT.value
        pointers.create_pointers(session, hit.id, [hit.watch_unit_id])
    nowhere = dataclasses.replace(settings, opensearch_url="http://127.0.0.1:9")
    loop = Loop(net.store, Engine(nowhere), nowhere)
    assert loop._step().completed == 1 and loop._step().claimed == 0


def test_a_fault_that_meets_all_subjects_makes_no_dead_letter(net, monkeypatch):
    from indexer.pipeline import documents

    made = documents.record_document

    def broken(side):
        raise KeyError("a fault of ours")

    net.watch("banjul", WANTED)
    net.drain()
    entered = [net.enter("dakar", SEEN) for _ in range(24)]
    monkeypatch.setattr(documents, "record_document", broken)
    for _ in range(6):
        done = net.relay.drain()
        assert (done.again, done.dead_lettered) == (24, 0)
        with net.store.writing() as session:
            session.query(Outbox).update({"available_at": tables.now()})
    with net.store.reading() as session:
        assert outbox.read_backlog(session).total == 24
        assert {row.refusals for row in session.query(Outbox)} == {0}
        assert all(row.reason.startswith("systemic: KeyError in test_relay.py:") for row in session.query(Outbox))
    monkeypatch.setattr(documents, "record_document", made)
    net.drain()
    assert {record for record, _ in net.pairs()} == set(entered)


def test_a_mapping_that_refuses_everything_makes_no_dead_letter(net, monkeypatch):
    from indexer.pipeline import documents

    made = documents.record_document
    monkeypatch.setattr(documents, "record_document", lambda side: {**made(side), "unknown_field": 1})
    for _ in range(20):
        net.enter("dakar", SEEN)
    assert net.relay.drain().again == 20
    with net.store.reading() as session:
        assert {(row.refusals, row.attempts) for row in session.query(Outbox)} == {(0, 1)}


def test_one_poisoned_among_many_holds_back_nobody(net, monkeypatch):
    net.watch("banjul", WANTED)
    good = [net.enter("dakar", SEEN) for _ in range(30)]
    enter_poisoned(net, monkeypatch)
    done = net.relay.drain()
    assert {record for record, _ in net.pairs()} == set(good)
    assert (done.completed, done.again) == (31, 1)
