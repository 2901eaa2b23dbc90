"""Which tables and columns the tree of proof covers, and their rows as digests take them.

Everything is covered that is not named here. A new table or column is covered by being there; a column that a later
release adds to rows that stand already is named in `LATER`, one that it takes away in `TAKEN`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from operator import itemgetter

from sqlalchemy import JSON, Connection, LargeBinary
from sqlalchemy import Table as SqlTable

from casefile.storage.tables import Table

Key = tuple[object, ...]
Values = tuple[object, ...]

NOT_COVERED = {
    "audit": "its lines are leaves themselves, by their own hash",
    "leaf": "the leaves",
    "outbox": "work that waits: deleted when it is done",
    "upkeep_mark": "where upkeep has come to: moves with every look; what it does stands in the trail",
    "search_answer": "the order of a list, made again whenever it is asked; the trail has what was shown",
    "index_write": "numbers of the engine's writes: joined, and begun again with each index",
    "act": "counts of the budgets: gone after some weeks, and each act stands in the trail",
    "sign_in_count": "counts of wrong passwords: begun again and removed; the trail has a line at 1, 10, 100",
    "sign_in_step": "between two pages of signing in: deleted when it is over",
    "mail_digest": "which officer wants a mail at which hours, and when the last one left: moves with each",
    "webhook_call": "that a machine was told to look: moves with each try; its pointer has a leaf of its own",
    "entry_draft": "what is being typed: nothing is stated yet; it goes when it is saved",
    "batch_check": "a list on its way through: moves with each part; each line is a search, and the trail has it",
    "batch_line": "what became of each line: its search has a leaf of its own; gone after some weeks",
    "table_import": "a table on its way in: moves with each part; what it made are records, and the trail has it",
    "table_file": "the table as it came: gone after a month",
    "table_row": "what became of each row: records have leaves of their own",
    "table_mapping": "what the columns of a unit's tables are; holds nobody",
    "export_template": "what the columns of a form of another system are; holds nobody",
    "held_judgement": "a judgement that may still be undone: gone within seconds; what comes of it is a review",
    "sighting": "when the same was asked at a post again: moves with it; its record and its watch have leaves",
    "hit_assignment": "who has a hit in hand: moves from hand to hand, and each step stands in the trail",
    "tour_seen": "that an officer put the tour of the first day away: nothing of any case",
    "operation_key": "worked out from the operation, which has its own leaf",
    "event_key": "worked out from the watch or the record, which has its own leaf",
    "simulation": "the clock of an exercise in a training space: moves with each step",
    "form_key": "which form was saved as which record: keeps the same form from being saved twice, and is swept",
    "known_device": "makes nobody wait; opens nothing, and moves with every sign-in",
    "installation": "whose the index is: the home and the index hold it too, and part of it changes by the minute",
    "index_made": "which indices of the engine are its own; they are built again from the records",
    "heartbeat": "that a process runs: written again every 15 s",
    "counter": "figures for whoever runs the installation",
    "health_standing": "of which alarm somebody was notified; nothing about a case",
    "name_frequency": "counted from the records again and again",
}
VOLATILE = {
    ("portal_session", "last_seen_at"): "moves with every page",
    ("api_token", "last_used_at"): "moves with its use",
    ("kept_question", "used_at"): "moves with every use",
    ("second_factor", "last_step"): "moves with every code",
    ("security_key", "sign_count"): "moves with every use of the key",
    ("security_key", "last_used_at"): "moves with every use of the key",
}
_OFFENCES: Mapping[str, object] = {"offences": "[]", "exploitation": "[]"}
LATER: Mapping[str, Mapping[str, object]] = {
    "access_link": {"made_at": None, "made_by": None},
    "portal_session": {"factor": "", "factor_at": None, "limited": 0, "network": "", "agent": ""},
    "lookup": {"asked": "[]", "kept": None, "sealed": None, "auditor_key_id": None},
    "hit": {
        **dict.fromkeys(("coincidence_id", "value_key", "judged_evidence", "judged_decision", "asked_again_at")),
        "common_value": 0,
    },
    "case_file": _OFFENCES,
    "case_version": _OFFENCES,
    "unit": {"asks_for": None},
    "protection_referral": {"consent_by": "", "consented_on": "", "passes": "[]", "ended_on": ""},
    "operation_meeting": {"kind": "operation"},
}
"""Columns that came after leaves over their table's rows, and what a migration wrote into those rows."""
TAKEN: Mapping[str, Mapping[str, object]] = {"officer": {"failed_attempts": 0, "locked_until": None}}
"""Columns that a migration took out of rows with leaves, and what they held in rows that it gave no leaf of its own."""
VERSIONS = {"record_version": "record", "watch_version": "watch"}
"""Tables of versions, whose leaf holds the version with its identity, and the table of their heads."""
IDENTITY = "identity"
CHILDREN = ("identity_name", "identity_identifier", "identity_date", "identity_place", "identity_fact")
ROLES = "officer_role"
"""Read together with the officer."""
PARTS = frozenset({*VERSIONS, IDENTITY, *CHILDREN, ROLES})
"""Tables that have no leaves of their own."""

