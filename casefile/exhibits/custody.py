"""The chain of custody: who opened an exhibit, who holds it, to whom it went. Each step is the holder's, or whose it
was offered to (`policy.exhibits`)."""

from typing import NoReturn

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casefile import audit, limits
from casefile.errors import N_, BadInput, CasefileError, Conflict, NotAllowed
from casefile.exhibits import rows
from casefile.policy import exhibits as law
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.states import EXHIBIT, ExhibitMove
from casefile.policy.viewer import Viewer, require
from casefile.storage.tables import Exhibit, Officer
from casefile.subjects.cleaning import one_line
from casefile.vocabulary import CustodyAct, ExhibitState

NOT_YOURS = N_("This step is its holder’s, or of whom it was offered to.")
ALTERED = (
    "This is no longer the file that was received: its hash is another. Nothing of it is shown. Tell the auditors."
)


def hand_on(session: Session, viewer: Viewer, exhibit_id: str, officer_id: str, reason: str) -> None:
    """Offer an exhibit to a colleague of the unit; it is the holder's until that one takes it over."""
    require(viewer, Permission.KEEP_EXHIBITS)
    why = Reason.stated(reason)
    row, to = _step(session, viewer, exhibit_id, ExhibitMove.HAND_ON)
    colleague = select(Officer.id).where(Officer.id == officer_id, Officer.unit_id == viewer.unit_id, Officer.active)
    if officer_id == viewer.officer_id or session.scalars(colleague).first() is None:
        raise BadInput("Choose a colleague from the list.", field="officer")
    _move(session, row, to, offered_to=officer_id)
    _note(session, viewer, row, CustodyAct.HANDED_ON, why.text, to_officer_id=officer_id)


def take_over(session: Session, viewer: Viewer, exhibit_id: str) -> None:
    """Take over what was offered: from now on the viewer holds it."""
    require(viewer, Permission.KEEP_EXHIBITS)
    row, to = _step(session, viewer, exhibit_id, ExhibitMove.TAKE_OVER)
    _move(session, row, to, holder_id=viewer.officer_id, offered_to=None)
    _note(session, viewer, row, CustodyAct.TAKEN_OVER, "")


def decline(session: Session, viewer: Viewer, exhibit_id: str, reason: str) -> None:
    """Do not take over what was offered: it stays with who offered it."""
    require(viewer, Permission.KEEP_EXHIBITS)
    why = Reason.stated(reason)
    row, to = _step(session, viewer, exhibit_id, ExhibitMove.DECLINE)
    _move(session, row, to, offered_to=None)
    _note(session, viewer, row, CustodyAct.DECLINED, why.text)


def take_back(session: Session, viewer: Viewer, exhibit_id: str) -> None:
    """Take back what was offered and not yet taken over."""
    require(viewer, Permission.KEEP_EXHIBITS)
    row, to = _step(session, viewer, exhibit_id, ExhibitMove.TAKE_BACK)
    _move(session, row, to, offered_to=None)
    _note(session, viewer, row, CustodyAct.TAKEN_BACK, "")


def send_out(session: Session, viewer: Viewer, exhibit_id: str, outside: str, reason: str) -> None:
    """Note that the thing, or a copy of the file, goes to a laboratory or a court: to whom, by name, and why."""
    require(viewer, Permission.KEEP_EXHIBITS)
    why = Reason.stated(reason)
    to_whom = one_line(outside, "outside", limits.EXHIBIT_OUTSIDE)
    if not to_whom:
        raise BadInput("State who receives it: service, name, place.", field="outside")
    row, to = _step(session, viewer, exhibit_id, ExhibitMove.SEND_OUT)
    _move(session, row, to, outside=to_whom)
    _note(session, viewer, row, CustodyAct.SENT_OUT, why.text, outside=to_whom)


