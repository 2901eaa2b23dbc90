"""What takes two protection officers: unmasking values, and releasing a safe contact or a guardian to the other side.

One asks, with a reason; another one confirms or refuses, within 72 hours. Nothing is in force before. Both seats are
persons, not sign-ins: the same officer is refused in both, whatever the session, and so is who is no officer at all
(the command line). Nobody's duty is delegated: a coordinator or an administrator cannot be the second.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import MISSING, N_, BadInput, CasefileError, Conflict, NotAllowed, NotThere
from casefile.hits.facts import facts_of_hits
from casefile.policy import duties
from casefile.policy.disclosure import holds_side, is_networks, may_open_hit
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.states import ProtectionMove
from casefile.policy.viewer import Viewer, require
from casefile.protection.colleagues import Colleague, protection_officers, staffed
from casefile.protection.contact_rows import KIND, load, move_contact
from casefile.protection.lowering import before_the_desk
from casefile.storage import fresh, tables
from casefile.storage.tables import Hit, Officer, ProtectionRequest, ProtectionSide, new_id
from casefile.subjects.protection_signs import SubjectKind
from casefile.vocabulary import Desk, Json, TwoPersonAct

CONFIRMED, REFUSED = "confirmed", "refused"
RELEASES = {"safe_contact": TwoPersonAct.RELEASE_SAFE_CONTACT, "guardian": TwoPersonAct.RELEASE_GUARDIAN}
SUBJECTS: Mapping[str, SubjectKind] = {"record": "record", "watch": "watch"}
SECOND_PERSON = N_("Another protection officer has to confirm this: not who asked for it.")
NOBODY_ELSE = N_(
    "You are the only protection officer who may see this. An administrator has to give a second officer the duty; "
    "a coordinator cannot stand in."
)
ASKER_GONE = N_("Who asked for this is no protection officer of it any more. Refuse it.")
DECIDED = N_("This request was decided in the meantime, or its time is over. Ask again if it is still needed.")


@dataclass(frozen=True, slots=True)
class Target:
    """What a request is about: a hit, record or watch to unmask, or one side of a contact."""

    kind: str
    """*hit*, *record*, *watch* or *contact*."""
    id: str
    side: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as protection officers see it."""

    id: str
    act: TwoPersonAct
    target: Target
    reason: str
    asked_by: str
    asked_at: datetime
    expires_at: datetime
    mine: bool
    """The viewer asked for it, and waits."""
    may_confirm: bool
    seconds: tuple[str, ...]
    """Who may be the second: names and units."""


def ask(session: Session, viewer: Viewer, act: TwoPersonAct, target: Target, reason: str) -> str:
    """Ask for an act; returns the request's id. Raises BadInput, saying who can help, when nobody may be the second."""
    require(viewer, Permission.REVIEW_PROTECTED_HIT)
    audit.one_at_a_time(session)
    why = Reason.stated(reason)
    every = protection_officers(session)
    if not viewer.officer_id or viewer.officer_id not in _who_may_ask(session, every, act, target):
        raise NotThere(MISSING)
    if act in RELEASES.values():
        _release(session, viewer, target)
    if not [one for one in _seconds(session, every, act, target) if one.viewer.officer_id != viewer.officer_id]:
        raise BadInput(NOBODY_ELSE, field="reason")
    same = (*_waiting(), ProtectionRequest.act == act.value, ProtectionRequest.subject_id == target.id)
    mine = (ProtectionRequest.asked_by == viewer.officer_id, ProtectionRequest.side == target.side)
    if session.connection().execute(select(ProtectionRequest.id).where(*same, *mine)).first() is not None:
        raise BadInput("You have asked for this already. It waits for a second protection officer.", field="reason")
    request_id, moment = new_id(), tables.now()
    row = {
        "id": request_id, "act": act.value, "subject_kind": target.kind, "subject_id": target.id, "side": target.side,
        "reason": why.text, "asked_by": viewer.officer_id, "asked_at": moment,
        "expires_at": moment + duties.REQUEST_LIFE, "outcome": "", "answer": "",
    }  # fmt: skip
    session.connection().execute(insert(ProtectionRequest), row)
    _into_trail(session, viewer, act, target, why.text, {"asked": request_id})
    return request_id


