"""What else the weights rest on, counted with the names: the network's size, what is judged one, shared numbers."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session

from casefile.names.frequency import carrier_key
from casefile.policy.states import NOT_COUNTED
from casefile.storage.in_list import among
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
PAGE = 500
"""Records whose numbers are read at once."""
Reading = Callable[[], AbstractContextManager[Session]]
"""Begins a session that reads."""


def known() -> ColumnElement[bool]:
    """Records that say what a unit knows: not what was asked at a post, which would make a name common by asking."""
    return Record.owner_unit_id.not_in(select(Unit.id).where(Unit.asks_for.is_not(None)))


def size(session: Session) -> int:
    """Records of any kind that are compared."""
    counted = select(func.count()).select_from(Record).where(Record.state.not_in([s.value for s in NOT_COUNTED]))
    return session.scalar(counted.where(known())) or 0


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
    active = active.where(Watch.owner_unit_id.not_in(select(Unit.id).where(Unit.asks_for.is_not(None))))
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


def carriers(reading: Reading) -> dict[str, int]:
    """The numbers that at least `HUB_LEAST` records carry, by `carrier_key`, with how many do."""
    many: Counter[str] = Counter()
    last = ""
    while True:
        with reading() as session:
            rows = session.execute(
                select(Record.id, Record.version, Unit.country)
                .join(Unit, Unit.id == Record.owner_unit_id)
                .where(Record.state.not_in([s.value for s in NOT_COUNTED]), Record.id > last, Unit.asks_for.is_(None))
                .order_by(Record.id)
                .limit(PAGE)
            ).all()
            numbers = _numbers(session, [identity_id(id, version) for id, version, _ in rows])
        many.update(_carried(numbers, {identity_id(id, version): code for id, version, code in rows}))
        if len(rows) < PAGE:
            return {carrier_key(key): number for key, number in many.items() if number >= HUB_LEAST}
        last = rows[-1].id


def _numbers(session: Session, identities: Sequence[str]) -> Sequence[Row[str, str, str, str | None]]:
    columns = (IdentifierRow.identity_id, IdentifierRow.kind, IdentifierRow.value, IdentifierRow.country)
    return session.execute(select(*columns).where(among(IdentifierRow.identity_id, identities))).all()


def _carried(numbers: Iterable[Row[str, str, str, str | None]], country: Mapping[str, str]) -> Iterator[str]:
    """Each number once for each record that carries it."""
    held: dict[str, set[str]] = {}
    for identity, kind, value, written in numbers:
        one = Identifier(IdentifierKind(kind), value, written)
        held.setdefault(identity, set()).update(keys(one, country[identity]))
    return (key for many in held.values() for key in many)
