"""Who ever received a value learns when it no longer stands, whatever happened to it, in the same words."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from casefile import records, watches
from casefile.contact import acts, office, release
from casefile.contact.view import contact_of
from casefile.errors import Conflict, NotThere
from casefile.hits.shown import released
from casefile.policy.contact.steps import RECALL_WITHIN
from casefile.policy.states import RecordMove
from casefile.retention import hit_content
from casefile.storage import tables
from casefile.storage.tables import (
    ContactLine,
    DateRow,
    IdentifierRow,
    IdentityRow,
    NameRow,
    PlaceRow,
    ReleasedField,
    Unit,
)
from casefile.vocabulary import Handling, Outcome, Protection, Sharing
from tests.network.contact import HELD, Contact
from tests.network.make import person, report, stated

OTHER_NAME = person("Mamadou Dialo Ndiaye", "1985-03-12", phone="+221 77 345 12 90")


@pytest.fixture
def contact(net):
    """Banjul was given the name and the year of birth by Dakar."""
    return Contact(net).sent().given("dakar", "Mamadou Dialo", "1985")


def withdraw(contact):
    with contact.net.store.writing() as session:
        records.withdraw(session, contact.net.dakar, contact.record_id, "entered by mistake")


def restrict(contact):
    with contact.net.store.writing() as session:
        records.change_state(
            session, contact.net.dakar, contact.record_id, RecordMove.RESTRICT, "the person disputes it"
        )


def protect(contact):
    contact.net.amend("dakar", contact.record_id, HELD, stated(protection=(Protection.SOURCE_AT_RISK,)))


def hide(contact):
    contact.net.amend("dakar", contact.record_id, HELD, stated(sharing=Sharing.NONE))


def close_unit(contact):
    with contact.net.store.writing() as session:
        session.execute(update(Unit).where(Unit.code == "SN-DKR").values(closed_at=tables.now()))
        released.sweep(session)


def erase(contact):
    """As destruction does: the content of the version is gone, by whatever way."""
    with contact.net.store.writing() as session:
        for table in (NameRow, DateRow, IdentifierRow, PlaceRow):
            session.execute(delete(table).where(table.identity_id.startswith(contact.record_id)))
        session.execute(delete(IdentityRow).where(IdentityRow.id.startswith(contact.record_id)))


def correct(contact):
    contact.net.amend("dakar", contact.record_id, OTHER_NAME, stated())


FALLS = [withdraw, restrict, protect, hide, close_unit]


def notified(contact):
    """What the receiver's page says of the recall."""
    view = contact.look(contact_of, "banjul")
    return view.recalled, len(view.recalled_of)


@pytest.mark.parametrize("fall", FALLS)
@pytest.mark.parametrize("closed", [False, True])
def test_whatever_happened_the_receiver_is_told_the_same_and_the_contact_is_gone(contact, fall, closed):
    if closed:
        for who in ("dakar", "banjul"):
            contact.do(acts.report, who, Outcome.USEFUL)
        contact.do(acts.close, "dakar")
    fall(contact)
    view = contact.look(contact_of, "banjul")
    assert (view.recalled, view.other, view.thread, view.matched, view.received) == (2, None, (), (), 0)
    assert (view.pointer.about_unit, view.pointer.desk, view.pointer.recalled) == ("", "", True)
    with pytest.raises(Conflict):
        contact.do(release.received, "banjul")
    with pytest.raises(Conflict, match="taken back"):
        contact.do(acts.say, "banjul", "hello")
    assert contact.do(release.note_recalls, "banjul") == 2
    assert notified(contact) == (0, 0)


def test_of_a_correction_the_values_that_still_stand_stay_and_the_others_are_named_no_more(contact):
    correct(contact)
    assert notified(contact) == (1, 1)
    got = contact.do(release.received, "banjul")
    assert [one.field and one.field.text for one in got.fields] == ["1985", None] or [
        one.field and one.field.text for one in got.fields
    ] == [None, "1985"]
    own = contact.look(contact_of, "dakar")
    assert sorted(one.stands for one in own.given) == [False, True]
    assert contact.release("dakar", "Mamadou Dialo Ndiaye").released == 1, "the corrected value may be given again"
    contact.do(release.note_recalls, "banjul")
    assert notified(contact) == (0, 0)
    assert len(contact.do(release.received, "banjul").fields) == 3


def test_a_change_of_something_that_was_not_given_recalls_nothing(contact):
    contact.net.amend("dakar", contact.record_id, person("Mamadou Dialo", "1985-03-13"), stated())
    assert notified(contact) == (0, 0)