MANY, FEW = 500, 8
MAX_BOUND = 250
"""Keys in one question: with three columns each below the 999 values older SQLite builds take."""


@cache
def covered() -> dict[str, SqlTable]:
    """The tables the tree covers, by name."""
    known = Table.metadata.tables
    return {name: known[name] for name in sorted(known) if name not in NOT_COVERED}


@cache
def kinds() -> tuple[str, ...]:
    """The tables whose rows are subjects of leaves; a kind is called as its table."""
    return tuple(name for name in covered() if name not in PARTS)


@cache
def columns(name: str) -> tuple[str, ...]:
    """A table's covered columns, in the order digests take them."""
    return tuple(sorted(c.name for c in covered()[name].columns if (name, c.name) not in VOLATILE))


def before(name: str, values: Sequence[object], held: Mapping[str, object] | None = None) -> Values | None:
    """A row as its leaf has it from before its columns changed; None where a later one says anything, or none changed.
    `held`: what the columns held that were taken.

    Who sets a later column in a row of before changes what is digested, and who empties one of a row of today as well.
    """
    later, taken = LATER.get(name, {}), TAKEN.get(name, {})
    row = dict(zip(columns(name), values, strict=True))
    if not (later or taken) or any(column in later and value != later[column] for column, value in row.items()):
        return None
    older = {column: value for column, value in row.items() if column not in later} | {**taken, **(held or {})}
    return tuple(older[column] for column in sorted(older))


@cache
def many(name: str) -> int:
    """How many rows of a table are read at once: few where a row may hold some megabytes."""
    bytes_in_it = any(isinstance(c.type, LargeBinary) for c in covered()[name].columns)
    return FEW if bytes_in_it else MANY


@cache
def key_columns(name: str) -> tuple[str, ...]:
    """A table's primary key."""
    return tuple(c.name for c in covered()[name].primary_key.columns)


@cache
def key_places(name: str) -> tuple[int, ...]:
    """Where the primary key stands in a row's values."""
    return tuple(columns(name).index(column) for column in key_columns(name))


@cache
def _getter(name: str) -> Callable[[Values], object]:
    return itemgetter(*key_places(name))


def key_of(name: str, values: Values) -> Key:
    """The primary key in a row's values."""
    found = _getter(name)(values)
    return found if isinstance(found, tuple) else (found,)


def key_text(key: Key) -> str:
    """How a leaf names the row with this key."""
    return ":".join(map(str, key)) if len(key) > 1 else str(key[0])


def rows(connection: Connection, name: str, keys: Iterable[Key], by: Sequence[str] | None = None) -> list[Values]:
    """The rows with these values in the columns `by` (else the primary key), as digests take them.

    Rows of one key in `by` come in the order of the primary key.
    """
    by = by or key_columns(name)
    wanted, found = list(keys), list[Values]()
    for first in range(0, len(wanted), MAX_BOUND):
        part = wanted[first : first + MAX_BOUND]
        where = f"WHERE {_held(connection, by, len(part))} ORDER BY {_quoted(key_columns(name))}"
        found += _read(connection, name, where, tuple(value for key in part for value in key))
    return found


