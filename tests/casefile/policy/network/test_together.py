"""Units that act together: who sits in which seat, what a member reads, which hit needs no review."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from casefile.errors import BadInput
from casefile.policy.disclosure import HitFacts, needs_no_review
from casefile.policy.network import together
from casefile.policy.sharing import Access, DisclosureFacts, PutIn, access, access_in_joint, link_shown
from casefile.policy.states import READABLE
from casefile.policy.viewer import Viewer
from casefile.vocabulary import (
    JointPart,
    Notify,
    Protection,
    RecordState,
    Role,
    Service,
    Sharing,
    SubjectCategory,
)

NOW = datetime(2026, 11, 25, tzinfo=UTC)
MEMBER = Viewer("o1", "banjul", "u1", "GM-BJL", frozenset({Role.INVESTIGATOR}))
FACTS = DisclosureFacts("u2", RecordState.ACTIVE, Sharing.NONE)
FULL = PutIn(Access.FULL, in_force=True, part=JointPart.INVESTIGATOR)


@pytest.mark.parametrize(
    ("put", "facts", "seen"),
    [
        (FULL, FACTS, Access.FULL),
        (replace(FULL, extent=Access.CORE), FACTS, Access.CORE),
        (replace(FULL, part=JointPart.MENTOR), FACTS, Access.CORE),
        (replace(FULL, part=None), FACTS, None),
        (replace(FULL, in_force=False), FACTS, None),
        (FULL, replace(FACTS, protection=(Protection.MINOR,)), None),
        (FULL, replace(FACTS, subject_category=SubjectCategory.VICTIM), None),
        (FULL, replace(FACTS, names_protected=True), None),
        (FULL, replace(FACTS, owner_open=False), None),
        (replace(FULL, part=None), replace(FACTS, owner_unit_id="u1"), Access.OWN),
    ],
)
def test_a_member_reads_what_was_put_in_as_far_as_its_unit_chose(put, facts, seen):
    assert access_in_joint(MEMBER, facts, put) is seen


@pytest.mark.parametrize("state", list(RecordState))
def test_only_what_is_in_force_is_read_in_a_joint_case(state):
    seen = access_in_joint(MEMBER, replace(FACTS, state=state), FULL)
    assert seen is (Access.FULL if state in READABLE else None)


def test_without_the_duty_a_member_reads_nothing():
    auditor = replace(MEMBER, roles=frozenset({Role.AUDITOR}))
    assert access_in_joint(auditor, FACTS, FULL) is None


def test_membership_changes_nothing_in_lists_and_searches():
    """`access`, which they follow, knows of no joint case."""
    for sharing, put in product(Sharing, (FULL, replace(FULL, part=JointPart.MENTOR))):
        facts = replace(FACTS, sharing=sharing, sharing_units=("u3",))
        assert access(MEMBER, facts) is None and access_in_joint(MEMBER, facts, put) is not None


@pytest.mark.parametrize(("days", "allowed"), [(-1, False), (0, False), (1, True), (731, True), (732, False)])
def test_what_ends_by_itself_ends_within_24_months(days, allowed):
    if allowed:
        together.check_end(NOW + timedelta(days=days), NOW)
    else:
        with pytest.raises(BadInput):
            together.check_end(NOW + timedelta(days=days), NOW)


def test_nobody_sits_in_both_seats():
    for rule in (together.may_answer_proposal, together.may_confirm_agreement):
        assert rule("o2", "o1") and not rule("o1", "o1") and not rule("", "o1")
    magistrate = Viewer("o1", "m", "court", "C", frozenset({Role.MAGISTRATE}))
    assert together.may_receive(magistrate, "court", "o2")
    assert not together.may_receive(magistrate, "court", "o1")
    assert not together.may_receive(magistrate, "other", "o2")
    assert not together.may_receive(replace(magistrate, roles=frozenset({Role.AUDITOR})), "court", "o2")


@pytest.mark.parametrize(
    ("unit", "seated", "may"),
    [("lead", {"lead", "b"}, True), ("b", {"lead", "b"}, False), ("b", {"b", "c"}, True), ("d", {"b", "c"}, False)],
)
def test_the_unit_that_proposed_it_closes_it_and_after_it_left_any(unit, seated, may):
    assert together.may_close_joint(unit, "lead", seated) is may


def test_every_service_but_the_judiciary_hands_cases_over():
    assert together.HANDS_OVER | {Service.JUDICIARY} == set(Service) and Service.JUDICIARY not in together.HANDS_OVER


SIDE = DisclosureFacts("u1", RecordState.ACTIVE, Sharing.POINTER)
OTHER = replace(SIDE, owner_unit_id="u2")
PLAIN = HitFacts(SIDE, OTHER)


@pytest.mark.parametrize(
    ("hit", "strong", "before", "free"),
    [
        (PLAIN, True, False, True),
        (PLAIN, False, False, False),
        (PLAIN, True, True, False),
        (HitFacts(replace(SIDE, protection=(Protection.MINOR,)), OTHER), True, False, False),
        (HitFacts(SIDE, replace(OTHER, protection=(Protection.SOURCE_AT_RISK,))), True, False, False),
        (HitFacts(replace(SIDE, subject_category=SubjectCategory.VICTIM), OTHER), True, False, False),
        (HitFacts(replace(SIDE, names_protected=True), OTHER), True, False, False),
        (HitFacts(replace(SIDE, names_protected=True), OTHER, part_protected=True), True, False, False),
        (HitFacts(replace(SIDE, notify=Notify.SILENT), OTHER), True, False, False),
        (HitFacts(SIDE, replace(OTHER, notify=Notify.OWNER_FIRST)), True, False, False),
        (HitFacts(replace(SIDE, sharing=Sharing.COORDINATOR), OTHER), True, False, False),
        (HitFacts(replace(SIDE, sharing_units=("u3",)), OTHER), True, False, False),
        (HitFacts(SIDE, replace(OTHER, owner_open=False)), True, False, False),
    ],
)
def test_an_agreement_spares_the_review_of_what_is_plain_and_of_nothing_else(hit, strong, before, free):
    assert needs_no_review(hit, strong=strong, judged_before=before) is free


@pytest.mark.parametrize("one", Access)
@pytest.mark.parametrize("other", Access)
def test_a_link_is_shown_to_who_reads_more_than_the_core_of_both_ends(one, other):
    assert link_shown(one, other) is (one is not Access.CORE and other is not Access.CORE)