def test_another_handling_code_recalls_what_was_given_under_the_old_one(contact):
    contact.net.amend("dakar", contact.record_id, HELD, stated(handling=Handling.H1))
    assert notified(contact)[0] == 2


def test_what_is_erased_is_gone_for_the_receiver_too(contact):
    erase(contact)
    with contact.net.store.reading() as session:
        rows = session.scalars(select(ReleasedField)).all()
        assert released.texts(session, rows) == {} and released.standing(session, rows) == set()
    with contact.net.store.writing() as session:
        assert released.sweep(session) == 2 and released.sweep(session) == 0
    assert notified(contact) == (2, 1)


def test_what_a_watch_gave_is_recalled_when_the_watch_is_corrected_and_not_when_it_ends(net):
    contact = Contact(net).sent().given("banjul", "Modou Jallow")
    with net.store.writing() as session:
        watches.end(session, net.banjul, contact.watch_id, "the case is closed")
    assert contact.look(contact_of, "dakar").recalled == 0
    assert contact.look(contact_of, "dakar").received == 1


def test_a_corrected_watch_recalls_what_it_gave(net):
    contact = Contact(net).sent().given("banjul", "Modou Jallow")
    net.amend_watch("banjul", contact.watch_id, person("Modou Jalloh", "1985", passport="KANARY7654321"))
    assert contact.look(contact_of, "dakar").recalled == 1


def test_unanswered_for_72_hours_it_comes_to_the_coordination_office(contact, monkeypatch):
    correct(contact)
    moment = tables.now()
    for hours, cause in ((71, set()), (73, {"recall"})):
        monkeypatch.setattr(tables, "now", lambda hours=hours: moment + timedelta(hours=hours))
        with contact.net.store.reading() as session:
            found = {x.cause: x.unit for x in office.waiting(session, contact.net.coordinator) if x.cause == "recall"}
        assert set(found) == cause
    assert found == {"recall": "Banjul Serious Crime Unit"} and timedelta(hours=72) == RECALL_WITHIN
    contact.do(release.note_recalls, "banjul")
    with contact.net.store.reading() as session:
        assert "recall" not in {x.cause for x in office.waiting(session, contact.net.coordinator)}


def test_of_what_became_protected_the_protection_desk_calls_and_the_coordinator_sees_nothing(contact, monkeypatch):
    protect(contact)
    moment = tables.now()
    monkeypatch.setattr(tables, "now", lambda: moment + timedelta(hours=100))
    with contact.net.store.reading() as session:
        assert office.waiting(session, contact.net.coordinator) == []
        assert [x.cause for x in office.waiting(session, contact.net.protection)] == ["recall"]
    with contact.net.store.writing() as session, pytest.raises(NotThere):
        office.opened(session, contact.net.coordinator, contact.hit_id)


def test_a_protected_persons_sentence_is_never_offered_and_falls_when_it_becomes_one(net):
    plain = "Mamadou Dialo conduit la pirogue. Fatou Sarr attendait sur la plage de Mbour."
    contact = Contact(net, report(plain)).sent().given("dakar", "Mamadou Dialo conduit")
    asked = contact.release("dakar", "Fatou Sarr")
    assert asked.waiting == 1
    for request in contact.look(contact_of, "dakar2").waiting:
        contact.do(release.confirm, "dakar2", request.request_id)
    victim = "Mamadou Dialo conduit la pirogue. Fatou Sarr attendait sur la plage de Mbour. "
    contact.net.amend("dakar", contact.record_id, report(victim + "Fatou Sarr, 15 ans, est victime de traite."))
    offer = contact.look(release.offered, "dakar")
    assert not any("Fatou" in one.field.text for one in offer.fields)
    assert contact.look(contact_of, "banjul").recalled == 1
    got = contact.do(release.received, "banjul")
    assert "Fatou" not in repr(got)


def test_destruction_leaves_the_acts_of_a_contact_and_nothing_that_was_written_in_it(contact):
    contact.do(acts.say, "banjul", "Kanarymessage for the other desk")
    contact.do(release.ask, "dakar", contact.keys("dakar", "345 12 90"), handling=Handling.H3,
               handling_text="Kanarycode", reason="Kanaryreason of the prosecutor")  # fmt: skip
    with contact.net.store.writing() as session:
        hit_content.erase(session, record_id=contact.record_id)
        lines = session.execute(select(ContactLine.act, ContactLine.text, ContactLine.reason)).all()
        fields = session.execute(select(ReleasedField.reason, ReleasedField.handling_text)).all()
    assert "wrote" in {line.act for line in lines} and not any(line.text or line.reason for line in lines)
    assert fields and set(fields) == {("", "")}
