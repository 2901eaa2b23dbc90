"""Rows as typed objects, as they stand now, whatever the session has read before.

Actions write through statements, which the session's memory of objects does not notice; so every read refreshes it.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, TypeVarTuple

from sqlalchemy import Row, Select
from sqlalchemy.orm import Session

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

FRESH = {"populate_existing": True}


def first(session: Session, statement: Select[T]) -> T | None:
    """The first object, or None."""
    return session.scalars(statement, execution_options=FRESH).first()


def one(session: Session, statement: Select[T]) -> T:
    """The only object; anything else is a fault of the program."""
    return session.scalars(statement, execution_options=FRESH).one()


def rows(session: Session, statement: Select[*Ts], given: Mapping[str, Any] | None = None) -> Sequence[Row[*Ts]]:
    """All rows of several objects or columns; `given` are the values of the statement's named parameters."""
    return session.execute(statement, given, execution_options=FRESH).all()
