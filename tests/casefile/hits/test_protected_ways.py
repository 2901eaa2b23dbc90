"""The ways by which a victim used to reach a foreign investigator, each closed: entry, link, after the decision."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from casefile import hits, records
from casefile.errors import NotThere
from casefile.records import links
from casefile.storage.tables import Hit, Pointer, Record
from casefile.vocabulary import Desk, DeskList, HitState, LinkRole, Protection, RecordKind, Sharing, SubjectCategory
from tests.network import make
from tests.network.make import person, stated

CHILD = person("Diary Ndour", "2014-03-12")
GROWN = person("Diary Ndour", "1990-03-12")
EVENT = make.Identity(kind=RecordKind.EVENT, names=(make.Name("Départ de Mbour"),))
MUTUAL = stated(subject_category=SubjectCategory.WITNESS)
FULL = stated(subject_category=SubjectCategory.WITNESS, sharing=Sharing.FULL)


def entered(net, identity=GROWN, rules=MUTUAL, **more):
    return net.enter("dakar", identity, rules, **more)


def is_victim_of(net, record_id):
    """The record is linked, as victim, to an event of its unit."""
    event = net.enter("dakar", EVENT, make.STATED)
    with net.store.writing() as session:
        links.link(session, net.dakar, record_id, event, LinkRole.VICTIM)


def by_birth_date(net):
    return entered(net, CHILD)


def by_category(net):
    return entered(net, rules=stated(subject_category=SubjectCategory.VICTIM))


def by_being_missing(net):
    return entered(net, person("Diary Ndour"), stated(subject_category=SubjectCategory.MISSING))


def by_link_at_entry(net):
    event = net.enter("dakar", EVENT, make.STATED)
    return entered(net, links=(links.LinkDraft(LinkRole.VICTIM, event),))


def by_link_later(net):
    record_id = entered(net)
    is_victim_of(net, record_id)
    return record_id


def by_its_narrative(net):
    return entered(net, replace(GROWN, narrative="Diary Ndour est une victime de traite, exploitée à Nouadhibou."))


def by_amendment(net):
    record_id = entered(net)
    net.amend("dakar", record_id, CHILD, MUTUAL)
    return record_id


def by_sharing_in_full(net):
    return entered(net, CHILD, FULL)


def by_belonging(net):
    victim = entered(net, CHILD)
    phone = net.enter("dakar", make.Identity(RecordKind.PHONE, identifiers=person(phone="+221771234567").identifiers))
    with net.store.writing() as session:
        links.link(session, net.dakar, victim, phone, LinkRole.USER)
    return phone


WAYS = [
    by_birth_date, by_category, by_being_missing, by_link_at_entry, by_link_later, by_its_narrative, by_amendment,
    by_sharing_in_full, by_belonging,
]  # fmt: skip


def desk_of(net, hit_id):
    with net.store.reading() as session:
        row = session.execute(select(Hit.desk, Hit.state).where(Hit.id == hit_id)).one()
    return Desk(row.desk), HitState(row.state)


def is_the_protection_desks(net, record_id, hit_id):
    """The coordinator's list, its decided list and the hit itself say no more than of a hit that never was."""
    assert desk_of(net, hit_id)[0] is Desk.PROTECTION
    with net.store.reading() as session:
        assert hits.queue(session, net.coordinator) == hits.queue(session, net.coordinator, on=DeskList.DECIDED) == []
        assert hits.waiting(session, net.coordinator) == 0
        assert [line.hit_id for line in hits.queue(session, net.protection, Desk.PROTECTION)] == [hit_id]
        assert record_id not in records.lines(session, net.banjul, [record_id])
    answers = set()
    for wanted in (hit_id, "0" * 32):
        with net.store.writing() as session, pytest.raises(NotThere) as refused:
            hits.open_hit(session, net.coordinator, wanted)
        answers.add(str(refused.value))
    assert len(answers) == 1


