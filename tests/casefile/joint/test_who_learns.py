"""Nobody but its units learns of a joint case, and of a pointer it says no more than the pointer itself."""

import pytest
from sqlalchemy import select, update

from casefile import joint
from casefile.contact.acts import acknowledge, decide
from casefile.errors import BadInput, NotThere
from casefile.policy.sharing import Access
from casefile.storage import tables
from casefile.storage.tables import ContactLine, Pointer
from casefile.vocabulary import (
    Decision,
    JointState,
    Notify,
)
from tests.network.make import SEEN, WANTED, stated


def test_no_other_unit_learns_of_it(pair):
    record = pair.net.enter("dakar")
    pair.do(joint.put_in, "dakar", record, Access.FULL)
    assert pair.listed("nouakchott") == []
    for act in (
        lambda: pair.view("nouakchott"),
        lambda: pair.do(joint.accept, "nouakchott", "let us in as well"),
        lambda: pair.do(joint.open_record, "nouakchott", record),
        lambda: pair.do(joint.write_minute, "nouakchott", "We were there."),
        lambda: pair.do(joint.take_out, "nouakchott", record),
        lambda: pair.do(joint.leave, "nouakchott", "we never came"),
        lambda: pair.do(joint.own_put_in, "nouakchott"),
    ):
        with pytest.raises(NotThere):
            act()


def pointed(net, **rules):
    record = net.enter("dakar", SEEN, rules=stated(**rules))
    net.hit(record, net.watch("banjul", WANTED))
    net.decide(net.hit_of(record))
    net.deliver()
    return {who: net.pointers(who) for who in ("dakar", "banjul")}


def test_of_a_pointer_the_other_unit_is_asked_and_a_third_reads_no_reference(at):
    (pointer,) = pointed(at.net)["dakar"]
    at.propose("dakar", "nouakchott", pointer_id=pointer.id)
    for who in ("banjul", "nouakchott"):
        at.do(joint.accept, who, "the same boat as ours")
    seen = {who: at.view(who).pointer_reference for who in ("dakar", "banjul", "nouakchott")}
    assert seen == {"dakar": pointer.reference, "banjul": pointer.reference, "nouakchott": ""}
    with at.net.store.writing() as session:
        session.execute(update(Pointer).values(withdrawn_at=tables.now()))
    assert {at.view(who).pointer_reference for who in ("dakar", "banjul")} == {""}


def test_a_contact_that_has_come_so_far_notes_the_joint_case_in_its_thread(at):
    pointers = pointed(at.net)
    with at.net.store.writing() as session:
        for who in ("dakar", "banjul"):
            acknowledge(session, at.net.viewers[who], pointers[who][0].id)
        decide(session, at.net.dakar, pointers["dakar"][0].id, Decision.JOINT_CASE, "one case for both coasts")
    at.propose("dakar", pointer_id=pointers["dakar"][0].id)
    at.do(joint.accept, "banjul", "the same boat as ours")
    with at.net.store.reading() as session:
        lines = session.execute(select(ContactLine.act, ContactLine.word)).all()
    assert ("opened_joint_case", at.id) in lines


def test_a_contact_that_has_not_is_no_bar(at):
    (pointer,) = pointed(at.net)["dakar"]
    at.propose("dakar", pointer_id=pointer.id)
    assert at.do(joint.accept, "banjul", "the same boat as ours") is JointState.OPEN
    with at.net.store.reading() as session:
        assert session.scalars(select(ContactLine.act)).all() == []


def test_while_the_owner_has_not_agreed_a_joint_case_would_tell_what_the_pointer_does_not(at):
    pointers = pointed(at.net, notify=Notify.OWNER_FIRST)
    assert pointers["banjul"] == []
    with pytest.raises(BadInput, match="not been notified"):
        at.propose("dakar", pointer_id=pointers["dakar"][0].id)
    assert at.listed("banjul") == []


def test_of_another_units_pointer_nothing_is_proposed(at):
    (pointer,) = pointed(at.net)["dakar"]
    for wrong in (pointer.id, "f" * 32):
        with pytest.raises(NotThere):
            at.propose("nouakchott", "banjul", pointer_id=wrong)
