"""A contact as it stands for one side, and the one way to take a step in it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NoReturn

from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import MISSING, Conflict, NotThere
from casefile.hits import review
from casefile.hits.facts import facts_of_hits
from casefile.policy.contact import steps as law
from casefile.policy.contact.steps import ContactFacts, SideFacts
from casefile.policy.disclosure import HitFacts, may_hold_pointer
from casefile.policy.states import HIT, HitMove, after
from casefile.policy.viewer import Viewer
from casefile.storage import fresh, tables
from casefile.storage.in_list import among
from casefile.storage.tables import ContactLine, Hit, Pointer, new_id
from casefile.vocabulary import ContactAct, Decision, HitState, Outcome


@dataclass(frozen=True, slots=True)
class Stand:
    """One side's contact. `held` says whether the law lets this unit know of it now; `lines` are of both sides."""

    pointer: Pointer
    hit: Hit
    held: bool
    lines: tuple[ContactLine, ...]
    facts: ContactFacts

    @property
    def state(self) -> HitState:
        return self.facts.state

    @property
    def subject_id(self) -> str:
        """The own record or watch."""
        return self.hit.record_id if self.pointer.own_subject == "record" else self.hit.watch_id


def stand(session: Session, viewer: Viewer, pointer_id: str, *, lock: bool = True) -> Stand:
    """The viewer's side of a contact; anybody else's, and one not delivered yet, does not exist."""
    mine = (Pointer.id == pointer_id, Pointer.unit_id == viewer.unit_id, Pointer.sent_at.is_not(None))
    pointer = fresh.first(session, select(Pointer).where(*mine))
    if pointer is None:
        raise NotThere(MISSING)
    statement = select(Hit).where(Hit.id == pointer.hit_id)
    hit = fresh.one(session, statement.with_for_update() if lock else statement)
    state, lines = HitState(hit.state), lines_of(session, hit.id)
    held = pointer.withdrawn_at is None and may_hold_pointer(viewer.unit_id, state, hit_facts(session, hit.id))
    own, other = side_facts(lines, pointer.unit_id), side_facts(lines, pointer.about_unit_id)
    return Stand(pointer, hit, held, lines, ContactFacts(state, own, other))


def hit_facts(session: Session, hit_id: str) -> HitFacts:
    return facts_of_hits(session, [hit_id])[hit_id]


def lines_of(session: Session, hit_id: str) -> tuple[ContactLine, ...]:
    """What was done since the two were last notified, oldest first: a hit that stands again begins from nothing."""
    return lines_of_hits(session, {hit_id}).get(hit_id, ())


def lines_of_hits(session: Session, hit_ids: Collection[str]) -> dict[str, tuple[ContactLine, ...]]:
    """The same of several hits; one without a line is left out."""
    began = select(func.max(Pointer.created_at)).where(Pointer.hit_id == ContactLine.hit_id).scalar_subquery()
    statement = select(ContactLine).where(among(ContactLine.hit_id, hit_ids), ContactLine.at >= began)
    found: dict[str, tuple[ContactLine, ...]] = {}
    for (line,) in fresh.rows(session, statement.order_by(ContactLine.number)):
        found[line.hit_id] = (*found.get(line.hit_id, ()), line)
    return found


def side_facts(lines: Sequence[ContactLine], unit_id: str) -> SideFacts:
    """What one unit has done; of several decisions the last counts."""
    own = [line for line in lines if line.unit_id == unit_id]
    words = {line.act: line.word for line in own}
    decision, outcome = words.get(ContactAct.DECIDED.value), words.get(ContactAct.OUTCOME.value)
    return SideFacts(
        ContactAct.ACKNOWLEDGED.value in words,
        Decision(decision) if decision else None,
        Outcome(outcome) if outcome else None,
    )


def check(session: Session, viewer: Viewer, at: Stand, move: HitMove) -> None:
    """Raises Conflict, and writes the attempt into the trail, when this side may not take the step now."""
    why = law.refusal(at.facts, move) if at.held else law.RECALLED
    if why:
        refuse(session, viewer, at, move, why)


def refuse(session: Session, viewer: Viewer, at: Stand, move: HitMove, why: str) -> NoReturn:
    """Raises Conflict; who tried what, in which state, stands in the trail though nothing else is kept."""
    review.refuse(session, viewer, at.hit, move, why)


def step(session: Session, viewer: Viewer, at: Stand, move: HitMove) -> HitState:
    """Take the step in the table of moves; returns the state it leads to."""
    check(session, viewer, at, move)
    to = after(HIT, at.state, move)
    if to is not at.state:
        review.move(session, at.hit, to)
    return to


def write_line(
    session: Session,
    viewer: Viewer,
    hit_id: str,
    act: ContactAct,
    *,
    word: str = "",
    text: str = "",
    reason: str = "",
    only_unit_id: str | None = None,
    office: bool = False,
) -> None:
    """Keep one act, and that it was done in the trail. `office`: the coordination office's own."""
    number = select(func.coalesce(func.max(ContactLine.number), 0) + 1).where(ContactLine.hit_id == hit_id)
    row = {
        "id": new_id(),
        "hit_id": hit_id,
        "number": session.connection().execute(number).scalar_one(),
        "unit_id": None if office else viewer.unit_id,
        "officer_id": viewer.officer_id or None,
        "act": act.value,
        "word": word,
        "text": text,
        "reason": reason,
        "only_unit_id": only_unit_id,
        "at": tables.now(),
    }
    try:
        session.connection().execute(insert(ContactLine), row)
    except IntegrityError as error:
        raise Conflict(review.DECIDED_ALREADY) from error
    detail = {"contact": act.value, "word": word}
    audit.write(session, viewer, audit.Action.DECISION, "hit", hit_id, reason=reason, detail=detail)
