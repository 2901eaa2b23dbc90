"""Every signal in its failing state: what is broken, what is measured then, by the one table that all go by."""

import shutil
import threading
from collections import namedtuple
from datetime import timedelta

import pytest
from sqlalchemy import update

from casefile import installation, machine
from casefile.budgets import alarms
from casefile.health import heartbeats
from casefile.health.heartbeats import Beat
from casefile.policy.oversight.health import RULES, Level, Signal
from casefile.policy.retention import LEAP
from casefile.retention import belief
from casefile.settings import Settings
from casefile.storage import marks, tables
from casefile.storage.tables import Country, Heartbeat, Outbox, SignInCount, Unit, Webhook, WebhookCall
from casefile.vocabulary import AlarmKind
from indexer.engine import indices
from indexer.health.measure import Meter
from indexer.health.timed import NoAnswer, Timed
from tests.network.memory_engine import MemoryEngine
from tests.network.stored import SECRET

FINE, WARNING, CRITICAL = Level.FINE, Level.WARNING, Level.CRITICAL
Usage = namedtuple("Usage", "free")


class Node(MemoryEngine):
    """An engine with its indices, which a test takes away."""

    version: str | None = "3.8.0"

    def __init__(self):
        super().__init__("griot")
        indices.ensure(self)

    def alive(self):
        return self.version

    def marked(self, **mark):
        for index in self.indices.values():
            index.mapping = {**index.mapping, "_meta": {**index.mapping["_meta"], **mark}}


class Place:
    """A database with all signs of life, a node, and a meter that keeps no answer."""

    def __init__(self, store, home, monkeypatch, **changes):
        self.store, self.node, self.patch = store, Node(), monkeypatch
        self.settings = Settings.from_env(home, {"GRIOT_SECRET_KEY": SECRET, **changes})
        monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(5000 * 2**20))
        with store.writing() as session:
            for kind in Beat:
                heartbeats.beat(session, kind, {"lost": 0, "foreign": 0})

    def levels(self):
        judged = Meter(self.settings, self.store, lambda: self.node, within_s=2.0).measure().judged
        return {one.signal: one.level for one in judged}

    def quiet_for(self, kind, **time):
        with self.store.writing() as session:
            session.execute(
                update(Heartbeat).where(Heartbeat.kind == kind.value).values(at=tables.now() - timedelta(**time))
            )

    def beats(self, kind, **detail):
        with self.store.writing() as session:
            heartbeats.beat(session, kind, detail)

    def pending(self, dead=False, attempts=0, lane="", **time):
        with self.store.writing() as session:
            session.add(
                Outbox(topic="record", subject_id="a" * 32, version=1, stage="index", attempts=attempts, lane=lane,
                       created_at=tables.now() - timedelta(**time),
                       dead_lettered_at=tables.now() if dead else None)
            )  # fmt: skip

    def in_doubt(self):
        with self.store.writing() as session:
            installation.put_in_doubt(session, installation.Doubt.FOREIGN)

    def wrong_passwords(self, many):
        with self.store.writing() as session:
            session.add(SignInCount(key="k", kind="network", failed=many))
            session.add(SignInCount(key="l", kind="account", failed=many))

    def receiver_away(self):
        with self.store.writing() as session:
            session.add_all([Country(code="SN", name="Senegal"), Unit(id="u", code="SN-A", name="A", country="SN")])
            session.flush()
            session.add(Webhook(id="w", unit_id="u", name="desk", url="https://hook.example/"))
            session.flush()
            session.add(WebhookCall(webhook_id="w", event="pointer.notified", subject="p", dead_at=tables.now()))

    def altered(self):
        with self.store.writing() as session:
            alarms.raise_alarm(session, AlarmKind.ALTERED, None, None, {"many": 1}, cause="trail")

    def believed(self, **ago):
        """The last moment of the clock that was believed lies so far back."""
        with self.store.writing() as session:
            marks.keep(session, marks.CLOCK, tables.now() - timedelta(**ago) + LEAP)

    def disk_with(self, megabytes):
        self.patch.setattr(shutil, "disk_usage", lambda _: Usage(megabytes * 2**20))

    def database_away(self):
        self.patch.setattr(type(self.store), "reading", lambda _self: 1 / 0)


@pytest.fixture
def place(store, tmp_path, monkeypatch):
    return Place(store, tmp_path / "home", monkeypatch)


