"""What else the weights rest on, counted with the names: the network's size, what is judged one, shared numbers."""

from collections import Counter
from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casefile.names.frequency import carrier_key
from casefile.policy.states import NOT_COUNTED
from casefile.storage.tables import Hit, IdentifierRow, Record, Review, Unit, Watch
from casefile.subjects.identifiers import keys
from casefile.subjects.identity import Identifier
from casefile.subjects.identity_rows import identity_id
from casefile.vocabulary import IdentifierKind, Judgement, WatchState

HUB_LEAST = 4
"""Records from which a number that they carry is counted: fewer are one person's, or a family's."""
SURE_WATCHES = 240.0
"""Watches from which what was judged outweighs what is assumed (`frequency.ASSUMED`): ten coincidences."""
RATE_LEAST, RATE_MOST = 1 / 500, 1 / 2
BATCH = 5_000


def size(session: Session) -> int:
    """Records of any kind that are compared."""
    counted = select(func.count()).select_from(Record).where(Record.state.not_in([s.value for s in NOT_COUNTED]))
    return session.scalar(counted) or 0


def expected(session: Session, assumed: float) -> float:
    """Coincidences for each watch: pairs judged one, and of those not yet judged as many as were, drawn to `assumed`.

    0.0 while nothing was judged.
    """
    pairs = _judged_pairs(session)
    judged = Counter(verdict for verdict in pairs.values() if verdict)
    if not judged:
        return 0.0
    share = judged[Judgement.SAME.value] / judged.total()
    one = judged[Judgement.SAME.value] + share * sum(1 for verdict in pairs.values() if not verdict)
    active = select(func.count()).select_from(Watch).where(Watch.state == WatchState.ACTIVE.value)
    watches = session.scalar(active) or 0
    rate = (one + SURE_WATCHES * assumed) / (watches + SURE_WATCHES)
    return min(RATE_MOST, max(RATE_LEAST, rate))


def _judged_pairs(session: Session) -> dict[tuple[str, str], str]:
    """Every pair that was called a *hit*, with its last judgement; empty where there is none that says anything."""
    rows = session.execute(
        select(Hit.record_id, Hit.watch_id, Review.judgement)
        .outerjoin(Review, Review.hit_id == Hit.id)
        .where(Hit.decision == "hit")
        .order_by(Hit.id, Review.number)
    )
    said = (Judgement.SAME.value, Judgement.NOT_SAME.value)
    pairs: dict[tuple[str, str], str] = {}
    for record, watch, judgement in rows:
        pairs[record, watch] = judgement if judgement in said else pairs.get((record, watch), "")
    return pairs


def carriers(session: Session) -> dict[str, int]:
    """The numbers that at least `HUB_LEAST` records carry, by `carrier_key`, with how many do."""
    rows = session.execute(
        select(Record.id, Record.version, Unit.country)
        .join(Unit, Unit.id == Record.owner_unit_id)
        .where(Record.state.not_in([s.value for s in NOT_COUNTED]))
        .order_by(Record.id)
    ).all()
    many: Counter[str] = Counter()
    for start in range(0, len(rows), BATCH):
        country = {identity_id(id, version): code for id, version, code in rows[start : start + BATCH]}
        many.update(_carried(session, country))
    return {carrier_key(key): number for key, number in many.items() if number >= HUB_LEAST}


def _carried(session: Session, country: dict[str, str]) -> Counter[str]:
    carried: Counter[str] = Counter()
    ids: Collection[str] = list(country)
    for start in range(0, len(ids), 400):
        some = list(ids)[start : start + 400]
        held: dict[str, set[str]] = {}
        for row in session.scalars(select(IdentifierRow).where(IdentifierRow.identity_id.in_(some))):
            one = Identifier(IdentifierKind(row.kind), row.value, row.country)
            held.setdefault(row.identity_id, set()).update(keys(one, country[row.identity_id]))
        carried.update(key for many in held.values() for key in many)
    return carried
