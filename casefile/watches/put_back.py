"""A watch as it stood before an import wrote over it, put back: a new version repeats an earlier one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile import audit, hits, outbox
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.states import WATCH, WatchMove, allows
from casefile.policy.viewer import Viewer, require
from casefile.records.cases import open_cases
from casefile.storage import tables
from casefile.storage.tables import Watch
from casefile.storage.versioned import WATCHES, Head
from casefile.subjects import identity_rows
from casefile.vocabulary import Json, Topic, WatchState
from casefile.watches import moves

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
    was = WatchState(one.held["state"])
    steps = STEPS.get((WatchState(head.state), AIMS.get(was, was)), ())
    case_id = one.held["case_id"]
    now_in = session.scalar(select(Watch.case_id).where(Watch.id == head.id))
    stays = case_id is None or case_id == now_in or case_id in open_cases(session, viewer, {case_id})
    if not steps or not allows(WATCH, WatchState(head.state), steps[0]) or not stays:
        return False
    state = moves.next_state(session, viewer, head, steps)
    values = {**one.held, "state": state.value, "expires_at": datetime.fromisoformat(one.held["expires_at"])}
    version = WATCHES.move(session, head, values)
    stamp = {"version": version, "entered_at": tables.now(), "entered_by": viewer.officer_id or None}
    WATCHES.copy_version(session, head._replace(version=one.version), stamp)
    identity_rows.copy_identity(session, head.id, one.version, version)
    outbox.enqueue(session, Topic.WATCH, head.id, version)
    detail = {"version": version, "state": state.value, "as_of": one.version}
    audit.write(session, viewer, audit.Action.ALTERATION, "watch", head.id, reason=why.text, detail=detail)
    hits.follow_rules(session, watch_ids=[head.id])
    return True