BROKEN = [
    (Signal.DATABASE, CRITICAL, Place.database_away),
    (Signal.ENGINE, CRITICAL, lambda place: setattr(place.node, "version", None)),
    (Signal.INDEX, CRITICAL, lambda place: place.node.indices.clear()),
    (Signal.INDEX, WARNING, lambda place: place.node.marked(digest="earlier")),
    (Signal.INDEX, WARNING, lambda place: place.beats(Beat.COPY, lost=3, foreign=0)),
    (Signal.INDEX, WARNING, lambda place: place.beats(Beat.COPY, lost=0, foreign=1)),
    (Signal.INDEX, WARNING, lambda place: place.beats(Beat.COPY, lost=0, foreign=0, altered=2)),
    (Signal.PENDING, WARNING, lambda place: place.pending(minutes=3)),
    (Signal.PENDING, CRITICAL, lambda place: place.pending(minutes=16)),
    (Signal.PENDING, WARNING, lambda place: place.pending(attempts=8, days=-1)),  # whatever the clock says
    (Signal.BULK, WARNING, lambda place: place.pending(lane="u" * 32, hours=3)),
    (Signal.BULK, CRITICAL, lambda place: place.pending(lane="u" * 32, hours=13)),
    (Signal.INDEX, CRITICAL, lambda place: place.node.marked(owner="b" * 32)),
    (Signal.INDEX, CRITICAL, lambda place: place.in_doubt()),
    (Signal.WORKER, WARNING, lambda place: place.quiet_for(Beat.WORKER, seconds=90)),
    (Signal.WORKER, CRITICAL, lambda place: place.quiet_for(Beat.WORKER, minutes=4)),
    (Signal.CLOCK, CRITICAL, lambda place: place.quiet_for(Beat.CLOCK, minutes=4)),
    (Signal.DATE, WARNING, lambda place: place.believed(days=8)),
    (Signal.DATE, CRITICAL, lambda place: place.believed(days=31)),
    (Signal.COPY, WARNING, lambda place: place.quiet_for(Beat.COPY, minutes=6)),
    (Signal.COPY, CRITICAL, lambda place: place.quiet_for(Beat.COPY, minutes=31)),
    (Signal.SWEEP, WARNING, lambda place: place.quiet_for(Beat.SWEEP, hours=4)),
    (Signal.SWEEP, CRITICAL, lambda place: place.quiet_for(Beat.SWEEP, hours=8)),
    (Signal.DEAD_LETTERS, WARNING, lambda place: place.pending(dead=True)),
    (Signal.CHECKPOINT, WARNING, lambda place: place.quiet_for(Beat.CHECKPOINT, hours=2)),
    (Signal.TRAIL, CRITICAL, Place.altered),
    (Signal.BACKUP, WARNING, lambda place: place.quiet_for(Beat.BACKUP, hours=27)),
    (Signal.BACKUP, CRITICAL, lambda place: place.quiet_for(Beat.BACKUP, days=8)),
    (Signal.ARCHIVE, WARNING, lambda place: place.quiet_for(Beat.ARCHIVE, minutes=16)),
    (Signal.ARCHIVE, CRITICAL, lambda place: place.quiet_for(Beat.ARCHIVE, hours=3)),
    (Signal.DISK, WARNING, lambda place: place.disk_with(900)),
    (Signal.DISK, CRITICAL, lambda place: place.disk_with(300)),
    (Signal.SIGN_INS, WARNING, lambda place: place.wrong_passwords(60)),
    (Signal.WEBHOOKS, WARNING, Place.receiver_away),
]


def test_every_signal_has_its_failing_state():
    assert {signal for signal, _, _ in BROKEN} == set(Signal)


def test_when_all_is_well_all_is_fine(place):
    assert place.levels() == dict.fromkeys(Signal, FINE)


@pytest.mark.parametrize(("signal", "level", "break_it"), BROKEN, ids=lambda value: str(getattr(value, "name", "")))
def test_what_is_broken_shows_in_its_signal_and_in_no_other(place, signal, level, break_it):
    break_it(place)
    wrong = {one: found for one, found in place.levels().items() if found is not FINE}
    assert wrong == {signal: level}


def test_a_clock_that_was_never_set_is_critical_though_it_is_not_followed(place, monkeypatch):
    monkeypatch.setattr(machine, "seconds", lambda: 120.0)
    assert place.levels()[Signal.DATE] is CRITICAL


