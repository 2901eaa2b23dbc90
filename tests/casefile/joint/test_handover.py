"""A case handed from the police to the judiciary: the list, the receipt, the signature."""

from itertools import product

import pytest
from sqlalchemy import select, update

from casefile.errors import BadInput, Conflict, NotAllowed, NotThere
from casefile.joint import handover
from casefile.people import officers, units, viewers
from casefile.policy.states import HANDOVER, HandoverMove, allows
from casefile.records import lifecycle
from casefile.storage.tables import Audit, Handover, RecordVersion
from casefile.vocabulary import Handling, HandoverState, Role, Service
from tests.network.make import person, stated

WHY = "the inquiry is complete"


@pytest.fixture
def court(net):
    """Two magistrates at the public prosecutor's of Dakar; Dakar's brigade is of the police."""
    with net.store.writing() as session:
        unit_id = units.add_unit(session, units.SYSTEM, "SN-PARQ", country="SN", name="Parquet de Dakar")
        units.set_service(session, units.SYSTEM, unit_id, Service.JUDICIARY)
        units.set_service(session, units.SYSTEM, net.dakar.unit_id, Service.POLICE)
        for login in ("prosecutor", "judge"):
            officers.add_officer(session, units.SYSTEM, login, unit="SN-PARQ", roles=(Role.MAGISTRATE,))
            net.viewers[login] = viewers.viewer_by_login(session, login)
    return net


def hand(net, who="dakar", to="prosecutor", permission="", case=None):
    with net.store.writing() as session:
        return handover.hand_over(
            session, net.viewers[who], case or net.cases[who], net.viewers[to].officer_id, WHY, permission
        )


def decide(net, handover_id, accept=True, who="prosecutor", reason=WHY):
    with net.store.writing() as session:
        return handover.decide(session, net.viewers[who], handover_id, accept, reason)


def refused(net, subject_id):
    with net.store.reading() as session:
        wanted = select(Audit.detail).where(Audit.action == "refused", Audit.subject_id == subject_id)
        return session.scalars(wanted.order_by(Audit.seq)).all()


def test_the_list_holds_version_and_hash_of_each_record_and_the_receipt_holds_the_list(court):
    first, second = court.enter("dakar"), court.enter("dakar", person("Awa Diop", "1990"))
    court.amend("dakar", second, person("Awa Diop", "1991"))
    gone = court.enter("dakar")
    with court.store.writing() as session:
        lifecycle.withdraw(session, court.dakar, gone, "mistaken identity")
    handed = hand(court)
    with court.store.writing() as session:
        (receipt,) = handover.received(session, court.viewers["prosecutor"])
        hashes = {
            (row.record_id, row.version): row.content_hash
            for row in session.execute(
                select(RecordVersion.record_id, RecordVersion.version, RecordVersion.content_hash)
            )
        }
        assert handover.receipt_given(session, court.dakar, handed).number == receipt.number
        row = session.get(Handover, handed)
        assert handover.hash_of(row.receipt, row.case_id, row.items) == receipt.list_hash
    assert {(one.record_id, one.version) for one in receipt.items} == {(first, 1), (second, 2)}
    assert all(hashes[one.record_id, one.version] == one.content_hash for one in receipt.items)
    court.amend("dakar", first, person("Mamadou Diallo", "1985"))
    with court.store.writing() as session:
        assert handover.receipt_received(session, court.viewers["judge"], handed).items == receipt.items, "as it stood"


def test_a_magistrate_of_the_service_signs_and_it_is_signed_once(court):
    court.enter("dakar")
    handed = hand(court)
    assert decide(court, handed, who="judge") is HandoverState.ACCEPTED
    with court.store.writing() as session:
        seen = handover.receipt_given(session, court.dakar, handed)
    assert (seen.state, seen.decided_by, seen.may_decide) == (HandoverState.ACCEPTED, "judge", False)
    with pytest.raises(Conflict):
        decide(court, handed, accept=False)


