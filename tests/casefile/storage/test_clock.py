"""The clock that everything goes by is the database's, and no clock that is plainly wrong is followed."""

import subprocess
import time
from datetime import UTC, datetime, timedelta

import pytest

from casefile import audit, machine
from casefile.storage import clock, marks, tables
from casefile.storage.clock import ClockReading

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def forgotten():
    clock.forget()
    yield
    clock.forget()


@pytest.fixture
def machines(monkeypatch):
    """Sets this machine's clock off, as its kernel tells it too, and hides nothing else."""
    true = time.time

    def set_off(by: timedelta) -> None:
        monkeypatch.setattr(time, "time", lambda: true() + by.total_seconds())
        monkeypatch.setattr(machine, "kernels_clock", lambda: true() + by.total_seconds())
        clock.forget()

    return set_off


def near(moment: datetime, wanted: datetime) -> bool:
    return abs(moment - wanted) < timedelta(seconds=5)


# ---- one process that is given another time than its machine -------------------------------------------------------


@pytest.mark.parametrize("by", [DAY, -DAY, 400 * DAY, timedelta(seconds=5)], ids=str)
def test_a_process_that_is_told_another_time_goes_by_its_machine(monkeypatch, by):
    true = time.time
    monkeypatch.setattr(time, "time", lambda: true() + by.total_seconds())
    machine.forget()
    assert abs(machine.seconds() - true()) < 2.0


def test_a_busy_machine_s_slow_answer_moves_no_clock(monkeypatch):
    """The process asked has read the clock, and is heard of three seconds later: nothing is three seconds off."""
    slow = [3.0, 0.0]
    run = subprocess.run

    def late(*words, **how):
        said = run(*words, **how)
        time.sleep(slow.pop(0))
        return said

    monkeypatch.setattr(machine.subprocess, "run", late)
    monkeypatch.setattr(machine, "kernels_clock", lambda: time.time() - 86_400)
    machine.forget()
    assert abs(machine.seconds() - time.time()) < 0.5 and slow == []


def test_files_of_the_kernel_that_are_wrong_move_nothing(monkeypatch):
    """In some containers they are of another machine: another process decides, and it reads what this one does."""
    monkeypatch.setattr(machine, "kernels_clock", lambda: time.time() - 86_400)
    machine.forget()
    assert abs(machine.seconds() - time.time()) < 0.5


@pytest.mark.parametrize("there", [{}, {"stat": "cpu 1\n", "uptime": "7.1 9\n"}, {"stat": "btime x\n"}], ids=str)
def test_a_system_that_does_not_say_is_taken_at_its_word(monkeypatch, tmp_path, there):
    for name, text in there.items():
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(machine, "PROC", tmp_path)
    machine.forget()
    assert machine.kernels_clock() is None and abs(machine.seconds() - time.time()) < 0.5
    assert machine.Started.of(1) is None and machine.boot_id() == ""


# ---- the database's ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", [DAY, -DAY, 400 * DAY, timedelta(seconds=5)], ids=str)
def test_postgresql_s_own_clock_is_followed_whatever_this_machine_s_says(postgres_store, machines, by):
    true = datetime.now(UTC)
    machines(by)
    assert near(tables.now(), true + by)
    with postgres_store.reading():
        assert near(tables.now(), true)
    with postgres_store.writing() as session:
        audit.write(session, None, audit.Action.PIPELINE, "x", "")
    with postgres_store.reading() as session:
        assert near(marks.newest_line(session.connection()), true)


def test_a_step_between_two_transactions_is_noticed_at_once(postgres_store, machines, monkeypatch):
    true = datetime.now(UTC)
    with postgres_store.reading():
        assert near(tables.now(), true)
    stepped = time.time
    monkeypatch.setattr(time, "time", lambda: stepped() + 86_400)
    monkeypatch.setattr(machine, "kernels_clock", lambda: None)
    machine.forget()
    with postgres_store.reading():
        assert near(tables.now(), true)


def test_it_is_asked_now_and_then_not_at_every_transaction(store, monkeypatch):
    asked = []
    read = marks.read_clock
    monkeypatch.setattr(marks, "read_clock", lambda engine: asked.append(engine) or read(engine))
    for _ in range(20):
        with store.reading():
            pass
    assert len(asked) == 1


# ---- a clock that was never set, and one that leapt ----------------------------------------------------------------


def test_on_a_machine_without_battery_time_goes_on_from_the_trail(sqlite_store, machines):
    with sqlite_store.writing() as session:
        audit.write(session, None, audit.Action.PIPELINE, "x", "")
    last = tables.now()
    machines(datetime(1970, 1, 1, 0, 3, tzinfo=UTC) - last)
    assert tables.now().year == 1970
    with sqlite_store.writing() as session:
        assert near(tables.now(), last) and tables.now() < tables.now()
        audit.write(session, None, audit.Action.PIPELINE, "y", "")
    with sqlite_store.reading() as session:
        assert near(marks.newest_line(session.connection()), last)


@pytest.mark.parametrize(("until", "said"), [(None, 400), (7, 7), (500, 400)])
def test_what_ends_by_itself_never_runs_ahead_of_what_is_believed(until, said):
    start = datetime(2026, 1, 1, tzinfo=UTC)
    clock.follow("x", lambda: ClockReading(ends_by=start + until * DAY if until else None))
    assert clock.ending(start + 400 * DAY) == start + said * DAY


def test_a_database_of_before_these_marks_is_followed_too(store):
    with store.writing() as session:
        tables.UpkeepMark.__table__.drop(session.connection())
    clock.forget()
    with store.reading():
        assert near(tables.now(), datetime.now(UTC))


def test_a_mark_is_made_and_moved(store):
    start = tables.now()
    with store.writing() as session:
        assert marks.read(session, "x") is None
        marks.keep(session, "x", start, "a")
        marks.keep(session, "x", start + DAY, "b")
    with store.reading() as session:
        assert marks.read(session, "x") == marks.Mark(start + DAY, "b")
