"""A month is counted once, published to some, and says nothing of what lies below."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from casefile.coordination.reciprocity import Month
from casefile.errors import BadInput, NotAllowed, OverBudget
from casefile.picture import published
from casefile.policy import budgets
from casefile.policy.cases.offences import Offences
from casefile.policy.strategic.tables import PictureTable as T
from casefile.storage import tables
from casefile.storage.tables import Audit, Hit, PictureFigure, Pointer, Record
from casefile.subjects.identity import Fact, Identity, Place
from casefile.vocabulary import (
    Act,
    FactKind,
    Notify,
    OffenceKind,
    PlaceKind,
    Protection,
    RecordKind,
    RecordState,
    Sharing,
)
from tests.network.make import SEEN, WANTED, person, record, stated

MONTH = Month(2026, 9)
DAY = datetime(2026, 9, 10, 8, tzinfo=UTC)
DUE = MONTH.end + timedelta(days=30)
PIROGUE = Identity(
    kind=RecordKind.EVENT,
    places=(Place(PlaceKind.DEPARTURE, "Mbour", "SN"),),
    facts=(Fact(FactKind.MEANS, "pirogue"), Fact(FactKind.PRICE, "350000"), Fact(FactKind.CURRENCY, "XOF")),
)
WHY = "asked for by the ministry"


def enter(net, who, many, identity=PIROGUE, at=DAY, offences=(), **rules):
    from casefile import records

    drafts = [
        net.placed(record(identity, net.cases[who], stated(**rules), offences=Offences(offences))) for _ in range(many)
    ]
    with net.store.writing() as session:
        ids = [one.record_id for one in records.enter_many(session, net.viewers[who], drafts)]
        session.execute(update(Record).where(Record.id.in_(ids)).values(created_at=at))
    return ids


def keep(net, moment=DUE):
    with net.store.writing() as session:
        return published.keep_due(session, moment)


def seen(net, who="analyst", month=MONTH, moment=DUE):
    with pytest.MonkeyPatch.context() as patch, net.store.reading() as session:
        patch.setattr(tables, "now", lambda: moment)
        return published.read(session, net.viewers[who], month)


def rows(picture):
    return {table: dict(rows) for table, rows in picture.tables.items() if rows}


def test_a_month_is_counted_once_and_later_entries_change_nothing(net):
    enter(net, "dakar", 12)
    enter(net, "banjul", 11)
    gone = enter(net, "nouakchott", 3)
    enter(net, "nouakchott", 1, protection=(Protection.VICTIM,))
    enter(net, "dakar", 6, at=MONTH.end)
    enter(net, "dakar", 9, person(nationalities=("SN",)))
    with net.store.writing() as session:
        session.execute(update(Record).where(Record.id.in_(gone)).values(state=RecordState.RESTRICTED.value))
    assert seen(net).counted_at is None, "not counted is not nothing"
    soon = DUE - timedelta(seconds=1)
    assert keep(net, soon) == 12 and seen(net, moment=soon).counted_at is None
    assert keep(net) == 1 and keep(net) == 0
    before = seen(net)
    assert rows(before) == {
        T.MEANS: {("SN", "s:open boat"): 24}, T.PLACES: {("SN", "Mbour"): 24}, T.PRICES: {("XOF", "200000-499999"): 24}
    }, "the disputed ones out, the protected one within; of the persons nothing"  # fmt: skip
    enter(net, "banjul", 30)
    with net.store.writing() as session:
        session.execute(update(Record).values(state=RecordState.WITHDRAWN.value))
    assert keep(net) == 0 and seen(net) == before, "two looks at a month cannot be subtracted"
    with net.store.reading() as session:
        kept = session.scalars(select(PictureFigure.figure).where(PictureFigure.table_name != "counted")).all()
    assert all(figure >= 10 for figure in kept), "what is not shown is not kept either"


@pytest.fixture
def one(sqlite_store):
    from tests.network.stored import network

    return network(sqlite_store)


def test_what_a_unit_may_read_is_no_part_of_what_the_figure_hides(one):
    enter(one, "dakar", 10)
    enter(one, "banjul", 10)
    enter(one, "dakar", 10, PIROGUE, offences=(OffenceKind.SMUGGLING,), sharing=Sharing.FULL)
    enter(one, "banjul", 9, PIROGUE, offences=(OffenceKind.SMUGGLING,))
    keep(one)
    assert rows(seen(one)) == {
        T.MEANS: {("SN", "s:open boat"): 39}, T.PLACES: {("SN", "Mbour"): 39}, T.PRICES: {("XOF", "200000-499999"): 39}
    }, "of the offence others know ten of nineteen"  # fmt: skip


def test_hits_and_answers_of_a_month(one):
    for number in range(12):
        asks_first = {"rules": stated(notify=Notify.OWNER_FIRST)} if number == 11 else {}
        hit_record = one.enter("dakar", SEEN, **asks_first)
        one.hit(hit_record, one.watch("banjul" if number else "nouakchott", WANTED))
        one.decide(one.hit_of(hit_record))
    one.deliver()
    with one.store.writing() as session:
        session.execute(update(Pointer).values(sent_at=DAY, read_at=DAY + timedelta(hours=1)))
    keep(one)
    assert rows(seen(one)) == {T.HITS: {("GM", "SN"): 10}}, (
        "not what Dakar alone was told; it had a part in each answer"
    )
    with one.store.writing() as session:
        assert session.scalar(select(func.count()).select_from(Hit)) == 12
        session.execute(update(Pointer).values(sent_at=DAY - timedelta(days=31)))
    keep(one, DUE + timedelta(days=40))
    assert rows(seen(one)) == {T.HITS: {("GM", "SN"): 10}}


def test_who_reads_it_and_who_takes_it_out(one, monkeypatch):
    keep(one)
    for who in ("dakar", "protection", "auditor", "administrator", "magistrate"):
        with pytest.raises(NotAllowed):
            seen(one, who)
        with one.store.writing() as session, pytest.raises(NotAllowed):
            published.take_out(session, one.viewers[who], MONTH, WHY, written_as="csv")
    with one.store.writing() as session, pytest.raises(BadInput):
        published.take_out(session, one.coordinator, MONTH, " ", written_as="csv")
    monkeypatch.setitem(budgets.LIMITS, Act.EXPORT, budgets.Limit(1, 2))
    with one.store.writing() as session:
        taken = published.take_out(session, one.coordinator, MONTH, WHY, written_as="csv")
        assert taken.reason == WHY
    with one.store.reading() as session:
        line = session.scalars(select(Audit).where(Audit.action == "export")).one()
        assert (line.subject_kind, line.subject_id) == ("picture", str(MONTH))
        assert line.detail["reference"] == taken.reference
    with one.store.writing() as session, pytest.raises(OverBudget):
        published.take_out(session, one.coordinator, MONTH, WHY, written_as="csv")
