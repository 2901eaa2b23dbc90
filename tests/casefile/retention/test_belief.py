"""Nothing ends, and nothing is destroyed, by a clock that leapt: neither the record, nor the watch, nor the hit."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from casefile import retention, watches
from casefile.errors import Conflict
from casefile.policy.retention import EXPIRED_KEPT, LEAP, RETENTION
from casefile.retention import belief
from casefile.storage import clock as the_clock
from casefile.storage import marks, tables
from casefile.storage.tables import Audit, Record, RecordVersion, Watch

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def forgotten():
    yield
    the_clock.forget()


def states(net, table):
    with net.store.reading() as session:
        return {state for (state,) in session.query(table.state)}


def test_a_clock_years_ahead_destroys_and_ends_nothing(net, clock):
    net.enter("dakar")
    retention.run_now(net.store)
    before = states(net, Record)
    for ahead in (365, 5 * 365 + 31, 20 * 365):
        clock(ahead)
        with pytest.raises(Conflict, match="leapt"):
            retention.run_now(net.store)
    assert states(net, Record) == before


def test_nor_does_it_when_everything_else_has_been_written_by_the_same_clock_meanwhile(net, clock):
    """A line of the trail by the wrong clock is no witness for it."""
    net.enter("dakar")
    retention.run_now(net.store)
    clock((RETENTION + EXPIRED_KEPT).days + 1)
    net.enter("dakar")
    with pytest.raises(Conflict):
        retention.run_now(net.store)
    assert "tombstoned" not in states(net, Record)


def test_put_right_it_goes_on_by_itself(net, clock):
    net.enter("dakar")
    retention.run_now(net.store)
    clock(300)
    with pytest.raises(Conflict):
        retention.run_now(net.store)
    clock(1)
    assert retention.run_now(net.store) == {}


def test_an_installation_that_runs_comes_to_every_date(net, clock):
    start = clock(0)
    net.enter("dakar")
    with net.store.writing() as session:
        session.execute(update(RecordVersion).values(review_at=start, retain_until=start + 8 * DAY))
    for day in range(0, EXPIRED_KEPT.days + 20, 6):
        clock(day)
        retention.run_now(net.store)
    assert states(net, Record) == {"tombstoned"}


def test_a_person_says_that_the_date_is_right_and_the_trail_keeps_it(net, clock):
    net.enter("dakar")
    retention.run_now(net.store)
    clock(30)
    with net.store.writing() as session:
        belief.confirm(session)
    assert retention.run_now(net.store) == {}
    with net.store.reading() as session:
        assert session.query(Audit).filter(Audit.subject_id == "clock").count() == 1


def test_the_newest_line_of_the_trail_stands_in_where_no_mark_was_made(net, clock):
    net.enter("dakar")
    clock(LEAP.days - 1)
    with net.store.reading() as session:
        assert belief.leapt(session) is None
    clock(LEAP.days + 3)
    with net.store.reading() as session:
        assert LEAP < belief.leapt(session) < LEAP + 4 * DAY


def test_a_database_that_has_seen_nothing_believes_what_it_is_told(sqlite_store):
    with sqlite_store.writing() as session:
        assert belief.moment(session) <= tables.now()
        assert marks.read(session, marks.CLOCK).at > tables.now() + LEAP - DAY


def test_a_watch_stays_in_matching_while_the_clock_is_not_believed(net, clock):
    watch_id = net.watch("banjul")
    with net.store.writing() as session:
        belief.moment(session)
    clock(3 * 365)
    with net.store.reading() as session:
        from casefile.hits.parties import current_watches

        assert current_watches(session, [watch_id])[watch_id].is_matchable
    with net.store.writing() as session, pytest.raises(Conflict):
        watches.expire_due(session, belief.moment(session))
    assert states(net, Watch) == {"active"}
