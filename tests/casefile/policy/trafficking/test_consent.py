"""What may be told of a victim, as a table: what was agreed to, by whom who may agree, and only while it stands."""

from datetime import date

import pytest

from casefile.errors import BadInput, Conflict
from casefile.policy.trafficking.consent import Consent, check_consent, may_leave, read_consent, stated_passes
from casefile.vocabulary import ConsentBy, Passed

TODAY, BEFORE, AFTER = date(2026, 3, 2), date(2026, 3, 1), date(2026, 3, 3)
PERSON, GUARDIAN = ConsentBy.PERSON, ConsentBy.GUARDIAN
AGE = (Passed.AGE,)


@pytest.mark.parametrize(
    ("consent", "child", "field"),
    [
        (Consent(PERSON, BEFORE, AGE), False, None),
        (Consent(GUARDIAN, TODAY, AGE), True, None),
        (Consent(PERSON, BEFORE, AGE), True, "consent_by"),
        (Consent(PERSON, AFTER, AGE), False, "consented_on"),
        (Consent(PERSON, BEFORE, ()), False, "passes"),
    ],
)
def test_a_referral_rests_on_a_consent_that_bears_it(consent, child, field):
    if field is None:
        check_consent(consent, TODAY, may_be_child=child)
        assert may_leave(consent) == AGE
    else:
        with pytest.raises(BadInput) as refused:
            check_consent(consent, TODAY, may_be_child=child)
        assert refused.value.field == field


def test_nothing_leaves_once_it_was_taken_back_and_no_other_word_is_agreed_to():
    with pytest.raises(Conflict):
        may_leave(Consent(PERSON, BEFORE, AGE, ended_on=TODAY))
    assert stated_passes(["signs", "names", "names"]) == (Passed.NAMES, Passed.SIGNS)
    with pytest.raises(BadInput):
        stated_passes(["address"])


def test_what_was_kept_is_read_back():
    assert read_consent("person", "2026-03-01", ["age"], "") == Consent(PERSON, BEFORE, AGE)
    assert read_consent("person", "2026-03-01", ["age"], "2026-03-02") == Consent(PERSON, BEFORE, AGE, TODAY)
