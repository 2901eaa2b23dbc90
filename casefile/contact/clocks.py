"""The two clocks of a side: until when it wants to have acknowledged, and decided, by its own hours and holidays."""

from dataclasses import dataclass
from datetime import datetime

from casefile.contact.reach import opening_of
from casefile.policy.contact.clock import due
from casefile.policy.contact.steps import SideFacts
from casefile.policy.states import HIT, UNDECIDED, HitMove, allows
from casefile.storage.tables import Unit
from casefile.vocabulary import HitState


@dataclass(frozen=True, slots=True)
class Clocks:
    """When each is over; None for a clock that no longer runs. Known to the own unit and the coordination office."""

    acknowledge: datetime | None
    decide: datetime | None

    def late(self, now: datetime) -> dict[str, datetime]:
        """What is late, since when."""
        both = {"acknowledge": self.acknowledge, "decide": self.decide}
        return {name: at for name, at in both.items() if at is not None and at <= now}


def clocks(unit: Unit, state: HitState, side: SideFacts, sent_at: datetime) -> Clocks:
    """The clocks of one side, from the moment its pointer was delivered."""
    opening = opening_of(unit)
    acknowledging = allows(HIT, state, HitMove.OPEN_CONTACT) and not side.acknowledged
    deciding = state in UNDECIDED and side.decision is None
    return Clocks(
        due(sent_at, unit.ack_hours, opening) if acknowledging else None,
        due(sent_at, unit.decide_hours, opening) if deciding else None,
    )
