"""Which rows a transaction has written, noted as the statements run: what needs a leaf before the commit.

A statement that inserts names its keys; one that changes or deletes names them in its condition, or the rows it meets
are read first. Text statements are not noted: Griot writes nothing with them, and who changes a row behind its back is
found by exactly that (`casefile.audit`).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import BindParameter, Column, Connection, Delete, Insert, Update, select, tuple_
from sqlalchemy import Table as SqlTable
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import BinaryExpression

from casefile.errors import Conflict
from casefile.storage import proven
from casefile.storage.proven import Key, Values

NOTED = "griot_noted"
"""The option of a connection whose statements are noted: a session of `Store.writing`, no migration."""
PLACE = "griot_touched"


@dataclass(slots=True)
class Touched:
    """Keys of rows that have to be read, and rows as just inserted in the form digests take them, by table.

    A row that stands in both is read: it was changed after it was inserted.
    """

    keys: defaultdict[str, set[Key]] = field(default_factory=lambda: defaultdict(set))
    rows: defaultdict[str, list[Values]] = field(default_factory=lambda: defaultdict(list))
    shared: bool = False
    """A row may be among them that this transaction has not locked: met by an insert that left it as it was."""

    def tables(self) -> list[str]:
        """The tables that were written to."""
        return list(dict.fromkeys([*self.rows, *self.keys]))

    def is_ours(self) -> bool:
        """Whether nobody else can change any of it before the commit, so that it may be read before the chain's lock
        is held. Not so of an officer, who is one with the duties: two rows, of which others may change the other."""
        return not self.shared and not {proven.ROLES, "officer"} & {*self.rows, *self.keys}


def of(connection: Connection) -> Touched:
    """What was noted in the connection's transaction, to be added to."""
    found: Touched | None = connection.info.get(PLACE)
    if found is None:
        found = connection.info[PLACE] = Touched()
    return found


def forget(connection: Connection, *_: object) -> None:
    """A transaction begins: what an undone one left is not ours."""
    connection.info.pop(PLACE, None)


def inserted(connection: Connection, name: str, columns: Sequence[str], values: Sequence[Values]) -> None:
    """Rows of a bulk insert, with the values as they were bound, in the order of the columns' names."""
    if name not in proven.covered() or not _is_noted(connection):
        return
    whole = tuple(columns) == proven.columns(name)
    if whole and (digested := proven.as_bound(connection, name, values)) is not None:
        of(connection).rows[name] += digested
    else:
        places = [columns.index(column) for column in proven.key_columns(name)]
        _note(connection, name, (tuple(row[place] for place in places) for row in values))


def _note(connection: Connection, name: str, keys: Iterable[Key]) -> None:
    of(connection).keys[name].update(keys)


def before(connection: Connection, statement: Any, multi: Any, params: Any, _options: Any) -> None:
    """Read the keys of the rows a change will meet, where its condition does not name them."""
    if not isinstance(statement, Update | Delete) or not _is_noted(connection):
        return
    if (name := _changes(statement)) is None:
        return
    if _named(name, statement) is not None:
        return
    table = cast(SqlTable, statement.table)
    met = select(*table.primary_key.columns).where(*statement._where_criteria).with_for_update()
    connection.info["griot_met"] = [
        tuple(row) for one in (multi or [params or {}]) for row in connection.execute(met, one or {})
    ]


def after(connection: Connection, statement: Any, _multi: Any, _params: Any, _options: Any, result: Any) -> None:
    """Note what a statement wrote."""
    if not isinstance(statement, Update | Delete | Insert) or not _is_noted(connection):
        return
    if isinstance(statement, Update | Delete):
        if (name := _changes(statement)) is None:
            return
        if (named := _named(name, statement)) is not None:
            keys = [named] if result.rowcount else []
        else:
            keys = connection.info.pop("griot_met")
            if result.rowcount > len(set(keys)):  # PostgreSQL only: one more came in between; it would have no leaf
                raise Conflict("Someone else is changing the same at this moment. Try again.")
        _note(connection, name, keys)
    elif statement.table.name in proven.covered():
        name = statement.table.name
        given = result.context.compiled_parameters
        if statement._post_values_clause is not None and proven.key_columns(name) != ("id",):
            of(connection).shared = True  # with an id of its own it cannot be a row that is there
        keys = _taken(connection, statement, given) or [
            tuple(one[c] for c in proven.key_columns(name)) for one in given
        ]
        _note(connection, name, keys)


def _is_noted(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get(NOTED))


def _changes(statement: Any) -> str | None:
    """The covered table in which a statement changes a covered column, else None."""
    name: str = statement.table.name
    if name not in proven.covered():
        return None
    if isinstance(statement, Update) and statement._values:
        changed = {column.name if isinstance(column, Column) else str(column) for column in statement._values}
        if changed.isdisjoint(proven.columns(name)):
            return None
    return name


def _named(name: str, statement: Any) -> Key | None:
    """The key, where the condition names a whole one by value."""
    found: dict[str, object] = {}
    for part in statement._where_criteria:
        if (
            isinstance(part, BinaryExpression)
            and part.operator is operators.eq
            and isinstance(part.left, Column)
            and isinstance(part.right, BindParameter)
            and not part.right.required
        ):
            found[part.left.name] = part.right.effective_value
    keys = proven.key_columns(name)
    return tuple(found[column] for column in keys) if all(column in found for column in keys) else None


def _taken(connection: Connection, statement: Any, given: Sequence[dict[str, object]]) -> list[Key]:
    """Of an insert that changes a row which is there already: the keys of the rows with the same unique values."""
    clause = statement._post_values_clause
    target = getattr(clause, "inferred_target_elements", None)
    if clause is None or not getattr(clause, "update_values_to_set", None) or not target:
        return []
    table = statement.table
    unique = [table.c[element if isinstance(element, str) else element.name] for element in target]
    found: list[Key] = []
    for first in range(0, len(given), proven.MAX_BOUND):
        values = [tuple(one[column.name] for column in unique) for one in given[first : first + proven.MAX_BOUND]]
        same = select(*table.primary_key.columns).where(tuple_(*unique).in_(values))
        found += [tuple(row) for row in connection.execute(same)]
    return found
