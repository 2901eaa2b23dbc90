"""What is pending is kept until done: leases, their loss, waiting, dead letters."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from casefile import outbox
from casefile.errors import NotAllowed
from casefile.policy.viewer import Viewer
from casefile.storage import tables
from casefile.storage.tables import Outbox
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


# ---- what a wrong clock wrote ------------------------------------------------------------------------------------

DAY = timedelta(days=1)


def rewrite(store, **values):
    with store.writing() as session:
        session.execute(update(Outbox).values(**values))


@pytest.mark.parametrize("off", [DAY, 400 * DAY, timedelta(seconds=10), -DAY], ids=str)
def test_an_entry_is_due_at_once_whatever_clock_dated_it(store, later, off):
    enqueue(store, "r1")
    rewrite(store, created_at=later + off, available_at=later + off)
    with store.reading() as session:
        assert outbox.count_due(session, later).rows == 1
    assert [i.subject_id for i in claim(store, "w1", later)] == ["r1"]


def test_an_entry_dated_tomorrow_keeps_its_turn(store, later):
    enqueue(store, "first", "second")
    with store.writing() as session:
        session.execute(update(Outbox).where(Outbox.subject_id == "first").values(created_at=later + DAY))
    assert [i.subject_id for i in claim(store, "w1", later, limit=1)] == ["first"]


def test_a_wait_longer_than_any_that_is_given_is_over(store, later):
    """Failed while the clock was a day ahead; put right since."""
    enqueue(store, "r1")
    (item,) = claim(store, "w1", later + DAY)
    with store.writing() as session:
        outbox.fail(session, [item.id], "engine away", worker="w1", now=later + DAY)
    assert [i.subject_id for i in claim(store, "w1", later)] == ["r1"]


@pytest.mark.parametrize(("lease", "taken"), [(60, False), (60 + 2, False), (24 * 3600, True)])
def test_a_lease_longer_than_any_that_is_given_holds_nothing(store, later, lease, taken):
    """A step of two seconds changes nothing; a day is no lease of ours, neither for the row nor for its subject."""
    enqueue(store, "r1")
    claim(store, "w1", later)
    rewrite(store, lease_until=later + timedelta(seconds=lease))
    enqueue(store, "r1")
    assert [i.subject_id for i in claim(store, "w2", later + SOON)] == ["r1"] * (2 * taken)


def test_how_long_it_waits_is_never_less_than_nothing_and_told_by_what_came_after(store):
    enqueue(store, "r1", "r2")
    now = tables.now()
    rewrite(store, created_at=now + DAY)
    with store.reading() as session:
        backlog = outbox.read_backlog(session)
    assert (backlog.waiting_s(now), backlog.is_stuck(now), backlog.ahead, backlog.total) == (0.0, False, 2, 2)
    enqueue(store, "r3")
    with store.reading() as session:
        backlog = outbox.read_backlog(session)
    assert backlog.ahead == 2 and backlog.is_stuck(now + timedelta(seconds=121))


def test_what_was_tried_often_is_stuck_on_any_clock(store, later):
    enqueue(store, "r1")
    rewrite(store, created_at=later + DAY, attempts=outbox.STUCK_TRIES)
    with store.reading() as session:
        assert outbox.read_backlog(session).is_stuck(tables.now())
