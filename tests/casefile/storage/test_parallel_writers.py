"""Several writers at once: the chain stays one line, a source entry stays one record, no row is claimed twice."""

import fcntl
import threading
import time

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from casefile import audit, outbox, records
from casefile.audit.proof import contents
from casefile.errors import Conflict
from casefile.storage import tables, write_queue
from casefile.storage.tables import Audit, Record
from casefile.storage.write_queue import WriteQueue
from tests.network.make import person
from tests.network.stored import network


def together(number, act):
    """Run `act(n)` in threads that start at the same moment; re-raise what any of them raises."""
    barrier, errors = threading.Barrier(number), []

    def run(n):
        barrier.wait()
        try:
            act(n)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(n,)) for n in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if errors:
        raise errors[0]


def test_four_units_of_work_at_once_leave_one_chain(store):
    net = network(store)

    def enter(n):
        for _ in range(8):
            net.enter(("dakar", "banjul", "nouakchott")[n % 3])

    together(4, enter)
    with store.reading() as session:
        assert audit.verify(session) is None
        assert session.scalar(select(func.max(Audit.seq))) == session.scalar(select(func.count()).select_from(Audit))


@pytest.mark.postgres
def test_an_action_that_takes_long_keeps_nobody_from_saving(postgres_store):
    """It has written its lines of the trail and is still at work; an officer of another unit saves meanwhile."""
    net, working, end = network(postgres_store), threading.Event(), threading.Event()

    def long_one():
        with postgres_store.writing() as session:
            drafts = [net.record("dakar", person(f"Awa {n} Ba")) for n in range(50)]
            records.enter_many(session, net.dakar, drafts)
            working.set()
            end.wait(120)

    other = threading.Thread(target=long_one)
    other.start()
    assert working.wait(60)
    saved = threading.Event()
    officer = threading.Thread(target=lambda: (net.enter("banjul"), saved.set()))
    officer.start()
    in_time = saved.wait(60)  # the other goes on for two minutes
    end.set()
    other.join(30)
    officer.join(30)
    assert in_time, "the officer waited for the end of it"
    with postgres_store.reading() as session:
        assert audit.verify(session) is None
    assert list(contents.check(postgres_store)) == [], "every row has its leaf, in whatever order they came"


def test_two_imports_of_the_same_entry_make_one_record(store):
    net = network(store)

    def enter(_):
        try:
            with store.writing() as session:
                records.enter_many(session, net.dakar, [net.record("dakar", origin_ref="un:1")])
        except Conflict:
            pass  # asked to try again; nothing of it is stored

    together(3, enter)
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Record)) == 1
        assert audit.verify(session) is None


def test_workers_never_hold_the_same_row_or_the_same_subject(store):
    net = network(store)
    with store.writing() as session:
        drafts = [net.record("dakar", person(f"Awa {n} Ba")) for n in range(60)]
        records.enter_many(session, net.dakar, drafts)
    held: dict[int, list[outbox.PendingItem]] = {0: [], 1: [], 2: []}

    def claim(n):
        for _ in range(5):
            with store.writing() as session:
                held[n] += outbox.claim(session, f"w{n}", 5, tables.now(), 60)

    together(3, claim)
    ids = [item.id for items in held.values() for item in items]
    assert len(ids) == len(set(ids)) == 60


def test_an_officer_does_not_wait_for_an_import_that_commits_again_and_again(sqlite_store, monkeypatch):
    """Counted from the moment the officer shows that one waits: what comes before is the machine's pace, not the
    queue's."""
    net, commits, stop = network(sqlite_store), [], threading.Event()
    in_line, waited = WriteQueue._in_line, []
    officer = threading.current_thread()

    def counted(queue, until):
        before = len(commits)
        mine = in_line(queue, until)
        if threading.current_thread() is officer:
            waited.append(len(commits) - before)
        return mine

    monkeypatch.setattr(WriteQueue, "_in_line", counted)

    def imports():
        while not stop.is_set():
            with sqlite_store.writing() as session:
                session.execute(select(func.count()).select_from(Record))
                time.sleep(0.02)
            commits.append(1)

    importer = threading.Thread(target=imports, daemon=True)
    importer.start()
    for n in range(8):
        net.enter("dakar", person(born=str(1970 + n)))
    stop.set()
    importer.join(10)
    assert len(waited) >= 8 and max(waited) <= 3, f"commits let past: {waited}"


