"""Where a hit goes, and who is told of it."""

from casefile.policy.sharing import DisclosureFacts
from casefile.vocabulary import Desk, Notify, Sharing


def desk_for(record: DisclosureFacts, watch: DisclosureFacts) -> Desk:
    """Who reviews a hit between the two."""
    return Desk.PROTECTION if record.protected or watch.protected else Desk.COORDINATION


def pointer_receivers(
    record: DisclosureFacts, record_notify: Notify, watch: DisclosureFacts, watch_notify: Notify
) -> tuple[str, ...]:
    """Units that get a pointer once the hit is confirmed; the strictest of the two rules wins.

    A protected side, or one that shares less than a pointer, seals the hit: nobody is told. A side that is
    *silent* is told of the other and does not show itself; two silent sides are both left to the coordinator.
    *Owner first*: the record's owner is told and must agree before the watch's owner learns anything.
    """
    if record.protected or watch.protected:
        return ()
    told_to_watcher = record.sharing not in (Sharing.NONE, Sharing.COORDINATOR) and record_notify is Notify.MUTUAL
    told_to_owner = watch.sharing not in (Sharing.NONE, Sharing.COORDINATOR) and watch_notify is not Notify.SILENT
    told = []
    if told_to_owner:
        told.append(record.owner_unit_id)
    if told_to_watcher and watch_notify is not Notify.OWNER_FIRST:
        told.append(watch.owner_unit_id)
    return tuple(told)
