"""What a case is about: kept with its history, found in the list of the own unit alone."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casefile import lists
from casefile.errors import BadInput
from casefile.lists.pattern import Asked
from casefile.records import case_history, cases
from casefile.records.cases import CaseDraft
from casefile.retention import sweep
from casefile.storage import tables
from casefile.storage.tables import Audit
from casefile.vocabulary import Exploitation, OffenceKind

TRAFFICKING = (OffenceKind.TRAFFICKING, OffenceKind.SMUGGLING)


def listed(net, viewer, **filters):
    with net.store.reading() as session:
        return [one.reference for one in lists.listed_cases(session, viewer, Asked(chosen=filters)).rows]


def test_offences_are_kept_filtered_and_amended_by_the_own_unit_alone(net):
    with net.store.writing() as session:
        draft = CaseDraft("K-1", offences=TRAFFICKING, exploitation=(Exploitation.ORGANS,))
        case_id = cases.open_case(session, net.dakar, draft)
    with net.store.reading() as session:
        assert cases.case_of(session, net.dakar, case_id).kinds == TRAFFICKING[::-1]
    assert listed(net, net.dakar, offence="trafficking") == ["K-1"] == listed(net, net.dakar, form="organs")
    assert listed(net, net.dakar, offence="drugs") == [] == listed(net, net.banjul, offence="trafficking")
    assert "K-1" not in listed(net, net.dakar, offence="without")
    with net.store.writing() as session:
        assert (
            case_history.amend_case(session, net.dakar, case_id, CaseDraft("K-1", offences=(OffenceKind.DRUGS,))) == 2
        )
    with net.store.reading() as session:
        said = [(one.kinds, one.forms) for one in case_history.versions_of(session, net.dakar, case_id)]
    assert said == [((OffenceKind.DRUGS,), ()), (TRAFFICKING[::-1], (Exploitation.ORGANS,))]


def test_exploitation_without_trafficking_is_refused_and_opens_nothing(net):
    with net.store.writing() as session, pytest.raises(BadInput) as refused:
        draft = CaseDraft("K-1", offences=(OffenceKind.SMUGGLING,), exploitation=(Exploitation.SEXUAL,))
        cases.open_case(session, net.dakar, draft)
    assert refused.value.field == "exploitation"
    assert "K-1" not in listed(net, net.dakar)


def test_what_says_nothing_of_offences_leaves_them_and_an_empty_list_takes_them(net):
    with net.store.writing() as session:
        draft = CaseDraft("K-1", offences=TRAFFICKING, exploitation=(Exploitation.ORGANS,))
        case_id = cases.open_case(session, net.dakar, draft)
        assert case_history.amend_case(session, net.dakar, case_id, CaseDraft("K-1")) == 1
        assert case_history.amend_case(session, net.dakar, case_id, CaseDraft("K-1", "Pirogue")) == 2
        view = cases.case_of(session, net.dakar, case_id)
        assert (view.title, view.kinds, view.forms) == ("Pirogue", TRAFFICKING[::-1], (Exploitation.ORGANS,))
        assert case_history.amend_case(session, net.dakar, case_id, CaseDraft("K-1", "Pirogue", offences=())) == 3
        view = cases.case_of(session, net.dakar, case_id)
        assert (view.kinds, view.forms) == ((), ())
    with net.store.reading() as session:
        fields = select(Audit.detail).where(Audit.subject_id == case_id).order_by(Audit.seq.desc())
        assert session.scalars(fields).first() == {"version": 3, "fields": ["exploitation", "offences"]}
    assert "K-1" in listed(net, net.dakar, offence="without")


def test_a_forgotten_case_is_about_nothing(net):
    """The offences alone are reason enough to forget, where it says nothing else."""
    with net.store.writing() as session:
        draft = CaseDraft("K-1", offences=TRAFFICKING, exploitation=(Exploitation.ORGANS,))
        case_id = cases.open_case(session, net.dakar, draft)
        cases.close_case(session, net.dakar, case_id, "all are sentenced")
    with net.store.writing() as session:
        later = tables.now() + timedelta(days=400)
        assert (sweep.forget_cases(session, later, 10), sweep.forget_cases(session, later, 10)) == (1, 0)
        view = cases.case_of(session, net.dakar, case_id)
        assert (view.reference, view.kinds, view.forms) == ("K-1", (), ())
    assert listed(net, net.dakar, offence="trafficking") == [] == listed(net, net.dakar, form="organs")


@pytest.mark.parametrize("column", ["offence", "form"])
def test_a_kind_that_is_on_no_list_narrows_nothing(net, column):
    """As any other choice that is not offered; a name of a part of a kind is none."""
    assert listed(net, net.dakar, **{column: "traffick"}) == listed(net, net.dakar) != []