def page(connection: Connection, name: str, after: Key | None) -> list[Values]:
    """The next rows of a table by primary key, after this one."""
    names = _quoted(key_columns(name))
    places = ", ".join(_place(connection) for _ in key_columns(name))
    where = f"WHERE ({names}) > ({places}) " if after else ""
    return _read(connection, name, f"{where}ORDER BY {names} LIMIT {many(name)}", after or ())


def as_bound(connection: Connection, name: str, given: Sequence[Values]) -> Sequence[Values] | None:
    """Rows as they were bound to an insert, all covered columns in their order, as digests take them: as they would be
    read. None where they must be read: of the bytes of a file, and of a moment without a time zone."""
    convert = _plan(name, connection.dialect.name)[1]
    if convert is None:
        return given
    if _hashed in convert or any(isinstance(v, datetime) and v.tzinfo is None for row in given for v in row):
        return None
    return [tuple(v if to is None else to(v) for to, v in zip(convert, row, strict=True)) for row in given]


def keys_of(name: str, texts: Iterable[str]) -> list[Key]:
    """Keys by what leaves call them; a text that cannot be one is left out."""
    many = len(key_columns(name))
    found = (tuple(text.split(":")) if many > 1 else (text,) for text in texts)
    return [key for key in found if len(key) == many]


def there(connection: Connection, name: str, texts: Iterable[str]) -> set[str]:
    """Which of these keys, as leaves call them, a table holds."""
    keys, found = keys_of(name, texts), set[str]()
    for first in range(0, len(keys), MAX_BOUND):
        part = keys[first : first + MAX_BOUND]
        where = _held(connection, key_columns(name), len(part))
        sql = f'SELECT {_quoted(key_columns(name))} FROM "{name}" WHERE {where}'  # noqa: S608  (names of our own tables)
        values = tuple(value for key in part for value in key)
        found |= {key_text(tuple(row)) for row in connection.exec_driver_sql(sql, values)}
    return found


def _held(connection: Connection, columns: Sequence[str], many: int) -> str:
    """The condition that these columns have one of so many values."""
    one = f"({', '.join(_place(connection) for _ in columns)})"
    return f"({_quoted(columns)}) IN (VALUES {', '.join([one] * many)})"


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _place(connection: Connection) -> str:
    return "?" if connection.dialect.paramstyle == "qmark" else "%s"


def _read(connection: Connection, name: str, rest: str, values: tuple[object, ...]) -> list[Values]:
    chosen, convert = _plan(name, connection.dialect.name)
    sql = f'SELECT {chosen} FROM "{name}" {rest}'  # noqa: S608  (names of our own tables)
    fetched: list[Values] = list(connection.exec_driver_sql(sql, values).cursor.fetchall())
    if convert is None:
        return fetched
    return [
        tuple(value if to is None else to(value) for to, value in zip(convert, row, strict=True)) for row in fetched
    ]


Convert = Callable[[object], object]


@cache
def _plan(name: str, dialect: str) -> tuple[str, list[Convert | None] | None]:
    """What to select of a table, and how to bring it into SQLite's form; None where it has it."""
    table, names = covered()[name], columns(name)
    files = {column for column in names if isinstance(table.c[column].type, LargeBinary)}
    if dialect == "sqlite":
        hashed: list[Convert | None] = [_hashed if column in files else None for column in names]
        return ", ".join(f'"{column}"' for column in names), hashed if files else None
    json = {column for column in names if isinstance(table.c[column].type, JSON)}
    chosen = ", ".join(f'"{column}"::text' if column in json else f'"{column}"' for column in names)
    return chosen, [_hashed if column in files else None if column in json else plain for column in names]


def _hashed(value: object) -> object:
    """Of the bytes of a file their hash."""
    return sha256(value).hexdigest() if isinstance(value, bytes | memoryview) else value


def plain(value: object) -> object:
    """A value of PostgreSQL's as SQLite has it."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    return value
