"""Nobody alone: a wide watch, or every watch of a unit that asks for it, waits until another person has looked at it.

What waits fires for nobody. Who approves sees the subject, the ground and how many strangers it would meet by published
frequencies, nothing of what other units hold.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import String, and_, select, type_coerce
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import MISSING, CasefileError, Conflict, NotAllowed, NotThere
from casefile.policy import watching
from casefile.policy.handling import watch_facts
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.states import REFUSED, WAITS_FOR_APPROVAL, WatchMove
from casefile.policy.viewer import Viewer, require
from casefile.policy.watching import Seat
from casefile.storage import fresh
from casefile.storage.tables import Officer, Unit, Watch, WatchVersion
from casefile.storage.versioned import WATCHES, Head
from casefile.subjects import identity_rows
from casefile.subjects.identity import Identity
from casefile.vocabulary import WatchNoticeKind, WatchState
from casefile.watches import moves, notices
from casefile.watches.selectivity import Selectivity, selectivity
from casefile.watches.standing import standing

MOST = 200
"""Lines of the list: more waiting watches than that are read from the top, the oldest first."""


@dataclass(frozen=True, slots=True)
class WaitingWatch:
    """A watch as who may approve it sees it. `asked_by` is empty when the command line brought it."""

    id: str
    unit_name: str
    unit_code: str
    seat: Seat
    wide: bool
    identity: Identity
    ground: str
    asked_by: str
    asked_at: datetime
    expires_at: datetime
    selectivity: Selectivity
    may_decide: bool
    """Whether this viewer is another person than those who wrote or approved it so far."""


class _Row(NamedTuple):
    """A watch with its present version, its unit, and who asked for it."""

    watch: Watch
    version: WatchVersion
    unit: Unit
    name: str | None
    login: str | None


def how_many_wait(session: Session, viewer: Viewer) -> int:
    """How many watches this viewer may approve or refuse."""
    require(viewer, Permission.APPROVE_WATCH)
    return sum(
        watching.may_sit(viewer, at, row.watch.owner_unit_id, _wrote(row.watch, row.version))
        for row, at in _before_viewer(session, viewer, None)
    )


def waiting(session: Session, viewer: Viewer, watch_id: str | None = None) -> list[WaitingWatch]:
    """The watches that wait for a person like this viewer, oldest first; of this id alone when it is given."""
    require(viewer, Permission.APPROVE_WATCH)
    mine = _before_viewer(session, viewer, watch_id)[:MOST]
    keys = {row.watch.id: identity_rows.identity_id(row.watch.id, row.watch.version) for row, _ in mine}
    known = identity_rows.load_identities(session, keys.values())
    return [
        WaitingWatch(
            id=row.watch.id,
            unit_name=row.unit.name,
            unit_code=row.unit.code,
            seat=at,
            wide=row.watch.wide,
            identity=(identity := known[keys[row.watch.id]]),
            ground=row.version.ground,
            asked_by=(row.name or row.login or "") if row.watch.owner_unit_id == viewer.unit_id else "",
            asked_at=row.version.entered_at,
            expires_at=row.watch.expires_at,
            selectivity=selectivity(identity, row.unit.country),
            may_decide=watching.may_sit(viewer, at, row.watch.owner_unit_id, _wrote(row.watch, row.version)),
        )
        for row, at in mine
    ]


def approve(session: Session, viewer: Viewer, watch_id: str, reason: str = "") -> WatchState:
    """Approve a watch in the viewer's seat; after the last one it fires. Returns the state it comes to."""
    require(viewer, Permission.APPROVE_WATCH)
    head, row, at = _before(session, viewer, watch_id, WatchMove.APPROVE)
    why = Reason.optional(reason)
    steps = [WatchMove.APPROVE] if head.state == WatchState.PROPOSED.value else []
    steps += [WatchMove.ACTIVATE] if watching.is_last(at, wide=row.wide) else []
    further = {"approved_by": viewer.officer_id}
    moves.make(session, viewer, head, steps, why, further=further, action=audit.Action.DECISION)
    if WatchMove.ACTIVATE not in steps:
        return WatchState.APPROVED
    notices.write(session, [watch_id], WatchNoticeKind.APPROVED)
    return WatchState.ACTIVE


