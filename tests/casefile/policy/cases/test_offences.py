"""What a case may be said to be about: exploitation is the purpose of trafficking, and of nothing else."""

import pytest

from casefile.errors import BadInput
from casefile.policy.cases.offences import NO_OFFENCES, Offences, stated_offences
from casefile.vocabulary import Exploitation, OffenceKind

ALL = tuple(OffenceKind)


@pytest.mark.parametrize(
    ("offences", "exploitation", "kept"),
    [
        ((), (), ([], [])),
        ((OffenceKind.DRUGS, OffenceKind.SMUGGLING, OffenceKind.DRUGS), (), (["smuggling", "drugs"], [])),
        ((OffenceKind.TRAFFICKING,), (), (["trafficking"], [])),
        (
            (OffenceKind.BORDER, OffenceKind.TRAFFICKING),
            (Exploitation.ORGANS, Exploitation.SEXUAL, Exploitation.ORGANS),
            (["trafficking", "border"], ["sexual", "organs"]),
        ),
    ],
)
def test_each_is_kept_once_and_in_the_order_of_its_list(offences, exploitation, kept):
    assert stated_offences(offences, exploitation) == kept


def test_there_are_some_where_a_kind_or_a_form_is_stated():
    assert not NO_OFFENCES and not Offences.of_json(NO_OFFENCES.as_json())
    drugs, organs = Offences((OffenceKind.DRUGS,)), Offences(forms=(Exploitation.ORGANS,))
    assert drugs and organs and organs.and_of(drugs) == Offences(drugs.kinds, organs.forms)


@pytest.mark.parametrize("form", Exploitation)
@pytest.mark.parametrize("offences", [(), tuple(one for one in ALL if one is not OffenceKind.TRAFFICKING)])
def test_no_form_of_exploitation_goes_without_trafficking(offences, form):
    with pytest.raises(BadInput) as refused:
        stated_offences(offences, (form,))
    assert refused.value.field == "exploitation"
    assert stated_offences((*offences, OffenceKind.TRAFFICKING), (form,))[1] == [form.value]
