"""What a unit plans: how wide and how long an operation may be, and how far ahead it is entered.

Two units' operations at one place and time, one unit's operation within what another's watch on a departure covers, or
where another's record says that something happened then, are shown to the coordination office and to nobody else, who
tells both, or the one that plans, or nobody. Source: docs/sources/governance.md, "Planned operations"; deconfliction as
RISSafe has it, whose watch centre alone sees that two events meet and calls both.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from casefile.errors import BadInput
from casefile.policy.disclosure import is_networks, shows_itself_to
from casefile.policy.permissions import Permission
from casefile.policy.sharing import DisclosureFacts, is_matchable
from casefile.policy.states import IN_FORCE
from casefile.policy.viewer import Viewer
from casefile.vocabulary import MeetingState, Notify, OperationState, WatchState


class OperationMove(StrEnum):
    """What a unit does with an operation that it plans."""

    POSTPONE = "postpone"
    CANCEL = "cancel"
    FINISH = "finish"


class MeetingMove(StrEnum):
    """What becomes of two planned operations that meet."""

    TELL = "tell"
    """Both units are asked to call the coordination office."""
    SET_ASIDE = "set_aside"
    END = "end"
    """One of them was postponed, cancelled or done: they no longer meet."""
    AGAIN = "again"
    """Other days, and they meet as well, or again."""


_O, _OM = OperationState, OperationMove
_AHEAD = (_O.PLANNED, _O.POSTPONED)
OPERATION: Mapping[tuple[OperationState, OperationMove], OperationState] = {
    **{(s, _OM.POSTPONE): _O.POSTPONED for s in _AHEAD},
    **{(s, _OM.CANCEL): _O.CANCELLED for s in _AHEAD},
    **{(s, _OM.FINISH): _O.DONE for s in _AHEAD},
}
STANDS = frozenset(_AHEAD)
"""Operations that are still to come: these alone are compared."""
COVERS = IN_FORCE | {WatchState.BROKEN}
"""Watches on a departure that cover a place and its days: one whose query the engine refuses is asked all the same."""

_M, _MM = MeetingState, MeetingMove
MEETING: Mapping[tuple[MeetingState, MeetingMove], MeetingState] = {
    **{(s, _MM.TELL): _M.NOTIFIED for s in (_M.OPEN, _M.SET_ASIDE)},  # it stays so: that cannot be unsaid
    (_M.OPEN, _MM.SET_ASIDE): _M.SET_ASIDE,
    (_M.OPEN, _MM.END): _M.OVER,
    **{(s, _MM.AGAIN): _M.OPEN for s in (_M.SET_ASIDE, _M.OVER)},
}

LONGEST_DAYS = 31
"""As a watch on a departure: more is no operation but a presence, which meets everything."""
AHEAD = timedelta(days=366)
LEAST_KM, MOST_KM = 1, 50
"""RISSafe warns within a mile or so of an address; ours are beaches and tracks, known by the nearest town."""
DEFAULT_KM = 10


def check_days(first: date, last: date, today: date) -> None:
    """Raises BadInput unless the days lie ahead, in their order, and are few."""
    if last < first:
        raise BadInput("The last day lies before the first. Enter them the other way round.", field="last")
    if last < today:
        raise BadInput("These days are past. An operation is entered before it begins.", field="last")
    if first > today + AHEAD:
        raise BadInput("An operation is entered at most a year ahead.", field="first")
    if (last - first).days >= LONGEST_DAYS:
        raise BadInput("An operation lasts at most %(most)d days here. Enter the days of its action.",
                       field="last", most=LONGEST_DAYS)  # fmt: skip


def check_radius(km: int) -> None:
    """Raises BadInput unless it is as wide as an operation may be."""
    if not LEAST_KM <= km <= MOST_KM:
        raise BadInput(
            "Enter a radius of %(least)d to %(most)d kilometres.", field="radius", least=LEAST_KM, most=MOST_KM
        )


# ---- an operation and another unit's watch or record -----------------------------------------------------------------


def asks_as(viewer: Viewer) -> Permission:
    """The permission by which the viewer sees what meets: who does not coordinate, by that of the protection desk."""
    coordinates = viewer.may(Permission.COORDINATE) or not viewer.may(Permission.REVIEW_PROTECTED_HIT)
    return Permission.COORDINATE if coordinates else Permission.REVIEW_PROTECTED_HIT


def sees_meeting(viewer: Viewer, *, protected: bool) -> bool:
    """Whether the viewer sees what meets. With a protected watch or record: the protection desk of the coordination
    office alone, since an operation is no protection officer's of another unit to read."""
    if protected:
        return viewer.may(Permission.REVIEW_PROTECTED_HIT) and is_networks(viewer)
    return viewer.may(Permission.COORDINATE)


def record_meets(record: DisclosureFacts) -> bool:
    """Whether a record of an event is compared with other units' operations: as far as it is with their watches."""
    return is_matchable(record)


def may_ask_to_call(side: DisclosureFacts, planner_id: str) -> bool:
    """Whether the unit that plans may be asked to call because of this watch or record: never of a protected one, nor
    of one that shows itself to no unit or not to this one, as no pointer tells of such."""
    return not (side.protected or side.names_protected) and shows_itself_to(side, planner_id)


def first_asked(side: DisclosureFacts) -> bool:
    """Whether the unit of the watch or record is to be spoken to before the other is asked to call."""
    return side.notify is Notify.OWNER_FIRST
