"""Who may have a dossier made, how far it reaches, who may open one: the rules by themselves."""

from itertools import product

import pytest

from casefile.policy.contact import dossier as law
from casefile.policy.contact.dossier import Shown
from casefile.policy.disclosure import AGREED, HitFacts
from casefile.policy.sharing import DisclosureFacts
from casefile.policy.states import DOSSIER, OPEN_DOSSIER, DossierMove, allows
from casefile.policy.viewer import Viewer
from casefile.vocabulary import (
    Desk,
    DossierState,
    Handling,
    HitState,
    Protection,
    RecordState,
    Role,
    Service,
    Sharing,
    UnitKind,
)

OWNER, WATCHER, OTHER = "u-owner", "u-watcher", "u-other"


def facts(protected=False, sharing=Sharing.POINTER):
    whom = (Protection.MINOR,) if protected else ()
    record = DisclosureFacts(OWNER, RecordState.ACTIVE, sharing, protection=whom)
    return HitFacts(record, DisclosureFacts(WATCHER, RecordState.ACTIVE, Sharing.POINTER))


def viewer(role, unit=OTHER, kind=UnitKind.COORDINATION):
    return Viewer("o", "o", unit, unit, frozenset({role}), kind)


@pytest.mark.parametrize(("role", "protected"), list(product(Role, (False, True))))
def test_a_desk_reads_its_own_hits_once_they_are_established(role, protected):
    desk = Desk.PROTECTION if protected else Desk.COORDINATION
    sits = {Role.COORDINATOR: Desk.COORDINATION, Role.PROTECTION: Desk.PROTECTION}.get(role) is desk
    for state in HitState:
        seen = law.desk_view(viewer(role), desk, state, facts(protected))
        assert seen == (desk if sits and state in law.ESTABLISHED else None)


def test_a_hit_that_was_routed_elsewhere_before_is_the_protection_desks():
    state = HitState.SEALED
    assert law.desk_view(viewer(Role.COORDINATOR), Desk.COORDINATION, state, facts(True)) is None
    assert law.desk_view(viewer(Role.PROTECTION), Desk.COORDINATION, state, facts(True)) is Desk.PROTECTION


@pytest.mark.parametrize("state", HitState)
def test_the_home_exports_what_is_established_and_protects_nobody(state):
    assert law.home_may_export(state, facts()) is (state in law.ESTABLISHED)
    assert not law.home_may_export(state, facts(True))


@pytest.mark.parametrize(("state", "unit"), list(product(HitState, (OWNER, WATCHER, OTHER))))
def test_a_unit_exports_a_contact_of_which_both_know(state, unit):
    assert law.party_may_export(unit, state, facts()) is (state in AGREED and unit != OTHER)
    assert not law.party_may_export(unit, state, facts(True))
    assert not law.party_may_export(unit, state, facts(sharing=Sharing.COORDINATOR))


def test_no_open_hit_and_no_false_match_is_evidence():
    assert not law.ESTABLISHED & {HitState.DETECTED, HitState.QUEUED, HitState.IN_REVIEW, HitState.UNRESOLVED,
                                  HitState.FALSE_MATCH, HitState.WITHDRAWN}  # fmt: skip
    assert AGREED <= law.ESTABLISHED


@pytest.mark.parametrize(
    ("desk", "other_known", "agrees", "shown"),
    [
        (True, False, False, Shown.WHOLE), (False, True, False, Shown.WHOLE), (False, True, True, Shown.WHOLE),
        (False, False, True, Shown.OWN), (False, False, False, Shown.NOTHING),
    ],
)  # fmt: skip
def test_how_much_of_a_weight_is_shown(desk, other_known, agrees, shown):
    assert law.weight_shown(desk=desk, other_known=other_known, agrees=agrees) is shown


@pytest.mark.parametrize(("code", "of_another", "passed_on"), list(product(Handling, (False, True), (False, True))))
def test_what_goes_in_without_a_permission(code, of_another, passed_on):
    kept = code is Handling.H1 or (of_another and passed_on and code in (Handling.H0, Handling.H2))
    assert law.goes_in(code, "", of_another=of_another, passed_on=passed_on) is not kept
    assert law.goes_in(code, "the judge", of_another=of_another, passed_on=passed_on)


@pytest.mark.parametrize(("desk", "addressed"), list(product((False, True), (False, True))))
def test_only_what_a_unit_keeps_itself_bears_no_proof(desk, addressed):
    assert law.bears_proof(desk=desk, addressed=addressed) is (desk or addressed)


def test_who_sends_to_a_magistrate_and_who_opens():
    assert {one for one in (*Service, None) if law.may_address(one)} == set(Service) - {Service.JUDICIARY}
    for role, unit in product(Role, (OWNER, OTHER)):
        assert law.may_open_dossier(viewer(role, unit), OWNER) is (role is Role.MAGISTRATE and unit == OWNER)


@pytest.mark.parametrize(("state", "hit_state", "missing"), list(product(DossierState, HitState, ((), ("f",)))))
def test_it_stands_as_long_as_it_could_be_made_today(state, hit_state, missing):
    stands = state in OPEN_DOSSIER and hit_state in AGREED and not missing
    assert law.still_stands(OWNER, state, hit_state, facts(), missing) is stands
    assert not law.still_stands(OWNER, state, hit_state, facts(True), missing)


def test_the_table_of_moves():
    said = """sent: read take_back destroy
        read: read ask_more take_back destroy
        more_asked: read answer take_back destroy
        taken_back: destroy
        destroyed:"""
    for line in said.splitlines():
        state, _, moves = line.strip().partition(":")
        assert {m.value for m in DossierMove if allows(DOSSIER, DossierState(state), m)} == set(moves.split())
