"""A unit's search history: each search locked with the unit's own key, for as long as the unit's policy keeps it.

The officer's own list, the page of a result and the comparison with earlier searches (`casefile.budgets`) read it. When
the days are over the worker drops it; what is sealed to the auditors stays.
"""

import hmac
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

import orjson
from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.orm import Session

from casefile.policy.oversight.trail import DAYS, check_days
from casefile.sealing import boxes, keys
from casefile.storage import tables
from casefile.storage.tables import BatchCheck, Lookup, UnitKey
from casefile.vocabulary import Json

_KEYS = "griot_unit_keys"
LOCKED: tuple[type[Lookup], type[BatchCheck]] = (Lookup, BatchCheck)


def keep(session: Session, unit_id: str, search_id: str, form: Mapping[str, Json]) -> bytes:
    """What was typed, as the unit keeps it. Needs a writing session."""
    return boxes.lock(_key_to_write(session, unit_id), orjson.dumps(dict(form)), search_id)


def kept(
    session: Session, unit_id: str, search_id: str, locked: bytes | None, clear: Mapping[str, object] | None
) -> Mapping[str, object] | None:
    """What was typed. None where the unit keeps it no longer, and where it does not open: the installation's key was
    changed, or it is of another search. `clear` is what stands unlocked of a search that was not sealed yet.
    """
    if locked is None:
        return clear or None
    key = _held(session, unit_id)
    try:
        found: dict[str, object] | None = orjson.loads(boxes.unlock(key, locked, search_id)) if key else None
    except boxes.Unreadable:
        return None
    return found


def mark(session: Session, unit_id: str, text: str) -> str:
    """A digest of what was asked, under the unit's key: it tells whether two texts are one, and nothing else. Empty
    where there is no text or no key."""
    key = _held(session, unit_id) if text else None
    return hmac.new(key, b"asked:" + text.encode(), "sha256").hexdigest() if key else ""


def _held(session: Session, unit_id: str) -> bytes | None:
    """The unit's key, looked up once in a session; None where there is none that opens."""
    held: dict[str, bytes | None] = session.info.setdefault(_KEYS, {})
    if unit_id not in held:
        opened = _opened(session, unit_id)
        held[unit_id] = opened.key if opened else None
    return held[unit_id]


def _key_to_write(session: Session, unit_id: str) -> bytes:
    """The unit's key, locked with the installation's newest; made at the first search, and where none opens now."""
    opened = _opened(session, unit_id)
    if opened is None or opened.by_former:
        _store(session, unit_id, opened.key if opened else boxes.new_key())
        opened = _opened(session, unit_id)
    if opened is None:
        raise RuntimeError("The unit's key was stored and does not open.")
    session.info.setdefault(_KEYS, {})[unit_id] = opened.key
    return opened.key


def _opened(session: Session, unit_id: str) -> keys.Opened | None:
    locked = session.connection().execute(select(UnitKey.locked).where(UnitKey.unit_id == unit_id)).scalar()
    return keys.unlock(session, locked, unit_id) if locked else None


def _store(session: Session, unit_id: str, key: bytes) -> None:
    locked = keys.lock(session, key, unit_id)
    row = {"unit_id": unit_id, "locked": locked, "days": DAYS, "made_at": tables.now()}
    insert = tables.insert_for(session)(UnitKey.__table__).values(**row)
    session.connection().execute(insert.on_conflict_do_update(index_elements=["unit_id"], set_={"locked": locked}))


def keep_days(session: Session, unit_id: str) -> int:
    """For how many days the unit keeps its searches."""
    found = session.connection().execute(select(UnitKey.days).where(UnitKey.unit_id == unit_id)).scalar()
    return DAYS if found is None else int(found)


def set_days(session: Session, unit_id: str, days: int) -> None:
    """The unit's policy; from the worker's next round on it holds for earlier searches too. Raises BadInput."""
    check_days(days)
    _key_to_write(session, unit_id)
    session.connection().execute(update(UnitKey).where(UnitKey.unit_id == unit_id).values(days=days))


def old_ones(session: Session, moment: datetime) -> bool:
    """Whether there is anything that a unit keeps no longer."""
    return any(
        session.connection().execute(select(of.id).where(is_old).limit(1)).first() is not None
        for of in LOCKED
        for is_old in _old(session, moment, of)
    )


def drop_old(session: Session, moment: datetime) -> int:
    """Drop what units keep no longer, unit by unit. Returns of how many searches and lists."""
    connection = session.connection()
    return sum(
        connection.execute(update(of).where(is_old).values(kept=None)).rowcount
        for of in LOCKED
        for is_old in _old(session, moment, of)
    )


def _old(session: Session, moment: datetime, of: type[Lookup] | type[BatchCheck]) -> Iterator[ColumnElement[bool]]:
    """Of each unit, the searches, or the lists, whose days are over."""
    for unit_id, days in session.connection().execute(select(UnitKey.unit_id, UnitKey.days)).all():
        before = of.made_at < moment - timedelta(days=days)
        yield and_(of.unit_id == unit_id, of.kept.is_not(None), before)
