"""Chores keep their turns by the process's own ticks: a clock that is set meanwhile neither stops nor starves one."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from celery.beat import PersistentScheduler

from casefile.settings import Settings
from indexer.worker import celery_app
from indexer.worker.celery_app import SCHEDULE_S, make_celery

HOUR_S = 3600


@pytest.fixture
def ticks(monkeypatch):
    """`ticks(seconds, clock=…)` lets time pass, while the machine's clock is set by so much."""
    passed, put = [time.monotonic()], [0.0]
    true = time.time
    monkeypatch.setattr(celery_app, "monotonic", lambda: passed[0])
    monkeypatch.setattr(time, "time", lambda: true() + put[0])
    celery_app._began.cache_clear()

    def move(seconds, clock=0.0):
        passed[0] += seconds
        put[0] += clock

    yield move
    celery_app._began.cache_clear()


def turns(scheduler, ticks, seconds):
    """How often each chore is started within so many seconds, looked at every second."""
    started = {}
    scheduler.apply_entry = lambda entry, producer=None: started.update({entry.name: started.get(entry.name, 0) + 1})
    for _ in range(seconds):
        ticks(1.0)
        while scheduler.tick() == 0:
            pass
    return started


@pytest.fixture
def scheduler(settings_alone, ticks):
    app = make_celery(settings_alone)
    return PersistentScheduler(app, schedule_filename=str(settings_alone.home / "beat-schedule"))


@pytest.fixture
def settings_alone(tmp_path):
    return Settings.from_env(tmp_path, {"GRIOT_SECRET_KEY": "k" * 40})


@pytest.mark.parametrize("step", [0.0, 2.0, -2.0, -86_400.0, 86_400.0, -1.7e9])
def test_a_step_of_the_clock_neither_stops_nor_starves_a_chore(scheduler, ticks, step):
    turns(scheduler, ticks, 100)
    ticks(0.0, clock=step)
    found = turns(scheduler, ticks, HOUR_S)
    assert set(found) == set(SCHEDULE_S)
    assert all(abs(found[name] - HOUR_S / every) <= 2 for name, every in SCHEDULE_S.items()), found


def test_turns_that_a_clock_ahead_has_written_down_are_due_at_the_next_start(scheduler, ticks):
    for entry in scheduler.schedule.values():
        entry.last_run_at = datetime.now(UTC) + timedelta(days=400)
    found = turns(scheduler, ticks, 5)
    assert set(found) == set(SCHEDULE_S)
