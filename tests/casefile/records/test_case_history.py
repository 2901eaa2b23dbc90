"""A case is amended: its history stays, another legal basis wants a reason, two editors do not overwrite each other."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casefile.errors import BadInput, Conflict, NotThere
from casefile.records import case_history, cases
from casefile.records.cases import CaseDraft
from casefile.retention import sweep
from casefile.storage import tables
from casefile.storage.tables import Audit, CaseVersion

WHY = "the order was renewed by the judge"


@pytest.fixture
def case_id(net):
    with net.store.writing() as session:
        return cases.open_case(session, net.dakar, CaseDraft("K-1", "Pirogue", "Loi 2005-06"))


def amend(net, case_id, draft, who="dakar", **more):
    with net.store.writing() as session:
        return case_history.amend_case(session, net.viewers[who], case_id, draft, **more)


def versions(net, case_id, who="dakar"):
    with net.store.reading() as session:
        return case_history.versions_of(session, net.viewers[who], case_id)


def test_what_stood_before_stays_with_who_when_and_why(net, case_id):
    assert versions(net, case_id) == []
    assert amend(net, case_id, CaseDraft("K-1", "Pirogue de Kayar", "Loi 2005-06")) == 2
    assert amend(net, case_id, CaseDraft("K-1", "Pirogue de Kayar", "Loi 2019-1"), seen=2, change_note=WHY) == 3
    said = [(v.number, v.title, v.legal_basis, v.change_note, v.entered_by) for v in versions(net, case_id)]
    who = net.dakar.officer_id
    assert said == [
        (3, "Pirogue de Kayar", "Loi 2019-1", WHY, who), (2, "Pirogue de Kayar", "Loi 2005-06", "", who),
        (1, "Pirogue", "Loi 2005-06", "", who),
    ]  # fmt: skip
    with net.store.reading() as session:
        assert cases.case_of(session, net.dakar, case_id).legal_basis == "Loi 2019-1"
        columns = select(Audit.action, Audit.reason, Audit.detail).where(Audit.subject_id == case_id)
        line = session.execute(columns.order_by(Audit.seq.desc())).first()
    assert tuple(line) == ("alteration", WHY, {"version": 3, "fields": ["legal_basis"]})


@pytest.mark.parametrize(
    ("draft", "more", "error"),
    [(CaseDraft("", "Pirogue", "Loi 2005-06"), {}, "reference"), (CaseDraft("K-1", "Pirogue", ""), {}, "legal_basis"),
     (CaseDraft("K-1", "Pirogue", "Loi 2019-1"), {}, "change_note"),
     (CaseDraft("K-1", "x" * 301, "Loi 2005-06"), {}, "title"),
     (CaseDraft("K-1", "Other", "Loi 2005-06"), {"seen": 4}, Conflict),
     (CaseDraft("DKR-1", "Pirogue", "Loi 2005-06"), {}, Conflict)],
)  # fmt: skip
def test_what_does_not_do_changes_nothing(net, case_id, draft, more, error):
    with pytest.raises(Conflict if error is Conflict else BadInput) as refused:
        amend(net, case_id, draft, **more)
    assert error is Conflict or refused.value.field == error
    assert versions(net, case_id) == []


def test_the_same_again_is_no_version(net, case_id):
    assert amend(net, case_id, CaseDraft("K-1", "Pirogue", "Loi 2005-06")) == 1
    assert versions(net, case_id) == []


def test_a_closed_case_wants_a_reason(net, case_id):
    with net.store.writing() as session:
        cases.close_case(session, net.dakar, case_id, "all are sentenced")
    with pytest.raises(BadInput):
        amend(net, case_id, CaseDraft("K-1", "Pirogue de Kayar", "Loi 2005-06"))
    assert amend(net, case_id, CaseDraft("K-1", "Pirogue de Kayar", "Loi 2005-06"), change_note=WHY) == 2


def test_another_unit_s_case_is_not_there(net, case_id):
    with pytest.raises(NotThere):
        versions(net, case_id, "banjul")
    with pytest.raises(NotThere):
        amend(net, case_id, CaseDraft("K-1", "x", "y"), who="nouakchott")


def test_what_a_forgotten_case_said_before_is_forgotten_with_it(net, case_id):
    amend(net, case_id, CaseDraft("K-1", "Pirogue de Kayar", "Loi 2005-06"))
    with net.store.writing() as session:
        cases.close_case(session, net.dakar, case_id, "all are sentenced")
    with net.store.writing() as session:
        assert sweep.forget_cases(session, tables.now() + timedelta(days=400), 10) == 1
        assert session.scalars(select(CaseVersion)).all() == []
        assert cases.case_of(session, net.dakar, case_id).title == ""
