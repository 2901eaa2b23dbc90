"""What a unit may do in a contact: each move asked with all that the conditions look at."""

from itertools import product

import pytest

from casefile.policy.contact import steps
from casefile.policy.contact.steps import ContactFacts, SideFacts, may_confirm_release, needs_second, refusal
from casefile.policy.states import HIT, REFUSED, HitMove, allows
from casefile.vocabulary import Decision, HitState, Outcome, Part, RecordKind

FRESH, KNOWN = SideFacts(), SideFacts(acknowledged=True)
SHARES = SideFacts(acknowledged=True, decision=Decision.SHARE)
DONE = SideFacts(acknowledged=True, decision=Decision.SHARE, outcome=next(iter(Outcome)))
OPEN, CONSENTED = HitState.CONTACT_OPEN, HitState.CONSENTED


@pytest.mark.parametrize(
    ("move", "state", "own", "other", "said"),
    [
        (HitMove.OPEN_CONTACT, HitState.POINTER_SENT, FRESH, FRESH, ""),
        (HitMove.OPEN_CONTACT, OPEN, FRESH, KNOWN, ""),
        (HitMove.OPEN_CONTACT, OPEN, KNOWN, FRESH, steps.NOTED_ALREADY),
        (HitMove.TALK, OPEN, FRESH, KNOWN, steps.ACKNOWLEDGE_FIRST),
        (HitMove.TALK, OPEN, KNOWN, FRESH, ""),
        (HitMove.TALK, HitState.POINTER_SENT, KNOWN, FRESH, REFUSED),
        (HitMove.ASK_HELP, HitState.POINTER_SENT, FRESH, FRESH, ""),
        (HitMove.CONSENT, OPEN, FRESH, KNOWN, steps.ACKNOWLEDGE_FIRST),
        (HitMove.CONSENT, OPEN, KNOWN, KNOWN, ""),
        (HitMove.DECLINE, OPEN, KNOWN, KNOWN, ""),
        (HitMove.DISCLOSE, CONSENTED, KNOWN, SHARES, steps.SHARE_FIRST),
        (HitMove.DISCLOSE, CONSENTED, SHARES, KNOWN, ""),
        (HitMove.REPORT_OUTCOME, CONSENTED, DONE, KNOWN, steps.NOTED_ALREADY),
        (HitMove.CLOSE, HitState.CONTACT_DECLINED, KNOWN, KNOWN, ""),
        (HitMove.RECALL, OPEN, KNOWN, KNOWN, REFUSED),
    ],
)
def test_a_step_is_offered_or_says_what_is_lacking(move, state, own, other, said):
    assert refusal(ContactFacts(state, own, other), move) == said


def test_closing_takes_the_outcome_of_both():
    closable = [state for state in HitState if allows(HIT, state, HitMove.CLOSE)]
    for state, own, other in product(closable, (KNOWN, DONE), (KNOWN, DONE)):
        both = own is other is DONE or state is HitState.CONTACT_DECLINED
        assert refusal(ContactFacts(state, own, other), HitMove.CLOSE) == ("" if both else steps.BOTH_OUTCOMES)


@pytest.mark.parametrize("part", list(Part))
@pytest.mark.parametrize("kind", list(RecordKind))
def test_one_officer_alone_releases_the_core_and_no_text(part, kind):
    core = part in {Part.NAME, Part.BIRTH_YEAR, Part.NATIONALITY, Part.CATEGORY}
    text = part is Part.NAME and kind in {RecordKind.EVENT, RecordKind.REPORT}
    assert needs_second(part, kind) is (not core or text)


@pytest.mark.parametrize(("officer", "asked", "may"), [("a", "b", True), ("a", "a", False)])
def test_who_asked_for_a_release_does_not_confirm_it(officer, asked, may):
    assert may_confirm_release(officer, asked) is may