def meet(net, record_id, watched=GROWN):
    """A hit between the record as it is now and a watch of Banjul's."""
    watch_id = net.watch("banjul", watched)
    net.hit(record_id, watch_id, version=net.opened("dakar", record_id).line.version)
    return net.hit_of(record_id)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_victim_is_the_protection_desks_alone(net, way):
    record_id = way(net)
    hit_id = meet(net, record_id)
    is_the_protection_desks(net, record_id, hit_id)
    assert net.decide(hit_id, who="protection") is HitState.SEALED
    assert net.deliver() == 0 and net.pointers("banjul") == net.pointers("dakar") == []


def amended(net, record_id):
    net.amend("dakar", record_id, CHILD, MUTUAL)


def linked(net, record_id):
    is_victim_of(net, record_id)


def ticked(net, record_id):
    net.amend("dakar", record_id, GROWN, replace(MUTUAL, protection=(Protection.SOURCE_AT_RISK,)))


@pytest.mark.parametrize("becomes", [amended, linked, ticked], ids=lambda becomes: becomes.__name__)
def test_queued_and_then_protected_the_line_vanishes_for_the_coordinator(net, becomes):
    record_id = entered(net)
    hit_id = meet(net, record_id)
    becomes(net, record_id)
    is_the_protection_desks(net, record_id, hit_id)


@pytest.mark.parametrize("becomes", [amended, linked, ticked], ids=lambda becomes: becomes.__name__)
def test_decided_and_then_protected_before_delivery_nobody_is_notified(net, becomes):
    record_id = entered(net)
    hit_id = meet(net, record_id)
    assert net.decide(hit_id) is HitState.POINTER_SENT
    becomes(net, record_id)
    assert net.deliver() == 0 and net.pointers("banjul") == net.pointers("dakar") == []
    is_the_protection_desks(net, record_id, hit_id)


@pytest.mark.parametrize("becomes", [amended, linked, ticked], ids=lambda becomes: becomes.__name__)
def test_sent_and_then_protected_the_pointer_is_recalled_and_says_nothing_more(net, becomes):
    record_id = entered(net)
    hit_id = meet(net, record_id)
    net.decide(hit_id)
    assert net.deliver() == 2 and net.pointers("banjul")[0].about_unit
    becomes(net, record_id)
    for _ in range(2):  # at once, before the relay has worked, and afterwards
        (theirs,) = net.pointers("banjul")
        assert theirs.recalled and (theirs.about_unit, theirs.about_country, theirs.desk) == ("", "", "")
        net.deliver()
    is_the_protection_desks(net, record_id, hit_id)
    assert desk_of(net, hit_id)[1] is HitState.QUEUED, "judged again, by those who may know"


def test_protection_is_asked_again_at_delivery_and_at_each_read(net):
    """What slipped past every action, as an older release or a hand in the database would let it."""
    record_id = entered(net)
    hit_id = meet(net, record_id)
    net.decide(hit_id)
    with net.store.writing() as session:
        session.execute(update(Record).where(Record.id == record_id).values(protection=["minor"]))
    assert net.deliver() == 0 and net.pointers("banjul") == []
    with net.store.writing() as session:
        session.execute(update(Pointer).values(sent_at=Pointer.created_at))
    assert [p.recalled for p in net.pointers("banjul")] == [True]
    with net.store.reading() as session:
        assert hits.queue(session, net.coordinator) == hits.queue(session, net.coordinator, on=DeskList.DECIDED) == []


def test_no_amendment_lowers_what_was_protected(net):
    record_id = entered(net, CHILD)
    net.amend("dakar", record_id, GROWN, MUTUAL)
    is_the_protection_desks(net, record_id, meet(net, record_id))


def test_what_nobody_has_looked_at_counts_as_protected(net):
    record_id = entered(net)
    hit_id = meet(net, record_id)
    with net.store.writing() as session:
        session.execute(update(Record).where(Record.id == record_id).values(protection=None))
    with net.store.reading() as session:
        assert hits.queue(session, net.coordinator) == []
    with net.store.writing() as session, pytest.raises(NotThere):
        hits.decide(session, net.coordinator, hit_id, "same", "as agreed by phone")
