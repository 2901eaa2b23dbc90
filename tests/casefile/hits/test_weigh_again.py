"""A hit does not depend on the day it was found: a new count of names weighs again what stands near a threshold."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from casefile import hits, outbox
from casefile.matching import weights
from casefile.names.frequency import TermFrequencies
from casefile.storage.tables import Hit, Outbox
from casefile.subjects import name_counts
from casefile.vocabulary import HitState, Topic
from tests.network import make


def graded(net, record):
    with net.store.reading() as session:
        return session.execute(select(Hit.decision, Hit.score, Hit.state).where(Hit.record_id == record)).one()


def test_an_open_hit_takes_todays_worth_and_asks_nobody_again(net):
    record, watch = net.enter("dakar"), net.watch("banjul")
    found = replace(make.found_hit(record, watch), decision="possible", score=12.0)
    with net.store.writing() as session:
        assert hits.raise_hits(session, [found]) == 1
    with net.store.writing() as session:
        assert hits.raise_hits(session, [replace(found, decision="hit", score=14.0)]) == 0
    assert graded(net, record) == ("hit", 14.0, HitState.QUEUED.value)


BEFORE = TermFrequencies(3, 10_000)
CASES = [
    # what changed, the score of a standing hit, whether its watch is asked again
    (TermFrequencies(3, 10_000), weights.HIT_BITS, False, "no newer table"),
    (TermFrequencies(4, 10_500), weights.HIT_BITS - 0.3, True, "just below the threshold"),
    (TermFrequencies(4, 10_500), weights.HIT_BITS + 0.3, True, "just above"),
    (TermFrequencies(4, 10_500), weights.HIT_BITS_NAME_IN_TEXT + 1, True, "near that of a name in a text, the highest"),
    (TermFrequencies(4, 10_500), weights.HIT_BITS + 12, False, "far above"),
    (TermFrequencies(4, 10_500), weights.POSSIBLE_BITS + 1, False, "far below"),
    (TermFrequencies(4, 20_000), weights.HIT_BITS + 12, True, "a count twice as large may move anything"),
    (TermFrequencies(4, 10_500, fitted={"sex_agrees": 1.0}), weights.HIT_BITS + 12, True, "other weights"),
]


@pytest.mark.parametrize(("now", "score", "again", "why"), CASES, ids=[case[3] for case in CASES])
def test_pairs_near_a_threshold_are_weighed_again(net, now, score, again, why):
    record, watch = net.enter("dakar"), net.watch("banjul")
    net.hit(record, watch)
    with net.store.writing() as session:
        session.execute(update(Hit).values(score=score))
        session.query(Outbox).delete()
        assert hits.order_weighing(session, BEFORE, now) is (now.version != BEFORE.version)
    assert hits.weigh_again(net.store) == again, why
    assert enqueued(net) == ([watch] if again else [])


def enqueued(net):
    """The watches in the outbox, in their order."""
    with net.store.reading() as session:
        rows = session.execute(select(Outbox.topic, Outbox.subject_id).order_by(Outbox.id)).all()
    assert {row.topic for row in rows} <= {Topic.WATCH.value}
    return [row.subject_id for row in rows]


TWICE = TermFrequencies(4, 20_000)


def order(net, now=TWICE, before=BEFORE):
    with net.store.writing() as session:
        session.query(Outbox).delete()
        hits.order_weighing(session, before, now)


class Killed(Exception):
    pass


@pytest.fixture
def killed_after(net, monkeypatch):
    """killed_after(n): the worker dies in the transaction after so many parts."""
    enqueue = outbox.enqueue_many

    def after(parts):
        left = iter(range(parts))

        def counted(session, rows, **more):
            enqueue(session, rows, **more)
            if next(left, None) is None:
                raise Killed

        monkeypatch.setattr(outbox, "enqueue_many", counted)
        with pytest.raises(Killed):
            hits.weigh_again(net.store, part=2)
        monkeypatch.setattr(outbox, "enqueue_many", enqueue)

    return after


def test_parts_come_to_the_same_and_a_killed_worker_s_work_is_gone_on_with(net, killed_after):
    all_of_them = sorted(net.watch("banjul") for _ in range(7))
    order(net)
    assert hits.weigh_again(net.store, part=100) == 7 and enqueued(net) == all_of_them
    order(net)
    killed_after(2)
    assert enqueued(net) == all_of_them[:4], "what was committed stays, the part in hand goes"
    assert hits.weigh_again(net.store, part=2) == 3 and enqueued(net) == all_of_them, "each once"
    assert hits.weigh_again(net.store, part=2) == 0, "nothing is left"


def test_no_transaction_holds_more_than_a_part(net, monkeypatch):
    for _ in range(5):
        net.watch("banjul")
    order(net)
    sizes, enqueue = [], outbox.enqueue_many

    def noted(session, rows, **more):
        sizes.append(len(rows))
        enqueue(session, rows, **more)

    monkeypatch.setattr(outbox, "enqueue_many", noted)
    assert hits.weigh_again(net.store, part=2) == 5 and sizes == [2, 2, 1]


def test_a_newer_order_begins_anew_and_forgets_nothing_of_the_one_before(net, killed_after):
    near, far = net.watch("banjul"), net.watch("banjul")
    net.hit(net.enter("dakar"), near)
    with net.store.writing() as session:
        session.execute(update(Hit).values(score=weights.HIT_BITS - 0.3))
    others = [net.watch("banjul") for _ in range(3)]
    order(net)
    killed_after(1)
    order(net, TermFrequencies(5, 20_400), TermFrequencies(4, 20_000))
    assert hits.weigh_again(net.store, part=2) == 5
    assert enqueued(net) == sorted([near, far, *others]), "the table of before asked for every watch"
    order(net, TermFrequencies(6, 20_400), TermFrequencies(5, 20_000))
    assert hits.weigh_again(net.store, part=2) == 1 and enqueued(net) == [near], "that one is done with"


RULES = [
    # the mark of the table in force (None: nothing was counted yet), whether all watches are asked again
    (weights.MODEL_VERSION, False, "weighed under today's rules"),
    ("2026-01-01.1", True, "under others"),
    ("", True, "by a release that kept no mark"),
    (None, True, "nothing was counted yet"),
]


@pytest.mark.parametrize(("mark", "again", "why"), RULES, ids=[row[2] for row in RULES])
def test_new_rules_weigh_everything_again_at_once_and_once(net, mark, again, why):
    near, far = (net.watch("banjul") for _ in range(2))
    near, far = sorted((near, far), reverse=True)  # the first in the outbox is not the first by its id
    net.hit(net.enter("dakar"), near)
    with net.store.writing() as session:
        session.execute(update(Hit).values(score=weights.HIT_BITS - 0.3))
        if mark is not None:
            name_counts.store(session, replace(name_counts.count(session), model=mark, fitted={"sex_agrees": 0.5}))
        session.query(Outbox).delete()
    with net.store.writing() as session:
        assert hits.order_under_new_rules(session) is again, why
    hits.weigh_again(net.store)
    assert enqueued(net) == ([near, *sorted((near, far))] if again else []), "first what a hit may hang on, then all"
    with net.store.writing() as session:
        table = name_counts.load_newest(session)
        assert table.model == weights.MODEL_VERSION
        assert table.fitted == ({} if mark is None else {"sex_agrees": 0.5}), "what decisions taught stays"
        assert not hits.order_under_new_rules(session), "not a second time"


@pytest.mark.parametrize("parts", range(5))
def test_wherever_a_worker_is_killed_new_rules_reach_every_watch(net, killed_after, parts):
    every = sorted(net.watch("banjul") for _ in range(7))
    near = sorted(every[3:6])
    for watch in near:
        net.hit(net.enter("dakar"), watch)
    with net.store.writing() as session:
        session.execute(update(Hit).values(score=weights.HIT_BITS - 0.3))
        session.query(Outbox).delete()
        assert hits.order_under_new_rules(session)
    killed_after(parts)
    hits.weigh_again(net.store, part=2)
    assert enqueued(net) == near + every, "each as often as it was ordered"
    assert hits.weigh_again(net.store, part=2) == 0, "nothing is left"


def test_a_new_count_amid_new_rules_takes_no_watch_out(net):
    net.hit(net.enter("dakar"), net.watch("banjul"))
    every = sorted(net.watch("banjul") for _ in range(3))
    with net.store.writing() as session:
        assert hits.order_under_new_rules(session)
    order(net, TermFrequencies(5, 10_400), TermFrequencies(4, 10_000))
    hits.weigh_again(net.store, part=2)
    assert set(every) <= set(enqueued(net))


def test_a_new_count_keeps_the_mark_of_the_rules(net):
    net.watch("banjul")
    with net.store.writing() as session:
        hits.order_under_new_rules(session)
        name_counts.store(session, name_counts.count(session))
        assert name_counts.load_newest(session).model == weights.MODEL_VERSION


def test_without_a_watch_there_is_nothing_to_weigh(net):
    net.enter("dakar")
    with net.store.writing() as session:
        assert not hits.order_under_new_rules(session)
        assert name_counts.newest_version(session) == 0
