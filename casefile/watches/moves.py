"""One step of a watch from state to state, as every action takes it: a new version, the index, the hits, the trail.

And the step back over what an import wrote: a new version that says again what an earlier one did.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple, NoReturn

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile import audit, hits, outbox
from casefile.errors import CasefileError, Conflict
from casefile.planned import events
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.states import WATCH, WatchMove, after, allows
from casefile.policy.viewer import Viewer, require
from casefile.records.cases import open_cases
from casefile.records.sources import came_with
from casefile.records.sources.came_with import Came
from casefile.storage import tables
from casefile.storage.store import keep_if_refused
from casefile.storage.tables import Watch
from casefile.storage.versioned import WATCHES, Head
from casefile.subjects import identity_rows
from casefile.vocabulary import Json, RecordKind, Topic, WatchState
from casefile.watches import protection
from casefile.watches.drafts import KEPT_AFTER_END


def make(
    session: Session,
    viewer: Viewer | None,
    head: Head,
    steps: Sequence[WatchMove],
    why: Reason | None,
    *,
    further: Mapping[str, object] | None = None,
    action: str = audit.Action.ALTERATION,
) -> int:
    """A new version equal to the last, after these steps: the index learns of the new state or end by its number.

    `further` are values of the head's row; a new `expires_at` moves the time it is kept. Returns the version. Raises
    Conflict as `next_state`.
    """
    state = next_state(session, viewer, head, steps)
    values: dict[str, object] = {"state": state.value, "state_reason": why.text if why else "", **(further or {})}
    content: dict[str, object] = {
        "entered_at": tables.now(),
        "entered_by": (viewer.officer_id or None) if viewer else None,
    }
    if isinstance(end := values.get("expires_at"), datetime):
        content["retain_until"] = max(WATCHES.retained_until(session, head), end + KEPT_AFTER_END)
    version = WATCHES.move(session, head, values)
    WATCHES.copy_version(session, head, content)
    identity_rows.copy_identity(session, head.id, head.version, version)
    outbox.enqueue(session, Topic.WATCH, head.id, version)
    _follow(session, head)
    if state in (WatchState.ENDED, WatchState.EXPIRED):
        hits.withdraw_open(session, watch_id=head.id)
    detail = {"version": version, "state": state.value, "steps": [move.value for move in steps]}
    audit.write(session, viewer, action, "watch", head.id, reason=why.text if why else "", detail=detail)
    return version


def _follow(session: Session, head: Head) -> None:
    if head.kind == RecordKind.EVENT.value:
        events.follow(session, [head.id])


def next_state(session: Session, viewer: Viewer | None, watch: Head | Watch, steps: Sequence[WatchMove]) -> WatchState:
    """The state these steps lead to. Raises Conflict where the table lacks one, which stands in the trail."""
    state = WatchState(watch.state)
    for move in steps:
        try:
            state = after(WATCH, state, move)
        except Conflict as error:
            refuse(session, viewer, error, watch, move)
    return state


def refuse(
    session: Session, viewer: Viewer | None, error: CasefileError, watch: Head | Watch, move: WatchMove
) -> NoReturn:
    """Refuse a step with `error`: the state does not allow it, or it is another's to take. It stands in the trail.

    The line names the step alone, as it always did: `audit.refuse` would add the state and the error.
    """
    watch_id, line = watch.id, {"move": move.value}  # read now: the row is gone once its transaction is undone
    keep_if_refused(
        session, lambda later: audit.write(later, viewer, audit.Action.REFUSED, "watch", watch_id, detail=line)
    )
    raise error


# ---- a watch as it stood before an import wrote over it, put back: a new version repeats an earlier one

HEAD = ("case_id", "watchlist_id", "state", "state_reason", "wide", "asked_by", "approved_by", "expires_at")
"""What the head says of a watch and no version does."""
_S, _M = WatchState, WatchMove
AIMS: Mapping[WatchState, WatchState] = {_S.APPROVED: _S.PROPOSED, _S.BROKEN: _S.ACTIVE}
"""What stood so is asked again: the second officer, the engine."""
STEPS: Mapping[tuple[WatchState, WatchState], tuple[WatchMove, ...]] = {
    **{(s, s): (_M.AMEND,) for s in (_S.ACTIVE, _S.PROPOSED, _S.SUSPENDED, _S.EXPIRED)},
    (_S.BROKEN, _S.ACTIVE): (_M.AMEND,),
    (_S.PROPOSED, _S.ACTIVE): (_M.ACTIVATE,),  # what was approved, or needed no approval, stands again
    (_S.PROPOSED, _S.SUSPENDED): (_M.ACTIVATE, _M.SUSPEND),
    (_S.ACTIVE, _S.PROPOSED): (_M.PROPOSE,),
    (_S.BROKEN, _S.PROPOSED): (_M.PROPOSE,),
}
"""By which steps a watch gets from where an import left it to where it was; anything else is somebody's act since."""


class Former(NamedTuple):
    """Where a watch stands now, which of its versions says how it was, and what its head said then (`held`)."""

    head: Head
    version: int
    held: Mapping[str, Any]
    came: Came = MappingProxyType({})
    """The signs of protection that came with what is taken back."""


def held(session: Session, ids: list[str]) -> dict[str, dict[str, Json]]:
    """By id, what the heads of these watches say that no version does."""
    rows = session.execute(select(Watch.id, *(getattr(Watch, name) for name in HEAD)).where(Watch.id.in_(ids)))
    return {row.id: {name: _plain(getattr(row, name)) for name in HEAD} for row in rows}


def _plain(value: Any) -> Json:
    return value.isoformat() if isinstance(value, datetime) else value


def put_back(session: Session, viewer: Viewer, one: Former, reason: str) -> bool:
    """Put an own watch back. False where its state, or a case closed since, does not allow it."""
    require(viewer, Permission.WATCH_SUBJECT)
    why, head = Reason.stated(reason), one.head
    own = select(Watch.case_id).where(Watch.id == head.id, Watch.owner_unit_id == viewer.unit_id)
    if (stands := session.execute(own).first()) is None:
        return False
    was = WatchState(one.held["state"])
    steps = STEPS.get((WatchState(head.state), AIMS.get(was, was)), ())
    case_id = one.held["case_id"]
    stays = case_id is None or case_id == stands.case_id or case_id in open_cases(session, viewer, {case_id})
    if not steps or not allows(WATCH, WatchState(head.state), steps[0]) or not stays:
        return False
    state = next_state(session, viewer, head, steps)
    values = {**one.held, "state": state.value, "expires_at": datetime.fromisoformat(one.held["expires_at"])}
    version = WATCHES.move(session, head, values)
    stamp = {"version": version, "entered_at": tables.now(), "entered_by": viewer.officer_id or None}
    WATCHES.copy_version(session, head._replace(version=one.version), stamp)
    identity_rows.copy_identity(session, head.id, one.version, version)
    outbox.enqueue(session, Topic.WATCH, head.id, version)
    _follow(session, head)
    _, unprotected = came_with.take_away(session, head.id, one.came)
    detail: dict[str, Json] = {"version": version, "state": state.value, "as_of": one.version}
    if unprotected:
        detail["protection_taken_back"] = list[Json](unprotected)
    audit.write(session, viewer, audit.Action.ALTERATION, "watch", head.id, reason=why.text, detail=detail)
    protection.work_out(session, [head.id])
    return True
