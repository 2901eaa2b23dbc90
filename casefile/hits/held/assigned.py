"""Who has a hit in hand: taken, handed to a colleague, or given back. It is said to the desk and keeps nobody out."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import BadInput
from casefile.hits.review import DECIDED_ALREADY, hit_at_desk, move, refuse, require_any_desk
from casefile.people.viewers import viewer_of
from casefile.policy.disclosure import DESK_PERMISSION, may_open_hit
from casefile.policy.permissions import roles_with
from casefile.policy.states import HIT, HitMove, after, allows
from casefile.policy.viewer import Viewer
from casefile.storage.in_list import among
from casefile.storage.tables import Hit, HitAssignment, Officer, OfficerRole
from casefile.vocabulary import Desk, HitState


@dataclass(frozen=True, slots=True)
class Colleague:
    """An officer of the own unit who reviews at the same desk."""

    officer_id: str
    name: str


def take(session: Session, viewer: Viewer, hit_id: str) -> None:
    """Say that one is at work on it: *queued* becomes *in review*. Seen by reviewers only."""
    require_any_desk(viewer)
    hit, _ = hit_at_desk(session, viewer, hit_id)
    if not allows(HIT, HitState(hit.state), HitMove.TAKE):
        refuse(session, viewer, hit, HitMove.TAKE, DECIDED_ALREADY)
    assign(session, viewer, hit_id, viewer.officer_id)


def assign(session: Session, viewer: Viewer, hit_id: str, officer_id: str) -> None:
    """Put a hit, and what waits of its coincidence, into the hand of the viewer or of a colleague; nobody's: empty.

    Who takes it says to be at work on it: *queued* becomes *in review*. Raises BadInput for who does not sit at the
    hit's desk, and Conflict where nothing is to be judged any more.
    """
    require_any_desk(viewer)
    hit, facts = hit_at_desk(session, viewer, hit_id)
    if officer_id and not allows(HIT, HitState(hit.state), HitMove.JUDGE_SAME):
        refuse(session, viewer, hit, HitMove.TAKE, DECIDED_ALREADY)
    to = viewer_of(session, officer_id) if officer_id else None
    if officer_id and (to is None or to.unit_id != viewer.unit_id or not may_open_hit(to, Desk(hit.desk), facts)):
        raise BadInput("Choose somebody who reviews at this desk.", field="officer")
    taken = officer_id == viewer.officer_id
    if taken and allows(HIT, HitState(hit.state), HitMove.TAKE):
        move(session, hit, after(HIT, HitState(hit.state), HitMove.TAKE))
    _hand_to(session, _item(session, hit), officer_id)
    detail = {"taken": True} if taken else {"assigned": officer_id}
    audit.write(session, viewer, audit.Action.DECISION, "hit", hit_id, detail=detail)


def _hand_to(session: Session, hit_ids: Collection[str], officer_id: str) -> None:
    session.execute(delete(HitAssignment).where(among(HitAssignment.hit_id, hit_ids)))
    if officer_id:
        session.add_all(HitAssignment(hit_id=id, officer_id=officer_id) for id in sorted(hit_ids))
    session.flush()


def _item(session: Session, hit: Hit) -> list[str]:
    """The hits of its coincidence at this desk, one line of the list; of a number that many hold it alone."""
    if hit.coincidence_id is None or hit.common_value:
        return [hit.id]
    same = (Hit.coincidence_id == hit.coincidence_id, Hit.desk == hit.desk)
    return list(session.scalars(select(Hit.id).where(*same)))


def holders(session: Session, viewer: Viewer, hit_ids: Collection[str]) -> dict[str, Colleague]:
    """Who has these hits in hand. For the reviewers of their desk."""
    require_any_desk(viewer)
    rows = session.execute(
        select(HitAssignment.hit_id, Officer.id, Officer.display_name, Officer.login)
        .join(Officer, Officer.id == HitAssignment.officer_id)
        .where(among(HitAssignment.hit_id, hit_ids))
    )
    return {hit: Colleague(id, name or login) for hit, id, name, login in rows}


def colleagues(session: Session, viewer: Viewer, desk: Desk) -> list[Colleague]:
    """The others of the own unit who review at this desk, by name."""
    require_any_desk(viewer)
    roles = sorted(role.value for role in roles_with(DESK_PERMISSION[desk]))
    rows = session.execute(
        select(Officer.id, Officer.display_name, Officer.login)
        .join(OfficerRole, OfficerRole.officer_id == Officer.id)
        .where(Officer.unit_id == viewer.unit_id, Officer.active, OfficerRole.role.in_(roles))
        .where(Officer.id != viewer.officer_id)
        .distinct()
    )
    return sorted((Colleague(id, name or login) for id, name, login in rows), key=lambda one: one.name)
