"""One step of a watch from state to state, as every action takes it: a new version, the index, the hits, the trail."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NoReturn

from sqlalchemy.orm import Session

from casefile import audit, hits, outbox
from casefile.errors import CasefileError, Conflict
from casefile.policy.reasons import Reason
from casefile.policy.states import WATCH, WatchMove, after
from casefile.policy.viewer import Viewer
from casefile.storage import tables
from casefile.storage.store import keep_if_refused
from casefile.storage.tables import Watch
from casefile.storage.versioned import WATCHES, Head
from casefile.subjects import identity_rows
from casefile.vocabulary import Topic, WatchState
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
    if state in (WatchState.ENDED, WatchState.EXPIRED):
        hits.withdraw_open(session, watch_id=head.id)
    detail = {"version": version, "state": state.value, "steps": [move.value for move in steps]}
    audit.write(session, viewer, action, "watch", head.id, reason=why.text if why else "", detail=detail)
    return version


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
