"""What a unit is told of its own data: each fault found, nothing sound named, nothing of another unit counted."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from casefile import lists, quality, records
from casefile.due import counts as due_counts
from casefile.errors import NotAllowed
from casefile.lists import Asked
from casefile.storage import tables
from casefile.storage.tables import DateRow, RecordVersion
from casefile.subjects.identity import Identifier, Identity, Name, PartialDate
from casefile.vocabulary import DateKind, Due, IdentifierKind, RecordFault, RecordKind, Sharing, SubjectCategory
from tests.network import make
from tests.network.make import person

NONE = dict.fromkeys(RecordFault, 0)
SOUND = person("Fatou Sarr", "1990", phone="+221 77 123 45 67")


def counted(net, who="dakar"):
    with net.store.reading() as session:
        return dict(quality.counts(session, net.viewers[who]))


def listed(net, fault, who="dakar"):
    with net.store.reading() as session:
        return {one.id for one in lists.listed_records(session, net.viewers[who], Asked(chosen={"fault": fault})).rows}


def dated(*dates, kind=RecordKind.PERSON):
    return Identity(kind, names=(Name("Mamadou Dialo"),), dates=dates)


def document(*dates):
    number = Identifier(IdentifierKind.PASSPORT, "A01234567")
    return Identity(RecordKind.TRAVEL_DOCUMENT, identifiers=(number,), dates=dates)


_D = DateKind
FAULTY = [
    (dated(PartialDate(_D.BIRTH, "1790")), RecordFault.IMPOSSIBLE),
    (dated(PartialDate(_D.BIRTH, "1984"), PartialDate(_D.DEATH, "1979-05")), RecordFault.IMPOSSIBLE),
    (document(PartialDate(_D.ISSUED, "2020"), PartialDate(_D.EXPIRES, "2015")), RecordFault.IMPOSSIBLE),
    (person("Awa Ndiaye"), RecordFault.NO_YEAR),
    (person("Awa Ndiaye", "1984", phone="+221 77 XX 45 67"), RecordFault.UNREAD_NUMBER),
    (person("Awa Ndiaye", "1984", phone="2,21771E+11"), RecordFault.UNREAD_NUMBER),
]
SOUND_ONES = [
    SOUND,
    dated(PartialDate(_D.BIRTH, "1984"), PartialDate(_D.DEATH, "1984-05")),
    dated(PartialDate(_D.BIRTH, "1979", "1984"), PartialDate(_D.DEATH, "1980")),
    document(PartialDate(_D.ISSUED, "2020-05"), PartialDate(_D.EXPIRES, "2020-01")),
    make.report("La pirogue est partie."),
    Identity(RecordKind.ORGANISATION, names=(Name("Port Sec SARL"),)),
]


@pytest.mark.parametrize(("identity", "fault"), FAULTY)
def test_each_fault_is_counted_and_listed(net, identity, fault):
    id = net.enter("dakar", identity)
    net.enter("dakar", SOUND)
    assert counted(net) == NONE | {fault: 1}
    assert {other: listed(net, other) for other in RecordFault} == dict.fromkeys(RecordFault, set()) | {fault: {id}}


@pytest.mark.parametrize("identity", SOUND_ONES)
def test_nothing_is_said_of_what_is_sound(net, identity):
    net.enter("dakar", identity)
    assert counted(net) == NONE


def test_a_date_that_lies_ahead_is_impossible_however_it_came_there(net):
    """Every way in refuses one today; what an older edition let in is found."""
    id = net.enter("dakar", SOUND)
    ahead = (tables.now() + timedelta(days=400)).date().isoformat()
    with net.store.writing() as session:
        session.execute(update(DateRow).values(value=ahead))
    assert listed(net, RecordFault.IMPOSSIBLE) == {id}


def test_the_same_number_or_the_same_person_is_entered_twice(net):
    first = net.enter("dakar", person("Awa Ndiaye", "1984", passport="A01234567"))
    second = net.enter("dakar", person("Somebody Else", "1990", passport="a01234567"))
    third = net.enter("dakar", person("AWA NDIAYE", "1984"))
    net.enter("dakar", person("Awa Ndiaye", "1985"))
    assert listed(net, RecordFault.TWICE) == {first, second, third}
    assert counted(net)[RecordFault.TWICE] == 3
    with net.store.writing() as session:
        records.withdraw(session, net.dakar, third, "entered twice")
        records.withdraw(session, net.dakar, second, "entered twice")
    assert counted(net) == NONE


def test_an_amended_record_is_judged_by_what_stands_now(net):
    id = net.enter("dakar", person("Awa Ndiaye"))
    assert counted(net)[RecordFault.NO_YEAR] == 1
    net.amend("dakar", id, person("Awa Ndiaye", "1984"))
    assert counted(net) == NONE


def test_nothing_of_another_unit_is_counted_or_compared(net):
    net.enter("dakar", SOUND)
    before = counted(net)
    theirs = replace(SOUND, names=(Name("Somebody"),))
    for identity in (SOUND, theirs, *(one for one, _ in FAULTY)):
        net.enter("banjul", identity, make.stated(sharing=Sharing.FULL))
    assert counted(net) == before == NONE
    assert counted(net, "banjul") != NONE
    for fault in RecordFault:
        assert not listed(net, fault)


def test_an_unknown_fault_narrows_nothing_and_who_may_not_read_is_refused(net):
    id = net.enter("dakar", SOUND)
    assert listed(net, "nothing of the kind") == {id}
    for who in ("auditor", "administrator", "protection"):
        with net.store.reading() as session, pytest.raises(NotAllowed):
            quality.counts(session, net.viewers[who])
        with net.store.reading() as session, pytest.raises(NotAllowed):
            quality.faulty(session, net.viewers[who], RecordFault.TWICE)
        with net.store.reading() as session, pytest.raises(NotAllowed):
            quality.how_many_new(session, net.viewers[who])


def due(net, who="dakar"):
    with net.store.reading() as session:
        return due_counts(session, net.viewers[who]).by_kind.get(Due.RECORD_FAULTY, 0)


def test_the_desk_has_what_its_officer_entered_lately(net):
    id = net.enter("dakar", person("Awa Ndiaye", "1984", phone="+221 77 XX 45 67"))
    net.enter("dakar", dated(PartialDate(_D.BIRTH, "1790")))
    net.enter("dakar", person("Fatou Sarr"))
    assert (due(net), due(net, "banjul")) == (2, 0), "a missing year is usual, and no news"
    net.viewers["colleague"] = replace(net.dakar, officer_id="e" * 32)
    assert due(net, "colleague") == 0
    net.amend("dakar", id, SOUND)
    assert due(net) == 1
    with net.store.writing() as session:
        session.execute(update(RecordVersion).values(entered_at=tables.now() - timedelta(days=8)))
    assert due(net) == 0


def test_categories_are_beside_the_point(net):
    net.enter("dakar", person("Awa Ndiaye"), make.stated(subject_category=SubjectCategory.VICTIM))
    assert counted(net)[RecordFault.NO_YEAR] == 1
