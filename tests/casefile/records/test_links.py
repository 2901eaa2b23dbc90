"""Records of a unit that belong together."""

import pytest
from sqlalchemy import select

from casefile import audit
from casefile.errors import BadInput, NotAllowed, NotThere
from casefile.policy.handling import Rules
from casefile.records import links
from casefile.records.links import LinkDraft, SourceLink
from casefile.storage.tables import Audit, RecordLink
from casefile.subjects.identity import Identity, Name
from casefile.vocabulary import (
    LinkRole,
    RecordKind,
)


def test_links_are_within_a_unit_and_show_both_ways(net):
    man, boat = net.enter("dakar"), net.enter("dakar", Identity(RecordKind.VESSEL, names=(Name("Yaye"),)), Rules())
    foreign = net.enter("banjul")
    with net.store.writing() as session:
        links.link(session, net.dakar, man, boat, LinkRole.OWNER, "papers seen")
        links.link(session, net.dakar, man, boat, LinkRole.OWNER)
    with net.store.writing() as session, pytest.raises(BadInput):
        links.link(session, net.dakar, man, foreign, LinkRole.OWNER)
    (out,) = net.opened("dakar", man).links
    (back,) = net.opened("dakar", boat).links
    assert (out.record_id, out.role, out.outward, out.note) == (boat, LinkRole.OWNER, True, "papers seen")
    assert (back.record_id, back.outward) == (man, False)


def test_an_import_links_by_source_ids_and_names_what_is_missing(net):
    net.enter("dakar", origin_ref="p1")
    net.enter("dakar", origin_ref="p2", links=(LinkDraft(LinkRole.ASSOCIATE, to_origin_ref="p1"),))
    wanted = [SourceLink("p2", "p1", LinkRole.RELATIVE), SourceLink("p1", "p9", LinkRole.RELATIVE)]
    with net.store.writing() as session:
        assert links.link_many(session, net.dakar, wanted) == [wanted[1]]


@pytest.fixture
def linked(net):
    """A man, a boat he is said to own, and the link's id."""
    man, boat = net.enter("dakar"), net.enter("dakar", Identity(RecordKind.VESSEL, names=(Name("Yaye"),)), Rules())
    with net.store.writing() as session:
        links.link(session, net.dakar, man, boat, LinkRole.OWNER, "papers seen")
    (made,) = net.opened("dakar", man).links
    return man, boat, made.id


def withdraw(net, who, link_id, reason="another man of that name"):
    with net.store.writing() as session:
        links.withdraw_link(session, net.viewers[who], link_id, reason)


def test_a_withdrawn_link_is_shown_no_more_and_stays_in_the_history(net, linked):
    man, boat, link_id = linked
    withdraw(net, "dakar", link_id)
    assert net.opened("dakar", man).links == net.opened("dakar", boat).links == ()
    with net.store.reading() as session:
        row = session.get(RecordLink, link_id)
        assert (row.from_record_id, row.to_record_id, row.note) == (man, boat, "papers seen")
        assert row.withdrawn_at is not None
        (line,) = session.scalars(select(Audit).where(Audit.subject_kind == "link"))
        assert (line.action, line.subject_id, line.reason, line.officer_id) == (
            audit.Action.ALTERATION.value,
            link_id,
            "another man of that name",
            net.dakar.officer_id,
        )
        assert audit.verify(session) is None


def test_only_the_own_unit_withdraws_a_link_and_only_once(net, linked):
    man, _, link_id = linked
    answers = set()
    for who, wanted in (("banjul", link_id), ("dakar", "0" * 32)):
        with pytest.raises(NotThere) as refused:
            withdraw(net, who, wanted)
        answers.add(str(refused.value))
    assert len(answers) == 1 and len(net.opened("dakar", man).links) == 1
    for who in ("coordinator", "auditor"):
        with pytest.raises(NotAllowed):
            withdraw(net, who, link_id)
    withdraw(net, "dakar", link_id)
    with pytest.raises(NotThere):
        withdraw(net, "dakar", link_id)


def test_a_withdrawn_link_that_is_stated_again_is_shown_again(net, linked):
    man, boat, link_id = linked
    withdraw(net, "dakar", link_id)
    with net.store.writing() as session:
        links.link(session, net.dakar, man, boat, LinkRole.OWNER, "it was he after all")
    assert [(one.record_id, one.note) for one in net.opened("dakar", man).links] == [(boat, "it was he after all")]
