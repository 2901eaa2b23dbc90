"""Which states were reached, and how: read from the home's database after every step of the story.

What a click leads to is a click's, also where the worker does it a moment later. `BY` names every state that no click
leads to, with the reason; a state of the vocabulary that is neither reached nor named there fails the story.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from casefile import vocabulary as v
from casefile.protection import contact_rows
from casefile.storage.store import Store
from casefile.storage.tables import (
    Agreement,
    Audit,
    Case,
    ContactLine,
    Handover,
    Hit,
    JointCase,
    JointMember,
    JointSeat,
    ProtectionContact,
    ProtectionReferral,
    ProtectionRequest,
    Record,
    Review,
    Watch,
)

COLUMNS = {
    v.WatchState: Watch.state,
    v.HitState: Hit.state,
    v.Judgement: Review.judgement,
    v.JointState: JointCase.state,
    v.SeatState: JointSeat.state,
    v.JointPart: JointMember.part,
    v.HandoverState: Handover.state,
    v.AgreementState: Agreement.state,
    v.RecordState: Record.state,
    v.ContactAct: ContactLine.act,
    v.TwoPersonAct: ProtectionRequest.act,
    v.ReferralOutcome: ProtectionReferral.outcome,
}
WORDS = {v.Decision: v.ContactAct.DECIDED, v.Outcome: v.ContactAct.OUTCOME}
"""Kept as the word of an act in a contact."""

WORKED_OUT = (v.CaseState, v.ProtectionContactState)
"""In no column as they are read: a case by the day it was closed, a protection contact by what its hit is now."""

ELSEWHERE: dict[type[StrEnum], str] = {
    v.ExhibitState: "tests/portal/pages/evidence/test_upload.py",
    v.OperationState: "tests/portal/pages/together/test_operations.py",
    v.MeetingState: "tests/portal/pages/together/test_operations.py",
    v.DossierState: "tests/casefile/evidence/test_magistrate.py",
    v.OpeningState: "tests/portal/pages/oversight/test_oversight.py",
}
"""Vocabularies of states whose own story is told in another test, and in which; of the last two without a browser."""

CLICK, SCHEDULE, RELAY = "a click", "the schedule", "the relay"
PASSED = "passed through"
_BY: tuple[tuple[StrEnum, str, str], ...] = (
    (v.WatchState.EXPIRED, SCHEDULE, "its last day"),
    (v.WatchState.TOMBSTONED, SCHEDULE, "its content is destroyed on its date"),
    (v.WatchState.BROKEN, RELAY, "the engine refuses its question (tests/faults/test_poison.py has a real refusal)"),
    (v.HitState.ANSWER_DUE, SCHEDULE, "72 hours without the owner's answer"),
    (v.HitState.DETECTED, PASSED, "where a hit begins: in the queue once the transaction that raises it is over"),
    (v.JointState.ENDED, SCHEDULE, "its last day"),
    (v.RecordState.REVIEW_DUE, SCHEDULE, "six months before its date"),
    (v.RecordState.EXPIRED, SCHEDULE, "nobody extended it"),
    (v.RecordState.TOMBSTONED, SCHEDULE, "30 days after it expired"),
)
"""All that is not reached by a click. CONFIRMED and RULE_APPLIED are: the trail keeps them as steps of a judgement."""

BY = {(type(one), one): (by, why) for one, by, why in _BY}
"""By kind and word: *expired* is a word of several."""

Seen = tuple[str, str]


@dataclass
class Reached:
    store: Store
    how: dict[Seen, tuple[str, str]] = field(default_factory=dict)
    """By vocabulary and word: by what it was first reached, and the step."""
    by: str = CLICK

    def note(self, step: str) -> None:
        for seen in self._now():
            self.how.setdefault(seen, (self.by, step))

    @contextmanager
    def doing(self, by: str, step: str) -> Iterator[None]:
        """What is first seen afterwards was not a click's."""
        self.note("before")
        self.by = by
        yield
        self.note(step)
        self.by = CLICK

    def _now(self) -> Iterator[Seen]:
        with self.store.reading() as session:
            for kind, column in COLUMNS.items():
                for (word,) in session.execute(select(column).distinct()):
                    yield kind.__name__, word
            for kind, act in WORDS.items():
                rows = select(ContactLine.word).where(ContactLine.act == act.value).distinct()
                for (word,) in session.execute(rows):
                    yield kind.__name__, word
            for (closed,) in session.execute(select(Case.closed_at.is_not(None)).distinct()):
                yield v.CaseState.__name__, v.CaseState.CLOSED.value if closed else v.CaseState.OPEN.value
            for one in contact_rows.load(session, session.scalars(select(ProtectionContact.id)).all()).values():
                yield v.ProtectionContactState.__name__, one.state.value
            decided = select(Audit.detail).where(Audit.action == "decision", Audit.subject_kind == "hit")
            for (detail,) in session.execute(decided):
                for step in detail.get("steps", ()):
                    yield v.HitState.__name__, step


def wrong(reached: Reached) -> dict[str, Any]:
    """Every word of the vocabularies that was reached otherwise than `BY` says, or not at all."""
    found = {}
    for kind in (*COLUMNS, *WORDS, *WORKED_OUT):
        for one in kind:
            expected, _ = BY.get((kind, one), (CLICK, ""))
            by, step = reached.how.get((kind.__name__, one.value), (None, ""))
            if by != (None if expected is PASSED else expected):
                found[f"{kind.__name__}.{one.name}"] = f"by {by} ({step}), expected: {expected}"
    return found
