"""Budgets: the one after the last is refused, written down, and shown to coordinator and auditor."""

import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from casefile import records, retention, watches
from casefile.errors import BadInput, NotAllowed, OverBudget
from casefile.people import sessions
from casefile.people.units import system_viewer
from casefile.policy import budgets
from casefile.policy.reasons import SAME_AT_MOST
from casefile.records import stated_reasons
from casefile.storage import tables
from casefile.storage.tables import ActRow, Audit, Lookup, Watch
from casefile.vocabulary import Act, AlarmKind, Sharing
from tests.network.make import person, watch

ROOT = Path(__file__).resolve().parents[3]
NAMES = ("Awa One", "Binta Quatre", "Cheikh Ndour", "Demba Vaz", "Ebrima Touray", "Fanta Kouyaté", "Gora Mbodj")


def do(asking, act, who, number, record_id):
    if act is Act.SEARCH:
        asking.search(who, NAMES[number])
    elif act is Act.CHECK:
        asking.check(who, NAMES[number])
    elif act is Act.FOREIGN_READ:
        asking.read(who, record_id)
    elif act is Act.EXPORT:
        asking.export(who)
    else:
        asking.watch(who, NAMES[number])


def rows(net, column):
    with net.store.reading() as session:
        return list(session.scalars(select(column)))


@pytest.mark.parametrize("act", Act)
def test_one_officer_meets_the_own_limit_and_a_colleague_of_another_unit_does_not(asking, small, foreign, act):
    small(3, 100)
    for number in range(3):
        do(asking, act, "banjul", number, foreign)
    with pytest.raises(OverBudget, match="3"):
        do(asking, act, "banjul", 3, foreign)
    do(asking, act, "nouakchott", 0, foreign)
    assert len(rows(asking.net, ActRow.id)) == 4, "the refused one is not counted"


@pytest.mark.parametrize("act", Act)
def test_a_unit_meets_its_limit_whoever_of_it_asks(asking, small, foreign, act):
    small(100, 3)
    for number in range(3):
        do(asking, act, "banjul", number, foreign)
    with pytest.raises(OverBudget, match="Your unit"):
        do(asking, act, "banjul", 3, foreign)
    (alarm,) = asking.alarms()
    assert (alarm.by_unit, alarm.most, alarm.many) == (True, 3, 3)


@pytest.mark.parametrize("act", Act)
def test_what_is_refused_leaves_only_its_alarm_and_its_line_in_the_trail(asking, small, foreign, act):
    small(1, 100)
    do(asking, act, "banjul", 0, foreign)
    before = [rows(asking.net, column) for column in (Lookup.id, Watch.id, ActRow.id)]
    lines = len(rows(asking.net, Audit.seq))
    for number in (1, 2, 3):
        with pytest.raises(OverBudget):
            do(asking, act, "banjul", number, foreign)
    assert [rows(asking.net, column) for column in (Lookup.id, Watch.id, ActRow.id)] == before
    with asking.net.store.reading() as session:
        written = session.execute(select(Audit.__table__).where(Audit.seq > lines).order_by(Audit.seq)).all()
    (alarm,) = asking.alarms()
    assert [(one.action, one.subject_id, one.officer_id) for one in written] == [
        ("refused", alarm.id, asking.net.banjul.officer_id)
    ] * 3
    assert (alarm.kind, alarm.act, alarm.login, alarm.unit_code) == (AlarmKind.BUDGET, act, "banjul", "GM-BJL")
    assert (alarm.times, alarm.many, alarm.most) == (3, 1, 1)


def test_own_records_cost_nothing(asking, small):
    small(1, 1)
    own = asking.net.enter("banjul", sharing=Sharing.FULL)
    for _ in range(5):
        asking.read("banjul", own)
    assert asking.alarms() == []


def test_the_budget_rolls_on_by_the_hour(asking, small, monkeypatch):
    small(2, 100)
    begun = tables.now().replace(hour=0, minute=30)
    for hours, text in ((0, NAMES[0]), (10, NAMES[1])):
        monkeypatch.setattr(tables, "now", lambda at=begun + timedelta(hours=hours): at)
        asking.search("banjul", text)
    for hours, allowed in ((23, False), (25, True), (26, False)):
        monkeypatch.setattr(tables, "now", lambda at=begun + timedelta(hours=hours): at)
        if allowed:
            asking.search("banjul", NAMES[2])
        else:
            with pytest.raises(OverBudget):
                asking.search("banjul", NAMES[3])
    assert [alarm.times for alarm in asking.alarms()] == [1, 1], "one for each day"


def test_the_budget_is_the_database_s_and_outlives_the_process(asking):
    child = (
        "import sys\n"
        "from casefile.policy import budgets; from casefile.policy.budgets import Limit\n"
        "from casefile.people import viewers; from casefile.records import search_log\n"
        "from casefile.storage.store import Store; from casefile.vocabulary import Act\n"
        "budgets.LIMITS = dict.fromkeys(Act, Limit(2, 100))\n"
        "store = Store(sys.argv[1], secret='test-key-' + '0' * 40)\n"
        "with store.writing() as session:\n"
        "    viewer = viewers.viewer_by_login(session, 'banjul')\n"
        "    search_log.save_search(session, viewer, {'text': sys.argv[2]}, 'asked by the judge')\n"
    )
    url = asking.net.store.engine.url.render_as_string(hide_password=False)
    codes = [
        subprocess.run([sys.executable, "-c", child, url, name], cwd=ROOT, capture_output=True, check=False).returncode
        for name in NAMES[:3]
    ]
    assert codes == [0, 0, 1]
    (alarm,) = asking.alarms()
    assert alarm.login == "banjul" and alarm.times == 1


