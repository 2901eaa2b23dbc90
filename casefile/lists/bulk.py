"""One act on many things of a list, with one reason: each as the act does singly, asked for its permission each time.

All in the caller's one transaction, so a machine that dies has done nothing. What an act refuses of one thing (another
state, another unit's) stops none of the others and is answered with its reason; a reason or a date that is missing
stops all. An act may stand here only if it refuses before it writes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from casefile import records, watches
from casefile.errors import BadInput, CasefileError, Conflict, NotAllowed, NotThere
from casefile.hits import pointers
from casefile.hits.held import assigned
from casefile.lists.pattern import SIZES
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.records import cases

MOST = SIZES[-1]


@dataclass(frozen=True, slots=True)
class Given:
    """What is stated once for all of them."""

    reason: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """An act that exists singly. `asks_reason`, `asks_until`: what it wants to be stated."""

    permission: Permission
    do: Callable[[Session, Viewer, str, Given], object]
    asks_reason: bool = True
    asks_until: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """One thing with which nothing was done, and why."""

    id: str
    error: CasefileError


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a bulk act: ids, in the order given."""

    done: tuple[str, ...]
    left: tuple[Left, ...]


def _renew(session: Session, viewer: Viewer, watch_id: str, given: Given) -> object:
    if given.until is None:
        raise BadInput("Enter the day on which it ends.", field="until")
    return watches.renew(session, viewer, watch_id, given.until, given.reason)


def _take(session: Session, viewer: Viewer, hit_id: str, _given: Given) -> None:
    assigned.assign(session, viewer, hit_id, viewer.officer_id)


ACTS: Mapping[str, Mapping[str, Act]] = {
    "watches": {
        "renew": Act(Permission.WATCH_SUBJECT, _renew, asks_until=True),
        "suspend": Act(Permission.WATCH_SUBJECT, lambda s, v, id, given: watches.suspend(s, v, id, given.reason)),
        "resume": Act(Permission.WATCH_SUBJECT, lambda s, v, id, given: watches.resume(s, v, id, given.reason)),
        "end": Act(Permission.WATCH_SUBJECT, lambda s, v, id, given: watches.end(s, v, id, given.reason)),
    },
    "cases": {
        "close": Act(Permission.ENTER_RECORD, lambda s, v, id, given: cases.close_case(s, v, id, given.reason)),
        "reopen": Act(Permission.ENTER_RECORD, lambda s, v, id, given: cases.reopen_case(s, v, id, given.reason)),
    },
    "records": {
        "withdraw": Act(Permission.ENTER_RECORD, lambda s, v, id, given: records.withdraw(s, v, id, given.reason)),
    },
    "pointers": {
        "read": Act(Permission.READ_POINTER, lambda s, v, id, _given: pointers.mark_read(s, v, id), asks_reason=False),
    },
    "review": {"take": Act(Permission.REVIEW_HIT, _take, asks_reason=False)},
    "review_protected": {"take": Act(Permission.REVIEW_PROTECTED_HIT, _take, asks_reason=False)},
}
"""List: the acts that may be done with many of it."""


def carry_out(session: Session, viewer: Viewer, act: Act, ids: Sequence[str], given: Given) -> Done:
    """Do the act with each, once however often it is named.

    Raises BadInput when nothing is chosen, more than a page holds, or what is stated does not do: then nothing is done.
    """
    require(viewer, act.permission)
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        raise BadInput("Tick at least one.", field="ids")
    if len(wanted) > MOST:
        raise BadInput("Choose at most %(most)s at once.", field="ids", most=MOST)
    done, left = list[str](), list[Left]()
    for id in wanted:
        try:
            act.do(session, viewer, id, given)
            done.append(id)
        except (Conflict, NotThere, NotAllowed) as error:
            left.append(Left(id, error))
    return Done(tuple(done), tuple(left))
