"""The keys of an operation in the database: the standing question by which a later one finds it.

They are not in the search engine. What a unit plans is the most sensitive that it enters, there are some hundreds of
them and not a hundred thousand, and an index of the database answers the same question in the same transaction.
"""

from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from casefile.matching.departures.together import Planned, operation_keys, read_planned
from casefile.policy.network.operations import STANDS
from casefile.storage import fresh
from casefile.storage.bulk_insert import insert_rows
from casefile.storage.tables import Operation, OperationKey
from casefile.vocabulary import OperationState


def planned_of(place: str, radius_km: int, first: date, last: date) -> Planned | None:
    """What is compared; None where the text names no known place."""
    return read_planned(place, radius_km, first, last)


def compared(row: Operation) -> Planned | None:
    """A stored operation as it is compared; None for one that no longer stands."""
    if OperationState(row.state) not in STANDS:
        return None
    return read_planned(row.place, row.radius_km, row.starts_at.date(), row.ends_at.date())


def write_keys(session: Session, operation_id: str) -> None:
    """The keys of an operation as it stands now, in place of those it had."""
    row = fresh.one(session, select(Operation).where(Operation.id == operation_id))
    session.connection().execute(delete(OperationKey).where(OperationKey.operation_id == row.id))
    planned = compared(row)
    keys = sorted(operation_keys(planned)) if planned else []
    if keys:
        rows = [{"operation_id": row.id, "key": key, "over_at": row.over_at} for key in keys]
        insert_rows(session, OperationKey, rows)
