"""What the own unit's contacts want of it: one line for each pointer, with the clock that runs.

The law is asked for each pointer as its page asks it (`policy.disclosure.may_hold_pointer`): what may no longer be held
is *taken back*, without its unit, and everything before delivery is not there.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, literal, or_, select
from sqlalchemy.orm import Session, aliased

from casefile.contact.clocks import clocks
from casefile.contact.stand import lines_of_hits, side_facts
from casefile.due.lines import RECORD, Found, Line, of_lines
from casefile.hits.facts import facts_of_hits
from casefile.policy.contact import steps
from casefile.policy.contact.steps import ContactFacts
from casefile.policy.disclosure import HitFacts, may_hold_pointer
from casefile.policy.oversight.due import ORDER, urgency
from casefile.policy.permissions import Permission
from casefile.policy.states import HIT, HitMove, allows
from casefile.policy.viewer import Viewer, require
from casefile.storage import fresh, tables
from casefile.storage.tables import ContactLine, Dossier, Hit, Pointer, ReleasedField, Unit
from casefile.vocabulary import DossierState, Due, HitState

MOST = 2_000
"""Contacts of one unit that are looked at; no desk answers as many."""
_MOVES = (HitMove.AGREE, HitMove.OPEN_CONTACT, HitMove.CONSENT, HitMove.REPORT_OUTCOME)
_RUNNING = sorted(state.value for state in HitState if any(allows(HIT, state, move) for move in _MOVES))
_About = aliased(Unit)
_POINTERS = (
    select(
        Pointer.id, Pointer.hit_id, Pointer.reference, Pointer.unit_id, Pointer.about_unit_id, Pointer.own_subject,
        Pointer.sent_at, Pointer.withdrawn_at, Pointer.asks, Pointer.answer, _About.name.label("about"), Hit.state,
        Hit.record_id, Hit.watch_id, Hit.answer_due_at,
    )
    .join(Hit, Hit.id == Pointer.hit_id)
    .join(_About, _About.id == Pointer.about_unit_id)
    .where(Pointer.unit_id == bindparam("unit"))
    .limit(MOST)
)  # fmt: skip
"""The unit's pointers with what a line says of their hit and of the other unit."""


def _running() -> Select[*tuple[Any, ...]]:
    runs = and_(Pointer.withdrawn_at.is_(None), Hit.state.in_(_RUNNING))
    unnoted = and_(Pointer.withdrawn_at.is_not(None), Pointer.read_at.is_(None))
    return _POINTERS.where(Pointer.sent_at.is_not(None), or_(runs, unnoted)).order_by(Pointer.sent_at, Pointer.id)


def _of_values() -> Select[*tuple[Any, ...]]:
    """Pointers over which values fell, or a colleague waits for a second officer: one row each."""
    fell = and_(
        ReleasedField.to_unit_id == bindparam("unit"), ReleasedField.recalled_at.is_not(None),
        ReleasedField.noted_at.is_(None),
    )  # fmt: skip
    waits = and_(
        ReleasedField.from_unit_id == bindparam("unit"), ReleasedField.released_at.is_(None),
        ReleasedField.refused_at.is_(None), ReleasedField.second, ReleasedField.asked_by != bindparam("officer"),
    )  # fmt: skip
    return (
        _POINTERS.add_columns(case((fell, Due.RECALLED_VALUES.value), else_=Due.SECOND_RELEASE.value).label("kind"))
        .join(ReleasedField, ReleasedField.hit_id == Pointer.hit_id)
        .where(Pointer.sent_at.is_not(None), or_(fell, waits))
        .distinct()
    )


def _of_magistrates() -> Select[*tuple[Any, ...]]:
    """Pointers over which a magistrate asks: one row each."""
    asks = (Dossier.from_unit_id == bindparam("unit"), Dossier.state == DossierState.MORE_ASKED.value)
    return (
        _POINTERS.add_columns(literal(Due.MAGISTRATE_ASKS.value).label("kind"))
        .join(Dossier, Dossier.pointer_id == Pointer.id)
        .where(*asks)
        .distinct()
    )