def confirm(session: Session, viewer: Viewer, request_id: str) -> TwoPersonAct:
    """Be the second person. What was asked for is in force from now on; unmasked values for eight hours."""
    require(viewer, Permission.REVIEW_PROTECTED_HIT)
    audit.one_at_a_time(session)
    row, act, target = _open(session, viewer, request_id)
    if not duties.may_confirm(viewer.officer_id, row.asked_by, ""):
        _refuse_step(session, viewer, row, NotAllowed(SECOND_PERSON))
    if row.asked_by not in _who_may_ask(session, protection_officers(session), act, target):
        _refuse_step(session, viewer, row, Conflict(ASKER_GONE))
    if act in RELEASES.values():
        _release(session, viewer, target)
    until = tables.now() + duties.UNMASKED_FOR if act is TwoPersonAct.UNMASK else None
    _decide(session, viewer, request_id, CONFIRMED, good_until=until)
    _into_trail(session, viewer, act, target, row.reason, {"confirmed": request_id, "asked_by": row.asked_by})
    return act


def refuse(session: Session, viewer: Viewer, request_id: str, reason: str) -> None:
    """End a request; who asked may take it back in the same way."""
    require(viewer, Permission.REVIEW_PROTECTED_HIT)
    audit.one_at_a_time(session)
    why = Reason.stated(reason)
    row, act, target = _open(session, viewer, request_id)
    _decide(session, viewer, request_id, REFUSED, answer=why.text)
    _into_trail(session, viewer, act, target, why.text, {"refused": request_id, "asked_by": row.asked_by})


def waiting(session: Session, viewer: Viewer, target_id: str | None = None) -> list[Asked]:
    """The requests that wait and that the viewer made or may confirm, oldest first; of one target when it is given."""
    require(viewer, Permission.REVIEW_PROTECTED_HIT)
    one = [ProtectionRequest.subject_id == target_id] if target_id else []
    statement = (
        select(ProtectionRequest.__table__, Officer.login, Officer.display_name)
        .join(Officer, Officer.id == ProtectionRequest.asked_by)
        .where(*_waiting(), *one)
        .order_by(ProtectionRequest.asked_at, ProtectionRequest.id)
    )
    found, every = [], protection_officers(session)
    for row in session.connection().execute(statement):
        act, target = TwoPersonAct(row.act), Target(row.subject_kind, row.subject_id, row.side)
        seconds = [one for one in _seconds(session, every, act, target) if one.viewer.officer_id != row.asked_by]
        mine = row.asked_by == viewer.officer_id
        may = viewer.officer_id in {one.viewer.officer_id for one in seconds}
        if mine or may:
            names = tuple(f"{one.name}, {one.unit}" for one in seconds)
            found.append(
                Asked(
                    row.id, act, target, row.reason, row.display_name or row.login, row.asked_at, row.expires_at,
                    mine, may, names,
                )
            )  # fmt: skip
    return found


def seconds(session: Session, viewer: Viewer, act: TwoPersonAct, target: Target) -> tuple[str, ...]:
    """Who may be the second when the viewer asks: names and units. None: an administrator has to add an officer."""
    require(viewer, Permission.REVIEW_PROTECTED_HIT)
    every = protection_officers(session)
    if viewer.officer_id not in _who_may_ask(session, every, act, target):
        return ()
    others = (one for one in _seconds(session, every, act, target) if one.viewer.officer_id != viewer.officer_id)
    return tuple(f"{one.name}, {one.unit}" for one in others)


def released(session: Session, contact_id: str, since: datetime) -> frozenset[tuple[str, TwoPersonAct]]:
    """What of which side two persons have released to the other one, since the contact was (last) opened."""
    rows = session.connection().execute(
        select(ProtectionRequest.side, ProtectionRequest.act).where(
            ProtectionRequest.subject_id == contact_id,
            ProtectionRequest.outcome == CONFIRMED,
            ProtectionRequest.decided_at >= since,
        )
    )
    return frozenset((side, TwoPersonAct(act)) for side, act in rows)


# ---- who -------------------------------------------------------------------------------------------------------


def _who_may_ask(session: Session, every: Collection[Colleague], act: TwoPersonAct, target: Target) -> Collection[str]:
    """Officer ids: of an unmasking all that may see the thing; of a release those that keep the side."""
    if act is TwoPersonAct.UNMASK:
        return {one.viewer.officer_id for one in _before(session, every, target)}
    unit_id = _unit_of_side(session, target)
    held = staffed(every)
    return {one.viewer.officer_id for one in every if unit_id and holds_side(one.viewer, unit_id, held)}


