"""Where a hit goes, who may open it there, and who is notified of it."""

from casefile.policy.permissions import Permission
from casefile.policy.sharing import DisclosureFacts
from casefile.policy.viewer import Viewer
from casefile.vocabulary import Desk, Notify, Sharing

DESK_PERMISSION = {Desk.COORDINATION: Permission.REVIEW_HIT, Desk.PROTECTION: Permission.REVIEW_PROTECTED_HIT}

BELOW_POINTER = frozenset({Sharing.NONE, Sharing.COORDINATOR})
"""Sharing that lets no other unit know of the record or watch, not even by a pointer."""


def desk_for(record: DisclosureFacts, watch: DisclosureFacts) -> Desk:
    """Who reviews a hit between the two."""
    return Desk.PROTECTION if record.protected or watch.protected else Desk.COORDINATION


def desks_of(viewer: Viewer) -> tuple[Desk, ...]:
    """The desks at which the viewer reviews."""
    return tuple(desk for desk, permission in DESK_PERMISSION.items() if viewer.may(permission))


def may_open_hit(viewer: Viewer, routed_to: Desk, record: DisclosureFacts, watch: DisclosureFacts) -> bool:
    """Whether the viewer may open a hit: its desk is theirs, by the rules of both sides as they stand now.

    A hit that was routed to one desk and belongs to the other today is opened by the protection desk alone, whichever
    way it changed: nobody learns of a victim by being too early or too late.
    """
    today = desk_for(record, watch)
    desk = today if today is routed_to else Desk.PROTECTION
    return viewer.may(DESK_PERMISSION[desk])


def recipients(
    record: DisclosureFacts, record_notify: Notify, watch: DisclosureFacts, watch_notify: Notify
) -> tuple[str, ...]:
    """Units that get a pointer once the hit is confirmed; the strictest of the two rules wins.

    A protected side, or one that shares less than a pointer, seals the hit: nobody is notified. A side that is
    *silent* learns of the other and does not show itself; two silent sides are both left to the coordinator.
    *Owner first*: the record's owner is notified and must agree before the watch's owner learns anything.
    """
    if record.protected or watch.protected:
        return ()
    watcher_learns = record.sharing not in BELOW_POINTER and record_notify is Notify.MUTUAL
    owner_learns = watch.sharing not in BELOW_POINTER and watch_notify is not Notify.SILENT
    units = []
    if owner_learns:
        units.append(record.owner_unit_id)
    if watcher_learns and watch_notify is not Notify.OWNER_FIRST:
        units.append(watch.owner_unit_id)
    return tuple(units)
