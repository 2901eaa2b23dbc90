"""Ten years, day by day: nothing alive past its date, nothing gone before it, and what is gone is gone everywhere."""

import pytest
from sqlalchemy import func, select

from casefile import audit
from casefile.hits import candidate_pairs
from casefile.policy.retention import KEPT
from casefile.policy.states import READABLE
from casefile.storage import tables
from casefile.storage.tables import Record, RecordVersion, Tombstone, Watch
from casefile.vocabulary import RecordState, WatchState
from indexer.engine.client import Drop
from indexer.pipeline.index_writes import record_operations, watch_operations
from tests.casefile.retention.ten_years import DAY, DAYS, START, Clock, TenYears
from tests.network.stored import everything


@pytest.fixture
def world(sqlite_store, monkeypatch):
    clock = Clock()
    monkeypatch.setattr(tables, "now", clock)
    return TenYears(sqlite_store, clock)


def test_ten_years_day_by_day(world):
    seen, buried = {name: {} for name in KEPT}, set()
    for day in range(DAYS):
        world.live(day)
        moment = START + day * DAY
        now = check_states(world, moment)
        check_rows(world, moment, seen)
        if new := now - buried:
            buried |= new
            check_gone_from_index(world, new)
            check_words(world, moment, buried)
    assert len(buried) == len(world.lives) + len(world.watches), "ten years are long enough for all of them"
    assert {name for name, rows in seen.items() if rows.get(EVER)} == LIVED
    check_tombstones(world)
    with world.store.reading() as session:
        assert audit.verify(session) is None


def check_states(world, moment):
    """Each record and watch is where the plan says, to the day. Returns the ids of those that are gone."""
    with world.store.reading() as session:
        records = dict(session.execute(select(Record.id, Record.state)).all())
        watches = dict(session.execute(select(Watch.id, Watch.state)).all())
    gone = set()
    for life in world.lives:
        if life.id:
            assert records[life.id] == life.state_at(moment).value, (life, moment)
            if records[life.id] in READABLE:
                assert moment < life.date or (life.held_until and moment < life.held_until), "alive past its date"
            gone |= {life.id} if records[life.id] == RecordState.TOMBSTONED.value else set()
    for watch in world.watches:
        if watch.id:
            over = watches[watch.id] == WatchState.TOMBSTONED.value
            assert over == (moment >= watch.gone_at()), (watch, moment)
            assert watches[watch.id] != WatchState.ACTIVE.value or moment < watch.until
            gone |= {watch.id} if over else set()
    return gone


def check_rows(world, moment, seen):
    """Of sessions, links, searches, reasons, ...: none is there past its date, and none went before it."""
    with world.store.reading() as session:
        for name, kept in KEPT.items():
            table = tables.Table.metadata.tables[name]
            rows = {
                row[:-1]: row[-1] for row in session.execute(select(*table.primary_key.columns, table.c[kept.since]))
            }
            oldest = moment - kept.period
            assert all(since > oldest for since in rows.values()), f"{name}: alive past its date"
            early = {key for key, since in seen[name].items() if since > oldest and key not in rows and key != EVER}
            assert not early or name in GOES_WITH_OTHERS, f"{name}: gone before its date"
            ever = {EVER: moment + 9 * kept.period} if rows or EVER in seen[name] else {}
            seen[name] = {**rows, **ever}


EVER = ("ever",)
LIVED = {
    "stated_reason",
    "portal_session",
    "access_link",
    "act",
    "lookup",
    "people_changed",
    "name_judgement",
    "watch_notice",
}
"""Tables that the plan fills; the others are swept in a test of their own."""
GOES_WITH_OTHERS = {"stated_reason", "name_judgement", "access_link"}
"""Also go with the record they quote, the hit they came from, or a newer link of the same officer."""


def check_gone_from_index(world, ids):
    """What the relay reads now makes it take them out of the index, whatever it held."""
    with world.store.reading() as session:
        reader = candidate_pairs.Reader()
        operations = [
            *record_operations(reader.records(session, ids), ids, ["records"]),
            *watch_operations(reader.watches(session, ids), ids, ["watches"]),
        ]
    assert all(isinstance(one, Drop) for one in operations) and len(operations) == 2 * len(ids)


def check_words(world, moment, buried):
    """A word planted in everything about a subject stands in no table once it is gone, and until then it does."""
    text = everything(world.store).casefold()
    for one in (*world.lives, *world.watches):
        if one.id:
            assert (one.word in text) == (one.id not in buried), (one, moment)
    kept = [day for day in world.searched.values() if moment - KEPT["lookup"].period < START + day * DAY <= moment]
    with world.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(tables.Lookup)) == len(kept), moment
    assert not [word for word in world.searched if word in text], "what was searched is sealed, never in clear"


def check_tombstones(world):
    """A tombstone for each, without content; of two of the same content the hashes would differ."""
    with world.store.reading() as session:
        stones = session.scalars(select(Tombstone)).all()
        assert {one.subject_id for one in stones} == {one.id for one in (*world.lives, *world.watches)}
        assert len({one.content_hash for one in stones}) == len(stones) and all(one.approvers for one in stones)
        assert session.scalar(select(func.count()).where(RecordVersion.content_hash != "")) == 0
        assert session.scalar(select(func.count()).where(RecordVersion.change_note != "")) == 0
