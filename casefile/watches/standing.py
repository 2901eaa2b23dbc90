"""Whether a watch that is written fires at once or waits for another person: a part of registering and renewing."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile.errors import MISSING, BadInput, NotThere
from casefile.people.acts import is_command_line
from casefile.policy import watching
from casefile.policy.states import WAITS_FOR_APPROVAL, WATCH, WatchMove, after
from casefile.policy.viewer import Viewer
from casefile.storage import fresh
from casefile.storage.tables import Unit, Watch
from casefile.storage.versioned import Head
from casefile.vocabulary import WatchState
from casefile.watches.drafts import Prepared


def refuse_wide(viewer: Viewer, ready: Prepared) -> None:
    """Raises BadInput when an officer brings what is wide and has not asked to keep it."""
    if ready.wide and not ready.draft.wide and not is_command_line(viewer):
        raise BadInput(
            "As it stands this watch finds nothing, far too much, or a value that many hold. Add a year of birth, a "
            "second name or a number, or ask for it to be kept as wide.",
            field="wide",
        )


def unit_asks(session: Session, unit_id: str) -> bool:
    """Whether the unit's policy asks for a second officer."""
    return bool(session.scalar(select(Unit.approves_watches).where(Unit.id == unit_id)))


def at_first(viewer: Viewer, *, wide: bool, unit_asks: bool) -> dict[str, object]:
    """The columns of a new watch's head that approval answers for."""
    waits = watching.waits(wide=wide, unit_asks=unit_asks, command_line=is_command_line(viewer))
    state = WatchState.PROPOSED if waits else WatchState.ACTIVE
    return {"state": state.value, "wide": wide, "asked_by": (viewer.officer_id or None) if waits else None}


def amended(session: Session, viewer: Viewer, head: Head, *, wide: bool, other_subject: bool) -> dict[str, object]:
    """The same after an amendment: another subject is another question, which waits as a new one does."""
    state, was = WatchState(head.state), standing(session, head.id)
    if not other_subject:
        return {"state": after(WATCH, state, WatchMove.AMEND).value}
    asks = unit_asks(session, was.owner_unit_id)
    if not watching.waits(wide=wide, unit_asks=asks, command_line=is_command_line(viewer)):
        to = after(WATCH, state, WatchMove.AMEND)
        to = after(WATCH, to, WatchMove.ACTIVATE) if to is WatchState.PROPOSED else to  # selective now
        return {"state": to.value, "wide": wide, "asked_by": None, "approved_by": None}
    move = WatchMove.PROPOSE if (state, WatchMove.PROPOSE) in WATCH else WatchMove.AMEND
    if state is WatchState.EXPIRED:
        move = WatchMove.AMEND  # renewing it will ask
    asked_by = was.asked_by if state in WAITS_FOR_APPROVAL else None
    asked = {"asked_by": asked_by or viewer.officer_id or None, "approved_by": None}
    return {"state": after(WATCH, state, move).value, "wide": wide, **asked}


def renewed(session: Session, viewer: Viewer, head: Head) -> dict[str, object]:
    """What changes besides its end when a watch is renewed: one that ran out and was never approved waits."""
    was = standing(session, head.id)
    if head.state != WatchState.EXPIRED.value or was.approved_by is not None:
        return {}
    asks = unit_asks(session, was.owner_unit_id)
    waits = watching.waits(wide=was.wide, unit_asks=asks, command_line=is_command_line(viewer))
    return {"asked_by": viewer.officer_id or None} if waits else {}


def standing(session: Session, watch_id: str) -> Watch:
    row = fresh.first(session, select(Watch).where(Watch.id == watch_id))
    if row is None:
        raise NotThere(MISSING)
    return row
