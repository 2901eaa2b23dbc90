"""What a unit may do in a contact now, and what waits for a second officer: one table of conditions, asked by the page
that offers an act and by the act itself.

The state of the hit is that of both sides together (`casefile/policy/states.py`); what each side has done decides the
rest. Source: docs/sources/governance.md, "Hit states".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from casefile.errors import N_
from casefile.policy.duties import may_confirm
from casefile.policy.states import HIT, REFUSED, HitMove, allows
from casefile.vocabulary import TITLED, Decision, HitState, Outcome, Part, RecordKind

MOST_MESSAGE = 2_000
"""Characters of a message: a page, read out in three minutes."""
RECALL_WITHIN = timedelta(hours=72)
"""How long a receiver may take to note that what it received no longer stands; then the coordination office calls."""

CORE = frozenset({Part.NAME, Part.BIRTH_YEAR, Part.NATIONALITY, Part.CATEGORY})
"""What one officer may release alone. Source: docs/sources/governance.md, "Record fields" (*core*)."""


@dataclass(frozen=True, slots=True)
class SideFacts:
    """What one side has done so far."""

    acknowledged: bool = False
    decision: Decision | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """A contact as one of its sides stands in it."""

    state: HitState
    own: SideFacts = SideFacts()
    other: SideFacts = SideFacts()


RECALLED = N_("This contact was taken back. The coordination office answers questions about the reference.")
NOTED_ALREADY = N_("Your desk has done this already.")
ACKNOWLEDGE_FIRST = N_("Acknowledge first: the other desk must know that you have it.")
SHARE_FIRST = N_("Decide to share first. Then choose what you release.")
BOTH_OUTCOMES = N_(
    "Both units state what came of it first. If the other does not, ask the coordination office to close."
)
SAME_OFFICER = N_("Another officer of your unit has to confirm this, not the one who asked.")

Condition = tuple[Callable[[ContactFacts], bool], str]
_acknowledged: Condition = (lambda c: c.own.acknowledged, ACKNOWLEDGE_FIRST)
CONDITIONS: Mapping[HitMove, tuple[Condition, ...]] = {
    HitMove.OPEN_CONTACT: ((lambda c: not c.own.acknowledged, NOTED_ALREADY),),
    HitMove.TALK: (_acknowledged,),
    HitMove.ASK_HELP: (),
    HitMove.CONSENT: (_acknowledged,),
    HitMove.DECLINE: (_acknowledged,),
    HitMove.DISCLOSE: (_acknowledged, (lambda c: c.own.decision is Decision.SHARE, SHARE_FIRST)),
    HitMove.OPEN_JOINT_CASE: (_acknowledged,),
    HitMove.REPORT_OUTCOME: (_acknowledged, (lambda c: c.own.outcome is None, NOTED_ALREADY)),
    HitMove.CLOSE: (
        (
            lambda c: c.state is HitState.CONTACT_DECLINED or None not in (c.own.outcome, c.other.outcome),
            BOTH_OUTCOMES,
        ),
    ),
}
"""The moves a unit makes in a contact, each with what must be so besides the state, and what is said if it is not."""


def refusal(contact: ContactFacts, move: HitMove) -> str:
    """Why the unit may not take this step now; empty when it may."""
    if move not in CONDITIONS or not allows(HIT, contact.state, move):
        return REFUSED
    return next((why for holds, why in CONDITIONS[move] if not holds(contact)), "")


def needs_second(part: Part, kind: RecordKind) -> bool:
    """Whether releasing this value takes two officers: all beyond the core, and titles, which are text."""
    return part not in CORE or (part is Part.NAME and kind in TITLED)


def may_confirm_release(officer_id: str, asked_by: str) -> bool:
    """Whether this officer may sit in the second seat. By person, not by sign-in."""
    return may_confirm(officer_id, asked_by, "")
