"""A stated reason is kept whole or refused, wherever it is asked: one least and one greatest length."""

import pytest
from sqlalchemy import select

from casefile import hits, records, watches
from casefile.errors import BadInput
from casefile.people import officers, units
from casefile.policy import reasons
from casefile.policy.reasons import Reason
from casefile.records import cases, links, search_log
from casefile.storage.tables import Audit
from casefile.vocabulary import Judgement, LinkRole
from tests.network.stored import network

LONG = " ".join(f"witness {number} named him." for number in range(1, 90))
"""1,800 characters: longer than any of the limits there used to be but one."""


@pytest.mark.parametrize("text", ["", " ", "no", "  ab  ", "x" * (reasons.MAX_LENGTH + 1)])
def test_what_is_no_reason_is_refused_and_the_field_is_named(text):
    with pytest.raises(BadInput) as refused:
        Reason.stated(text, "ground")
    assert refused.value.field == "ground"


@pytest.mark.parametrize("text", ["asked", (LONG * 3)[: reasons.MAX_LENGTH - 3] + "end", f"  {LONG}"])
def test_a_reason_is_kept_whole(text):
    assert Reason.stated(text).text == text.strip() == str(Reason.stated(text))


def test_where_none_is_demanded_an_empty_one_is_none_and_a_bad_one_is_still_refused():
    assert Reason.optional(" ") is None and Reason.optional("asked") == Reason("asked")
    with pytest.raises(BadInput):
        Reason.optional("no")


def _link(session, net):
    links.link(session, net.dakar, net.record, net.other, LinkRole.ASSOCIATE)
    return records.read(session, net.dakar, net.record).links[0].id


ACTIONS = {
    "withdraw a record": lambda s, net, why: records.withdraw(s, net.dakar, net.record, why),
    "suspend a watch": lambda s, net, why: watches.suspend(s, net.banjul, net.wanted, why),
    "end a watch": lambda s, net, why: watches.end(s, net.banjul, net.wanted, why),
    "withdraw a link": lambda s, net, why: links.withdraw_link(s, net.dakar, _link(s, net), why),
    "close a case": lambda s, net, why: cases.close_case(s, net.dakar, net.cases["dakar"], why),
    "search": lambda s, net, why: search_log.save_search(s, net.dakar, {"text": "x"}, why),
    "close a unit": lambda s, net, why: units.close_unit(s, units.SYSTEM, net.nouakchott.unit_id, why),
    "deactivate an officer": lambda s, net, why: officers.deactivate(s, units.SYSTEM, "nouakchott", why),
    "decide a hit": lambda s, net, why: hits.decide(s, net.coordinator, net.hit_id, Judgement.SAME, why),
}


@pytest.fixture
def net(sqlite_store):
    made = network(sqlite_store)
    made.record, made.other, made.wanted = made.enter("dakar"), made.enter("dakar"), made.watch("banjul")
    made.hit(made.record, made.wanted)
    with made.store.reading() as session:
        (line,) = hits.queue(session, made.coordinator)
    made.hit_id = line.hit_id
    return made


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("text", ["", "hm", "x" * (reasons.MAX_LENGTH + 1)])
def test_no_action_takes_place_without_a_reason(net, action, text):
    with pytest.raises(BadInput), net.store.writing() as session:
        ACTIONS[action](session, net, text)


@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_keeps_its_reason_whole_in_the_trail(net, action):
    with net.store.writing() as session:
        ACTIONS[action](session, net, LONG)
    with net.store.reading() as session:
        assert LONG.strip() in session.scalars(select(Audit.reason)).all()
