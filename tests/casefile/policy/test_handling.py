"""What the law wants stated is demanded, what is left out is filled in, and each refusal names its field."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from casefile.errors import BadInput
from casefile.limits import LEGAL_BASIS
from casefile.policy.handling import apply_defaults, demand_for_people, lacks_ground, rules_as_json
from casefile.policy.retention import ASKED_AHEAD, MAX_RETENTION, RETENTION
from casefile.vocabulary import Handling, RecordKind, SubjectCategory
from tests.network.make import GROUND, STATED

NOW = datetime(2026, 11, 25, tzinfo=UTC)
PERSON, VESSEL = RecordKind.PERSON, RecordKind.VESSEL

DEMANDED = {
    "purpose": replace(STATED, purpose=None),
    "legal_basis": replace(STATED, legal_basis=" "),
    "subject_category": replace(STATED, subject_category=None),
    "source_grade": replace(STATED, source_grade=None),
    "info_grade": replace(STATED, info_grade=None),
}


@pytest.mark.parametrize("field", DEMANDED)
def test_a_person_is_not_held_without_what_the_law_wants_stated(field):
    with pytest.raises(BadInput) as refused:
        demand_for_people(DEMANDED[field], PERSON, GROUND)
    assert refused.value.field == field
    demand_for_people(DEMANDED[field], VESSEL, "")


@pytest.mark.parametrize("category", list(SubjectCategory))
@pytest.mark.parametrize("ground", ["", " no ", GROUND])
def test_only_a_suspect_needs_a_ground_of_suspicion(category, ground):
    rules = replace(STATED, subject_category=category)
    lacking = category in (SubjectCategory.SUSPECT, SubjectCategory.CONVICTED) and ground != GROUND
    assert lacks_ground(rules, PERSON, ground) is lacking
    assert not lacks_ground(rules, VESSEL, ground)
    if lacking:
        with pytest.raises(BadInput) as refused:
            demand_for_people(rules, PERSON, ground)
        assert refused.value.field == "suspicion_note"
    else:
        demand_for_people(rules, PERSON, ground)


REFUSED = {
    "legal_basis": {"legal_basis": "x" * (LEGAL_BASIS + 1)},
    "handling_text": {"handling": Handling.H3},
    "sharing_units": {"sharing_units": ()},
    "retain_until": {"retain_until": NOW + MAX_RETENTION + timedelta(days=1)},
    "review_at": {"retain_until": NOW + timedelta(days=9), "review_at": NOW + timedelta(days=10)},
}


@pytest.mark.parametrize("field", REFUSED)
def test_rules_that_contradict_themselves_are_refused(field):
    with pytest.raises(BadInput) as refused:
        apply_defaults(replace(STATED, **REFUSED[field]), PERSON, NOW)
    assert refused.value.field == field


def test_what_is_left_out_is_the_weakest_and_has_its_dates():
    filled = apply_defaults(replace(STATED, source_grade=None, info_grade=None), PERSON, NOW)
    assert (filled["source_grade"], filled["info_grade"], filled["policy_id"]) == ("X", "4", "default-5y")
    assert (filled["retain_until"], filled["review_at"]) == (NOW + RETENTION, NOW + RETENTION - ASKED_AHEAD)
    assert len(rules_as_json(STATED)) == 13
