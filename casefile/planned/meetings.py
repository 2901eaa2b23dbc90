"""What meets: worked out by the worker, once what a unit entered or changed is saved: an operation, a watch on a
departure, a record of an event.

Of two that are saved at the same moment, each by its own worker, the one that is looked at later sees the other: a row
of the outbox is taken after its transaction, so both are there. Looking twice changes nothing.
"""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile.matching.departures.together import meet
from casefile.planned import events, pairs
from casefile.planned.keys import compared
from casefile.planned.pairs import Pair
from casefile.storage import fresh
from casefile.storage.tables import Operation, OperationKey


def look(session: Session, subject_id: str) -> int:
    """Write down what other units' operations, watches and records of events this operation meets, or which operations
    this watch or record does, and which it no longer does; how many it meets."""
    row = fresh.first(session, select(Operation).where(Operation.id == subject_id))
    if row is not None:
        return pairs.keep(session, row.id, [*_operations(session, row), *events.at(session, row)])
    found = events.operations_at(session, subject_id)
    if found is None:
        return 0  # destroyed on its date meanwhile, or looked at once more
    return pairs.keep(session, subject_id, found)


def _operations(session: Session, row: Operation) -> Iterator[Pair]:
    """Other units' standing operations that share a key with this one, and by the rule meet it."""
    planned = compared(row)
    if planned is None:
        return
    mine = select(OperationKey.key).where(OperationKey.operation_id == row.id)
    shared = select(OperationKey.operation_id).where(OperationKey.key.in_(mine), OperationKey.operation_id != row.id)
    near = select(Operation).where(Operation.id.in_(shared), Operation.unit_id != row.unit_id).order_by(Operation.id)
    for (other,) in fresh.rows(session, near):
        theirs = compared(other)
        if theirs is not None and meet(planned, theirs) is not None:
            yield pairs.of_operations(row, other)
