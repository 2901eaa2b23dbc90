"""The own unit in figures, for its chief: what waits for an answer, how fast it answered, which watches end.

Numbers of what the unit was told and holds itself; no name, no id, no other unit. A pointer counts as long as the unit
may hold it, which is asked of the law for each: what was taken back counts nowhere.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casefile.coordination.desk import LOOKED_BACK, Age, age_of
from casefile.hits.facts import facts_of_hits
from casefile.policy.disclosure import may_hold_pointer
from casefile.policy.network import reciprocity as law
from casefile.policy.network.reciprocity import SentPointer
from casefile.policy.oversight.due import ENDS_WITHIN
from casefile.policy.permissions import Permission
from casefile.policy.states import MAY_EXPIRE
from casefile.policy.strategic.tables import answer_band
from casefile.policy.viewer import Viewer, require
from casefile.storage import tables
from casefile.storage.tables import Hit, Pointer, Watch
from casefile.vocabulary import HitState, WatchState

ENDINGS: Mapping[str, timedelta] = {"week": timedelta(days=7), "month": ENDS_WITHIN}
"""Each band of watches that end with its longest time; the last is what a unit is reminded of."""
LATER = "later"


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """The unit as it stands now."""

    waiting: Mapping[Age, int]
    """Pointers that nobody of the unit answered or noted, by how long they wait."""
    late: int
    """Those among them whose time is over."""
    answered: Mapping[str, int]
    """Pointers sent in the last 90 days that were answered, by the time it took (`strategic.tables.ANSWERS`)."""
    watches: Mapping[str, int]
    """Watches that stand, by when they end: ENDINGS, then LATER."""

    @property
    def ending(self) -> int:
        """Watches that end within 30 days."""
        return sum(many for band, many in self.watches.items() if band in ENDINGS)


def unit_figures(session: Session, viewer: Viewer) -> UnitFigures:
    """The figures of the viewer's own unit."""
    require(viewer, Permission.READ_UNIT_FIGURES)
    moment = tables.now()
    pointers = _held(session, viewer)
    waiting = [one for one in pointers if law.answered(one) is None]
    took = [at - one.sent_at for one in pointers if (at := law.answered(one)) and one.sent_at > moment - LOOKED_BACK]
    return UnitFigures(
        Counter(age_of(one.sent_at, moment) for one in waiting),
        sum(law.is_late(one, moment) for one in waiting),
        Counter(answer_band(one) for one in took),
        _endings(session, viewer),
    )


def _held(session: Session, viewer: Viewer) -> list[SentPointer]:
    """The unit's pointers that it may hold: of the last quarter, and older ones without an answer."""
    open_one = or_(Pointer.asks & Pointer.answered_at.is_(None), ~Pointer.asks & Pointer.read_at.is_(None))
    statement = (
        select(Pointer.hit_id, Hit.state, Pointer.sent_at, Pointer.read_at, Pointer.asks, Pointer.answered_at)
        .join(Hit, Hit.id == Pointer.hit_id)
        .where(
            Pointer.unit_id == viewer.unit_id, Pointer.withdrawn_at.is_(None), Pointer.sent_at.is_not(None),
            or_(Pointer.sent_at > tables.now() - LOOKED_BACK, open_one),
        )
    )  # fmt: skip
    rows = session.execute(statement).all()
    facts = facts_of_hits(session, {row.hit_id for row in rows})
    return [
        SentPointer(sent, read, asks, answered)
        for hit_id, state, sent, read, asks, answered in rows
        if sent and may_hold_pointer(viewer.unit_id, HitState(state), facts[hit_id])
    ]


def _endings(session: Session, viewer: Viewer) -> Mapping[str, int]:
    standing = sorted(state.value for state in MAY_EXPIRE - {WatchState.EXPIRED})
    mine = (Watch.owner_unit_id == viewer.unit_id, Watch.state.in_(standing))
    moment = tables.now()
    return Counter(
        next((band for band, most in ENDINGS.items() if ends <= moment + most), LATER)
        for ends in session.scalars(select(Watch.expires_at).where(*mine))
    )