_ASKED = (_running(), _of_values(), _of_magistrates())
"""Written out once: every page asks them for its header, and writing them took longer than answering them."""
_ONE = or_(Hit.record_id == bindparam("subject"), Hit.watch_id == bindparam("subject"))
_ASKED_OF_ONE = tuple(statement.where(_ONE) for statement in _ASKED)


def find(session: Session, viewer: Viewer, limit: int = 0, *, subject_id: str = "") -> Found:
    """All that the unit's contacts want, what presses first; of one own record or watch when it is given."""
    require(viewer, Permission.CONTACT)
    now = tables.now()
    given = {"unit": viewer.unit_id, "officer": viewer.officer_id, "subject": subject_id}
    connection = session.connection()
    rows, values, dossiers = (
        connection.execute(statement, given).all() for statement in (_ASKED_OF_ONE if subject_id else _ASKED)
    )
    asked = [*values, *dossiers]
    facts = facts_of_hits(session, {row.hit_id for row in (*rows, *asked)})
    said = lines_of_hits(session, {row.hit_id for row in rows})
    own = fresh.one(session, select(Unit).where(Unit.id == viewer.unit_id))
    found = [_line(own, row, facts, said.get(row.hit_id, ()), now) for row in rows]
    found += [_besides(row, facts, now) for row in asked]
    lines = [line for line in found if line is not None and subject_id in ("", line.own_id)]
    return of_lines(sorted(lines, key=_place), limit)


def _place(line: Line) -> tuple[Any, ...]:
    return ORDER.index(line.urgency), line.due_at or line.since or tables.now(), line.id, line.kind


def _line(
    own: Unit, row: Any, facts: Mapping[str, HitFacts], said: Iterable[ContactLine], now: datetime
) -> Line | None:
    state = HitState(row.state)
    if row.withdrawn_at is not None or not may_hold_pointer(own.id, state, facts[row.hit_id]):
        return _made(row, Due.TAKEN_BACK, None, now, unit="")
    if row.asks and not row.answer and allows(HIT, state, HitMove.AGREE):
        return _made(row, Due.OWNER_ANSWER, row.answer_due_at, now)
    lines = tuple(said)
    side, other = side_facts(lines, own.id), side_facts(lines, row.about_unit_id)
    runs = clocks(own, state, side, row.sent_at)
    if runs.acknowledge is not None:
        return _made(row, Due.ACKNOWLEDGE, runs.acknowledge, now)
    if runs.decide is not None:
        return _made(row, Due.DECIDE, runs.decide, now)
    stands = ContactFacts(state, side, other)
    if side.decision is not None and not steps.refusal(stands, HitMove.REPORT_OUTCOME):
        return _made(row, Due.OUTCOME, None, now)
    return None


def _made(row: Any, kind: Due, due_at: datetime | None, now: datetime, *, unit: str | None = None) -> Line:
    own_id = row.record_id if row.own_subject == RECORD else row.watch_id
    return Line(
        kind, row.id, own_kind=row.own_subject, own_id=own_id, unit=row.about if unit is None else unit,
        reference=row.reference, since=row.sent_at, due_at=due_at, urgency=urgency(kind, due_at, now),
    )  # fmt: skip


def _besides(row: Any, facts: Mapping[str, HitFacts], now: datetime) -> Line | None:
    kind, state = Due(row.kind), HitState(row.state)
    held = row.withdrawn_at is None and may_hold_pointer(row.unit_id, state, facts[row.hit_id])
    if kind is Due.RECALLED_VALUES:
        return _made(row, kind, None, now, unit=None if held else "")
    free = kind is Due.MAGISTRATE_ASKS or allows(HIT, state, HitMove.DISCLOSE)
    return _made(row, kind, None, now) if held and free else None
