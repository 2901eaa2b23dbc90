"""Officers and units are set up once; who sets up what."""

import pytest

from casefile.errors import Conflict, NotAllowed
from casefile.people import invitations, officers, passwords, units, viewers
from casefile.vocabulary import Role
from casefile.watches import closing
from tests.casefile.people.conftest import SENTENCE, act
from tests.network.people import DAKAR, signs_in


def test_a_closed_units_officers_do_not_sign_in(store, dakar):
    act(store, passwords.set_password, dakar, SENTENCE)
    with store.writing() as session:
        closing.close_unit(session, units.SYSTEM, units.unit_by_code(session, "SN-DKR").id, "left the network")
    assert signs_in(store, "awa", SENTENCE) is None


def test_setting_up_twice_is_no_error(store, dakar):
    with store.writing() as session:
        first = units.unit_by_code(session, "SN-DKR").id
        assert units.add_unit(session, units.SYSTEM, "SN-DKR", country="SN", name=DAKAR.name) == first
        assert units.add_unit(session, units.SYSTEM, "SN-DKR", country="SN", name="Dakar II") == first
        with pytest.raises(Conflict):
            units.add_unit(session, units.SYSTEM, "SN-DKR", country="GM", name="Banjul")
        units.add_unit(session, units.SYSTEM, "GM-BJL", country="GM", name="Banjul")
        again = officers.add_officer(session, units.SYSTEM, "awa", unit="SN-DKR", roles=[Role.WATCH_OFFICER])
        assert again and again != dakar
        with pytest.raises(Conflict):
            officers.add_officer(session, units.SYSTEM, "awa", unit="GM-BJL", roles=[])
    assert not act(store, invitations.link_is_good, dakar)
    with store.reading() as session:
        viewer = viewers.viewer_by_login(session, "awa")
        assert viewer.roles == {Role.INVESTIGATOR, Role.WATCH_OFFICER}
        assert [o.has_password for o in officers.officers_of(session, units.SYSTEM)] == [False]
        with pytest.raises(NotAllowed):
            officers.officers_of(session, viewer)
        with pytest.raises(NotAllowed):
            units.add_unit(session, viewer, "X", country="SN", name="X")
