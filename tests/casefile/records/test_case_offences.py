"""What a case is about: kept with its history, found in the list of the own unit alone."""

import pytest

from casefile import lists
from casefile.errors import BadInput
from casefile.lists.pattern import Asked
from casefile.records import case_history, cases
from casefile.records.cases import CaseDraft
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