def refuse(session: Session, viewer: Viewer, watch_id: str, reason: str) -> None:
    """Refuse a watch, with the reason that its unit reads. It ends; the subject may be registered again, better."""
    require(viewer, Permission.APPROVE_WATCH)
    head, _, _ = _before(session, viewer, watch_id, WatchMove.REFUSE)
    why = Reason.stated(reason)
    moves.make(session, viewer, head, [WatchMove.REFUSE], why, action=audit.Action.DECISION)
    notices.write(session, [watch_id], WatchNoticeKind.REFUSED)


def _before_viewer(session: Session, viewer: Viewer, watch_id: str | None) -> list[tuple[_Row, Seat]]:
    """What lies before this viewer, with the seat."""
    one = [Watch.id == watch_id] if watch_id else []
    name, login = type_coerce(Officer.display_name, String()), type_coerce(Officer.login, String())
    rows = session.execute(
        select(Watch, WatchVersion, Unit, name, login)
        .join(WatchVersion, and_(WatchVersion.watch_id == Watch.id, WatchVersion.version == Watch.version))
        .join(Unit, Unit.id == Watch.owner_unit_id)
        .join(Officer, Officer.id == Watch.asked_by, isouter=True)
        .where(Watch.state.in_(sorted(state.value for state in WAITS_FOR_APPROVAL)), *one)
        .order_by(WatchVersion.entered_at, Watch.id)
        .execution_options(populate_existing=True)
    )
    seated = [(row, _seat(row.watch, row.version, row.unit)) for row in map(_Row._make, rows)]
    return [(row, at) for row, at in seated if at and watching.sees(viewer, at, row.watch.owner_unit_id)]


def _before(session: Session, viewer: Viewer, watch_id: str, move: WatchMove) -> tuple[Head, Watch, Seat]:
    """The watch that lies before this viewer, locked. NotThere hides what is not the viewer's to know of.

    What the viewer may know of and not do stands in the trail as this move, refused.
    """
    there = (Watch.id == watch_id, Watch.state.not_in(WATCHES.gone))
    found = session.connection().execute(WATCHES.heads().where(*there)).first()
    if found is None:
        raise NotThere(MISSING)
    head, row = Head(*found), standing(session, watch_id)
    version = fresh.first(
        session, select(WatchVersion).where(WatchVersion.watch_id == watch_id, WatchVersion.version == head.version)
    )
    unit = fresh.first(session, select(Unit).where(Unit.id == row.owner_unit_id))
    if version is None or unit is None:
        raise NotThere(MISSING)
    at = _seat(row, version, unit)
    if at is not None and watching.may_sit(viewer, at, row.owner_unit_id, _wrote(row, version)):
        return head, row, at
    if row.owner_unit_id != viewer.unit_id and not (at and watching.sees(viewer, at, row.owner_unit_id)):
        raise NotThere(MISSING)
    moves.refuse(session, viewer, _why_not(viewer, at, row), head, move)


def _why_not(viewer: Viewer, at: Seat | None, row: Watch) -> CasefileError:
    if at is None:
        return Conflict(REFUSED)
    if not watching.sees(viewer, at, row.owner_unit_id):
        return NotAllowed("The coordination office decides on this watch now.")
    return NotAllowed("Another person has to decide on this watch: neither who wrote it nor who approved it before.")


def _seat(row: Watch, version: WatchVersion, unit: Unit) -> Seat | None:
    return watching.seat(
        WatchState(row.state),
        wide=row.wide,
        unit_asks=unit.approves_watches,
        protected=watch_facts(row, version).protected,
    )


def _wrote(row: Watch, version: WatchVersion) -> frozenset[str]:
    """Who proposed it, who wrote its present text, and who approved it in an earlier seat."""
    return frozenset(one for one in (row.asked_by, version.entered_by, row.approved_by) if one)