def test_two_at_once_do_not_both_slip_through(asking, small):
    small(3, 100)
    ready, outcome = threading.Barrier(6), []

    def ask(number):
        ready.wait()
        try:
            asking.search("banjul", NAMES[number], reason=f"asked by the judge {number}")
            outcome.append("done")
        except OverBudget:
            outcome.append("refused")

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcome) == ["done"] * 3 + ["refused"] * 3
    (alarm,) = asking.alarms()
    assert alarm.times == 3


def test_a_command_is_one_act_is_shown_and_never_refused(asking, small, command):
    small(2, 100)
    for number in range(5):
        with command():
            asking.search("banjul", NAMES[number])
    (alarm,) = asking.alarms()
    assert (alarm.times, alarm.many, alarm.by_command, alarm.login) == (3, 4, True, "banjul")
    asking.search("banjul", NAMES[5])
    asking.search("banjul", NAMES[6])
    with pytest.raises(OverBudget):
        asking.search("banjul", "Hawa Seck")


def test_an_import_of_many_is_one_act(asking, small, command):
    small(2, 2)
    net = asking.net
    with command(), net.store.writing() as session:
        viewer = system_viewer(session, "GM-BJL")
        for start in (0, 10):
            drafts = [watch(person(f"Somebody {chr(97 + n) * 9}", "1980")) for n in range(start, start + 10)]
            watches.watch_many(session, viewer, drafts)
    assert len(rows(net, Watch.id)) == 20 and len(rows(net, ActRow.id)) == 1 and asking.alarms() == []


def test_an_officer_who_hands_in_many_at_once_is_counted_for_each(asking, small):
    small(9, 100)
    net = asking.net
    drafts = [watch(person(f"Somebody {chr(97 + n) * 9}", "1980")) for n in range(10)]
    with pytest.raises(OverBudget), net.store.writing() as session:
        watches.watch_many(session, net.banjul, drafts)
    with net.store.writing() as session:
        watches.watch_many(session, net.banjul, drafts[:9])
    assert len(rows(net, ActRow.id)) == 9


def test_an_amended_subject_is_a_new_question_and_an_amended_ground_is_none(asking):
    watch_id = asking.watch("banjul", "Modou Jallow")
    asking.net.amend_watch("banjul", watch_id, person("Modou Jallow", "1984"), ground="asked by the prosecutor")
    assert len(rows(asking.net, ActRow.id)) == 1
    asking.net.amend_watch("banjul", watch_id, person("Lamin Darboe", "1984"))
    assert len(rows(asking.net, ActRow.id)) == 2


def test_old_acts_are_swept(asking):
    asking.search("banjul", NAMES[0])
    store, moment = asking.net.store, tables.now() + budgets.KEPT
    assert "act" not in retention.run(store, moment - timedelta(hours=1))
    assert retention.run(store, moment + timedelta(hours=1))["act"] == 1


def test_who_may_not_search_spends_nothing(asking):
    with pytest.raises(NotAllowed):
        asking.search("auditor", NAMES[0])
    assert rows(asking.net, ActRow.id) == []


# ---- one reason for everything -------------------------------------------------------------------------------------


def some_name(number):
    return f"{chr(97 + number // 8) * 6} {chr(105 + number % 8) * 9}"


def test_the_fortieth_search_for_the_same_reason_is_refused_and_another_reason_is_not(asking):
    for number in range(SAME_AT_MOST):
        asking.search("banjul", some_name(number), reason="asked by the judge")
    with pytest.raises(BadInput, match="39 times today") as refused:
        asking.search("banjul", "Somebody Else", reason="Asked, by the judge.")
    assert refused.value.field == "reason"
    asking.search("banjul", some_name(0), reason="asked by the judge", country="SN")  # narrowed: the same look
    asking.search("banjul", "Somebody Else", reason="the second witness named him")
    asking.search("nouakchott", "Somebody Else", reason="asked by the judge")


def test_searches_and_records_opened_count_together_and_a_day_later_no_more(asking, foreign, monkeypatch):
    net = asking.net
    others = net.enter_many("dakar", [person(some_name(n), "1980") for n in range(2)])
    for record_id in others:
        with net.store.writing() as session:
            records.amend(session, net.dakar, record_id, net.record("dakar", sharing=Sharing.FULL))
    for number in range(SAME_AT_MOST - 1):
        asking.search("banjul", some_name(number), reason="asked by the judge")

    def state(record_id):
        with net.store.writing() as session:
            stated_reasons.keep(session, net.banjul, token, record_id, "asked by the judge")

    with net.store.writing() as session:
        token = sessions.open_session(session, net.banjul.officer_id)
    state(foreign)
    state(foreign)  # the same record again
    with pytest.raises(BadInput, match="39 times today"):
        state(others[0])
    tomorrow = tables.now() + timedelta(hours=25)
    monkeypatch.setattr(tables, "now", lambda: tomorrow)
    state(others[0])


def test_a_command_may_give_the_same_reason_for_ever(asking, command):
    with command():
        for number in range(SAME_AT_MOST + 3):
            asking.search("banjul", some_name(number), reason="Search on the command line")


def test_acts_dated_by_a_clock_that_was_ahead_use_up_no_budget(asking, small, monkeypatch):
    """They would have counted until that day had come, and a day more."""
    small(2, 2)
    now = tables.now()
    monkeypatch.setattr(tables, "now", lambda: now + timedelta(days=400))
    for name in NAMES[:2]:
        asking.search("dakar", name)
    with pytest.raises(OverBudget):
        asking.search("dakar", NAMES[2])
    monkeypatch.setattr(tables, "now", lambda: now)
    asking.search("dakar", NAMES[3])