def test_refusing_takes_a_reason_and_the_case_may_then_be_handed_over_again(court):
    court.enter("dakar")
    handed = hand(court)
    with pytest.raises(Conflict):
        hand(court)
    assert refused(court, court.cases["dakar"]) == [{"refused": "Conflict", "handover": handed}]
    with pytest.raises(BadInput):
        decide(court, handed, accept=False, reason="")
    assert decide(court, handed, accept=False, reason="the report of the coroner is missing") is HandoverState.REFUSED
    assert hand(court) != handed


MOVES = {
    HandoverMove.ACCEPT: lambda net, one: decide(net, one),
    HandoverMove.REFUSE: lambda net, one: decide(net, one, accept=False),
}


def take_back(net, one):
    with net.store.writing() as session:
        return handover.take_back(session, net.dakar, one, "a record was missing")


@pytest.mark.parametrize(("state", "move"), list(product(HandoverState, HandoverMove)))
def test_a_handover_takes_the_steps_of_the_table_and_no_others(court, state, move):
    court.enter("dakar")
    handed = hand(court)
    with court.store.writing() as session:
        session.execute(update(Handover).where(Handover.id == handed).values(state=state.value))
    act = {**MOVES, HandoverMove.TAKE_BACK: take_back}[move]
    try:
        assert act(court, handed) is HANDOVER[state, move] and refused(court, handed) == []
    except Conflict:
        tried = {"refused": "Conflict", "state": state.value, "move": move.value}
        assert not allows(HANDOVER, state, move) and refused(court, handed) == [tried]


def test_what_may_not_go_to_court_without_permission_does_not_go_without_it(court):
    court.enter("dakar", rules=stated(handling=Handling.H1))
    with pytest.raises(BadInput) as refused:
        hand(court)
    assert refused.value.field == "permission"
    assert hand(court, permission="Brigade de Mbour, by letter of 3 November")


def test_a_case_goes_to_a_magistrate_of_the_own_countrys_judiciary_only(court):
    court.enter("dakar")
    for to in ("magistrate", "banjul", "auditor"):  # the first sits in a police unit
        with pytest.raises(BadInput):
            hand(court, to=to)
    court.enter("banjul")
    with court.store.writing() as session:
        units.set_service(session, units.SYSTEM, court.banjul.unit_id, Service.CUSTOMS)
    with pytest.raises(BadInput):
        hand(court, who="banjul")


@pytest.mark.parametrize("service", [None, Service.JUDICIARY])
def test_a_unit_of_no_stated_service_and_the_judiciary_hand_nothing_over(court, service):
    court.enter("dakar")
    with court.store.writing() as session:
        units.set_service(session, units.SYSTEM, court.dakar.unit_id, service)
    with pytest.raises(NotAllowed):
        hand(court)


def test_nobody_else_learns_of_it(court):
    court.enter("dakar")
    handed = hand(court)
    with court.store.writing() as session:
        assert handover.received(session, court.magistrate) == []
        with pytest.raises(NotThere):
            handover.receipt_received(session, court.magistrate, handed)
        with pytest.raises(NotThere):
            handover.decide(session, court.magistrate, handed, True)
        for act in (handover.receipt_given, lambda s, v, i: handover.take_back(s, v, i, WHY)):
            with pytest.raises(NotThere):
                act(session, court.banjul, handed)
        with pytest.raises(NotThere):
            handover.hand_over(session, court.banjul, court.cases["dakar"], court.viewers["prosecutor"].officer_id, WHY)


def test_who_handed_it_over_and_became_a_magistrate_since_cannot_sign(court):
    court.enter("dakar")
    handed = hand(court)
    was = court.dakar
    court.viewers["became"] = type(was)(
        was.officer_id, was.login, court.viewers["prosecutor"].unit_id, "SN-PARQ", frozenset({Role.MAGISTRATE})
    )
    with pytest.raises(NotAllowed):
        decide(court, handed, who="became")
    assert refused(court, handed) == [{"refused": "NotAllowed", "state": "offered", "move": "accept"}]


def test_an_empty_case_is_not_handed_over(court):
    with pytest.raises(BadInput):
        hand(court)
