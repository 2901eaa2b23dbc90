"""A worker and its clock say that they run; when they are ended it shows."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from casefile.health import heartbeats
from casefile.health.heartbeats import Beat
from casefile.storage.store import Store
from indexer.pipeline.figures import COMPLETED, Figures
from indexer.worker.pulse import Pulse, say, ticking

ROOT = Path(__file__).resolve().parents[3]


def beats(store):
    with store.reading() as session:
        return heartbeats.last(session)


@pytest.fixture
def run(sqlite_store, tmp_path):
    """run("worker", "--with-beat"): that process, on the database, with no engine at hand."""
    started = []

    def start(*words):
        env = os.environ | {"OPENSEARCH_URL": "http://127.0.0.1:9", "GRIOT_SECRET_KEY": "k" * 40,
                            "DATABASE_URL": str(sqlite_store.engine.url)}  # fmt: skip
        command = [sys.executable, "-m", "indexer.worker.tasks", *words, "--home", str(tmp_path / "home")]
        started.append(subprocess.Popen(command, cwd=ROOT, env=env))
        return started[-1]

    yield start
    for child in started:
        if child.poll() is None:
            child.terminate()
        child.wait(30)


def test_a_worker_with_its_clock_writes_both_beats_and_goes_on_without_an_engine(run, sqlite_store, until):
    child = run("worker", "--with-beat")
    until(lambda: {Beat.WORKER, Beat.CLOCK} <= set(beats(sqlite_store)), 90.0)
    first = beats(sqlite_store)[Beat.WORKER].at
    until(lambda: beats(sqlite_store)[Beat.WORKER].at > first, 60.0)
    assert Beat.COPY not in beats(sqlite_store), "nothing could be compared"
    child.terminate()
    assert child.wait(30) == 0


def test_the_clock_alone_says_so_too(run, sqlite_store, until):
    run("beat")
    until(lambda: Beat.CLOCK in beats(sqlite_store), 90.0)
    assert Beat.WORKER not in beats(sqlite_store)


def test_a_pulse_stops_with_the_loop_it_speaks_for(sqlite_store, until):
    alive, figures = threading.Event(), Figures()
    alive.set()
    pulse = Pulse(sqlite_store, alive.is_set, figures, every_s=0.01)
    figures.completed(3)
    pulse.start()
    until(lambda: Beat.WORKER in beats(sqlite_store))
    alive.clear()
    pulse.stop()
    last = beats(sqlite_store)[Beat.WORKER].at
    assert beats(sqlite_store)[Beat.WORKER].at == last
    with sqlite_store.reading() as session:
        assert heartbeats.counters(session) == {COMPLETED: 3.0}


def test_a_database_that_is_away_ends_nothing(sqlite_store, monkeypatch):
    monkeypatch.setattr(Store, "writing", lambda _store: 1 / 0)
    say(sqlite_store, Beat.WORKER)
    figures = Figures()
    figures.completed(1)
    pulse = Pulse(sqlite_store, lambda: True, figures, every_s=0.01)
    pulse.start()
    pulse.stop()


def test_the_clock_ticks_at_least_as_often_as_it_speaks(sqlite_store, settings_without_engine, tmp_path):
    from casefile.policy.oversight.health import BEAT_S
    from indexer.worker.celery_app import make_celery

    clock = ticking(sqlite_store)(
        app=make_celery(settings_without_engine), lazy=True, schedule_filename=str(tmp_path / "schedule")
    )
    clock.setup_schedule()
    try:
        clock._heap = [(10**12, 5, next(iter(clock.schedule.values())))]
        clock.old_schedulers = dict(clock.schedule)
        assert clock.tick() <= BEAT_S and Beat.CLOCK in beats(sqlite_store)
    finally:
        clock.close()


@pytest.fixture
def settings_without_engine(tmp_path):
    from casefile.settings import Settings

    return Settings.from_env(tmp_path / "home", {"GRIOT_SECRET_KEY": "k" * 40})