def return_in(session: Session, viewer: Viewer, exhibit_id: str, reason: str = "") -> None:
    """Note that it came back."""
    require(viewer, Permission.KEEP_EXHIBITS)
    why = Reason.optional(reason)
    row, to = _step(session, viewer, exhibit_id, ExhibitMove.RETURN)
    _move(session, row, to, outside="")
    _note(session, viewer, row, CustodyAct.RETURNED, why.text if why else "")


def claim(session: Session, viewer: Viewer, exhibit_id: str, reason: str) -> None:
    """Hold from now on what somebody held who has left the unit."""
    require(viewer, Permission.KEEP_EXHIBITS)
    why = Reason.stated(reason)
    row, to = _step(session, viewer, exhibit_id, ExhibitMove.CLAIM)
    _move(session, row, to, holder_id=viewer.officer_id, offered_to=None, outside="")
    _note(session, viewer, row, CustodyAct.CLAIMED, why.text)


def open_original(session: Session, viewer: Viewer, exhibit_id: str, reason: str) -> Exhibit:
    """Open the file as it was received: a line of custody. Raises Conflict when it is not that file any more."""
    require(viewer, Permission.KEEP_EXHIBITS)
    why = Reason.stated(reason)
    row, _ = _step(session, viewer, exhibit_id, ExhibitMove.OPEN)
    if rows.hash_if_whole(session, row.id, row.size) != row.sha256:
        audit.refuse(session, viewer, Conflict(ALTERED), "exhibit", row.id, {"move": ExhibitMove.OPEN.value})
    _note(session, viewer, row, CustodyAct.OPENED, why.text)
    return row


def part_of(session: Session, viewer: Viewer, exhibit_id: str, number: int) -> bytes:
    """A part of the file as it was received, from 0, to follow `open_original`; empty after the last.

    One at a time, so that nobody on a thin line keeps a session open: on SQLite that would hold up every writer.
    """
    require(viewer, Permission.KEEP_EXHIBITS)
    row = rows.of_unit(session, viewer, exhibit_id)
    return rows.part(session, row.id, number) if number * law.PART_BYTES < row.size else b""


def _step(session: Session, viewer: Viewer, exhibit_id: str, move: ExhibitMove) -> tuple[Exhibit, ExhibitState]:
    """The exhibit and the state it comes to; what the table or the law refuses stands in the trail."""
    row = rows.of_unit(session, viewer, exhibit_id)
    state = ExhibitState(row.state)
    if state is ExhibitState.RECEIVING:
        _refuse(session, viewer, row, Conflict("This file is not whole yet. Send the rest."), move)
    to = audit.next_state(session, viewer, EXHIBIT, state, move, ("exhibit", row.id))
    if not law.may_step(viewer, rows.custody_of(session, row), move):
        _refuse(session, viewer, row, NotAllowed(NOT_YOURS), move)
    return row, to


def _refuse(session: Session, viewer: Viewer, row: Exhibit, error: CasefileError, move: ExhibitMove) -> NoReturn:
    audit.refuse(session, viewer, error, "exhibit", row.id, {"state": row.state, "move": move.value})


def _move(session: Session, row: Exhibit, to: ExhibitState, **values: str | None) -> None:
    session.connection().execute(update(Exhibit).where(Exhibit.id == row.id).values(state=to.value, **values))


_TRAIL = {
    CustodyAct.OPENED: audit.Action.CONSULTATION,
    CustodyAct.SENT_OUT: audit.Action.DISCLOSURE,
}


def _note(
    session: Session,
    viewer: Viewer,
    row: Exhibit,
    act: CustodyAct,
    reason: str,
    *,
    to_officer_id: str | None = None,
    outside: str = "",
) -> None:
    """The line of custody and the line of the trail; who received it outside stands in the first alone."""
    rows.add_line(session, row.id, act, viewer.officer_id, to_officer_id=to_officer_id, outside=outside, reason=reason)
    detail = {"custody": act.value} | ({"to": to_officer_id} if to_officer_id else {})
    action = _TRAIL.get(act, audit.Action.ALTERATION)
    audit.write(session, viewer, action, "exhibit", row.id, reason=reason, detail=detail)
