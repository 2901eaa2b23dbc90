"""`among(column, values)`: a condition with one bound value for a whole list, however long; `among_given` names it.

An IN list binds each value by itself: for a thousand ids the library spends as long on the statement's text as the
database on the answer, and older SQLite builds end at 999 values.
"""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import orjson
from sqlalchemy import BindParameter, Boolean, Text, TypeDecorator, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine

T = TypeVar("T")

PAIRS = 400
"""Pairs of ids per statement: SQLite allows 999 places in old builds. Single ids go together (`among`)."""


class _Values(TypeDecorator[list[Any]]):
    """A list of plain values: JSON for SQLite, an array for PostgreSQL."""

    impl = Text
    cache_ok = True

    def __init__(self, of: TypeEngine[Any]) -> None:
        super().__init__()
        self.of = of

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return ARRAY(self.of) if dialect.name == "postgresql" else Text()

    def process_bind_param(self, value: list[Any] | None, dialect: Dialect) -> Any:
        return value if dialect.name == "postgresql" else orjson.dumps(value).decode()


class among(FunctionElement[bool]):
    """Whether the column holds one of the values. In any order; twice the same is no harm."""

    inherit_cache = True
    type = Boolean()
    _is_implicitly_boolean = True
    """As for `=`: else SQLite is asked whether it `= 1`, and reads the whole table for want of an index on that."""

    def __init__(self, column: Any, values: Iterable[Any] | BindParameter[Any]) -> None:
        if not isinstance(values, BindParameter):
            values = bindparam(None, list(values), type_=_Values(column.type), unique=True)
        super().__init__(column, values)


def among_given(column: Any, name: str) -> among:
    """The same for a statement that is made once: its list is given at each execution, `{name: [...]}`.

    To make a statement and to find its compiled text again takes eight times as long as to execute one that is there
    (92 and 11 microseconds, the four columns of a name). Worth it where a statement runs at each page.
    """
    return among(column, bindparam(name, type_=_Values(column.type)))


def chunks(pairs: Sequence[T]) -> Iterable[Sequence[T]]:
    """Parts of a list of pairs that fit one statement each."""
    return (pairs[start : start + PAIRS] for start in range(0, len(pairs), PAIRS))


@compiles(among, "sqlite")
def _in_json(element: among, compiler: Any, **kw: Any) -> str:
    column, values = (compiler.process(part, **kw) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608  (both are compiled expressions)


@compiles(among, "postgresql")
def _any_of_array(element: among, compiler: Any, **kw: Any) -> str:
    column, values = (compiler.process(part, **kw) for part in element.clauses)
    return f"{column} = ANY({values})"
