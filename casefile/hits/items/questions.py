"""Hits of which one side was asked at a post: said to the desk that judges them, with who asked it and when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from casefile.storage.in_list import among
from casefile.storage.tables import Hit, Record, Sighting, Unit, Watch

_HELD = select(Unit.id).where(Unit.asks_for.is_not(None))
"""Units that hold what was asked: no unit of people does."""
_OfRecord, _OfWatch, _Asking = aliased(Unit), aliased(Unit), aliased(Unit)


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose question at a post it is, and when it was asked in this form, the first time and the last."""

    unit_name: str
    first_at: datetime
    last_at: datetime


def of_these(session: Session, hit_ids: Collection[str]) -> frozenset[str]:
    """Which of these hits have such a side, as long as no unit of people holds it."""
    rows = (
        select(Hit.id)
        .join(Record, Record.id == Hit.record_id)
        .join(Watch, Watch.id == Hit.watch_id)
        .where(among(Hit.id, hit_ids), or_(Record.owner_unit_id.in_(_HELD), Watch.owner_unit_id.in_(_HELD)))
    )
    return frozenset(session.connection().execute(rows).scalars())


def sides(session: Session, ids: Collection[str]) -> frozenset[str]:
    """Which of these records and watches are such a side."""
    found = union_all(
        select(Record.id).where(among(Record.id, ids), Record.owner_unit_id.in_(_HELD)),
        select(Watch.id).where(among(Watch.id, ids), Watch.owner_unit_id.in_(_HELD)),
    )
    return frozenset(session.connection().execute(found).scalars())


def asked(session: Session, hit_ids: Collection[str]) -> dict[str, Asked]:
    """Of each of these hits that has such a side, who asked it and when.

    Where the same was begun anew since, the times of this one are gone: it is then of when it was entered.
    """
    entered = func.coalesce(_OfRecord.asks_for, "").label("record")
    wanted = (
        select(
            Hit.id, entered, _Asking.name, Record.created_at.label("recorded"), Watch.created_at.label("watched"),
            Sighting.first_at, Sighting.last_at,
        )
        .join(Record, Record.id == Hit.record_id)
        .join(_OfRecord, _OfRecord.id == Record.owner_unit_id)
        .join(Watch, Watch.id == Hit.watch_id)
        .join(_OfWatch, _OfWatch.id == Watch.owner_unit_id)
        .join(_Asking, _Asking.id == func.coalesce(_OfRecord.asks_for, _OfWatch.asks_for))
        .outerjoin(Sighting, or_(Sighting.record_id == Hit.record_id, Sighting.watch_id == Hit.watch_id))
        .where(among(Hit.id, hit_ids))
    )  # fmt: skip
    found = {}
    for row in session.connection().execute(wanted):
        begun = row.recorded if row.record else row.watched
        found[row.id] = Asked(row.name, row.first_at or begun, row.last_at or begun)
    return found
