"""Who has to approve a watch before it fires, in which order, and who may sit in that seat.

A unit may ask that a second officer of its own approves every watch. A wide one (it finds nothing, too much or what
everybody holds) needs the coordinator as well; the protection desk in the coordinator's place when its subject is
protected. Source: docs/sources/governance.md, "Watch states", and "Side channels", row 2.
"""

from collections.abc import Collection
from enum import StrEnum

from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer
from casefile.vocabulary import WatchState


class Seat(StrEnum):
    """Who looks at a watch that waits."""

    SECOND_OFFICER = "second_officer"
    COORDINATOR = "coordinator"
    PROTECTION = "protection"


SITS = {
    Seat.SECOND_OFFICER: Permission.WATCH_SUBJECT,
    Seat.COORDINATOR: Permission.REVIEW_HIT,
    Seat.PROTECTION: Permission.REVIEW_PROTECTED_HIT,
}
"""The permission each seat needs: the desks are those that judge the hits."""


def waits(*, wide: bool, unit_asks: bool, command_line: bool) -> bool:
    """Whether a new watch, or one with another subject, waits. The home's own command line acts at once: only the
    unit's policy stops it."""
    return unit_asks or (wide and not command_line)


def seat(state: WatchState, *, wide: bool, unit_asks: bool, protected: bool) -> Seat | None:
    """Who has to look next; None when the watch waits for nobody."""
    desk = Seat.PROTECTION if protected else Seat.COORDINATOR
    if state is WatchState.APPROVED:
        return desk
    if state is not WatchState.PROPOSED:
        return None
    return desk if wide and not unit_asks else Seat.SECOND_OFFICER


def is_last(at: Seat, *, wide: bool) -> bool:
    """Whether nobody has to look after this seat."""
    return at is not Seat.SECOND_OFFICER or not wide


def sees(viewer: Viewer, at: Seat, owner_unit_id: str) -> bool:
    """Whether the watch lies before this viewer at all: the second officer's is the own unit's affair."""
    return viewer.may(SITS[at]) and (at is not Seat.SECOND_OFFICER or viewer.unit_id == owner_unit_id)


def may_sit(viewer: Viewer, at: Seat, owner_unit_id: str, wrote: Collection[str]) -> bool:
    """Whether this viewer may decide: not who wrote any of it, nor who approved it in an earlier seat, by whatever
    sign-in; and not the command line, which is nobody."""
    return bool(viewer.officer_id) and viewer.officer_id not in wrote and sees(viewer, at, owner_unit_id)
