"""What is pending is kept until done: leases, their loss, waiting, dead letters."""

from datetime import UTC, datetime, timedelta

import pytest

from casefile import outbox
from casefile.errors import NotAllowed
from casefile.policy.viewer import Viewer
from casefile.vocabulary import Role, Stage, Topic

SOON = timedelta(seconds=1)


@pytest.fixture
def later():
    return datetime.now(UTC) + timedelta(minutes=1)


def enqueue(store, *subjects):
    with store.writing() as session:
        outbox.enqueue_many(session, [(Topic.RECORD, subject, 1) for subject in subjects])


def claim(store, worker, now, limit=200, lease_s=60):
    with store.writing() as session:
        return outbox.claim(session, worker, limit, now, lease_s)


def viewer(role):
    return Viewer("", "x", "", "X", frozenset({role}))


def test_rows_come_oldest_first_and_only_once(store, later):
    enqueue(store, *[f"r{n}" for n in range(5)])
    first = claim(store, "w1", later, limit=3)
    second = claim(store, "w2", later, limit=3)
    assert [i.subject_id for i in first] == ["r0", "r1", "r2"]
    assert [i.subject_id for i in second] == ["r3", "r4"]
    assert claim(store, "w3", later) == []


def test_all_rows_of_a_subject_are_claimed_together(store, later):
    enqueue(store, "r1", "r2", "r1", "r3", "r1")
    assert [i.subject_id for i in claim(store, "w1", later, limit=1)] == ["r1", "r1", "r1"]


def test_a_subject_another_worker_holds_is_left_alone(store, later):
    enqueue(store, "r1", "r2")
    claim(store, "w1", later)
    enqueue(store, "r1", "r3")
    assert [i.subject_id for i in claim(store, "w2", later + SOON)] == ["r3"]


def test_an_expired_lease_is_taken_over_and_its_first_holder_completes_nothing(store, later):
    enqueue(store, "r1")
    (item,) = claim(store, "w1", later, lease_s=10)
    (again,) = claim(store, "w2", later + timedelta(seconds=11))
    assert again.id == item.id
    with store.writing() as session:
        assert outbox.advance(session, [item.id], Stage.MATCH, worker="w1") == 0
        assert outbox.complete(session, [item.id], worker="w1") == 0
        assert outbox.fail(session, [item.id], "no", worker="w1", poison=True) == 0
    with store.writing() as session:
        assert outbox.read_backlog(session).to_index == 1
        assert outbox.advance(session, [item.id], Stage.MATCH, worker="w2") == 1
        assert outbox.read_backlog(session).to_match == 1
        assert outbox.complete(session, [item.id], worker="w2") == 1
    with store.reading() as session:
        assert outbox.read_backlog(session) == outbox.Backlog(0, 0, 0, 0, None)


def test_trouble_around_it_makes_no_dead_letter_and_waits_longer_each_time_up_to_a_bound(store, later):
    enqueue(store, "r1")
    moment = later
    for _ in range(outbox.MAX_ATTEMPTS * 4):
        (item,) = claim(store, "w1", moment)
        with store.writing() as session:
            assert outbox.fail(session, [item.id], "engine away", worker="w1", now=moment) == 0
        moment += timedelta(seconds=outbox.MAX_WAIT_S)
    with store.reading() as session:
        assert (outbox.read_backlog(session).to_index, outbox.read_backlog(session).dead_lettered) == (1, 0)


def test_it_is_not_due_before_its_wait_is_over(store, later):
    enqueue(store, "r1")
    (item,) = claim(store, "w1", later)
    with store.writing() as session:
        outbox.fail(session, [item.id], "engine away", worker="w1", now=later)
    assert claim(store, "w1", later + timedelta(milliseconds=100)) == []


def test_a_poisoned_row_becomes_a_dead_letter_alone_with_its_reason_and_can_be_freed(store, later):
    enqueue(store, "bad", "good")
    moment = later
    for attempt in range(outbox.MAX_ATTEMPTS):
        bad = [i.id for i in claim(store, "w1", moment) if i.subject_id == "bad"]
        with store.writing() as session:
            assert outbox.fail(session, bad, "text breaks it", worker="w1", poison=True, now=moment) == (
                1 if attempt == outbox.MAX_ATTEMPTS - 1 else 0
            )
        moment += timedelta(seconds=61)
    with store.writing() as session:
        coordinator = viewer(Role.COORDINATOR)
        assert [p.reason for p in outbox.dead_letters(session, coordinator)] == ["text breaks it"]
        debt = outbox.read_backlog(session)
        assert (debt.to_index, debt.dead_lettered) == (1, 1)
        assert outbox.retry_dead_letters(session, coordinator) == 1
    assert {i.subject_id for i in claim(store, "w2", moment + SOON)} >= {"bad"}


def test_only_those_who_run_it_see_dead_letters(store):
    with store.reading() as session, pytest.raises(NotAllowed):
        outbox.dead_letters(session, viewer(Role.INVESTIGATOR))


def test_a_page_can_ask_what_is_still_pending_for_its_subjects(store, later):
    enqueue(store, "r1", "r2")
    with store.reading() as session:
        assert outbox.pending_subjects(session, ["r1", "zz"]) == {"r1": Stage.INDEX}
        assert outbox.read_backlog(session).oldest is not None
