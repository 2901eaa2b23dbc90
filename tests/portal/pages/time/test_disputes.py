"""A disputed record is out of search and matching until its unit says that the dispute is settled."""

import pytest

from casefile.vocabulary import HitState
from tests.network.portal import text_of

WHY = "he says that it was his cousin"


@pytest.fixture
def net(unindexed):
    return unindexed


def send(net, record, **form):
    path = f"/records/{record}/dispute"
    return net.post(net.as_("dakar"), path, form)


def test_disputed_its_hits_are_withdrawn_and_settled_it_counts_again(net):
    record = net.enter("dakar")
    net.hit(record, net.watch("banjul"))
    client = net.as_("dakar")
    assert f"/records/{record}/dispute" in client.get(f"/records/{record}").text
    assert send(net, record, step="restrict", reason=WHY).status_code == 303
    page = text_of(client.get(f"/records/{record}").text)
    assert "Disputed: out of matching" in page and "Settle the dispute" in page and WHY in page
    assert net.states(record) == [HitState.WITHDRAWN]
    assert send(net, record, step="lift_restriction", reason=WHY).status_code == 303
    assert "Active" in text_of(client.get(f"/records/{record}").text)


def test_without_a_reason_nothing_changes_and_the_page_says_so(net):
    record = net.enter("dakar")
    answer = send(net, record, step="restrict", reason=" ")
    assert answer.status_code == 422 and 'id="reason-error"' in answer.text
    assert "Disputed" not in text_of(net.as_("dakar").get(f"/records/{record}").text)


def test_what_another_officer_did_meanwhile_is_no_step_any_more(net):
    """Two officers with the page open: the second is not taken for the contrary."""
    record = net.enter("dakar")
    send(net, record, step="restrict", reason=WHY)
    assert send(net, record, step="restrict", reason=WHY).status_code == 409


def test_another_units_record_is_not_there(net):
    record = net.enter("dakar")
    assert net.as_("banjul").get(f"/records/{record}/dispute").status_code == 404


def test_a_withdrawn_record_offers_nothing(net):
    from casefile import records

    record = net.enter("dakar")
    with net.store.writing() as session:
        records.withdraw(session, net.dakar, record, "entered by mistake")
    page = net.as_("dakar").get(f"/records/{record}/dispute").text
    assert "cannot be disputed" in text_of(page) and 'name="step"' not in page
