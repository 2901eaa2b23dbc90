"""A case is closed and opened again with a reason; what stands in a closed one is corrected with one, and stays."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from casefile import records, watches
from casefile.errors import BadInput, Conflict, NotThere
from casefile.records import cases
from casefile.storage.tables import Audit
from casefile.vocabulary import CaseState, Protection
from tests.network.make import SOMEBODY, person
from tests.network.make import watch as watch_draft

WHY = "the year was read wrongly"


def close(net, who="dakar"):
    with net.store.writing() as session:
        cases.close_case(session, net.viewers[who], net.cases[who], "sentenced")


def other_case(net, who="dakar"):
    with net.store.writing() as session:
        return cases.open_case(session, net.viewers[who], cases.CaseDraft("SECOND"))


def test_closed_and_opened_again_each_with_its_reason_in_the_trail(net):
    case_id = net.cases["dakar"]
    for step, reason, state in (
        (cases.close_case, "sentenced", CaseState.CLOSED),
        (cases.reopen_case, "a new witness", CaseState.OPEN),
        (cases.close_case, "sentenced again", CaseState.CLOSED),
    ):
        with net.store.writing() as session:
            step(session, net.dakar, case_id, reason)
        with net.store.writing() as session, pytest.raises(Conflict):
            step(session, net.dakar, case_id, reason)
        with net.store.reading() as session:
            assert cases.case_of(session, net.dakar, case_id).state is state
    with net.store.reading() as session:
        wanted = select(Audit.reason, Audit.detail).where(Audit.subject_id == case_id).order_by(Audit.seq)
        lines = session.execute(wanted).all()
    assert [tuple(line) for line in lines[1:]] == [
        ("sentenced", {"closed": True}), ("a new witness", {"closed": False}), ("sentenced again", {"closed": True}),
    ]  # fmt: skip


@pytest.mark.parametrize("step", [cases.close_case, cases.reopen_case])
def test_another_units_case_is_not_there_and_no_reason_is_no_step(net, step):
    with net.store.writing() as session, pytest.raises(NotThere):
        step(session, net.banjul, net.cases["dakar"], "because I say so")
    with net.store.writing() as session, pytest.raises(BadInput):
        step(session, net.dakar, net.cases["dakar"], "  ")


def test_a_record_in_a_closed_case_is_corrected_with_a_reason_and_protected(net):
    record_id = net.enter("dakar")
    close(net)
    draft = net.record("dakar", person("Mamadou Dialo", "2011"), protection=(Protection.MINOR,))
    for note in ("", "   ", "?"):
        with net.store.writing() as session, pytest.raises(BadInput) as refused:
            records.amend(session, net.dakar, record_id, draft, change_note=note)
        assert refused.value.field == "change_note"
    with net.store.writing() as session:
        assert records.amend(session, net.dakar, record_id, draft, change_note=WHY) == 2
    view = net.opened("dakar", record_id)
    assert view.rules.protection == (Protection.MINOR,) and view.versions[0].change_note == WHY


def test_it_does_not_leave_the_closed_case_and_nothing_comes_into_one(net):
    inside, second = net.enter("dakar"), other_case(net)
    with net.store.writing() as session:
        outside = records.enter(session, net.dakar, replace(net.record("dakar"), case_id=second))
    close(net)
    for record_id, case_id in ((inside, second), (outside, net.cases["dakar"])):
        draft = replace(net.record("dakar", SOMEBODY), case_id=case_id)
        with net.store.writing() as session, pytest.raises(BadInput) as refused:
            records.amend(session, net.dakar, record_id, draft, change_note=WHY)
        assert refused.value.field == "case"
    with pytest.raises(BadInput):
        net.enter("dakar")
    with net.store.writing() as session:
        cases.reopen_case(session, net.dakar, net.cases["dakar"], "a new witness")
    draft = replace(net.record("dakar", SOMEBODY), case_id=net.cases["dakar"])
    with net.store.writing() as session:
        assert records.amend(session, net.dakar, outside, draft) == 2
    assert net.enter("dakar")


def test_another_units_closed_case_is_no_way_in(net):
    record_id = net.enter("dakar")
    close(net, "banjul")
    draft = replace(net.record("dakar"), case_id=net.cases["banjul"])
    with net.store.writing() as session, pytest.raises(BadInput):
        records.amend(session, net.dakar, record_id, draft, change_note=WHY)


def test_a_watch_in_a_closed_case_is_corrected_with_a_reason_and_stays_there(net):
    case_id = net.cases["banjul"]
    watch_id, second = net.watch("banjul", case_id=case_id), other_case(net, "banjul")
    close(net, "banjul")
    amended = lambda **more: watch_draft(person("Modou Jallow", "1985"), **more)  # noqa: E731
    for refused_draft, note, field in (
        (amended(case_id=case_id), "", "change_note"),
        (amended(case_id=second), WHY, "case"),
        (amended(case_id=None), WHY, "case"),
    ):
        with net.store.writing() as session, pytest.raises(BadInput) as refused:
            watches.amend_watch(session, net.banjul, watch_id, refused_draft, change_note=note)
        assert refused.value.field == field
    with net.store.writing() as session:
        assert watches.amend_watch(session, net.banjul, watch_id, amended(case_id=case_id), change_note=WHY) == 2
    with net.store.reading() as session:
        reasons = select(Audit.reason).where(Audit.subject_id == watch_id).order_by(Audit.seq)
        assert session.scalars(reasons).all()[-1] == WHY
    with pytest.raises(BadInput):
        net.watch("banjul", case_id=case_id)