def test_a_clock_that_leapt_is_a_signal_until_a_person_says_that_the_date_is_right(place):
    place.believed(days=8)
    assert place.levels()[Signal.DATE] is WARNING
    with place.store.writing() as session:
        assert belief.leapt(session), "and what ends by itself stands still, by the same figure"
        belief.confirm(session)
    assert place.levels()[Signal.DATE] is FINE


def test_what_rests_on_the_database_is_not_judged_without_it(place):
    place.database_away()
    assert set(place.levels()) == {Signal.DATABASE, Signal.ENGINE, Signal.INDEX, Signal.DISK}


def test_a_worker_and_a_clock_that_never_ran_are_critical_and_their_chores_not_judged(store, tmp_path, monkeypatch):
    place = Place(store, tmp_path / "home", monkeypatch)
    with store.writing() as session:
        session.query(Heartbeat).delete()
    levels = place.levels()
    assert (levels[Signal.WORKER], levels[Signal.CLOCK]) == (CRITICAL, CRITICAL)
    assert not {Signal.COPY, Signal.SWEEP, Signal.CHECKPOINT, Signal.BACKUP} & set(levels)


def test_before_the_first_of_a_chore_it_is_as_old_as_the_worker(place):
    with place.store.writing() as session:
        session.query(Heartbeat).filter(Heartbeat.kind.in_(["backup", "sweep"])).delete()
        session.execute(
            update(Heartbeat).where(Heartbeat.kind == "worker").values(first_at=tables.now() - timedelta(hours=27))
        )
    levels = place.levels()
    assert (levels[Signal.BACKUP], levels[Signal.SWEEP]) == (WARNING, CRITICAL)


def test_an_archive_is_asked_for_only_where_one_was_begun_and_not_ended(place):
    with place.store.writing() as session:
        heartbeats.forget(session, Beat.ARCHIVE)
    assert Signal.ARCHIVE not in place.levels()


def test_a_demonstration_and_who_makes_backups_otherwise_are_not_asked_for_one(store, tmp_path, monkeypatch):
    for changes in ({"GRIOT_DEMO": "1"}, {"GRIOT_BACKUP_WITHIN_H": "0"}):
        place = Place(store, tmp_path / "home", monkeypatch, **changes)
        assert Signal.BACKUP not in place.levels()


def test_a_real_node_is_told_from_one_without_indices(engine, sqlite_store, tmp_path, monkeypatch):
    place = Place(sqlite_store, tmp_path / "home", monkeypatch)
    place.node = engine
    assert place.levels()[Signal.INDEX] is FINE
    for name in engine.aliases(f"{engine.prefix}-*"):
        engine.delete_index(name)
    levels = place.levels()
    assert (levels[Signal.ENGINE], levels[Signal.INDEX]) == (FINE, CRITICAL)


# ---- asking without waiting ------------------------------------------------------------------------------------


def test_a_server_that_hangs_holds_one_thread_and_nobody_long():
    began, release = [], threading.Event()

    def hang():
        began.append(1)
        release.wait(20)
        return "late"

    asked = Timed(hang, keep_s=60)
    for _ in range(3):
        with pytest.raises(NoAnswer):
            asked.within(0.02)
    assert len(began) == 1
    release.set()
    asked = Timed(lambda: "there", keep_s=60)
    assert asked.within(5) == "there"


def test_an_answer_serves_all_who_ask_at_about_the_same_time():
    asked = []
    one = Timed(lambda: asked.append(1) or len(asked), keep_s=60)
    assert [one.within(5), one.within(5)] == [1, 1]
    again = Timed(lambda: asked.append(1) or len(asked), keep_s=0)
    assert [again.within(5), again.within(5)] == [2, 3]


def test_a_meter_waits_for_both_at_once(store, tmp_path, monkeypatch):
    place, release = Place(store, tmp_path / "home", monkeypatch), threading.Event()
    place.node.alive = lambda: release.wait(20) and "3.8.0"
    monkeypatch.setattr(type(store), "reading", lambda _self: release.wait(20) and 1 / 0)
    try:
        judged = Meter(place.settings, store, lambda: place.node, within_s=0.3).measure().judged
        assert {one.signal for one in judged if one.level is CRITICAL} == {Signal.DATABASE, Signal.ENGINE}
    finally:
        release.set()


def test_each_signal_says_what_it_measures_and_the_way_out():
    for rule in RULES.values():
        assert len(rule.says) > 20 and len(rule.remedy) > 20 and rule.title
