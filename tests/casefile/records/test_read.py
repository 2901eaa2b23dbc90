"""What is read, by whom, and that everything else is one answer."""

import pytest

from casefile import records
from casefile.errors import NotAllowed, NotThere
from casefile.vocabulary import (
    Protection,
    Sharing,
    SubjectCategory,
)
from tests.network.make import SOMEBODY, STATED, stated


@pytest.mark.parametrize(
    "rules",
    [
        STATED,
        stated(sharing=Sharing.CORE),
        stated(sharing=Sharing.FULL, sharing_units=("elsewhere",)),
        stated(sharing=Sharing.FULL, protection=(Protection.MINOR,)),
        stated(sharing=Sharing.FULL, subject_category=SubjectCategory.VICTIM),
    ],
)
def test_not_yours_and_not_there_are_one_answer(net, rules):
    record_id = net.enter("dakar", rules=rules)
    answers = []
    for wanted in (record_id, "0" * 32):
        with pytest.raises(NotThere) as refused:
            net.opened("banjul", wanted)
        answers.append((str(refused.value), refused.value.values, refused.value.status))
        for change in (
            lambda s, i: records.withdraw(s, net.banjul, i, "because"),
            lambda s, i: records.amend(s, net.banjul, i, net.record("banjul")),
        ):
            with net.store.writing() as session, pytest.raises(NotThere) as refused:
                change(session, wanted)
            answers.append((str(refused.value), refused.value.values, refused.value.status))
    assert len({str(a) for a in answers}) == 1
    with net.store.reading() as session:
        assert records.lines(session, net.banjul, [record_id]) == {}


def test_a_released_record_is_read_without_its_case_grounds_and_history(net):
    record_id = net.enter("dakar", rules=stated(sharing=Sharing.FULL), suspicion_note="an informant said so")
    view = net.opened("banjul", record_id)
    assert view.identity == SOMEBODY
    assert (
        view.suspicion_note,
        view.versions,
        view.rules.legal_basis,
        view.line.case_id,
        view.line.case_reference,
    ) == ("", (), "", None, None)
    with pytest.raises(NotThere):
        net.opened("banjul", record_id, version=9)


def test_coordinator_and_administrator_have_no_way_in(net):
    record_id = net.enter("dakar", rules=stated(sharing=Sharing.FULL))
    for who in ("coordinator", "protection", "auditor"):
        with pytest.raises(NotAllowed):
            net.opened(who, record_id)


def test_lists_hold_the_own_units_records_newest_first(net):
    first, second = net.enter("dakar"), net.enter("dakar")
    net.enter("banjul")
    with net.store.reading() as session:
        assert {r.id for r in records.records_of(session, net.dakar)} == {first, second}
        assert len(records.records_of(session, net.dakar, case_id=net.cases["dakar"], limit=1)) == 1
        assert records.records_of(session, net.dakar, case_id=net.cases["banjul"]) == []
