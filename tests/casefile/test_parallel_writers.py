"""Several writers at once: the chain stays one line, a source entry stays one record, no row is claimed twice."""

import threading

from sqlalchemy import func, select

from casefile import audit, outbox, records, tables
from casefile.errors import Conflict
from casefile.tables import Audit, Record
from tests.casefile.people import RULES, network, person


def together(number, act):
    """Run `act(n)` in threads that start at the same moment; re-raise what any of them raises."""
    barrier, errors = threading.Barrier(number), []

    def run(n):
        barrier.wait()
        try:
            act(n)
        except BaseException as error:  # noqa: BLE001  (handed to the test's own thread)
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


def test_two_imports_of_the_same_entry_make_one_record(store):
    net = network(store)

    def enter(_):
        try:
            with store.writing() as session:
                records.enter_many(session, net.dakar, [records.RecordDraft(
                    person(), net.case["dakar"], RULES, origin_ref="un:1")])
        except Conflict:
            pass  # told to try again; nothing of it is stored

    together(3, enter)
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Record)) == 1
        assert audit.verify(session) is None


def test_workers_never_hold_the_same_row_or_the_same_subject(store):
    net = network(store)
    with store.writing() as session:
        drafts = [records.RecordDraft(person(f"Awa {n} Ba"), net.case["dakar"], RULES) for n in range(60)]
        records.enter_many(session, net.dakar, drafts)
    held: dict[int, list[outbox.OwedItem]] = {0: [], 1: [], 2: []}

    def claim(n):
        for _ in range(5):
            with store.writing() as session:
                held[n] += outbox.claim(session, f"w{n}", 5, tables.now(), 60)

    together(3, claim)
    ids = [item.id for items in held.values() for item in items]
    assert len(ids) == len(set(ids)) == 60
