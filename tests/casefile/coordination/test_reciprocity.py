"""Reciprocity counted from pointers: both directions, once, and each unit its own."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select, update

from casefile.coordination import reciprocity
from casefile.coordination.reciprocity import Direction, Month
from casefile.errors import NotAllowed
from casefile.policy.network.reciprocity import Counts
from casefile.storage import tables
from casefile.storage.tables import ContactLine, Hit, Pointer
from casefile.vocabulary import HitState, Notify, Outcome
from tests.network.make import SEEN, WANTED, stated

NOVEMBER = Month(2026, 11)
SENT = datetime(2026, 11, 10, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "month"),
    [("2026-11", NOVEMBER), ("2026-13", None), ("2026-00", None), ("0000-01", None), ("", None), ("26-11", None),
     ("2026-1x", None)],
)  # fmt: skip
def test_a_month_as_an_address_says_it(text, month):
    assert Month.read(text) == month
    if month:
        assert str(month) == text and Month.of(month.end) == month.step(1) and month.step(-11) == Month(2025, 12)


@pytest.fixture
def sent(net):
    """sent("dakar", "banjul", hours): a pointer to each, noted by the first so many hours later, or never."""
    watches = {}

    def make(to, about, hours=None, *, state=HitState.POINTER_SENT, at=SENT, **rules):
        record = net.enter(to, SEEN, rules=stated(**rules))
        watch = watches.setdefault(about, net.watch(about, WANTED))
        net.hit(record, watch)
        hit = net.hit_of(record)
        net.decide(hit)
        net.deliver()
        mine = (Pointer.hit_id == hit, Pointer.unit_id == net.viewers[to].unit_id)
        with net.store.writing() as session:
            session.execute(update(Hit).where(Hit.id == hit).values(state=state.value))
            session.execute(update(Pointer).where(Pointer.hit_id == hit).values(sent_at=at))
            if hours is not None:
                answered = at + timedelta(hours=hours)
                session.execute(update(Pointer).where(*mine).values(read_at=answered, answered_at=answered))
        return hit

    return make


def counts(net, who, way, month=NOVEMBER):
    with net.store.reading() as session:
        found = reciprocity.count(session, month)
    return found.get((net.viewers[who].unit_id, way), Counts(0, 0, 0))


def test_both_directions_are_counted(net, sent):
    sent("dakar", "banjul", 1, state=HitState.DISCLOSED)
    sent("dakar", "banjul", 47, state=HitState.CONSENTED)
    sent("dakar", "banjul", 49)
    sent("dakar", "nouakchott")
    assert counts(net, "dakar", Direction.RECEIVED) == Counts(total=4, in_time=2, useful=2)
    assert counts(net, "dakar", Direction.GIVEN) == Counts(total=4, in_time=0, useful=2)
    assert counts(net, "banjul", Direction.GIVEN) == Counts(total=3, in_time=2, useful=2)
    assert counts(net, "banjul", Direction.RECEIVED) == Counts(total=3, in_time=0, useful=2)
    assert counts(net, "nouakchott", Direction.GIVEN) == Counts(total=1, in_time=0, useful=0)


def test_what_the_sides_stated_says_whether_it_was_useful(net, sent):
    for word in (Outcome.NOT_USEFUL, Outcome.RESCUE):
        hit = sent("dakar", "banjul", 1, state=HitState.OUTCOME)
        with net.store.writing() as session:
            row = {"hit_id": hit, "number": 1, "unit_id": net.dakar.unit_id, "act": "outcome", "word": word.value}
            session.execute(insert(ContactLine).values(**row))
    assert counts(net, "dakar", Direction.RECEIVED) == Counts(total=2, in_time=2, useful=1)
    assert counts(net, "dakar", Direction.GIVEN).useful == 1


@pytest.mark.parametrize(
    ("asks", "hours", "late"),
    [(False, 47, 0), (False, 49, 1), (True, 71, 0), (True, 73, 1)],
)  # fmt: skip
def test_what_nobody_answered_waits_while_there_is_time_and_is_late_after(net, sent, monkeypatch, asks, hours, late):
    sent("dakar", "banjul", **({"state": HitState.OWNER_ASKED, "notify": Notify.OWNER_FIRST} if asks else {}))
    monkeypatch.setattr(tables, "now", lambda: SENT + timedelta(hours=hours))
    found = counts(net, "dakar", Direction.RECEIVED)
    assert (found.total, found.in_time, found.waiting, found.late) == (1, 0, 1 - late, late)


def test_an_owner_who_is_asked_first_has_72_hours_and_answers_by_agreeing_or_refusing(net, sent):
    sent("dakar", "banjul", 71, state=HitState.OWNER_ASKED, notify=Notify.OWNER_FIRST)
    sent("dakar", "banjul", 73, state=HitState.OWNER_ASKED, notify=Notify.OWNER_FIRST)
    assert counts(net, "dakar", Direction.RECEIVED) == Counts(total=2, in_time=1, useful=0)
    assert counts(net, "banjul", Direction.RECEIVED) == Counts(0, 0, 0)


def test_a_recalled_pointer_and_another_month_count_for_nobody(net, sent):
    hit = sent("dakar", "banjul", 1)
    sent("dakar", "banjul", 1, at=SENT + timedelta(days=21))
    with net.store.writing() as session:
        session.execute(update(Pointer).where(Pointer.hit_id == hit).values(withdrawn_at=SENT))
    assert counts(net, "dakar", Direction.RECEIVED) == Counts(0, 0, 0)
    assert counts(net, "dakar", Direction.RECEIVED, NOVEMBER.step(1)).total == 1


def keep(net, moment):
    with net.store.writing() as session:
        return reciprocity.keep_due(session, moment)


def own(net, who, moment=NOVEMBER.end + timedelta(days=30)):
    with pytest.MonkeyPatch.context() as patch, net.store.reading() as session:
        patch.setattr(tables, "now", lambda: moment)
        return reciprocity.own(session, net.viewers[who])


def test_a_month_is_counted_once_thirty_days_after_it_is_over_and_never_again(net, sent):
    for _ in range(12):
        hit = sent("dakar", "banjul", 1)
    due = NOVEMBER.end + timedelta(days=30)
    soon = due - timedelta(seconds=1)
    assert keep(net, soon) == 0 and all(row.shown.total.small for row in own(net, "dakar", soon))
    assert own(net, "dakar", soon)[0].month == "2026-10"
    assert keep(net, due) == 1 and keep(net, due + timedelta(days=1)) == 0
    before = own(net, "dakar")[:2]
    assert {(row.month, row.direction, row.shown.total.least) for row in before} == {
        ("2026-11", Direction.RECEIVED, 12), ("2026-11", Direction.GIVEN, 12)
    }  # fmt: skip
    with net.store.writing() as session:
        session.execute(update(Hit).values(state=HitState.OUTCOME.value))
        session.execute(update(Pointer).where(Pointer.hit_id == hit).values(withdrawn_at=SENT))
    keep(net, due + timedelta(days=2))
    assert own(net, "dakar")[:2] == before, "two looks at a month cannot be subtracted"
    with net.store.reading() as session:
        rows = {row.unit_name: row for row in reciprocity.table(session, net.coordinator, NOVEMBER)}
    assert rows["Brigade de Dakar"].received == Counts(12, 12, 0), "the office reads what was kept"


def test_a_unit_reads_its_own_rows_and_the_office_all(net, sent):
    sent("dakar", "banjul", 1)
    keep(net, NOVEMBER.end + timedelta(days=30))
    assert all(row.shown.total.small for row in own(net, "nouakchott"))
    assert [row.month for row in own(net, "nouakchott")] == [row.month for row in own(net, "dakar")], "by the calendar"
    for who in ("dakar", "administrator", "auditor", "analyst"):
        with net.store.reading() as session, pytest.raises(NotAllowed):
            reciprocity.table(session, net.viewers[who], NOVEMBER)
    for who in ("coordinator", "analyst", "auditor"):
        with net.store.reading() as session, pytest.raises(NotAllowed):
            reciprocity.own(session, net.viewers[who])


def test_without_a_pointer_there_is_no_month(net):
    assert keep(net, datetime(2030, 1, 1, tzinfo=UTC)) == 0
    with net.store.reading() as session:
        assert session.scalars(select(Pointer.id)).all() == []