def _seconds(session: Session, every: Collection[Colleague], act: TwoPersonAct, target: Target) -> list[Colleague]:
    """Who may be second: of an unmasking all that may see the thing; of a release who keeps the side, or the office."""
    if act is TwoPersonAct.UNMASK:
        return _before(session, every, target)
    unit_id, held = _unit_of_side(session, target), staffed(every)
    return [one for one in every if unit_id and (holds_side(one.viewer, unit_id, held) or is_networks(one.viewer))]


def _before(session: Session, every: Iterable[Colleague], target: Target) -> list[Colleague]:
    if target.kind == "hit":
        facts = facts_of_hits(session, [target.id]).get(target.id)
        desk = session.connection().execute(select(Hit.desk).where(Hit.id == target.id)).scalar()
        return [one for one in every if facts and desk and may_open_hit(one.viewer, Desk(desk), facts)]
    kind = SUBJECTS.get(target.kind)
    if kind and before_the_desk(session, kind, target.id):
        return [one for one in every if is_networks(one.viewer)]
    return []


def _unit_of_side(session: Session, target: Target) -> str | None:
    mine = (ProtectionSide.contact_id == target.id, ProtectionSide.side == target.side)
    return session.connection().execute(select(ProtectionSide.unit_id).where(*mine)).scalar()


# ---- rows ------------------------------------------------------------------------------------------------------


def _waiting() -> tuple[ColumnElement[bool], ...]:
    return ProtectionRequest.decided_at.is_(None), ProtectionRequest.expires_at > tables.now()


def _open(session: Session, viewer: Viewer, request_id: str) -> tuple[ProtectionRequest, TwoPersonAct, Target]:
    row = fresh.first(session, select(ProtectionRequest).where(ProtectionRequest.id == request_id))
    if row is None:
        raise NotThere(MISSING)
    act, target = TwoPersonAct(row.act), Target(row.subject_kind, row.subject_id, row.side)
    known = {one.viewer.officer_id for one in _seconds(session, protection_officers(session), act, target)}
    known.add(row.asked_by)
    if viewer.officer_id not in known:
        raise NotThere(MISSING)
    if row.decided_at is not None or row.expires_at <= tables.now():
        _refuse_step(session, viewer, row, Conflict(DECIDED))
    return row, act, target


def _decide(
    session: Session,
    viewer: Viewer,
    request_id: str,
    outcome: str,
    *,
    answer: str = "",
    good_until: datetime | None = None,
) -> None:
    done = session.connection().execute(
        update(ProtectionRequest)
        .where(ProtectionRequest.id == request_id, ProtectionRequest.decided_at.is_(None))
        .values(
            outcome=outcome, answer=answer, good_until=good_until,
            decided_by=viewer.officer_id, decided_at=tables.now(),
        )
    )  # fmt: skip
    if not done.rowcount:
        raise Conflict(DECIDED)


def _release(session: Session, viewer: Viewer, target: Target) -> None:
    kept = load(session, [target.id]).get(target.id)
    if kept is None:
        raise NotThere(MISSING)
    move_contact(session, viewer, kept, ProtectionMove.RELEASE)


def _refuse_step(session: Session, viewer: Viewer, row: ProtectionRequest, error: CasefileError) -> NoReturn:
    """Raise the error; who tried what stands in the trail though nothing of it was done."""
    detail: dict[str, Json] = {"act": row.act, "side": row.side, "request": row.id, "state": row.outcome or "waiting"}
    audit.refuse(session, viewer, error, _kind(row.subject_kind), row.subject_id, detail)


def _kind(target_kind: str) -> str:
    """How the trail calls what a request is about."""
    return KIND if target_kind == "contact" else target_kind


def _into_trail(
    session: Session, viewer: Viewer, act: TwoPersonAct, target: Target, reason: str, detail: dict[str, Json]
) -> None:
    """A release that was confirmed is a disclosure; all else is a decision."""
    disclosed = act in RELEASES.values() and "confirmed" in detail
    action = audit.Action.DISCLOSURE if disclosed else audit.Action.DECISION
    more: dict[str, Json] = {"act": act.value, "side": target.side, **detail}
    audit.write(session, viewer, action, _kind(target.kind), target.id, reason=reason, detail=more)
