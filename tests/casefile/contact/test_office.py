"""Who is late comes to the coordination office by itself, and who asks for help is not seen by the other unit."""

from datetime import timedelta

import pytest

from casefile.contact import acts, office
from casefile.contact.reach import Reach, reach_of, set_reach
from casefile.contact.view import contact_of
from casefile.errors import BadInput, Conflict, NotAllowed, NotThere
from casefile.people import units
from casefile.storage import tables
from casefile.vocabulary import Decision, HitState, Outcome
from tests.network.contact import WHY, Contact


@pytest.fixture
def contact(net):
    return Contact(net).sent()


def waiting(contact, who="coordinator"):
    with contact.net.store.reading() as session:
        return [(line.cause, line.unit) for line in office.waiting(session, contact.net.viewers[who])]


def answer(contact, text, to=""):
    with contact.net.store.writing() as session:
        office.answer(session, contact.net.coordinator, contact.hit_id, text, to)


@pytest.fixture
def later(monkeypatch):
    moment = tables.now()

    def go(hours):
        monkeypatch.setattr(tables, "now", lambda: moment + timedelta(hours=hours))

    return go


def test_nobody_is_late_before_the_time_and_each_by_its_own_clock(contact, later):
    with contact.net.store.writing() as session:
        set_reach(session, units.SYSTEM, contact.net.banjul.unit_id, Reach(ack_hours=4, decide_hours=100))
    assert waiting(contact) == []
    later(5)
    assert waiting(contact) == [("acknowledge", "Banjul Serious Crime Unit")]
    later(49)
    assert waiting(contact) == [("acknowledge", "Banjul Serious Crime Unit"), ("acknowledge", "Brigade de Dakar")]
    contact.open()
    assert waiting(contact) == []
    later(73)
    assert waiting(contact) == [("decide", "Brigade de Dakar")]
    contact.do(acts.decide, "dakar", Decision.MEET, WHY)
    assert waiting(contact) == []
    later(101)
    contact.do(acts.decide, "banjul", Decision.DECLINE, WHY)
    assert waiting(contact) == []


def test_the_other_units_clocks_are_not_seen(contact, later):
    before = contact.look(contact_of, "dakar")
    with contact.net.store.writing() as session:
        set_reach(session, units.SYSTEM, contact.net.banjul.unit_id, Reach(ack_hours=1, decide_hours=1))
    later(0)
    after = contact.look(contact_of, "dakar")
    assert (before.clocks, before.thread, before.moves) == (after.clocks, after.thread, after.moves)
    assert "hours=1" not in repr(after)


def test_help_is_asked_and_answered_without_the_other_unit(contact):
    contact.do(acts.ask_help, "dakar", "they never answer the telephone")
    assert waiting(contact) == [("help", "Brigade de Dakar")]
    assert contact.look(contact_of, "banjul").thread == ()
    answer(contact, "We call them this afternoon.", contact.net.dakar.unit_id)
    assert waiting(contact) == [] and contact.look(contact_of, "banjul").thread == ()
    answer(contact, "Please speak before Friday.")
    own, other = contact.look(contact_of, "dakar").thread, contact.look(contact_of, "banjul").thread
    assert [line.text for line in own] == ["", "We call them this afternoon.", "Please speak before Friday."]
    assert [(line.side, line.text) for line in other] == [("office", "Please speak before Friday.")]


def test_the_office_reads_acts_and_reasons_and_no_value(contact):
    contact.given()
    with contact.net.store.writing() as session:
        view = office.opened(session, contact.net.coordinator, contact.hit_id)
    assert [side.facts.acknowledged for side in view.sides] == [True, True] and WHY in repr(view)
    assert "Dialo" not in repr(view) and "Jallow" not in repr(view)


@pytest.mark.parametrize(
    ("text", "to", "error"), [("", "", BadInput), ("x" * 2001, "", BadInput), ("Hello", "nobody", BadInput)]
)
def test_what_the_office_cannot_send(contact, text, to, error):
    with pytest.raises(error):
        answer(contact, text, to)


def test_the_office_closes_what_one_side_leaves_open_and_nothing_else(contact):
    def close():
        with contact.net.store.writing() as session:
            office.close(session, contact.net.coordinator, contact.hit_id, "the other unit does not answer")

    with pytest.raises(Conflict):
        close()
    contact.given().do(acts.report, "dakar", Outcome.USEFUL)
    close()
    assert contact.look(contact_of, "dakar").facts.state is HitState.CLOSED


@pytest.mark.parametrize("who", ["dakar", "analyst", "auditor", "administrator"])
def test_the_list_is_the_two_desks_alone(contact, who):
    with pytest.raises(NotAllowed):
        waiting(contact, who)


def test_a_hit_without_pointers_is_no_contact(net):
    contact = Contact(net)
    for action, args in ((office.opened, ()), (office.answer, ("Hello",))):
        with net.store.writing() as session, pytest.raises(Conflict):
            action(session, net.coordinator, contact.hit_id, *args)


@pytest.mark.parametrize(
    ("reach", "field"),
    [(Reach(telephone="call me"), "telephone"), (Reach(telephone="1" * 61), "telephone"),
     (Reach(hours="always"), "hours"), (Reach(hours="Mo 08:00-09:00;" * 20), "hours"),
     (Reach(holidays=("soon",)), "holidays"),
     (Reach(holidays=tuple(f"{y}-{m:02}-01" for y in range(2000, 2020) for m in range(1, 13))), "holidays"),
     (Reach(languages=("français",)), "languages"), (Reach(ack_hours=0), "ack_hours"),
     (Reach(ack_hours=80), "ack_hours"), (Reach(decide_hours=10_000), "ack_hours")],
)  # fmt: skip
def test_what_is_no_way_to_reach_a_unit_is_refused_where_it_is_wrong(net, reach, field):
    with net.store.writing() as session, pytest.raises(BadInput) as refused:
        set_reach(session, units.SYSTEM, net.dakar.unit_id, reach)
    assert refused.value.field == field


def test_what_is_kept_of_a_unit_is_read_back_and_only_an_administrator_sets_it(net):
    given = Reach("+221 33 800 00 00 poste 12", "Mo-Fr 08:00-18:00", ("2026-12-25", "2026-01-01", "2026-12-25"),
                  ("FR", "wo", "fr"), 10, 20)  # fmt: skip
    for _ in range(2):
        with net.store.writing() as session:
            set_reach(session, net.administrator, net.dakar.unit_id, given)
            kept = reach_of(session, net.dakar.unit_id)
    assert (kept.holidays, kept.languages, kept.ack_hours) == (("2026-01-01", "2026-12-25"), ("fr", "wo"), 10)
    with net.store.writing() as session, pytest.raises(NotAllowed):
        set_reach(session, net.dakar, net.dakar.unit_id, given)
    with net.store.reading() as session, pytest.raises(NotThere):
        reach_of(session, "f" * 32)
