"""A few hits of the demonstration decided as a coordinator would, so that queues, pointers and home show life."""

from casefile.demo import network
from casefile.hits import decide, queue
from casefile.people.viewers import viewer_by_login
from casefile.storage.store import Store
from casefile.vocabulary import DeskList, HitState, Judgement

DECIDED = ((Judgement.SAME, "Same person: name, year of birth and telephone agree. (Demonstration.)"),
           (Judgement.SAME, "Same person: both units confirm the year and the place. (Demonstration.)"),
           (Judgement.NOT_SAME, "Different mothers' names in the files. (Demonstration.)"),
           (Judgement.UNRESOLVED, "Asked Banjul for the passport copy. (Demonstration.)"),
           (Judgement.SAME, "Same number on both sides. (Demonstration.)"))  # fmt: skip
LEFT = 3
"""So many at least stay in the queue to be shown under review."""


def review_some(store: Store) -> int:
    """Decide some of the waiting hits by the coordinator's real action; returns how many. Twice decides no more."""
    with store.writing() as session:
        viewer = viewer_by_login(session, "coordinator")
        if queue(session, viewer, on=DeskList.DECIDED, limit=1):
            return 0
        waiting = [line for line in queue(session, viewer) if line.state is HitState.QUEUED]
        mine = [line for line in waiting if {line.record_unit, line.watch_unit} <= {u.name for u in network.UNITS}]
        chosen = list(zip(mine[: max(0, len(mine) - LEFT)], DECIDED, strict=False))
        for line, (judgement, reason) in chosen:
            decide(session, viewer, line.hit_id, judgement, reason)
        return len(chosen)
