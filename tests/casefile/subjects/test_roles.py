"""The table of roles: what fits, what is turned round, what is nobody's."""

import pytest

from casefile.subjects.roles import EVERYWHERE, Fit, fit, roles, roles_into, roles_of
from casefile.vocabulary import LinkRole as R
from casefile.vocabulary import RecordKind as K

FITS = [
    (K.PERSON, K.PHONE, R.USER, Fit.AS_GIVEN),
    (K.PHONE, K.PERSON, R.USER, Fit.TURNED),
    (K.PHONE, K.PERSON, R.VICTIM, Fit.NOT),
    (K.PERSON, K.PHONE, R.VICTIM, Fit.NOT),
    (K.PHONE, K.PHONE, R.VICTIM, Fit.NOT),
    (K.PERSON, K.EVENT, R.VICTIM, Fit.AS_GIVEN),
    (K.EVENT, K.PERSON, R.VICTIM, Fit.TURNED),
    (K.PERSON, K.ORGANISATION, R.DIRECTOR, Fit.AS_GIVEN),
    (K.ORGANISATION, K.PERSON, R.DIRECTOR, Fit.TURNED),
    (K.PERSON, K.VESSEL, R.OWNER, Fit.AS_GIVEN),
    (K.PLACE, K.REPORT, R.PLACE_OF, Fit.AS_GIVEN),
    (K.VEHICLE, K.VEHICLE, R.DRIVER, Fit.NOT),
]


@pytest.mark.parametrize(("player", "other", "role", "how"), FITS)
def test_a_role_fits_two_kinds(player, other, role, how):
    assert fit(player, other, role) is how


def test_every_pair_has_the_two_roles_that_say_least_and_each_role_once():
    for player in K:
        for other in K:
            found = roles(player, other)
            assert found[-2:] == EVERYWHERE and len(set(found)) == len(found), (player, other)


def test_every_role_has_a_pair():
    assert {role for kind in K for role in roles_of(kind)} == set(R)
    assert {role for kind in K for role in roles_into(kind)} == set(R)


def test_nobody_but_persons_and_organisations_is_a_victim_or_a_suspect():
    for role in (R.VICTIM, R.SUSPECT, R.ORGANISER):
        assert {kind for kind in K if role in roles_of(kind)} <= {K.PERSON, K.ORGANISATION}
