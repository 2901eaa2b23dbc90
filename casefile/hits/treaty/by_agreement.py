"""Hits that become pointers without a review: two units have an agreement, by treaty, for this kind of record.

What is asked of such a hit stands in `policy.disclosure.needs_no_review`. Each leaves a review that says *by agreement*
under the coordinator who made it, so that the desk and the auditors see how it was decided.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from casefile import audit
from casefile.hits import pointers
from casefile.policy.disclosure import HitFacts, needs_no_review, recipients
from casefile.policy.states import HIT, HitMove, after
from casefile.storage import tables
from casefile.storage.in_list import among
from casefile.storage.tables import Agreement, Hit, Record, Review, new_id
from casefile.vocabulary import AgreementState, HitState

BY_AGREEMENT = "by_agreement"
"""Kept as the review's judgement."""

STRONG = "hit"
"""How matching grades what it is sure of; *possible* always waits for a person."""

_STEPS = (HitMove.JUDGE_SAME, HitMove.APPLY_RULE, HitMove.SEND_POINTER)


@dataclass(frozen=True, slots=True)
class Raised:
    """A hit that was raised a moment ago, with what decides who may know of it."""

    hit_id: str
    record_id: str
    watch_id: str
    decision: str
    facts: HitFacts

    @property
    def pair(self) -> tuple[str, str]:
        one, other = sorted((self.facts.record.owner_unit_id, self.facts.watch.owner_unit_id))
        return one, other


def confirm(session: Session, raised: Sequence[Raised]) -> int:
    """Send the pointers of those hits for which an agreement spares the review; returns how many."""
    agreed = _in_force(session) if raised else {}
    pairs = {(one, other) for one, other, _ in agreed}
    asked = [one for one in raised if one.pair in pairs]
    if not asked:
        return 0
    kinds = _kinds(session, asked)
    judged = _judged_before(session, asked)
    done = 0
    for one in asked:
        agreement = agreed.get((*one.pair, kinds[one.record_id]))
        before = (one.record_id, one.watch_id) in judged
        if agreement and needs_no_review(one.facts, strong=one.decision == STRONG, judged_before=before):
            _send(session, one, agreement)
            done += 1
    return done


Key = tuple[str, str, str]
"""(unit, unit, kind of record), the smaller unit id first."""


def _in_force(session: Session) -> dict[Key, Agreement]:
    rows = session.scalars(
        select(Agreement).where(
            Agreement.state == AgreementState.IN_FORCE.value, Agreement.ends_at > tables.now()
        )
    )  # fmt: skip
    return {(one.unit_a_id, one.unit_b_id, one.record_kind): one for one in rows}


def _kinds(session: Session, asked: Sequence[Raised]) -> Mapping[str, str]:
    rows = session.execute(select(Record.id, Record.kind).where(among(Record.id, {one.record_id for one in asked})))
    return {row.id: row.kind for row in rows}


def _judged_before(session: Session, asked: Sequence[Raised]) -> set[tuple[str, str]]:
    """Record and watch of which a person judged some hit, whatever the facts were."""
    rows = session.execute(
        select(Hit.record_id, Hit.watch_id)
        .join(Review, Review.hit_id == Hit.id)
        .where(among(Hit.record_id, {one.record_id for one in asked}))
    )
    return {(row.record_id, row.watch_id) for row in rows}


def _send(session: Session, one: Raised, agreement: Agreement) -> None:
    state = before = HitState.QUEUED
    for step in _STEPS:
        state = after(HIT, state, step)
    session.connection().execute(update(Hit).where(Hit.id == one.hit_id).values(state=state.value))
    session.connection().execute(
        insert(Review),
        {
            "id": new_id(),
            "hit_id": one.hit_id,
            "number": 1,
            "officer_id": agreement.proposed_by,
            "judgement": BY_AGREEMENT,
            "reason": agreement.treaty,
            "from_state": before.value,
            "to_state": state.value,
            "decided_at": tables.now(),
        },
    )
    notified = recipients(one.facts).first
    pointers.create_pointers(session, one.hit_id, notified)
    detail = {"judgement": BY_AGREEMENT, "agreement": agreement.id, "recipients": list(notified)}
    audit.write(session, None, audit.Action.DECISION, "hit", one.hit_id, reason=agreement.treaty, detail=detail)