def test_a_person_who_waits_is_before_every_part_of_a_bulk(tmp_path):
    """A bulk writes; a person and two more bulks want to. Whoever looks at the right moment, the person is next."""
    queue, order = WriteQueue(str(tmp_path / "griot.db"), patience_s=20), []

    def write(name, yields):
        with queue.turn(yields=yields):
            order.append(name)

    for _ in range(8):
        order.clear()
        with queue.turn(yields=True):
            person = threading.Thread(target=write, args=("person", False))
            person.start()
            while not waits(tmp_path / "griot.db-people"):
                time.sleep(0.001)
            bulks = [threading.Thread(target=write, args=("bulk", True)) for _ in range(2)]
            for one in bulks:
                one.start()
            time.sleep(0.05)
        for one in (person, *bulks):
            one.join(20)
        assert order == ["person", "bulk", "bulk"]


def test_a_person_who_comes_last_is_before_bulks_that_wait_already(tmp_path, monkeypatch):
    """One bulk writes, two wait: the officer waits for the one that writes, and for no other."""
    monkeypatch.setattr(write_queue, "STANDS_BACK_S", 10)  # on a machine where a thread sleeps for as long as it likes
    queue, order = WriteQueue(str(tmp_path / "griot.db"), patience_s=20), []

    def write(name, yields):
        with queue.turn(yields=yields):
            order.append(name)

    for _ in range(8):
        order.clear()
        with queue.turn(yields=True):
            bulks = [threading.Thread(target=write, args=("bulk", True)) for _ in range(2)]
            for one in bulks:
                one.start()
            time.sleep(0.05)  # both wait by now
            person = threading.Thread(target=write, args=("person", False))
            person.start()
            while not waits(tmp_path / "griot.db-people"):
                time.sleep(0.001)
        for one in (person, *bulks):
            one.join(20)
        assert order == ["person", "bulk", "bulk"]


def test_a_bulk_gets_its_turn_though_there_is_always_a_person_who_waits(tmp_path, monkeypatch):
    monkeypatch.setattr(write_queue, "YIELD_S", 0.1)
    queue = WriteQueue(str(tmp_path / "griot.db"), patience_s=20)
    with (tmp_path / "griot.db-people").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        started = time.monotonic()
        with queue.turn(yields=True):
            assert 0.1 <= time.monotonic() - started < 5


def test_a_bulk_gets_its_turn_next_to_one_who_writes_without_a_pause(tmp_path):
    queue, turns, stop = WriteQueue(str(tmp_path / "griot.db"), patience_s=20), [], threading.Event()

    def writes_on():
        while not stop.is_set():
            with queue.turn():
                turns.append(1)
                time.sleep(0.02)

    writer = threading.Thread(target=writes_on, daemon=True)
    writer.start()
    while not turns:
        time.sleep(0.001)
    before = len(turns)
    with queue.turn(yields=True):
        let_past = len(turns) - before
    stop.set()
    writer.join(10)
    assert let_past < 20, f"{let_past} turns: two seconds of them where it only looks for a moment that never comes"


def waits(path):
    """Whether a person shows that one waits."""
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def test_a_turn_that_never_comes_is_the_error_of_a_busy_database(tmp_path):
    queue = WriteQueue(str(tmp_path / "griot.db"), patience_s=0.1)
    for yields in (False, True):
        with queue.turn(), pytest.raises(OperationalError, match="locked"), queue.turn(yields=yields):
            pass
    with queue.turn():
        pass
    with WriteQueue(str(tmp_path / "nowhere" / "griot.db"), patience_s=0.1).turn():
        pass  # no place for the queue: writing goes on without it
