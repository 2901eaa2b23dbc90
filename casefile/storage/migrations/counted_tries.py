"""Wrong passwords were counted in the officer's own row until migration 0014 took the columns, and leaves have them.

Of a row that counted none, the values before are known (`proven.TAKEN`). Of one that did they are gone with the
columns: such an officer is given a leaf over the row as it is then, provided that the one of before was right.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from casefile.proof.digest import digest
from casefile.storage import leaves, proven, standing
from casefile.storage.in_list import among
from casefile.storage.proven import Key
from casefile.storage.standing import OFFICER
from casefile.storage.tables import Leaf

UNTIL = "0013"
"""The last revision with the columns, and the first with leaves."""
COUNTING = """
    SELECT id, failed_attempts, locked_until FROM officer WHERE failed_attempts <> 0 OR locked_until IS NOT NULL
"""


def officers(connection: Connection) -> list[Key]:
    """At revision 0013: whose row counts wrong passwords and is as its leaf says. One that was altered is left out,
    so it goes on being named."""
    as_read = connection.dialect.name == "sqlite"
    counted = {
        str(id): {"failed_attempts": failed, "locked_until": until if as_read else proven.plain(until)}
        for id, failed, until in connection.exec_driver_sql(COUNTING).cursor.fetchall()
    }
    return [(id,) for id in sorted(_as_written(connection, counted))]


def settle(connection: Connection, keys: Sequence[Key]) -> None:
    """Once the columns are gone."""
    leaves.one_at_a_time(connection)
    found = standing.Found(rows=standing.rows_of(connection, OFFICER, keys))
    leaves.add(connection, found, {subject: [] for subject in found.rows})


def _as_written(connection: Connection, counted: Mapping[str, Mapping[str, object]]) -> set[str]:
    wanted = select(Leaf.key, Leaf.salt, Leaf.row).where(Leaf.kind == OFFICER, among(Leaf.key, counted))
    last = {key: (salt, row) for key, salt, row in connection.execute(wanted.order_by(Leaf.seq))}
    right = set[str]()
    for (_, id), content in standing.rows_of(connection, OFFICER, [(id,) for id in counted]).items():
        values, *duties = content
        older = proven.before(OFFICER, values, counted[id]) if isinstance(values, Sequence) else None
        salt, row = last.get(id, (None, None))
        if older is not None and salt is not None and digest(salt, [older, *duties]) == row:
            right.add(id)
    return right
