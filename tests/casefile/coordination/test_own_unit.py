"""The own unit in figures: what was told to it and what it holds, and nothing of what it may not know; on both
databases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from casefile.coordination.desk import Age
from casefile.coordination.own_unit import LATER, unit_figures
from casefile.due.own import of_watches
from casefile.errors import NotAllowed
from casefile.policy.oversight.due import ENDS_WITHIN
from casefile.storage import tables
from casefile.storage.tables import Hit, Officer, Pointer, Watch, WatchNotice
from casefile.training import register
from casefile.training.register import TrainingDraft
from casefile.vocabulary import HitState, Notify, TrainingCourse
from casefile.watches.notices import remind_due
from tests.network.make import SEEN, WANTED, stated

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def told(net, monkeypatch):
    """told(ago, took): a hit between Dakar and Banjul, delivered so long ago, noted by Dakar after so long or never."""
    watch = net.watch("banjul", WANTED)

    def make(ago, took=None, **rules):
        record = net.enter("dakar", SEEN, rules=stated(**rules))
        net.hit(record, watch)
        hit = net.hit_of(record)
        net.decide(hit)
        net.deliver()
        with net.store.writing() as session:
            session.execute(update(Pointer).where(Pointer.hit_id == hit).values(sent_at=NOW - ago))
            if took is not None:
                dakars = (Pointer.hit_id == hit, Pointer.unit_id == net.dakar.unit_id)
                session.execute(update(Pointer).where(*dakars).values(read_at=NOW - ago + took))
        return hit

    return make


def figures(net, viewer):
    with pytest.MonkeyPatch.context() as patch, net.store.reading() as session:
        patch.setattr(tables, "now", lambda: NOW)
        return unit_figures(session, viewer)


def of_banjul(net):
    return replace(net.chief, unit_id=net.banjul.unit_id, unit_code=net.banjul.unit_code)


def change(net, table, id, **values):
    with net.store.writing() as session:
        session.execute(update(table).where(table.id == id).values(**values))


def test_what_waits_and_how_fast_it_was_answered(net, told):
    told(2 * HOUR)
    told(3 * DAY)
    told(100 * DAY)
    told(5 * DAY, took=HOUR)
    told(5 * DAY, took=30 * HOUR)
    told(91 * DAY, took=HOUR)
    found = figures(net, net.chief)
    assert found.waiting == {Age.DAY: 1, Age.WEEK: 1, Age.LONGER: 1} and found.late == 2
    assert found.answered == {"1d": 1, "2d": 1}, "of the last 90 days"
    assert figures(net, of_banjul(net)).waiting == {Age.DAY: 1, Age.WEEK: 3, Age.LONGER: 2}, "its own side of the same"


def test_a_pointer_that_it_may_not_hold_counts_nowhere(net, told):
    none = figures(net, net.chief)
    told(HOUR, notify=Notify.OWNER_FIRST)
    assert figures(net, of_banjul(net)).waiting == {}, "the owner was asked first"
    assert figures(net, net.chief).waiting == {Age.DAY: 1}
    with net.store.writing() as session:
        session.execute(update(Pointer).values(withdrawn_at=NOW))
    assert figures(net, net.chief) == none
    recalled = told(HOUR)
    change(net, Hit, recalled, state=HitState.SEALED.value)
    assert figures(net, net.chief) == none, "recalled, and the notice is still on its way"
    found, undelivered = net.enter("dakar", SEEN), net.watch("nouakchott", WANTED)
    net.hit(found, undelivered)
    net.decide(net.hit_of(found))
    assert figures(net, net.chief).waiting == {}, "a pointer is told once it is delivered"


def test_watches_by_when_they_end(net):
    for ends in (NOW + DAY, NOW + 8 * DAY, NOW + 29 * DAY, NOW + 31 * DAY):
        change(net, Watch, net.watch("dakar", WANTED), expires_at=ends)
    change(net, Watch, net.watch("dakar", WANTED), expires_at=NOW + DAY, state="ended")
    net.watch("banjul", WANTED)
    assert figures(net, net.chief).watches == {"week": 1, "month": 2, LATER: 1}


def test_who_of_the_unit_was_trained(net):
    def note(who, course, day):
        with net.store.writing() as session:
            draft = TrainingDraft(net.viewers[who].officer_id, course, day, "A tutor")
            return register.note_training(session, net.coordinator, draft)

    today = tables.now().date()
    note("dakar", TrainingCourse.SEARCH, today - 9 * DAY)
    note("dakar", TrainingCourse.SEARCH, today - DAY)
    note("dakar", TrainingCourse.DATA_ENTRY, today)
    wrong = note("analyst", TrainingCourse.SEARCH, today)
    note("banjul", TrainingCourse.SEARCH, today)
    with net.store.writing() as session:
        register.withdraw_training(session, net.coordinator, wrong, "it was somebody else")
        session.execute(update(Officer).where(Officer.id == net.magistrate.officer_id).values(active=False))
        found = {one.officer: one.courses for one in register.trained(session, net.chief)}
    assert found == {
        "Awa Ndiaye": ((TrainingCourse.DATA_ENTRY, today), (TrainingCourse.SEARCH, today - DAY)),
        "Khady Mbaye": (),
        "Omar Fall": (),
    }, "of this unit, the newest of each course, not what was withdrawn"


def test_a_chief_alone_reads_them_and_nothing_of_a_record(net):
    for who in ("dakar", "coordinator", "analyst", "administrator", "auditor", "protection"):
        with net.store.reading() as session:
            for ask in (unit_figures, register.trained):
                with pytest.raises(NotAllowed):
                    ask(session, net.viewers[who])
    with pytest.raises(NotAllowed):
        net.opened("chief", net.enter("dakar", SEEN))


def test_desk_figures_and_reminder_mean_the_same_by_soon(net, monkeypatch):
    """A watch is on the desk, among those that end, and reminded of by one and the same time."""
    change(net, Watch, net.watch("dakar", WANTED), expires_at=NOW + ENDS_WITHIN)
    change(net, Watch, net.watch("dakar", WANTED), expires_at=NOW + ENDS_WITHIN + timedelta(hours=1))
    monkeypatch.setattr(tables, "now", lambda: NOW)
    with net.store.writing() as session:
        (line,) = of_watches(session, net.dakar, limit=9).lines
        assert unit_figures(session, net.chief).ending == 1 and remind_due(session, NOW) == 1
        assert session.scalars(select(WatchNotice.watch_id)).all() == [line.id]
