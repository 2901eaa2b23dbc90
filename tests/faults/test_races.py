"""Experiments 12 and 13: record and watch at the same instant; the backlog shuffled, doubled and late."""

import random
from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import select

from casefile import outbox, records
from casefile.people import units
from casefile.storage.tables import Outbox, Record, Watch
from casefile.subjects.identity import Identifier
from casefile.vocabulary import IdentifierKind, RecordState, Topic
from indexer.bench.population import Population
from indexer.engine import indices
from indexer.engine.indices import Kind
from indexer.upkeep import reconcile
from tests.faults import children, harness, world
from tests.faults.conftest import Stage


def twins(seed: int, pairs: int) -> tuple[list[world.Entry], list[world.Entry]]:
    """Pairs of a record and a watch about one person, each person with a passport of the own."""
    population = Population(seed)
    on_record, on_watch = [], []
    for at in range(pairs):
        person = population.person()
        paper = Identifier(IdentifierKind.PASSPORT, f"T{seed % 100:02d}{at:06d}", "SN")
        person = replace(person, identifiers=(paper,))
        on_record.append(world.Entry("record", f"r{at}", "SN-DKR", person))
        on_watch.append(world.Entry("watch", f"w{at}", "GM-BJL", person))
    return on_record, on_watch


FRESH = 24
"""Rows pending at most while a pair enters: one batch for each of the four relays."""


def race(scene: harness.Scene, pairs: int) -> None:
    """Two writers enter the two sides of each pair at the same moment while two workers drain, a few rows at a time.

    The next pair waits while much is pending, so that each is worked on while it is new.
    """
    on_record, on_watch = twins(scene.seed, pairs)
    scene.entries = [*on_record, *on_watch]
    scene.expected = world.planned_hits(scene.entries)
    gate = scene.home / "gate"
    gate.write_bytes(b"")
    orders = children.Orders(scene.settings)
    writers = [scene.child(children.writer_at_the_barrier, orders, side, str(gate)) for side in (on_record, on_watch)]
    workers = [scene.worker(limit=6) for _ in range(2)]
    with gate.open("ab", buffering=0) as opened:
        for at in range(pairs):
            opened.write(b".")
            harness.until(lambda at=at: world.entered(scene.store) >= 2 * (at + 1) and scene.pending() < FRESH, 60)
    for writer in writers:
        writer.join(60)
        assert writer.exitcode == 0
    for worker in workers:
        harness.end(worker)
    scene.drained(timeout=harness.SETTLE_S + pairs / 4)
    harness.check(scene)
    per_pair = Counter((r, w) for r, w, _ in world.found(scene.store))
    assert all(per_pair[f"r{at}", f"w{at}"] == 1 for at in range(pairs)), f"seed {scene.seed}"


def test_sixty_twins_entered_at_the_same_instant_find_each_other_once(on_both: Stage) -> None:
    race(on_both(records=0, watches=0), 60)


@pytest.mark.slow
def test_two_thousand_twins(stage: Stage) -> None:
    race(stage(records=0, watches=0), 2000)


@pytest.mark.slow
def test_twins_on_postgresql_where_writers_really_run_beside_each_other(stage: Stage, postgres_url: str) -> None:
    race(stage(records=0, watches=0, database_url=postgres_url), 400)


def test_pending_rows_shuffled_doubled_and_stale_change_nothing(on_both: Stage) -> None:
    scene = on_both(records=60, watches=20)
    harness.enter_all(scene)
    draw = random.Random(scene.seed)
    with scene.store.writing() as session:
        written = session.execute(select(Outbox.topic, Outbox.subject_id, Outbox.version))
        rows = [(Topic(topic), subject, version) for topic, subject, version in written]
        draw.shuffle(rows)
        stale = [(topic, subject, 1) for topic, subject, _ in rows]
        outbox.enqueue_many(session, [*rows, *stale, (Topic.RECORD, "f" * 32, 7), (Topic.WATCH, "e" * 32, 3)])
    scene.drained(limit=7)
    harness.check(scene)


def test_a_record_withdrawn_stays_gone_whatever_comes_late(on_both: Stage) -> None:
    scene = on_both(records=60, watches=20)
    harness.enter_all(scene)
    scene.drained()
    hit = sorted(scene.expected)[0][0]
    with scene.store.writing() as session:
        record = session.scalars(select(Record).where(Record.origin_ref == hit)).one()
        viewer = units.system_viewer(session, next(e.unit for e in scene.entries if e.ref == hit))
        records.withdraw(session, viewer, record.id, "entered by mistake")
    with scene.store.writing() as session:  # the late repeat of the first version
        outbox.enqueue_many(session, [(Topic.RECORD, record.id, 1)])
    scene.drained()
    assert record.id not in reconcile.index_versions(scene.engine, Kind.RECORDS)
    harness.check(scene, expected={key for key in scene.expected if key[0] != hit})


@pytest.mark.slow
def test_a_late_write_of_a_deleted_version_is_swept_out(on_both: Stage) -> None:
    """The engine forgets a deletion after a minute (`index.gc_deletes`); a late write brings the dead back."""
    from indexer.engine.client import Put

    scene = on_both(records=20, watches=8)
    harness.enter_all(scene)
    scene.drained()
    with scene.store.writing() as session:
        record = session.scalars(select(Record)).first()
        viewer = units.system_viewer(session, next(e.unit for e in scene.entries if e.ref == record.origin_ref))
        records.withdraw(session, viewer, record.id, "entered by mistake")
    scene.drained()
    target = indices.write_indices(scene.engine, Kind.RECORDS)[0]
    scene.engine._ask(
        "PUT", f"/{indices.live(scene.engine, Kind.RECORDS)}/_settings", body={"index": {"gc_deletes": "0s"}}
    )
    scene.engine.bulk([Put(target, record.id, 1, {"record_id": record.id, "version": 1, "unit": "x"})])
    scene.engine.refresh([target])
    report = reconcile.reconcile(scene.store, scene.engine, repair=True)
    assert report.extra == 1
    scene.drained()
    assert reconcile.reconcile(scene.store, scene.engine).sound


def test_a_watch_and_a_record_amended_together_end_on_the_newest_facts(on_both: Stage) -> None:
    scene = on_both(records=0, watches=0)
    on_record, on_watch = twins(scene.seed, 6)
    scene.entries = [*on_record, *on_watch]
    harness.enter_all(scene)
    worker = scene.worker(limit=2)
    for at in range(6):  # every second pair loses what joined it, while the relay is at work
        person = Population(scene.seed + 1000 + at).person()
        changed = replace(on_record[at], identity=person) if at % 2 else on_record[at]
        with scene.store.writing() as session:
            world.enter(session, changed)
        scene.entries[at] = changed
    harness.until(lambda: not scene.pending(), harness.SETTLE_S)
    harness.end(worker)
    harness.check(scene, expected=world.planned_hits(scene.entries))
    with scene.store.reading() as session:
        assert {r.state for r in session.scalars(select(Record))} == {RecordState.ACTIVE.value}
        assert len(session.scalars(select(Watch.id)).all()) == 6
