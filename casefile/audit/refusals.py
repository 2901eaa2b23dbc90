"""What was refused stands in the trail too: who tried which step on what, although nothing of it was done."""

from collections.abc import Mapping
from typing import NoReturn

from sqlalchemy.orm import Session

from casefile.audit import trail
from casefile.errors import Conflict
from casefile.policy.states import Move, State, after
from casefile.policy.viewer import Viewer
from casefile.storage.store import keep_if_refused
from casefile.vocabulary import Json


def refuse(
    session: Session,
    viewer: Viewer | None,
    error: Exception,
    subject_kind: str,
    subject_id: str,
    detail: Mapping[str, Json],
) -> NoReturn:
    """Raise `error`, and write the refusal in a transaction of its own once this one is undone.

    `detail` holds ids and words of the closed lists. Needs a session of `Store.writing`.
    """
    line = {"refused": type(error).__name__, **detail}
    keep_if_refused(
        session, lambda later: trail.write(later, viewer, trail.Action.REFUSED, subject_kind, subject_id, detail=line)
    )
    raise error


def next_state(
    session: Session,
    viewer: Viewer | None,
    machine: Mapping[tuple[State, Move], State],
    state: State,
    move: Move,
    subject: tuple[str, str],
) -> State:
    """The state the move leads to. Raises Conflict where the table of moves lacks it, which stands in the trail.

    `subject` is its kind and id.
    """
    try:
        return after(machine, state, move)
    except Conflict as error:
        refuse(session, viewer, error, *subject, {"state": state.value, "move": move.value})
