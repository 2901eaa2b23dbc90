"""*Owner first*: the owner agrees or refuses; silence goes to the coordinator; the watcher sees no difference."""

from datetime import timedelta

import pytest

from casefile import hits
from casefile.errors import BadInput, Conflict, NotAllowed, NotThere
from casefile.hits import answers
from casefile.storage import tables
from casefile.vocabulary import HitState, Notify, Sharing
from tests.network.make import SOMEBODY, SOMEBODY_WATCHED, stated

WHY = "agreed with the public prosecutor"
ASKS_FIRST = stated(notify=Notify.OWNER_FIRST)


@pytest.fixture
def asked(net):
    """The network, the record of Dakar's and the hit whose owner has been asked."""
    record_id = net.enter("dakar", rules=ASKS_FIRST)
    net.hit(record_id, net.watch("banjul"))
    hit_id = net.hit_of(record_id)
    assert net.decide(hit_id) is HitState.OWNER_ASKED and net.deliver() == 1
    return net, record_id, hit_id


def answer(net, agree, who="dakar", reason=WHY, pointer_id=None):
    with net.store.writing() as session:
        return answers.answer(session, net.viewers[who], pointer_id or net.pointers("dakar")[0].id, agree, reason)


def lapse(net, hours):
    with net.store.writing() as session:
        return answers.lapse_due(session, tables.now() + timedelta(hours=hours))


def settle(net, hit_id, tell, who="coordinator"):
    with net.store.writing() as session:
        return answers.settle(session, net.viewers[who], hit_id, tell, WHY)


def test_the_owner_alone_is_asked_and_the_watcher_learns_nothing(asked):
    net, _, _ = asked
    (mine,) = net.pointers("dakar")
    assert mine.asks and mine.may_answer and mine.answer_due_at - mine.sent_at > timedelta(hours=71)
    assert net.pointers("banjul") == []


def test_agreed_both_hold_the_same_reference(asked):
    net, record_id, _ = asked
    assert answer(net, agree=True) is HitState.POINTER_SENT
    assert net.pointers("banjul") == [] and net.deliver() == 1
    (mine,), (theirs,) = net.pointers("dakar"), net.pointers("banjul")
    assert mine.reference == theirs.reference and (mine.answer, mine.may_answer) == ("agree", False)
    assert not theirs.asks and theirs.about_unit == "Brigade de Dakar"
    assert net.states(record_id) == [HitState.POINTER_SENT]


def test_refused_the_watcher_never_learns_and_the_owner_keeps_the_pointer(asked):
    net, record_id, hit_id = asked
    assert answer(net, agree=False) is HitState.DECLINED
    assert net.deliver() == 0 and net.pointers("banjul") == []
    (mine,) = net.pointers("dakar")
    assert (mine.answer, mine.recalled, mine.may_answer) == ("refuse", False, False)
    with pytest.raises(Conflict):
        answer(net, agree=True)
    assert net.states(record_id) == [HitState.DECLINED]


def test_an_answer_needs_a_reason_and_the_owners_own_officer(asked):
    net, _, _ = asked
    with pytest.raises(BadInput):
        answer(net, agree=True, reason="ok")
    for who in ("banjul", "nouakchott"):
        with pytest.raises(NotThere):
            answer(net, agree=True, who=who, pointer_id=net.pointers("dakar")[0].id)
    for who in ("coordinator", "administrator", "auditor"):
        with pytest.raises(NotAllowed):
            answer(net, agree=True, who=who, pointer_id=net.pointers("dakar")[0].id)
    assert net.pointers("dakar")[0].may_answer


def test_after_72_hours_the_coordinator_decides(asked):
    net, _, hit_id = asked
    with pytest.raises(Conflict):
        settle(net, hit_id, tell=True)
    assert lapse(net, 71) == 0 and lapse(net, 73) == 1 and lapse(net, 73) == 0
    with net.store.reading() as session:
        (line,) = hits.queue(session, net.coordinator)
    assert line.state is HitState.ANSWER_DUE
    assert settle(net, hit_id, tell=True) is HitState.POINTER_SENT
    assert net.deliver() == 1 and len(net.pointers("banjul")) == 1 and not net.pointers("dakar")[0].recalled


def test_sealed_without_an_answer_the_owners_pointer_is_recalled(asked):
    net, _, hit_id = asked
    lapse(net, 73)
    assert settle(net, hit_id, tell=False) is HitState.SEALED
    net.deliver()
    assert net.pointers("banjul") == [] and net.pointers("dakar")[0].recalled
    with net.store.writing() as session:
        view = hits.open_hit(session, net.coordinator, hit_id)
    assert [review.judgement for review in view.reviews] == ["same", answers.SEAL]


def test_an_answer_that_comes_late_counts_until_the_coordinator_has_decided(asked):
    net, _, hit_id = asked
    lapse(net, 73)
    assert answer(net, agree=True) is HitState.POINTER_SENT
    with pytest.raises(Conflict):
        settle(net, hit_id, tell=False)


LESS = {
    "nobody": {"sharing": Sharing.NONE},
    "the coordinator": {"sharing": Sharing.COORDINATOR},
    "silent": {"notify": Notify.SILENT},
    "another unit": {"sharing_units": "nouakchott"},
}


@pytest.mark.parametrize("side", ["record", "watch"])
@pytest.mark.parametrize("less", LESS)
def test_shared_less_later_what_was_sent_is_recalled_from_both(net, less, side):
    record_id, watch_id = net.enter("dakar"), net.watch("banjul")
    net.hit(record_id, watch_id)
    net.decide(net.hit_of(record_id))
    assert net.deliver() == 2
    changes = dict(LESS[less])
    if "sharing_units" in changes:
        changes["sharing_units"] = (net.nouakchott.unit_id,)
    if side == "record":
        net.amend("dakar", record_id, SOMEBODY, stated(**changes))
    else:
        net.amend_watch("banjul", watch_id, SOMEBODY_WATCHED, rules=stated(**changes))
    net.deliver()
    assert [p.recalled for who in ("dakar", "banjul") for p in net.pointers(who)] == [True, True]
    assert net.states(record_id) == [HitState.SEALED]


@pytest.mark.parametrize(
    ("units", "notified"), [(("nouakchott",), False), (("banjul",), True), (("banjul", "nouakchott"), True)]
)
def test_only_these_units_holds_for_pointers_too(net, units, notified):
    named = tuple(net.viewers[who].unit_id for who in units)
    record_id = net.enter("dakar", rules=stated(sharing_units=named))
    net.hit(record_id, net.watch("banjul"))
    assert net.decide(net.hit_of(record_id)) is (HitState.POINTER_SENT if notified else HitState.SEALED)
    net.deliver()
    assert [len(net.pointers(who)) for who in ("dakar", "banjul")] == [notified, notified]
