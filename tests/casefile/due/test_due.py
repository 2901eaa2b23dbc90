"""What is due, and for whom: every kind comes up when there is something to do and goes when it is done; the numbers
are those of the lines; and nobody's desk tells of what only another desk knows."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, insert, update

from casefile import drafts, due, exchange, records, watches
from casefile.budgets import alarms
from casefile.contact import acts, office, release
from casefile.drafts import Typed
from casefile.drafts.keep import LEFT_AFTER
from casefile.due import SOURCES
from casefile.hits import answers, pointers
from casefile.policy.oversight.due import Urgency
from casefile.policy.permissions import Permission
from casefile.policy.states import RecordMove
from casefile.storage import tables
from casefile.storage.tables import (
    Alarm,
    EntryDraft,
    ImportRun,
    Pointer,
    RecordVersion,
    ReleasedField,
    Unit,
    Watch,
    new_id,
)
from casefile.vocabulary import Decision, Due, Judgement, Notify, Outcome, RecordKind
from tests.network.contact import WHY, Contact
from tests.network.make import SEEN, WANTED, report, stated
from tests.network.protection import protected_hit, staff


def counts(net, who):
    with net.store.reading() as session:
        return due.counts(session, net.viewers[who])


def kinds(net, who):
    return dict(counts(net, who).by_kind)


def desk(net, who):
    with net.store.reading() as session:
        return due.desk(session, net.viewers[who])


def lines(net, who, kind):
    found = desk(net, who)
    return [line for line in (*found.pressing, *found.coming) if line.kind is kind]


def aged(net, hours, **where):
    """Pointers were sent so many hours ago."""
    with net.store.writing() as session:
        session.execute(update(Pointer).values(sent_at=tables.now() - timedelta(hours=hours), **where))


def run(net, action, *args, **more):
    with net.store.writing() as session:
        return action(session, *args, **more)


def test_nothing_is_due_in_an_empty_network(net):
    for who in net.viewers:
        assert kinds(net, who) == {}, who
        assert not desk(net, who).pressing + desk(net, who).coming


def test_a_contact_wants_one_thing_after_another_of_each_side(net):
    contact = Contact(net)
    assert kinds(net, "dakar") == kinds(net, "banjul") == {}, "nothing before a judgement"
    assert kinds(net, "coordinator") == {Due.QUEUE_DAY: 1}
    contact.net.decide(contact.hit_id)
    assert kinds(net, "dakar") == {}, "nor before delivery"
    net.deliver()
    assert kinds(net, "dakar") == kinds(net, "banjul") == {Due.ACKNOWLEDGE: 1}
    assert kinds(net, "coordinator") == {}
    contact.do(acts.acknowledge, "dakar")
    assert kinds(net, "dakar") == {Due.DECIDE: 1} and kinds(net, "banjul") == {Due.ACKNOWLEDGE: 1}
    contact.do(acts.acknowledge, "banjul")
    contact.do(acts.decide, "dakar", Decision.SHARE, WHY)
    assert kinds(net, "dakar") == {Due.OUTCOME: 1} and kinds(net, "banjul") == {Due.DECIDE: 1}
    contact.do(acts.report, "dakar", Outcome.USEFUL, WHY)
    assert kinds(net, "dakar") == {}


def test_a_line_says_what_it_is_about_and_which_clock_runs(net):
    contact = Contact(net).sent()
    (line,) = lines(net, "dakar", Due.ACKNOWLEDGE)
    assert (line.id, line.unit, line.caption) == (
        contact.pointer("dakar"),
        "Banjul Serious Crime Unit",
        "Mamadou Dialo",
    )
    assert line.own_id == contact.record_id and line.reference and line.urgency is Urgency.CALM
    assert timedelta(hours=47) < line.due_at - tables.now() <= timedelta(hours=48)
    aged(net, 30)
    assert lines(net, "dakar", Due.ACKNOWLEDGE)[0].urgency is Urgency.SOON
    aged(net, 49)
    assert lines(net, "dakar", Due.ACKNOWLEDGE)[0].urgency is Urgency.LATE
    assert counts(net, "dakar").pressing == 1 and kinds(net, "coordinator") == {Due.UNIT_LATE: 2}
    contact.do(acts.ask_help, "banjul", WHY)
    assert kinds(net, "coordinator") == {Due.UNIT_LATE: 2, Due.HELP_ASKED: 1}
    assert set(kinds(net, "dakar")) == {Due.ACKNOWLEDGE}, "the other unit does not learn of it"


def test_what_has_no_name_is_called_by_how_its_text_begins(net):
    text = "Une pirogue bleue, longue de dix-huit mètres, a quitté la plage de Kayar avant l'aube du sept mai."
    told = replace(report(text), names=())
    record, watch = net.enter("dakar", told), net.watch("banjul", WANTED)
    net.hit(record, watch)
    net.decide(net.hit_of(record))
    net.deliver()
    (line,) = lines(net, "dakar", Due.ACKNOWLEDGE)
    assert line.caption == told.title and line.caption.startswith("Une pirogue bleue") and line.caption.endswith("…")
    with net.store.reading() as session:
        assert pointers.pointers_of(session, net.dakar)[0].own_caption == told.title


def test_the_owner_who_is_asked_first_is_alone_in_knowing(net):
    contact = Contact(net, rules=stated(notify=Notify.OWNER_FIRST))
    net.decide(contact.hit_id)
    net.deliver()
    assert kinds(net, "dakar") == {Due.OWNER_ANSWER: 1} and kinds(net, "banjul") == {}
    assert kinds(net, "coordinator") == {}, "there is time"
    run(net, answers.lapse_due, tables.now() + timedelta(hours=73))
    assert kinds(net, "coordinator") == {Due.QUEUE_DAY: 1}, "it is the coordinator who decides"
    run(net, answers.answer, net.dakar, contact.pointer("dakar"), True, WHY)
    net.deliver()
    assert kinds(net, "banjul") == {Due.ACKNOWLEDGE: 1} == kinds(net, "dakar")


def test_what_was_taken_back_is_to_be_noted_and_names_no_unit(net):
    contact = Contact(net).sent().given()
    run(net, records.withdraw, net.dakar, contact.record_id, WHY)
    net.deliver()
    for who in ("dakar", "banjul"):
        (line,) = lines(net, who, Due.TAKEN_BACK)
        assert line.unit == "" and line.reference
    (fallen,) = lines(net, "banjul", Due.RECALLED_VALUES)
    assert fallen.unit == "" and not lines(net, "dakar", Due.RECALLED_VALUES)
    contact.do(release.note_recalls, "banjul")
    assert set(kinds(net, "banjul")) == {Due.TAKEN_BACK}


def test_a_colleagues_release_waits_for_another_officer(net):
    contact = Contact(net).sent().sharing()
    contact.release("dakar", "77 345 12 90")
    assert Due.SECOND_RELEASE not in kinds(net, "dakar"), "not for who asked"
    assert kinds(net, "dakar2")[Due.SECOND_RELEASE] == 1
    assert Due.SECOND_RELEASE not in kinds(net, "banjul")


def test_a_recall_that_is_not_noted_comes_to_the_office(net):
    contact = Contact(net).sent().given()
    run(net, records.withdraw, net.dakar, contact.record_id, WHY)
    with net.store.writing() as session:
        session.execute(update(ReleasedField).values(recalled_at=tables.now() - timedelta(hours=80)))
    assert kinds(net, "coordinator")[Due.RECALL_UNNOTED] == 1
    with net.store.reading() as session:
        assert len(office.waiting(session, net.coordinator)) == counts(net, "coordinator").total


def test_watches_that_end_are_due_to_who_may_renew_them(net):
    ends = net.watch("dakar", WANTED, expires_at=tables.now() + timedelta(days=20))
    net.watch("dakar", SEEN, expires_at=tables.now() + timedelta(days=200))
    (line,) = lines(net, "dakar", Due.WATCH_ENDS)
    assert line.id == ends and line.caption and line.urgency is Urgency.CALM
    with net.store.writing() as session:
        session.execute(update(Watch).where(Watch.id == ends).values(expires_at=tables.now() + timedelta(hours=3)))
    assert counts(net, "dakar").pressing == 1 == len(desk(net, "dakar").pressing)
    assert kinds(net, "banjul") == {}


def test_a_broken_watch_presses_and_a_refused_one_comes_back(net):
    watch = net.watch("dakar", WANTED)
    run(net, watches.mark_broken, watch, "refused")
    assert kinds(net, "dakar") == {Due.WATCH_BROKEN: 1} and counts(net, "dakar").pressing == 1


def test_records_whose_review_is_due_and_disputed_ones(net):
    review, disputed = net.enter("dakar", SEEN), net.enter("dakar", WANTED)
    with net.store.writing() as session:
        past = tables.now() - timedelta(days=1)
        session.execute(update(RecordVersion).where(RecordVersion.record_id == review).values(review_at=past))
        session.execute(update(tables.Record).where(tables.Record.id == review).values(state="review_due"))
    run(net, records.change_state, net.dakar, disputed, RecordMove.RESTRICT, WHY)
    assert kinds(net, "dakar") == {Due.RECORD_REVIEW: 1, Due.RECORD_DISPUTED: 1}
    assert {line.id for line in lines(net, "dakar", Due.RECORD_REVIEW)} == {review}
    assert kinds(net, "analyst") == {} == kinds(net, "banjul")


def test_an_import_of_the_own_unit_says_how_far_it_has_come(net):
    state = {"terms": "", "total": 5000, "done": {"entries": 3100}, "moved_at": tables.now().isoformat(), "report": {}}
    with net.store.writing() as session:
        row = {"id": new_id(), "unit_id": net.dakar.unit_id, "kind": "ftm", "file_hash": "0" * 64, "report": state}
        session.execute(insert(ImportRun), row | {"started_at": tables.now(), "finished_at": None})
        assert len(exchange.runs.unfinished(session)) == 1
    (line,) = lines(net, "dakar", Due.IMPORT_RUNNING)
    assert (line.done, line.total) == (3100, 5000)
    assert kinds(net, "banjul") == {}


def test_a_form_left_unsaved_is_due_to_its_officer_alone_and_not_while_it_is_typed(net):
    for key in ("a" * 32, "b" * 32):
        run(net, drafts.keep, net.dakar, Typed(key, RecordKind.PERSON, (("names-0-text", "Mamadou Dialo"),)))
    assert kinds(net, "dakar") == {}, "the officer still sits at it: no bell"
    with net.store.writing() as session:
        session.execute(update(EntryDraft).values(saved_at=tables.now() - LEFT_AFTER))
    assert kinds(net, "dakar") == {Due.DRAFT: 2} and counts(net, "dakar").pressing == 0
    assert [(line.id, line.many) for line in lines(net, "dakar", Due.DRAFT)] == [("", 2)]
    net.viewers["colleague"] = replace(net.dakar, officer_id="e" * 32)
    for who in ("colleague", "banjul", "coordinator", "administrator"):
        assert kinds(net, who) == {}, who
    run(net, drafts.discard, net.dakar, "a" * 32)
    run(net, drafts.enter_once, net.dakar, "b" * 32, net.record("dakar"))
    assert kinds(net, "dakar") == {}, "one thrown away, one saved"


def test_alarms_come_to_coordinator_and_auditor_until_one_has_seen_them(net):
    with net.store.writing() as session:
        moment = tables.now()
        row = {"id": new_id(), "day": "2026-11-26", "kind": "series", "cause": "x", "at": moment, "last_at": moment}
        session.execute(insert(Alarm), {**row, "times": 1, "detail": {}})
    assert kinds(net, "coordinator") == kinds(net, "auditor") == {Due.ALARM: 1}
    run(net, alarms.mark_seen, net.auditor, row["id"])
    assert kinds(net, "coordinator") == kinds(net, "auditor") == {}
    assert kinds(net, "administrator") == {}


@pytest.mark.parametrize("hours", [1, 30, 100, 200])
def test_the_queue_is_counted_by_age_and_what_waits_long_presses(net, hours):
    contact = Contact(net)
    with net.store.writing() as session:
        session.execute(update(tables.Hit).values(detected_at=tables.now() - timedelta(hours=hours)))
    kind = {1: Due.QUEUE_DAY, 30: Due.QUEUE_THREE_DAYS, 100: Due.QUEUE_WEEK, 200: Due.QUEUE_LONGER}[hours]
    assert kinds(net, "coordinator") == {kind: 1}
    assert counts(net, "coordinator").pressing == (hours >= 100)
    net.decide(contact.hit_id, Judgement.NOT_SAME)
    assert kinds(net, "coordinator") == {}


def test_a_protected_hit_is_on_the_protection_desks_of_both_units_alone(net):
    staff(net)
    protected_hit(net)
    for who in ("protection", "deputy", "shield.dakar", "shield.banjul"):
        assert kinds(net, who) == {Due.PROTECTED_HIT: 1}, who
    for who in ("shield.nouakchott", "coordinator", "dakar", "banjul", "auditor", "administrator"):
        assert kinds(net, who) == {}, who


def test_numbers_and_lines_say_the_same(net):
    Contact(net).sent()
    net.watch("dakar", SEEN, expires_at=tables.now() + timedelta(days=3))
    for who in net.viewers:
        found = desk(net, who)
        assert sum(line.many for line in (*found.pressing, *found.coming)) == found.counts.total
        assert sum(line.many for line in found.pressing) == found.counts.pressing
        assert found.counts == counts(net, who)


def test_more_than_is_shown_is_one_line_of_the_rest(net):
    for day in range(1, 15):
        net.watch("dakar", SEEN, expires_at=tables.now() + timedelta(days=day + 1))
    found = lines(net, "dakar", Due.WATCH_ENDS)
    assert len(found) == due.SHOWN + 1 and found[-1].id == "" and found[-1].many == 14 - due.SHOWN


def test_statements_do_not_grow_with_what_is_due(net):
    def asked():
        seen = []
        with net.store.reading() as session:
            bind = session.connection()
            event.listen(bind.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
            due.desk(session, net.dakar)
        return len(seen)

    Contact(net).sent()
    net.watch("dakar", SEEN, expires_at=tables.now() + timedelta(days=3))
    few = asked()
    for number in range(6):
        record = net.enter("dakar", SEEN)
        net.hit(record, net.watch("nouakchott", WANTED, expires_at=tables.now() + timedelta(days=20 + number)))
        net.decide(net.hit_of(record))
        net.watch("dakar", SEEN, expires_at=tables.now() + timedelta(days=4 + number))
    net.deliver()
    assert counts(net, "dakar").total >= 9
    assert asked() == few


def test_about_one_subject_are_its_own_contacts_only(net):
    contact = Contact(net).sent()
    other = net.enter("dakar", SEEN)
    with net.store.reading() as session:
        mine = due.about(session, net.dakar, contact.record_id)
        assert [line.kind for line in mine] == [Due.ACKNOWLEDGE]
        assert due.about(session, net.dakar, other) == ()
        assert due.about(session, net.dakar, contact.watch_id) == (), "the other side's watch"
        assert due.about(session, net.analyst, contact.record_id) == ()


def test_a_source_is_asked_under_the_permission_of_its_page():
    for source in SOURCES:
        assert source.asks and source.asks <= set(Permission)


def test_closed_units_do_not_break_the_desk(net):
    Contact(net).sent()
    with net.store.writing() as session:
        session.execute(update(Unit).where(Unit.id == net.banjul.unit_id).values(closed_at=tables.now()))
    assert kinds(net, "dakar") in ({}, {Due.ACKNOWLEDGE: 1}, {Due.TAKEN_BACK: 1})
