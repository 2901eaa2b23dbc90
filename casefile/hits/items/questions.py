"""Hits of which one side was asked at a post: said to the desk that judges them."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, select, union_all
from sqlalchemy.orm import Session

from casefile.storage.in_list import among
from casefile.storage.tables import Hit, Record, Sighting, Unit, Watch


def of_these(session: Session, hit_ids: Collection[str]) -> frozenset[str]:
    """Which of these hits have such a side, as long as no unit of people holds it."""
    held = select(Unit.id).where(Unit.asks_for.is_not(None))
    rows = (
        select(Hit.id)
        .join(Record, Record.id == Hit.record_id)
        .join(Watch, Watch.id == Hit.watch_id)
        .where(among(Hit.id, hit_ids), or_(Record.owner_unit_id.in_(held), Watch.owner_unit_id.in_(held)))
    )
    return frozenset(session.connection().execute(rows).scalars())


def asked_at(session: Session, held_by: Unit, subject_id: str) -> datetime | None:
    """When a side was asked at a post, the last time; None: it was not, its unit holds what it knows."""
    if held_by.asks_for is None:
        return None
    last = select(Sighting.last_at).where(or_(Sighting.record_id == subject_id, Sighting.watch_id == subject_id))
    begun = union_all(
        select(Record.created_at).where(Record.id == subject_id), select(Watch.created_at).where(Watch.id == subject_id)
    )
    return session.scalar(last) or session.scalar(begun)
