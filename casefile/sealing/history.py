"""A unit's search history: each search locked with the unit's own key, for as long as the unit's policy keeps it.

The officer's own list, the page of a result and the comparison with earlier searches (`casefile.budgets`) read it. When
the days are over the worker drops it; what is sealed to the auditors stays.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

import orjson
from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.orm import Session

from casefile.policy.oversight.trail import DAYS, check_days
from casefile.sealing import boxes, keys
from casefile.storage import tables
from casefile.storage.tables import Lookup, UnitKey
from casefile.vocabulary import Json

_KEYS = "griot_unit_keys"


def keep(session: Session, unit_id: str, search_id: str, form: Mapping[str, Json]) -> bytes:
    """What was typed, as the unit keeps it."""
    return boxes.lock(_key(session, unit_id), orjson.dumps(dict(form)), search_id)


def kept(session: Session, unit_id: str, search_id: str, locked: bytes) -> dict[str, Json]:
    """Raises Unreadable. `locked` is of that unit and that search, else it does not open."""
    found: dict[str, Json] = orjson.loads(boxes.unlock(_key(session, unit_id), locked, search_id))
    return found


def _key(session: Session, unit_id: str) -> bytes:
    """The unit's key, made at its first search. Once in a session."""
    held: dict[str, bytes] = session.info.setdefault(_KEYS, {})
    if unit_id not in held:
        locked = session.connection().execute(select(UnitKey.locked).where(UnitKey.unit_id == unit_id)).scalar()
        held[unit_id] = keys.unlock(session, locked, unit_id) if locked else _new(session, unit_id)
    return held[unit_id]


def _new(session: Session, unit_id: str, days: int = DAYS) -> bytes:
    """Two that make it at the same moment keep the one that was first."""
    row = {"unit_id": unit_id, "locked": keys.lock(session, boxes.new_key(), unit_id), "days": days}
    insert = tables.insert_for(session)(UnitKey.__table__).values(**row, made_at=tables.now())
    session.connection().execute(insert.on_conflict_do_nothing())
    locked = session.connection().execute(select(UnitKey.locked).where(UnitKey.unit_id == unit_id)).scalar_one()
    return keys.unlock(session, locked, unit_id)


def keep_days(session: Session, unit_id: str) -> int:
    """For how many days the unit keeps its searches."""
    found = session.connection().execute(select(UnitKey.days).where(UnitKey.unit_id == unit_id)).scalar()
    return DAYS if found is None else int(found)


def set_days(session: Session, unit_id: str, days: int) -> None:
    """The unit's policy; from the worker's next round on it holds for earlier searches too. Raises BadInput."""
    check_days(days)
    _key(session, unit_id)
    session.connection().execute(update(UnitKey).where(UnitKey.unit_id == unit_id).values(days=days))


def old_ones(session: Session, moment: datetime) -> bool:
    """Whether there is anything that a unit keeps no longer."""
    return any(
        session.connection().execute(select(Lookup.id).where(is_old).limit(1)).first() is not None
        for is_old in _old(session, moment)
    )


def drop_old(session: Session, moment: datetime) -> int:
    """Drop what units keep no longer, unit by unit. Returns of how many searches."""
    connection = session.connection()
    return sum(
        connection.execute(update(Lookup).where(is_old).values(kept=None)).rowcount for is_old in _old(session, moment)
    )


def _old(session: Session, moment: datetime) -> Iterator[ColumnElement[bool]]:
    """Of each unit, the searches whose days are over."""
    for unit_id, days in session.connection().execute(select(UnitKey.unit_id, UnitKey.days)).all():
        before = Lookup.made_at < moment - timedelta(days=days)
        yield and_(Lookup.unit_id == unit_id, Lookup.kept.is_not(None), before)
