"""The lists of a desk as SQL over a hit: `policy.network.desk_lists` said once more; a test holds the two together."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_

from casefile.policy.network.desk_lists import HIT_GRADE, LOOKED_AT
from casefile.policy.states import WAITING
from casefile.storage.tables import HeldJudgement, Hit, Watch
from casefile.vocabulary import DeskList

ITEM = func.coalesce(Hit.coincidence_id, Hit.id)
"""What the hits of one item have in common: those of a coincidence, or of a number that many hold."""

WIDE = exists().where(Watch.id == Hit.watch_id, Watch.wide, Watch.approved_by.is_not(None))
"""Registered as wide: an officer asked for it and a coordinator approved it. What an import brings is only marked."""


HELD = exists().where(HeldJudgement.hit_id == Hit.id, HeldJudgement.returned_at.is_(None))
"""Judged, and the judgement may still be undone."""


def listed(on: DeskList) -> ColumnElement[bool]:
    """Whether a hit stands on that list, at whichever desk."""
    return _LISTED[on]


def _values(states: frozenset[object]) -> list[str]:
    return sorted(str(state) for state in states)


_held = HELD.correlate(Hit)
_again = Hit.asked_again_at.is_not(None)
_waits = Hit.state.in_(_values(frozenset(WAITING)))
_asked_for = or_(
    Hit.decision == HIT_GRADE, Hit.common_value, Hit.state.in_(_values(frozenset(LOOKED_AT))), WIDE.correlate(Hit)
)
_LISTED: Mapping[DeskList, ColumnElement[bool]] = {
    DeskList.QUEUE: and_(not_(_held), or_(_again, and_(_waits, _asked_for))),
    DeskList.POSSIBLE: and_(not_(_held), not_(_again), _waits, not_(_asked_for)),
    DeskList.DECIDED: or_(_held, and_(not_(_again), not_(_waits))),
}
