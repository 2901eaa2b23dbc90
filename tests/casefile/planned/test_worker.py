"""Planned operations through the worker: without an engine, and with a worker that is killed at any moment of it."""

import os
import signal
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from casefile import fault_points
from casefile.planned import own
from casefile.settings import Settings
from casefile.storage import tables
from casefile.storage.store import Store
from casefile.storage.tables import OperationMeeting, Outbox
from indexer.pipeline.relay import Relay

KILLS = [
    ("relay.claimed", 1),
    *((point, nth) for point in ("store.committing", "store.committed") for nth in (1, 2, 3)),
]
"""Of a batch of two rows: the lease is one commit, each row one more."""


class NoEngine:
    """Away: it says so, and nothing here may ask it more."""

    def alive(self):
        return None


@pytest.fixture
def settings(tmp_path):
    return Settings.from_env(tmp_path / "home", {"GRIOT_SECRET_KEY": "k" * 40})


def plan(net, who, ahead=9):
    day = (tables.now() + timedelta(days=ahead)).date()
    with net.store.writing() as session:
        draft = own.OperationDraft(
            net.cases[who], "Mbour", 10, day, day, "a boat", "a departure", net.viewers[who].officer_id, "asked for"
        )
        own.plan_operation(session, net.viewers[who], draft)


def left(store):
    with store.reading() as session:
        waiting = session.scalar(select(func.count()).select_from(Outbox))
        return waiting, session.scalar(select(func.count()).select_from(OperationMeeting))


def killed(net, settings, point, nth):
    """A worker of its own process, killed there by SIGKILL; how it ended."""
    child = os.fork()
    if child == 0:
        try:
            with fault_points.arm(f"{point}:kill:nth={nth}"):
                Relay(
                    Store(net.store.engine.url.render_as_string(hide_password=False)), NoEngine(), settings, lease_s=0.0
                ).drain()
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_no_meeting_is_lost_where_a_worker_is_killed_and_none_is_written_twice(net, settings):
    for number, (point, nth) in enumerate(KILLS):
        plan(net, "dakar", 9 + 4 * number), plan(net, "banjul", 9 + 4 * number)
        assert killed(net, settings, point, nth) == -signal.SIGKILL, (point, nth)
        Relay(net.store, NoEngine(), settings, lease_s=0.0).drain()
        assert left(net.store) == (0, number + 1), (point, nth)


def test_with_the_engine_away_they_are_compared_all_the_same(net, settings):
    plan(net, "dakar"), plan(net, "banjul")
    relay = Relay(net.store, NoEngine(), settings)
    relay.unavailable = True
    assert relay.drain().completed == 2 and left(net.store) == (0, 1)
